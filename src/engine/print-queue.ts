import { type Clock, sleep } from '../clock.ts';
import { PapertabError, toPapertabError, toReport } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Job } from '../jobs/job.ts';
import type { JobChange, JobStore } from '../jobs/job-store.ts';
import type { Encode } from '../printers/language.ts';
import { printBitmap } from '../printers/print-session.ts';
import type { Transport } from '../printers/transport.ts';

/** A paper printer that is ready to print. */
export interface PrinterEnd {
  readonly id: string;
  readonly encode: Encode;
  readonly transport: Transport;
}

export interface PrintQueueEvents {
  changed(job: Job): void;
  progress(id: number, rows: number): void;
  /** A job is on paper and stored as printed. */
  printed(job: Job): void;
  /** The head began with a job, or is free again. */
  busy(): void;
  /** The queue itself cannot go on. */
  trouble(error: PapertabError): void;
}

/** Rows arrive many times a second; the page needs them a few times. */
const PROGRESS_EVERY_MS = 100;
/** When the database refuses, the queue tries again after a while: the disk may be full for a moment only. */
const RETRY_AFTER_MS = 5_000;

/** Brings the waiting jobs of one paper printer to paper, one after another, in order of arrival. */
export class PrintQueue {
  readonly #store: JobStore;
  readonly #printer: PrinterEnd;
  readonly #clock: Clock;
  readonly #events: PrintQueueEvents;
  readonly #stopping = new AbortController();
  #running = false;
  #wakeAgain = false;
  /** The job whose rows are on their way to paper. */
  #printing: { readonly id: number; readonly cancel: AbortController } | undefined;

  constructor(store: JobStore, printer: PrinterEnd, clock: Clock, events: PrintQueueEvents) {
    this.#store = store;
    this.#printer = printer;
    this.#clock = clock;
    this.#events = events;
  }

  /** Whether a job is on its way to paper. */
  get isPrinting(): boolean {
    return this.#printing !== undefined;
  }

  /** There may be something to print. */
  wake(): void {
    this.#wakeAgain = true;
    if (!this.#running) void this.#run();
  }

  /** Cancels the job if its rows are on their way to paper just now. Returns whether they are. */
  cancel(id: number): boolean {
    if (this.#printing?.id !== id) return false;
    this.#printing.cancel.abort(new PapertabError('job-cancelled'));
    return true;
  }

  /** Stops for good; a job in mid-print is left as it is, to be recovered by the next engine. */
  stop(): void {
    this.#stopping.abort(new PapertabError('engine-superseded'));
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wakeAgain && !this.#stopping.signal.aborted) {
      this.#wakeAgain = false;
      try {
        for (let job = await this.#next(); job !== undefined; job = await this.#next()) await this.#print(job);
      } catch (thrown) {
        if (this.#stopping.signal.aborted) break;
        this.#events.trouble(toPapertabError(thrown));
        await this.#pause();
      }
    }
    this.#running = false;
  }

  async #next(): Promise<Job | undefined> {
    this.#stopping.signal.throwIfAborted();
    return this.#store.next(this.#printer.id);
  }

  async #pause(): Promise<void> {
    // Rejects only when the queue is stopped meanwhile, which the loop sees for itself.
    await sleep(this.#clock, RETRY_AFTER_MS, this.#stopping.signal).catch(() => {});
    this.#wakeAgain = true;
  }

  async #print(waiting: Job): Promise<void> {
    const bitmap = await this.#fetch(waiting);
    if (bitmap === undefined) return;
    const job = await this.#change(waiting, { state: 'printing', error: null });
    if (job === undefined) return;
    const error = await this.#bring(job, bitmap);
    if (!this.#stopping.signal.aborted) await this.#finish(job, error);
  }

  /** The job's picture; undefined when it is damaged, and then the job has failed. */
  async #fetch(waiting: Job): Promise<Bitmap | undefined> {
    try {
      return await this.#store.picture(waiting.id);
    } catch (thrown) {
      const error = toPapertabError(thrown);
      if (error.code !== 'job-picture') throw error;
      await this.#change(waiting, { state: 'failed', error: toReport(error) });
      return undefined;
    }
  }

  /** Moves a job on from waiting; undefined when it was cancelled in the same moment. */
  async #change(waiting: Job, change: JobChange): Promise<Job | undefined> {
    try {
      const job = await this.#store.change(waiting.id, ['waiting'], change);
      this.#events.changed(job);
      return job;
    } catch (thrown) {
      const { code } = toPapertabError(thrown);
      if (code === 'job-state' || code === 'job-unknown') return undefined;
      throw thrown;
    }
  }

  /** Brings the rows to paper; resolves with what stopped them, if anything did. */
  async #bring(job: Job, bitmap: Bitmap): Promise<PapertabError | undefined> {
    const cancel = new AbortController();
    const signal = AbortSignal.any([cancel.signal, this.#stopping.signal]);
    this.#printing = { id: job.id, cancel };
    this.#events.busy();
    try {
      await printBitmap(bitmap, this.#printer, { signal, onRows: this.#progressOf(job) });
      return undefined;
    } catch (thrown) {
      return toPapertabError(thrown);
    } finally {
      this.#printing = undefined;
      this.#events.busy();
    }
  }

  /** Not finished until it is stored: the database may refuse for a while, the print is not repeated for that. */
  async #finish(job: Job, error: PapertabError | undefined): Promise<void> {
    for (;;) {
      try {
        const ended = await this.#store.change(job.id, ['printing'], endOf(error));
        this.#events.changed(ended);
        if (ended.state === 'printed') this.#events.printed(ended);
        return;
      } catch (thrown) {
        const refusal = toPapertabError(thrown);
        if (refusal.code !== 'storage-full' && refusal.code !== 'storage-failed') throw refusal;
        this.#events.trouble(refusal);
        await sleep(this.#clock, RETRY_AFTER_MS, this.#stopping.signal);
      }
    }
  }

  #progressOf(job: Job): (rows: number) => void {
    let toldAt = 0;
    return (rows) => {
      const now = this.#clock.now();
      if (rows < job.height && Math.abs(now - toldAt) < PROGRESS_EVERY_MS) return;
      toldAt = now;
      this.#events.progress(job.id, rows);
    };
  }
}

function endOf(error: PapertabError | undefined): JobChange {
  if (error === undefined) return { state: 'printed' };
  if (error.code === 'job-cancelled') return { state: 'cancelled' };
  return { state: 'failed', error: toReport(error) };
}
