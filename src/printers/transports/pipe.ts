import type { Clock } from '../../clock.ts';
import { type ErrorReport, PapertabError } from '../../errors.ts';
import type { Received, Transport, WriteOptions } from '../transport.ts';
import type { PipeLimits, ToEngine, ToPage } from './pipe-messages.ts';
import { ReceivedQueue } from './received-queue.ts';

/** Two, so that the next write is at the page when the one before it is answered; more would only be lost with the link. */
const MOST_IN_FLIGHT = 2;
/** How long a printer may take to grant its first credit, from the opening: the longest wait that others found needed. */
const CREDIT_PATIENCE_MS = 4_000;
/** How long the page may take to say how it writes without credits; it has to look up one value. */
const LIMITS_PATIENCE_MS = 1_000;
/**
 * How long the printer is kept after the last write. What was written without response is on its way still, and is lost
 * when the connection is ended.
 */
const SETTLE_MS = 300;
/** How long the page may take to let the printer go. */
const CLOSE_PATIENCE_MS = 5_000;

interface Entry {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: WriteOptions;
  /** Bytes that are at the page. */
  sent: number;
  readonly unanswered: Set<number>;
  settled: boolean;
  /** Resolves, or rejects with what it is given. */
  settle(error?: unknown): void;
}

interface InFlight {
  readonly entry: Entry;
  /** How long to pause after it is written. */
  readonly pauseMs: number;
}

/** A time that has to pass before something may be written. */
interface Wait {
  /** In milliseconds of the clock. */
  since: number;
  readonly ms: number;
}

/**
 * The engine's end of a connection that the page holds. The page has no timer, so all that takes time is here: pauses
 * between writes, patience for credits, and the end of patience when the page does not close.
 */
export class PipeTransport implements Transport {
  readonly lost: Promise<PapertabError>;
  readonly #port: MessagePort;
  readonly #clock: Clock;
  readonly #forCredit: Wait;
  readonly #received = new ReceivedQueue();
  /** Writes of which bytes are left to post, in order. */
  readonly #toPost: Entry[] = [];
  readonly #unsettled = new Set<Entry>();
  readonly #inFlight = new Map<number, InFlight>();
  #limits: PipeLimits;
  #lastNumber = 0;
  /** For what the page says when it was told to write without credits. */
  #forLimits: Wait | undefined;
  /** Between paced writes. */
  #pause: Wait | undefined;
  #lastWrittenAt = Number.NEGATIVE_INFINITY;
  #running = false;
  #wakeLoop: (() => void) | undefined;
  #cancelAlarm: () => void = () => {};
  #sayLost: (error: PapertabError) => void = () => {};
  /** Why nothing can be written any more. */
  #over: PapertabError | undefined;
  #closing: Promise<void> | undefined;
  #onDrained: (() => void) | undefined;
  #onOver: () => void = () => {};

  /**
   * @param port the other end is served by `servePipe`; nothing else may listen to it
   * @param limits as they were when the page connected the printer
   */
  constructor(port: MessagePort, limits: PipeLimits, clock: Clock) {
    this.#port = port;
    this.#limits = limits;
    this.#clock = clock;
    this.#forCredit = { since: clock.now(), ms: CREDIT_PATIENCE_MS };
    this.lost = new Promise((resolve) => (this.#sayLost = resolve));
    port.addEventListener('message', ({ data }: MessageEvent<ToEngine>) => this.#hear(data));
    // Where the browser tells that the other end is gone, nobody has to find it out by waiting.
    port.addEventListener('close', () => this.#gone());
    port.start();
  }

  get limits(): PipeLimits {
    return this.#limits;
  }

  get received(): AsyncIterable<Received> {
    return this.#received;
  }

  /**
   * Resolves when the page has answered for all the bytes: they are with the printer's hardware, or at least with the
   * computer's. Given up, it rejects at once; what the page has not begun to write is dropped.
   */
  write(bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      options.signal.throwIfAborted();
      if (this.#over) throw this.#over;
      if (this.#closing) throw new PapertabError('printer-away', 'closed');
      const giveUp = (): void => entry.settle(options.signal.reason);
      const entry: Entry = {
        bytes: bytes.slice(),
        options,
        sent: 0,
        unanswered: new Set(),
        settled: false,
        settle: (error) => {
          if (entry.settled) return;
          entry.settled = true;
          this.#unsettled.delete(entry);
          options.signal.removeEventListener('abort', giveUp);
          for (const number of entry.unanswered) this.#post({ type: 'cancel', number });
          if (error === undefined) resolve();
          else reject(error);
          this.#wake();
          if (this.#unsettled.size === 0) this.#onDrained?.();
        },
      };
      options.signal.addEventListener('abort', giveUp, { once: true });
      this.#unsettled.add(entry);
      this.#toPost.push(entry);
      if (bytes.length === 0) entry.settle();
      else if (!this.#running) void this.#run();
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#unsettled.size > 0) await new Promise<void>((resolve) => (this.#onDrained = resolve));
    // Never longer than that, for the clock may have been set back.
    const settleMs = Math.min(SETTLE_MS, this.#lastWrittenAt + SETTLE_MS - this.#clock.now());
    // A write that was given up and is unanswered hangs: there is nothing to wait for.
    if (settleMs > 0 && this.#inFlight.size === 0 && !this.#over) await this.#overOrAfter(settleMs);
    const wasOver = this.#over !== undefined;
    this.#over ??= new PapertabError('printer-away', 'closed');
    this.#post({ type: 'close' });
    if (!wasOver) {
      // Said twice, it means at once.
      if (!(await this.#overOrAfter(CLOSE_PATIENCE_MS))) this.#post({ type: 'close' });
    }
    this.#received.end();
    this.#port.close();
  }

  /** Resolves, with whether it is over, when the page says so or after so long. */
  #overOrAfter(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, () => resolve(false));
      this.#onOver = () => {
        cancel();
        resolve(true);
      };
    });
  }

  #hear(message: ToEngine): void {
    switch (message.type) {
      case 'written':
        this.#answered(message.number);
        break;
      case 'failed':
        this.#answered(message.number, message.error);
        break;
      case 'received':
        this.#received.push({ lane: message.lane, bytes: message.bytes });
        break;
      case 'limits':
        this.#limits = message.limits;
        this.#wake();
        break;
      case 'lost':
        this.#lose(errorOf(message.error));
        break;
      case 'closed':
        this.#gone();
        break;
    }
  }

  #answered(number: number, error?: ErrorReport): void {
    const found = this.#inFlight.get(number);
    if (found === undefined) return;
    const { entry, pauseMs } = found;
    this.#inFlight.delete(number);
    entry.unanswered.delete(number);
    if (pauseMs > 0) this.#pause = { since: this.#clock.now(), ms: pauseMs };
    if (!error) this.#lastWrittenAt = this.#clock.now();
    if (error) entry.settle(errorOf(error));
    else if (entry.sent === entry.bytes.length && entry.unanswered.size === 0) entry.settle();
    this.#wake();
  }

  /** The page has nothing more to say. */
  #gone(): void {
    this.#onOver();
    this.#lose(new PapertabError('printer-lost', 'the page let it go'));
  }

  #lose(error: PapertabError): void {
    this.#onOver();
    if (this.#over) return;
    this.#over = error;
    this.#inFlight.clear();
    for (const entry of [...this.#unsettled]) {
      entry.unanswered.clear();
      entry.settle(error);
    }
    this.#received.end();
    this.#sayLost(error);
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let entry = this.#toPost[0]; entry !== undefined; entry = this.#toPost[0]) {
      if (entry.settled || entry.sent === entry.bytes.length) this.#toPost.shift();
      else if (this.#mayPost()) this.#postNext(entry);
      else await this.#woken();
    }
    this.#running = false;
  }

  /** Whether the next piece may go; when it is only a matter of time, the clock wakes the loop. */
  #mayPost(): boolean {
    const { flow } = this.#limits;
    if (flow.kind === 'credits-awaited' && this.#awaitsCredits()) return false;
    if (this.#inFlight.size >= (flow.kind === 'paced' ? 1 : MOST_IN_FLIGHT)) return false;
    return flow.kind !== 'paced' || this.#pause === undefined || !this.#lasts(this.#pause);
  }

  #awaitsCredits(): boolean {
    if (this.#forLimits === undefined) {
      if (this.#lasts(this.#forCredit)) return true;
      this.#forLimits = { since: this.#clock.now(), ms: LIMITS_PATIENCE_MS };
      this.#post({ type: 'without-credits' });
    }
    return this.#lasts(this.#forLimits);
  }

  /** Whether it is not over yet; then the loop is woken when it is. */
  #lasts(wait: Wait): boolean {
    const now = this.#clock.now();
    // When the clock was set back, nobody knows how much of it has passed: it begins anew.
    wait.since = Math.min(wait.since, now);
    const ms = wait.since + wait.ms - now;
    if (ms <= 0) return false;
    this.#cancelAlarm();
    this.#cancelAlarm = this.#clock.after(ms, () => this.#wake());
    return true;
  }

  #postNext(entry: Entry): void {
    const { chunkBytes, flow } = this.#limits;
    const most = flow.kind === 'paced' ? Math.min(chunkBytes, flow.bytes) : chunkBytes;
    const bytes = entry.bytes.slice(entry.sent, entry.sent + Math.max(1, most));
    entry.sent += bytes.length;
    const number = ++this.#lastNumber;
    entry.unanswered.add(number);
    this.#inFlight.set(number, { entry, pauseMs: flow.kind === 'paced' ? flow.pauseMs : 0 });
    const { lane, confirm } = entry.options;
    this.#post({ type: 'write', number, lane, confirm, bytes }, [bytes.buffer]);
  }

  #post(message: ToPage, transferred: Transferable[] = []): void {
    this.#port.postMessage(message, transferred);
  }

  async #woken(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wakeLoop = resolve));
    this.#cancelAlarm();
  }

  #wake(): void {
    this.#wakeLoop?.();
    this.#wakeLoop = undefined;
  }
}

function errorOf({ code, detail }: ErrorReport): PapertabError {
  return new PapertabError(code, detail);
}
