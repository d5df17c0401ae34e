import { type Clock, sleep } from '../../clock.ts';
import type { PapertabError } from '../../errors.ts';
import type { Received, Transport, WriteOptions } from '../transport.ts';

/** A head that is behind by less than this catches up; by more, the tab was asleep or the clock was set: paper does not jump. */
const CATCH_UP_MS = 250;

/**
 * The page's own paper. Its head runs on the engine's clock, so it prints while the page is hidden; the page only
 * follows.
 */
export class ScreenTransport implements Transport {
  readonly limits = { chunkBytes: Number.MAX_SAFE_INTEGER, confirm: false };
  /** Paper says nothing. */
  readonly received: AsyncIterable<Received> = { async *[Symbol.asyncIterator]() {} };
  readonly lost = new Promise<PapertabError>(() => {});
  readonly #clock: Clock;
  readonly #bytesPerSecond: number;
  /** When the head is done with all that it has been given, Unix milliseconds. */
  #doneAt = 0;

  /** @param head bytes a row, and rows that it prints in a second */
  constructor(clock: Clock, head: { readonly bytesPerRow: number; readonly rowsPerSecond: number }) {
    this.#clock = clock;
    this.#bytesPerSecond = head.bytesPerRow * head.rowsPerSecond;
  }

  /** Resolves when the rows are on paper. */
  async write(bytes: Uint8Array<ArrayBuffer>, { signal }: WriteOptions): Promise<void> {
    const now = this.#clock.now();
    const start = Math.abs(now - this.#doneAt) < CATCH_UP_MS ? this.#doneAt : now;
    this.#doneAt = start + (bytes.length / this.#bytesPerSecond) * 1000;
    await sleep(this.#clock, Math.max(0, this.#doneAt - now), signal);
  }

  async close(): Promise<void> {}
}
