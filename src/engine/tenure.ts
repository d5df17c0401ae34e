import type { Clock } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import { type Database, toStorageError } from '../jobs/database.ts';
import { checkEpoch } from '../jobs/epoch.ts';
import type { Transport, WriteOptions } from '../printers/transport.ts';

/** How long a proof holds: a print writes many times a second, and must not read the database for each. */
const PROOF_MS = 1_000;
/** A read that takes longer than a proof holds is repeated so often; a disk may be that slow at all times. */
const MOST_READS = 3;

/**
 * Whether this engine is still the one. An engine that was frozen knows nothing of what happened meanwhile: when it is
 * thawed, another may be printing on the same paper.
 */
export class Tenure {
  readonly #database: Database;
  readonly #epoch: number;
  readonly #clock: Clock;
  /** When it was last known to be the one. */
  #provenAt: number | undefined;

  /** @param epoch that this engine has begun */
  constructor(database: Database, epoch: number, clock: Clock) {
    this.#database = database;
    this.#epoch = epoch;
    this.#clock = clock;
  }

  /**
   * Resolves while no newer epoch has begun.
   *
   * @throws PapertabError `engine-superseded`; `storage-failed` when it cannot be told
   */
  async check(): Promise<void> {
    for (let reads = 1; ; reads++) {
      const asked = this.#clock.now();
      try {
        await checkEpoch({ get: (key) => this.#database.get('meta', key) }, this.#epoch);
      } catch (thrown) {
        throw toStorageError(thrown);
      }
      this.#provenAt = asked;
      // An answer may have lain here for as long as this engine was frozen.
      if (this.#isProven() || reads >= MOST_READS) return;
    }
  }

  /**
   * A transport that writes only while this engine is the one. A write rejects with `engine-superseded` when it is not
   * and, so that its job begins again, with `printer-write` when the database does not say.
   */
  guard(transport: Transport): Transport {
    let waiting = 0;
    let last: Promise<unknown> = Promise.resolve();
    const writeInTurn = (bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void> => {
      const kept = bytes.slice();
      waiting++;
      const handed = unlessAborted(
        last.then(() => this.#prove()),
        options.signal,
      )
        .then(() => ({ written: transport.write(kept, options) }))
        .finally(() => waiting--);
      // One that was given up does not let the next overtake those before it.
      last = Promise.allSettled([last, handed]);
      return handed.then(({ written }) => written);
    };
    return {
      get limits() {
        return transport.limits;
      },
      get received() {
        return transport.received;
      },
      get lost() {
        return transport.lost;
      },
      // Writes arrive in the order of the calls: none overtakes one that waits for the proof.
      write: (bytes, options) =>
        waiting === 0 && this.#isProven() ? transport.write(bytes, options) : writeInTurn(bytes, options),
      close: () => (waiting === 0 ? transport.close() : last.then(() => transport.close())),
    };
  }

  async #prove(): Promise<void> {
    if (this.#isProven()) return;
    try {
      await this.check();
    } catch (thrown) {
      const error = toStorageError(thrown);
      throw error.code === 'engine-superseded'
        ? error
        : new PapertabError('printer-write', error.code, { cause: thrown });
    }
  }

  #isProven(): boolean {
    // Where the clock was set back, nobody knows for how long.
    return this.#provenAt !== undefined && Math.abs(this.#clock.now() - this.#provenAt) < PROOF_MS;
  }
}

/** Waits for a promise; rejects with the signal's reason when it is aborted first. */
function unlessAborted(waitedFor: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const giveUp = (): void => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    void waitedFor.then(resolve, reject).then(() => signal.removeEventListener('abort', giveUp));
  });
}
