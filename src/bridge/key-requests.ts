import type { Clock } from '../clock.ts';
import { keyRequest } from '../sirius/messages.ts';
import type { Receipts } from './receipts.ts';
import type { Voice } from './voice.ts';

/** An unclaimed printer's request is met with silence: after this long the silence is the answer. */
const KEY_PATIENCE_MS = 3_000;
/** How long an answer may take that is waited for, after the page woke up or came back online. */
const PROBE_PATIENCE_MS = 5_000;
/** So many answers in a row may be missed, one for bad luck. */
const MISSED_ANSWERS = 2;

/** What key requests have to know, and whom they tell what silence means. */
export interface KeyRequestsHost {
  readonly clock: Clock;
  /** Device addresses of the Little Printers that the server is to see. */
  online(): readonly string[];
  /** Those of them that are known as claimed, whose key requests the server answers for certain. */
  claimed(): readonly string[];
  /** A printer's key requests stay without an answer while the socket lives. */
  keyMissing(deviceAddress: string): void;
}

/**
 * The key requests on one socket, and what is learnt from their answers: of a Little Printer, whether anybody has
 * claimed it; of the socket, whether the other side is still there. `bufferedAmount` does not tell that (megabytes are
 * swallowed first); a claimed printer's request is always answered.
 */
export class KeyRequests {
  readonly #host: KeyRequestsHost;
  readonly #voice: Voice;
  readonly #receipts: Receipts;
  readonly #silent: () => void;
  /** Requests without an answer, by device address. */
  readonly #unanswered = new Map<string, number>();
  #missed = 0;
  #heardSinceRequest = true;
  #stopProbe: (() => void) | undefined;

  /** @param silent called when the socket has missed too many answers to be alive */
  constructor(host: KeyRequestsHost, voice: Voice, receipts: Receipts, silent: () => void) {
    this.#host = host;
    this.#voice = voice;
    this.#receipts = receipts;
    this.#silent = silent;
  }

  /** Asks for the keys of all that are online, for one who has the right to speak. */
  askAll(): void {
    this.#heardSinceRequest = false;
    for (const deviceAddress of this.#host.online()) this.ask(deviceAddress);
  }

  /** Asks for one key, for one who has the right to speak. */
  ask(deviceAddress: string): void {
    this.#unanswered.set(deviceAddress, (this.#unanswered.get(deviceAddress) ?? 0) + 1);
    this.askForReceipt(deviceAddress);
  }

  /**
   * Asks for the sake of an answer, which proves what was said before, for one who has the right to speak. It is not
   * counted: a few in as many seconds would make a slow server look like one that has forgotten a claim.
   */
  askForReceipt(deviceAddress: string): void {
    if (!this.#voice.send('encryption_key_required', keyRequest(this.#voice.context, deviceAddress))) return;
    this.#receipts.requested(deviceAddress);
  }

  /** Tells, once an answer would have come, of those who got none and are not known as claimed. */
  tellSilenceSoon(): void {
    // Kept in no list of timers: printers may come and go for as long as a session lives, which is weeks.
    this.#host.clock.after(KEY_PATIENCE_MS, () => {
      if (this.#voice.isOpen) this.#tellNeverAnswered();
    });
  }

  /**
   * Looks at what the last requests have brought, before the next ones that are due.
   *
   * @returns whether these are to go out
   */
  review(): boolean {
    // A probe asks by itself, and counts what it misses.
    if (this.#stopProbe !== undefined) return false;
    if (!this.#heardSinceRequest) return !this.#countMissed();
    this.#tellMissedRepeatedly();
    return true;
  }

  /**
   * Makes sure that the other side is still there, after a sleep or a change of network: asks at once, once more when
   * the answer does not come, and gives up after the second.
   */
  probe(): void {
    if (!this.#voice.isOpen || this.#stopProbe !== undefined) return;
    this.#voice.speak(() => this.askAll());
    if (this.#host.claimed().length === 0) return;
    this.#stopProbe = this.#host.clock.after(PROBE_PATIENCE_MS, () => {
      this.#stopProbe = undefined;
      if (this.#heardSinceRequest || this.#countMissed()) return;
      this.probe();
    });
  }

  /** Something came, whatever it is: the other side is there. */
  heard(): void {
    this.#heardSinceRequest = true;
    this.#missed = 0;
  }

  /** A key came. */
  answered(deviceAddress: string): void {
    this.#unanswered.set(deviceAddress, 0);
    this.#receipts.answered(deviceAddress);
  }

  /** Whether a request has been made since the last key came. */
  isWaiting(deviceAddress: string): boolean {
    return (this.#unanswered.get(deviceAddress) ?? 0) > 0;
  }

  /** Expects no answers about a Little Printer any more. */
  forget(deviceAddress: string): void {
    this.#unanswered.delete(deviceAddress);
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.#stopProbe?.();
    this.#stopProbe = undefined;
  }

  /** Counts an answer that did not come; says so and returns true when it was one too many. */
  #countMissed(): boolean {
    if (this.#host.claimed().length === 0) return false;
    this.#missed++;
    if (this.#missed < MISSED_ANSWERS) return false;
    this.#silent();
    return true;
  }

  #tellNeverAnswered(): void {
    const claimed = this.#host.claimed();
    for (const [deviceAddress, requests] of this.#unanswered) {
      if (requests > 0 && !claimed.includes(deviceAddress)) this.#tellMissing(deviceAddress);
    }
  }

  #tellMissedRepeatedly(): void {
    for (const [deviceAddress, requests] of this.#unanswered) {
      if (requests >= MISSED_ANSWERS) this.#tellMissing(deviceAddress);
    }
  }

  #tellMissing(deviceAddress: string): void {
    // Nothing that is asked of one that nobody has claimed is ever answered, and nothing better can be had.
    this.#receipts.giveUp(deviceAddress);
    this.#host.keyMissing(deviceAddress);
  }
}
