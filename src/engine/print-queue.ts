import { type Clock, sleep } from '../clock.ts';
import { type ErrorCode, type ErrorReport, PapertabError, toPapertabError, toReport } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import { type Job, type JobState, MOST_INTERRUPTIONS } from '../jobs/job.ts';
import type { JobChange, JobStore } from '../jobs/job-store.ts';
import type { Need } from '../printers/condition.ts';
import { loadFit } from '../printers/fitted.ts';
import { type ConnectedPrinter, printBitmap } from '../printers/print-session.ts';

/** The paper printer that a queue prints on, as it comes and goes. */
export interface QueuePrinter {
  readonly id: string;
  /** Absent while it is away. */
  readonly connected: ConnectedPrinter | undefined;
  /** Why it is away; absent while it is connected, and while the first attempt to connect is under way. */
  readonly away: ErrorReport | undefined;
  /** This connection is of no more use. Some of a job may be in the printer, unless that had not `begun`. */
  drop(error: PapertabError, printer: ConnectedPrinter, job?: { readonly begun: boolean }): void;
}

export interface PrintQueueEvents {
  changed(job: Job): void;
  progress(id: number, rows: number): void;
  /** A job is on paper and stored as printed. */
  printed(job: Job): void;
  /** The head began with a job, needs something, or is free again. */
  busy(): void;
  /** The queue itself cannot go on. */
  trouble(error: PapertabError): void;
}

/** Something to be done between jobs. */
interface Task {
  run(): Promise<void>;
  /** It will not be done. */
  refuse(error: PapertabError): void;
}

interface Printing {
  readonly id: number;
  readonly cancel: AbortController;
  readonly stop: AbortController;
  /** Resolves when it is stored how the job ended. */
  readonly ended: Promise<void>;
}

/**
 * Why the next job cannot begin though the printer is there: it was cut short so often that it waits for the user's word,
 * or a part of the program that it takes could not be loaded.
 */
type NeedBefore = 'printer-unsteady' | 'part-missing';

/** Rows arrive many times a second; the page needs them a few times. */
const PROGRESS_EVERY_MS = 100;
/** When the database refuses, the queue tries again after a while: the disk may be full for a moment only. */
const RETRY_AFTER_MS = 5_000;
/** How long something between two jobs may take: a printer that takes no more holds up all that waits. */
const TASK_MS = 20_000;
/** How often a printer that needs something is asked whether it is cured, while there is nothing to print. */
const LOOK_AFTER_MS = 5_000;
/** When a part of the program that a job takes could not be loaded, that is tried again after so long, or when it is woken. */
const LOAD_AGAIN_MS = 30_000;
/** What ends a connection, but not a job: it is printed once the printer is back. */
const LOST: readonly ErrorCode[] = ['printer-lost', 'printer-silent', 'printer-write', 'printer-away'];
/** What the store says of a job that was moved, cancelled or deleted meanwhile. */
const GONE: readonly ErrorCode[] = ['job-state', 'job-unknown'];

/** Brings the waiting jobs of one paper printer to paper, one after another, in order of arrival. */
export class PrintQueue {
  readonly #store: JobStore;
  readonly #printer: QueuePrinter;
  readonly #clock: Clock;
  readonly #events: PrintQueueEvents;
  readonly #prepare: typeof loadFit;
  /** Nothing more is begun, and what is on its way ends. */
  readonly #closing = new AbortController();
  /** Nothing more is stored either. */
  readonly #stopping = new AbortController();
  readonly #tasks: Task[] = [];
  #running = false;
  /** Resolves when the queue rests. */
  #rest: Promise<void> = Promise.resolve();
  #wakeAgain = false;
  #cancelLook: () => void = () => {};
  /** The job whose rows are on their way to paper. */
  #printing: Printing | undefined;
  #needs: Need | undefined;
  #before: NeedBefore | undefined;
  /** Whether the user's word has been given. */
  #insisted = false;

  /** @param prepare loads what it takes to print a picture on a head; rejects with `part-missing` */
  constructor(store: JobStore, printer: QueuePrinter, clock: Clock, events: PrintQueueEvents, prepare = loadFit) {
    this.#prepare = prepare;
    this.#store = store;
    this.#printer = printer;
    this.#clock = clock;
    this.#events = events;
  }

  /** Whether a job is on its way to paper. */
  get isPrinting(): boolean {
    return this.#printing !== undefined;
  }

  /** What is needed before the next or present job goes on. */
  get needs(): Need | NeedBefore | undefined {
    return this.#needs ?? this.#before;
  }

  /** The user wants a job to be tried once more that was cut short too often. */
  insist(): void {
    if (this.#before !== 'printer-unsteady') return;
    this.#insisted = true;
    this.wake();
  }

  /** There may be something to print, or the printer came or went. */
  wake(): void {
    this.#wakeAgain = true;
    if (!this.#running) this.#rest = this.#run();
  }

  /**
   * Does something with the printer between two jobs, which `signal` ends when it takes too long.
   *
   * @throws PapertabError `printer-away` when it is not connected then; when it takes too long `printer-stalled`, or
   *   `printer-silent` where that means a dead connection; `printer-lost` or `engine-superseded` when the queue ends before
   */
  async use(task: (printer: ConnectedPrinter, signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#closing.signal.throwIfAborted();
    return new Promise((resolve, refuse) => {
      this.#tasks.push({ run: () => this.#do(task).then(resolve, refuse), refuse });
      this.wake();
    });
  }

  /** Cancels the job if its rows are on their way to paper just now. Returns whether they are. */
  cancel(id: number): boolean {
    if (this.#printing?.id !== id) return false;
    this.#printing.cancel.abort(new PapertabError('job-cancelled'));
    return true;
  }

  /** Gives the job on its way back to those that wait. The printer has to be connected anew then. */
  async giveBack(): Promise<void> {
    if (this.#printing === undefined) return;
    this.#printing.stop.abort(new PapertabError('printer-lost', 'given up'));
    await this.#printing.ended;
  }

  /** Stops for good, because the printer is forgotten: gives back the job on its way, also one that has just begun. */
  async retire(): Promise<void> {
    this.#close(new PapertabError('printer-lost', 'given up'));
    await this.#rest;
  }

  /** Stops for good; a job in mid-print is left as it is, to be recovered by the next engine. */
  stop(): void {
    const error = new PapertabError('engine-superseded');
    this.#stopping.abort(error);
    this.#close(error);
  }

  #close(error: PapertabError): void {
    this.#closing.abort(error);
    this.#cancelLook();
    for (const { refuse } of this.#tasks.splice(0)) refuse(error);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wakeAgain && !this.#closing.signal.aborted) {
      this.#wakeAgain = false;
      try {
        await this.#work();
      } catch (thrown) {
        if (this.#closing.signal.aborted) break;
        this.#events.trouble(toPapertabError(thrown));
        await this.#pause();
      }
    }
    this.#running = false;
  }

  /** Does what there is to do, until there is nothing more or the printer is away. */
  async #work(): Promise<void> {
    for (;;) {
      const task = this.#tasks.shift();
      if (task !== undefined) {
        await task.run();
        continue;
      }
      this.#closing.signal.throwIfAborted();
      const job = await this.#store.next(this.#printer.id);
      const isUnsteady = job?.error?.code === 'printer-unsteady' && !this.#insisted;
      if (isUnsteady) this.#needBefore('printer-unsteady');
      // A missing part is missing until it has been loaded.
      else if (job === undefined || this.#before === 'printer-unsteady') this.#needBefore(undefined);
      if (job === undefined) {
        this.#lookAfter();
        return;
      }
      const { connected } = this.#printer;
      if (connected === undefined) {
        await this.#waitForPrinter(job);
        return;
      }
      if (isUnsteady) return;
      this.#insisted = false;
      if (!(await this.#isReady(job, connected))) return;
      await this.#print(job, connected);
    }
  }

  async #do(task: (printer: ConnectedPrinter, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { connected } = this.#printer;
    if (connected === undefined) throw new PapertabError('printer-away');
    // On a wire it may be a printer that holds back for as long as it needs something.
    const isDead = connected.silentAfterMs !== undefined;
    const error = new PapertabError(isDead ? 'printer-silent' : 'printer-stalled', `${TASK_MS} ms`);
    const limit = new AbortController();
    const cancelTimer = this.#clock.after(TASK_MS, () => limit.abort(error));
    try {
      await task(connected, AbortSignal.any([limit.signal, this.#closing.signal]));
    } catch (thrown) {
      if (limit.signal.aborted && isDead) this.#printer.drop(error, connected);
      throw thrown;
    } finally {
      cancelTimer();
    }
  }

  /** What a printer needs while nothing is printed is shown too, and must not stay when it is cured. */
  #lookAfter(): void {
    this.#cancelLook();
    if (this.#printer.connected?.line.condition.needs === undefined) return;
    this.#cancelLook = this.#clock.after(LOOK_AFTER_MS, () => {
      this.use(async ({ driver, line, settings }, signal) => {
        const condition = await driver.ask({ line, settings, clock: this.#clock, signal });
        if (condition !== undefined) line.note(condition);
      }).catch(() => {});
    });
  }

  async #pause(): Promise<void> {
    // Rejects only when the queue is stopped meanwhile, which the loop sees for itself.
    await sleep(this.#clock, RETRY_AFTER_MS, this.#closing.signal).catch(() => {});
    this.#wakeAgain = true;
  }

  /** Says on the job what it waits for; the queue is woken when the printer is back. */
  async #waitForPrinter(job: Job): Promise<void> {
    const { away } = this.#printer;
    // Being away is no news of a job that waits for the user, and its cure is none either.
    if (job.error?.code === 'printer-unsteady') return;
    if (away === undefined || (job.state === 'needs-you' && job.error?.code === away.code)) return;
    await this.#change(job, { state: 'needs-you', error: away });
  }

  /** Whether all that the job takes is loaded. Else it waits and says why, and the queue wakes by itself. */
  async #isReady(waiting: Job, { settings }: ConnectedPrinter): Promise<boolean> {
    try {
      await this.#prepare(waiting.width, settings.headWidth);
      this.#needBefore(undefined);
      return true;
    } catch (thrown) {
      const error = toPapertabError(thrown);
      this.#cancelLook();
      this.#cancelLook = this.#clock.after(LOAD_AGAIN_MS, () => this.wake());
      this.#needBefore('part-missing');
      if (waiting.error?.code !== error.code) {
        this.#events.trouble(error);
        await this.#change(waiting, waitingFor(error));
      }
      return false;
    }
  }

  #needBefore(need: NeedBefore | undefined): void {
    if (need === this.#before) return;
    this.#before = need;
    this.#events.busy();
  }

  async #print(waiting: Job, printer: ConnectedPrinter): Promise<void> {
    const bitmap = await this.#fetch(waiting);
    if (bitmap === undefined) return;
    const job = await this.#change(waiting, { state: 'printing', error: null, begun: true });
    if (job === undefined) return;
    await this.#bring(job, bitmap, printer);
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

  /** Moves a job on from waiting; undefined when it was cancelled or moved in the same moment. */
  async #change(waiting: Job, change: JobChange): Promise<Job | undefined> {
    try {
      const job = await this.#store.change(waiting.id, [waiting.state], change);
      this.#events.changed(job);
      return job;
    } catch (thrown) {
      if (GONE.includes(toPapertabError(thrown).code)) return undefined;
      throw thrown;
    }
  }

  /** Brings the rows to paper and stores how that ended. */
  async #bring(job: Job, bitmap: Bitmap, printer: ConnectedPrinter): Promise<void> {
    const cancel = new AbortController();
    const stop = new AbortController();
    let hasEnded = (): void => {};
    const ended = new Promise<void>((resolve) => {
      hasEnded = resolve;
    });
    let begun = false;
    /** Whether the store says, too, that it has begun. That is taken back of one that waits before its first byte. */
    let isMarked = true;
    let lastState: Promise<Job> = Promise.resolve(job);
    const progress = this.#progressOf(job);
    this.#printing = { id: job.id, cancel, stop, ended };
    this.#events.busy();
    try {
      const error = await printBitmap(bitmap, printer, {
        clock: this.#clock,
        cancelled: cancel.signal,
        stopped: AbortSignal.any([stop.signal, this.#closing.signal]),
        onBegin: async (ending) => {
          if (isMarked) return;
          const marked = lastState.then((last) => this.#markBegun(last, ending));
          lastState = marked.catch(() => job);
          await marked;
        },
        onRows: (rows) => {
          begun = true;
          progress(rows);
        },
        onNeeds: (needs) => {
          this.#needs = needs;
          this.#events.busy();
          if (!begun) isMarked = false;
          // Of one that has not begun, that it goes on is stored with its beginning.
          if (!begun && needs === undefined) return;
          const hasBegun = begun;
          lastState = lastState.then((last) => this.#tellNeeds(last, needs, hasBegun));
        },
      }).then(
        () => undefined,
        (thrown) => toPapertabError(thrown),
      );
      this.#printing = undefined;
      this.#needs = undefined;
      this.#events.busy();
      const lost = error !== undefined && LOST.includes(error.code);
      // Before anything is waited for: the printer may soon be greeted anew, and has to be brought out of this job then.
      if (lost && !this.#stopping.signal.aborted) this.#printer.drop(error, printer, { begun });
      await lastState;
      if (this.#stopping.signal.aborted) return;
      // It was moved or deleted before its first byte: it is another's now.
      if (error !== undefined && GONE.includes(error.code)) return;
      const end =
        cancel.signal.aborted && error !== undefined ? CANCELLED : lost ? interrupted(job, begun, error) : endOf(error);
      await this.#finish(job, end);
    } finally {
      hasEnded();
    }
  }

  /**
   * Stores that a job on its way waits for its printer, or goes on. What cannot be stored is shown by the printer itself.
   *
   * @returns the job as it is stored then
   */
  async #tellNeeds(job: Job, needs: Need | undefined, begun: boolean): Promise<Job> {
    if (this.#stopping.signal.aborted) return job;
    const from: readonly JobState[] = ['printing', 'needs-you'];
    const change: JobChange =
      needs === undefined ? { state: 'printing', error: null } : { state: 'needs-you', begun, error: { code: needs } };
    try {
      const told = await this.#store.change(job.id, from, change);
      this.#events.changed(told);
      return told;
    } catch (thrown) {
      this.#events.trouble(toPapertabError(thrown));
      return job;
    }
  }

  /** Stores that a job begins which is stored as one that has not: no byte of it leaves before that. */
  async #markBegun(job: Job, ending: AbortSignal): Promise<Job> {
    ending.throwIfAborted();
    // Not from any other state: another queue may have it by now.
    const begun = await this.#storeAtLast(job, [job.state], { state: 'printing', begun: true, error: null }, ending);
    this.#events.changed(begun);
    return begun;
  }

  /** Not finished until it is stored: the print is not repeated because the database refuses. */
  async #finish(job: Job, end: JobChange): Promise<void> {
    try {
      const ended = await this.#storeAtLast(job, ['printing', 'needs-you'], end, this.#stopping.signal);
      this.#events.changed(ended);
      if (ended.state === 'printed') this.#events.printed(ended);
    } catch (thrown) {
      // The user has cancelled it meanwhile.
      if (!GONE.includes(toPapertabError(thrown).code)) throw thrown;
    }
  }

  /** Stores a change, however long the database refuses for want of room or the like; rejects when `ending` is aborted. */
  async #storeAtLast(job: Job, from: readonly JobState[], change: JobChange, ending: AbortSignal): Promise<Job> {
    for (;;) {
      try {
        return await this.#store.change(job.id, from, change);
      } catch (thrown) {
        const refusal = toPapertabError(thrown);
        if (refusal.code !== 'storage-full' && refusal.code !== 'storage-failed') throw refusal;
        this.#events.trouble(refusal);
        await sleep(this.#clock, RETRY_AFTER_MS, ending);
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

const CANCELLED: JobChange = { state: 'cancelled', begun: false, error: null };

function waitingFor(error: PapertabError): JobChange {
  return { state: 'needs-you', begun: false, error: toReport(error) };
}

function endOf(error: PapertabError | undefined): JobChange {
  if (error === undefined) return { state: 'printed', begun: false, error: null };
  // Nothing of it has left, and nothing is wrong with it.
  if (error.code === 'part-missing') return waitingFor(error);
  return { state: 'failed', begun: false, error: toReport(error) };
}

/**
 * A job whose connection was lost waits for it, and begins again from its start. One that was cut short too often would
 * go on until the roll is empty: it waits for the user.
 */
function interrupted(job: Job, begun: boolean, error: PapertabError): JobChange {
  const interruptions = job.interruptions + (begun ? 1 : 0);
  const code = begun && interruptions >= MOST_INTERRUPTIONS ? 'printer-unsteady' : 'printer-away';
  return { state: 'needs-you', begun: false, interruptions, error: { code, detail: error.code } };
}
