import type { Clock } from '../clock.ts';
import { toPapertabError } from '../errors.ts';
import type { Log, LogEntry, LogKind } from '../jobs/log-entry.ts';
import type { LogDraft, LogStore } from '../jobs/log-store.ts';
import { withoutSecrets } from '../without-secrets.ts';

/** How long an entry waits for others that are stored with it. */
const FLUSH_AFTER_MS = 1_000;
/** How many entries are stored at once without waiting longer. */
const FLUSH_AT = 100;
/** The longest that a database which refuses again and again is left alone: what waits may be 1,000 entries. */
const LONGEST_PAUSE_MS = 60_000;
/** How many entries wait while the database refuses; the oldest of more are dropped, and counted. */
const MOST_WAITING = 1_000;
/** What the entry says in place of those that were dropped, after their number. */
export const DROPPED = 'entries could not be stored';
/** Characters that are looked at for secrets: enough for what is left of them to fill an entry. */
const MOST_CHARS = 10_000;
const MOST_BYTES = 64;

interface Waiting {
  readonly at: number;
  readonly kind: LogKind;
  readonly text: string;
  readonly about?: string;
  readonly bytes?: Uint8Array;
}

/**
 * Collects what is to be logged and stores it in batches. It takes an entry in no time and never fails: where the database
 * refuses, entries wait, longer after each refusal, and those that are dropped are counted in an entry of their own.
 */
export class LogBook {
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #epoch: number;
  #waiting: Waiting[] = [];
  #dropped = 0;
  /** How often in a row the database has refused. */
  #refusals = 0;
  #cancelTimer: (() => void) | undefined;
  #flushing: Promise<boolean> | undefined;
  #closed = false;

  constructor(store: LogStore, clock: Clock, epoch: number) {
    this.#store = store;
    this.#clock = clock;
    this.#epoch = epoch;
  }

  /** Takes an entry. Bytes are copied as far as they are kept. */
  readonly log: Log = (kind, text, more = {}) => {
    if (this.#closed) return;
    const { about, bytes } = more;
    this.#waiting.push({
      at: this.#clock.now(),
      kind,
      text: tidy(text),
      ...(about !== undefined && { about }),
      ...(bytes !== undefined && { bytes: bytes.slice(0, MOST_BYTES) }),
    });
    this.#trim();
    // What comes while others are being stored is seen to when they are.
    if (this.#flushing !== undefined) return;
    if (this.#waiting.length === FLUSH_AT && this.#refusals === 0) void this.#flush();
    else this.#cancelTimer ??= this.#flushAfter(this.#pause());
  };

  /**
   * The newest entries first, also those that were not stored yet; see {@link LogStore.list}.
   *
   * @throws PapertabError what the database refuses for
   */
  async list(page: { before?: number; limit: number; kinds?: readonly LogKind[] }): Promise<LogEntry[]> {
    await this.store();
    return this.#store.list(page);
  }

  /** Stores what waits without waiting longer. Resolves to whether all that it was told by now is stored; never rejects. */
  async store(): Promise<boolean> {
    await this.#flushing;
    return this.#flush();
  }

  /** Deletes all entries. @throws PapertabError what the database refuses for */
  async clear(): Promise<void> {
    await this.#flushing;
    this.#waiting = [];
    this.#dropped = 0;
    await this.#store.clear();
  }

  /** Stores what waits and takes nothing any more. Never rejects. */
  async stop(): Promise<void> {
    this.#closed = true;
    await this.store();
    this.#cancelTimer?.();
  }

  #flush(): Promise<boolean> {
    this.#flushing ??= this.#append().then((stored) => {
      this.#flushing = undefined;
      if (this.#waiting.length === 0 || this.#closed) return stored;
      const soon = stored && this.#waiting.length >= FLUSH_AT;
      this.#cancelTimer = this.#flushAfter(soon ? 0 : this.#pause());
      return stored;
    });
    return this.#flushing;
  }

  #flushAfter(ms: number): () => void {
    return this.#clock.after(ms, () => void this.#flush());
  }

  /** Milliseconds to the next attempt: twice as many after each refusal but the first. */
  #pause(): number {
    return Math.min(LONGEST_PAUSE_MS, FLUSH_AFTER_MS * 2 ** Math.max(0, this.#refusals - 1));
  }

  /** Resolves to whether what waited is stored. */
  async #append(): Promise<boolean> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#waiting.length === 0 && this.#dropped === 0) return true;
    const taken = this.#waiting;
    const dropped = this.#dropped;
    this.#waiting = [];
    this.#dropped = 0;
    try {
      await this.#store.append(this.#drafts(taken, dropped));
      this.#refusals = 0;
      return true;
    } catch (thrown) {
      if (toPapertabError(thrown).code === 'engine-superseded') {
        this.#closed = true;
        this.#waiting = [];
        return false;
      }
      this.#waiting = [...taken, ...this.#waiting];
      this.#dropped += dropped;
      this.#trim();
      this.#refusals++;
      return false;
    }
  }

  #trim(): void {
    const excess = this.#waiting.length - MOST_WAITING;
    if (excess <= 0) return;
    this.#waiting.splice(0, excess);
    this.#dropped += excess;
  }

  /** The entries as they are stored. */
  #drafts(taken: readonly Waiting[], dropped: number): LogDraft[] {
    const drafts = taken.map(({ bytes, ...rest }) => ({
      ...rest,
      epoch: this.#epoch,
      ...(bytes !== undefined && { hex: toHex(bytes) }),
    }));
    if (dropped === 0) return drafts;
    const at = taken[0]?.at ?? this.#clock.now();
    return [{ at, epoch: this.#epoch, kind: 'engine', text: `${dropped} ${DROPPED}` }, ...drafts];
  }
}

/** A text as it may be kept: one line of it, without secrets. */
function tidy(text: string): string {
  return withoutSecrets(text.slice(0, MOST_CHARS)).replace(/\s+/g, ' ');
}

function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
