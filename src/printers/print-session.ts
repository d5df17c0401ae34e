import { type Clock, sleep } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Need } from './condition.ts';
import type { Conversation, Driver } from './driver.ts';
import { fitted } from './fitted.ts';
import { HeadTime } from './head-time.ts';
import type { Chunk } from './language.ts';
import type { PrinterLine } from './printer-line.ts';
import type { PrinterSettings } from './settings.ts';

/** A printer that is connected and has been greeted. */
export interface ConnectedPrinter {
  readonly driver: Driver;
  readonly line: PrinterLine<unknown>;
  readonly settings: PrinterSettings;
  readonly rowsPerSecond: number;
  /** How fast its line is, where bytes count as taken that have not left yet. */
  readonly bytesPerSecond?: number;
  /** Milliseconds after which a write that was never answered means that the connection is dead; absent where it may wait for ever. */
  readonly silentAfterMs?: number;
}

export interface PrintOptions {
  readonly clock: Clock;
  /** The user wants no more of this job: it ends where the printer can take the next one, and rejects with the signal's reason. */
  readonly cancelled: AbortSignal;
  /** Ends at once, wherever the job is; rejects with the signal's reason. */
  readonly stopped: AbortSignal;
  /**
   * Awaited once, when the printer needs nothing, right before the first byte of the job may leave. What it rejects with
   * ends the job, of which nothing has left then. Its signal is aborted when the job is to end.
   */
  readonly onBegin?: (ending: AbortSignal) => Promise<void>;
  /**
   * Rows of the picture that the printer has taken. Called with 0 right before the first byte of the job leaves: from
   * there on some of it may be on paper.
   */
  readonly onRows: (rows: number) => void;
  /** What the printer needs before it goes on; undefined when it is cured. */
  readonly onNeeds: (needs: Need | undefined) => void;
}

/** A write or a question that takes so long means that the printer takes no more. */
const STALLED_AFTER_MS = 15_000;
/** How often a printer that needs something is asked whether it is cured. */
const ASK_EVERY_MS = 2_000;
/** How long a cancelled job may take to come to an end that the printer understands. */
const SETTLE_MS = 20_000;
/** Beyond the estimated time, how long a printer that speaks may take to say that it is done. */
const FINISH_SLACK_MS = 30_000;
/** Careful mode: the pace of the slowest heads known, and how far the wire may be ahead of them. */
const CAREFUL = { rowsPerSecond: 33, aheadMs: 700 };
/** Bytes of a line that the browser and the system below it may hold. Some lines are faster than they are said to be. */
const HELD_BYTES = 9_216;
/** What is fed after the picture takes the head about as long as so many rows. */
const FEED_ROWS = 96;

/**
 * Brings one job to one paper printer: fits it to the head, encodes, writes, watches what the printer says, reports the
 * rows that it has taken. Resolves when the last row is on paper: when the printer says so or, where it does not speak,
 * after the time that its head takes.
 *
 * @throws PapertabError `printer-lost`, `printer-write` or `printer-silent`, when the connection is of no more use;
 *   `part-missing`, and what `onBegin` rejects with, before the first byte has left; or the reason of `cancelled` or
 *   `stopped`
 */
export async function printBitmap(bitmap: Bitmap, printer: ConnectedPrinter, options: PrintOptions): Promise<void> {
  const session = new PrintSession(bitmap, printer, options);
  try {
    await session.run();
  } finally {
    session.end();
  }
}

class PrintSession {
  readonly #bitmap: Bitmap;
  readonly #printer: ConnectedPrinter;
  readonly #options: PrintOptions;
  readonly #head: HeadTime;
  readonly #wire: HeadTime;
  readonly #conversation: Conversation<unknown>;
  /** Ends everything at once: the engine stops, the printer is lost, or a cancelled job did not come to its end. */
  readonly #hard = new AbortController();
  /** Aborted when the job is cancelled while it waits where it may end. */
  readonly #soft: AbortSignal;
  readonly #letGo: (() => void)[] = [];
  #needs: Need | undefined;
  #begun = false;
  #askedAt: number;

  constructor(bitmap: Bitmap, printer: ConnectedPrinter, options: PrintOptions) {
    this.#bitmap = bitmap;
    this.#printer = printer;
    this.#options = options;
    const { clock, cancelled, stopped } = options;
    const { careful } = printer.settings;
    this.#head = new HeadTime(clock, careful ? CAREFUL.rowsPerSecond : printer.rowsPerSecond);
    this.#wire = new HeadTime(clock, this.#bytesPerSecond);
    this.#askedAt = clock.now();
    this.#soft = AbortSignal.any([cancelled, this.#hard.signal]);
    this.#conversation = { line: printer.line, settings: printer.settings, clock, signal: this.#hard.signal };
    this.#on(stopped, () => this.#hard.abort(stopped.reason));
    this.#on(cancelled, () => {
      this.#letGo.push(
        clock.after(SETTLE_MS, () => this.#hard.abort(new PapertabError('printer-silent', 'cancelled'))),
      );
    });
    const { lost } = printer.line;
    this.#on(lost, () => this.#hard.abort(lost.reason));
  }

  async run(): Promise<void> {
    const { driver, settings } = this.#printer;
    const picture = await fitted(this.#bitmap, settings.headWidth);
    await this.#cure({ ask: true });
    let rows = 0;
    for (const chunk of driver.encode(picture, settings)) {
      if (!this.#begun) await this.#begin();
      await this.#write(chunk);
      this.#head.add(chunk.rows);
      rows += chunk.rows;
      if (chunk.rows > 0) this.#options.onRows(Math.floor((rows * this.#bitmap.height) / picture.height));
      if (chunk.complete) await this.#between();
    }
    this.#head.add(FEED_ROWS + settings.extraFeed);
    await this.#finish();
  }

  get #bytesPerSecond(): number {
    return this.#printer.bytesPerSecond ?? Number.POSITIVE_INFINITY;
  }

  /** Milliseconds until all is on paper: until it has left, and the head is done with it. */
  get #leftMs(): number {
    return this.#head.left + Math.min(this.#wire.left, (HELD_BYTES * 1000) / this.#bytesPerSecond);
  }

  /** Leaves nothing behind that still waits for this job. */
  end(): void {
    for (const letGo of this.#letGo) letGo();
  }

  async #begin(): Promise<void> {
    this.#soft.throwIfAborted();
    await this.#options.onBegin?.(this.#soft);
    this.#soft.throwIfAborted();
    this.#begun = true;
    this.#options.onRows(0);
  }

  /** Where the printer expects a new command: the job may end here, wait for a cure, or for the head. */
  async #between(): Promise<void> {
    await this.#endIfCancelled();
    const { clock } = this.#options;
    await this.#cure({ ask: clock.now() - this.#askedAt >= ASK_EVERY_MS });
    if (!this.#printer.settings.careful) return;
    const ahead = this.#head.left - CAREFUL.aheadMs;
    if (ahead > 0) await this.#wait(ahead);
  }

  /** Waits until the printer needs nothing. A printer that says nothing of itself needs nothing. */
  async #cure({ ask }: { ask: boolean }): Promise<void> {
    const { driver, line } = this.#printer;
    if (ask) await this.#ask();
    let wasSilent = false;
    for (let { needs } = line.condition; needs !== undefined; { needs } = line.condition) {
      wasSilent ||= needs === 'printer-stalled';
      this.#tellNeeds(needs);
      await this.#wait(ASK_EVERY_MS);
      await this.#ask();
    }
    // What it was sent of this job is gone with its power, as with a lost link: the job begins again from its start.
    if (wasSilent && this.#begun && (await this.#watch(driver.kept?.(this.#conversation))) === false) {
      throw new PapertabError('printer-lost', 'switched off');
    }
    this.#tellNeeds(undefined);
  }

  async #ask(): Promise<void> {
    const { driver, line } = this.#printer;
    this.#hard.signal.throwIfAborted();
    const condition = await this.#watch(driver.ask(this.#conversation));
    this.#askedAt = this.#options.clock.now();
    if (condition !== undefined) line.note(condition);
  }

  async #finish(): Promise<void> {
    const { driver, line } = this.#printer;
    for (;;) {
      const atMostMs = this.#leftMs + FINISH_SLACK_MS;
      const end = await this.#watch(driver.finish(this.#conversation, atMostMs), atMostMs);
      if (end === 'silent') {
        await this.#wait(this.#leftMs);
        // Silent while all was on its way, it may not have got it.
        if (line.condition.needs === undefined) await this.#ask();
      }
      // The paper may have run out in its last rows.
      if (line.condition.needs === undefined) break;
      await this.#cure({ ask: false });
    }
    this.#tellNeeds(undefined);
    this.#options.onRows(this.#bitmap.height);
  }

  /** Waits where the job may end. */
  async #wait(ms: number): Promise<void> {
    try {
      await sleep(this.#options.clock, ms, this.#soft);
    } catch (thrown) {
      await this.#endIfCancelled();
      throw thrown;
    }
  }

  /** If the job is cancelled: leaves the printer so that it takes the next one, and throws. */
  async #endIfCancelled(): Promise<void> {
    const { cancelled } = this.#options;
    this.#hard.signal.throwIfAborted();
    if (!cancelled.aborted) return;
    const { driver, line, settings } = this.#printer;
    if (this.#begun) {
      await line.send(driver.abandon(settings), { lane: 'data', confirm: true, signal: this.#hard.signal });
    }
    throw cancelled.reason;
  }

  async #write({ bytes, rows }: Chunk): Promise<void> {
    // What frames the picture is little and is confirmed: among it the end of the job, which is the easiest to lose.
    const options = { lane: 'data', confirm: rows === 0, signal: this.#hard.signal } as const;
    await this.#watch(this.#printer.line.send(bytes, options));
    this.#wire.add(bytes.length);
  }

  /**
   * Waits for something that has to be sent, and notices when the printer takes no more.
   *
   * @param atMostMs how long it may take besides
   */
  async #watch<T>(sending: T | Promise<T>, atMostMs = 0): Promise<T> {
    const { line, silentAfterMs } = this.#printer;
    const { clock } = this.#options;
    let since = clock.now() + atMostMs;
    const look = (): void => {
      const { needs } = line.condition;
      // A printer that says what it needs is no dead one: its silence counts from the cure. Nor from a time to come.
      since = needs === undefined ? Math.min(since, clock.now()) : clock.now();
      const waited = clock.now() - since;
      this.#tellNeeds(needs ?? (waited >= STALLED_AFTER_MS ? 'printer-stalled' : undefined));
      if (silentAfterMs !== undefined && waited >= silentAfterMs) {
        this.#hard.abort(new PapertabError('printer-silent', `${waited} ms`));
      } else cancelTimer = clock.after(ASK_EVERY_MS, look);
    };
    let cancelTimer = clock.after(atMostMs + STALLED_AFTER_MS, look);
    try {
      const result = await sending;
      if (this.#needs === 'printer-stalled') this.#tellNeeds(line.condition.needs);
      return result;
    } finally {
      cancelTimer();
    }
  }

  #tellNeeds(needs: Need | undefined): void {
    if (needs === this.#needs) return;
    this.#needs = needs;
    this.#options.onNeeds(needs);
  }

  #on(signal: AbortSignal, task: () => void): void {
    if (signal.aborted) {
      task();
      return;
    }
    signal.addEventListener('abort', task, { once: true });
    this.#letGo.push(() => signal.removeEventListener('abort', task));
  }
}
