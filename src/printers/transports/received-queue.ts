import type { Received } from '../transport.ts';

/** What nobody reads is not kept without an end: a printer that talks all night must not fill the memory. */
const MOST_BYTES = 256 * 1024;

/**
 * What a printer said and nobody has read yet, oldest first. To be read once, by one reader; ends after {@link end}, when
 * all that came before is read.
 */
export class ReceivedQueue implements AsyncIterable<Received> {
  readonly #unread: Received[] = [];
  readonly #mostBytes: number;
  #bytes = 0;
  #ended = false;
  #waiting: (() => void) | undefined;

  /** @param mostBytes how much is kept unread; of more, the oldest is dropped */
  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** Keeps what was received; ignored after {@link end}, and when there is nothing in it. */
  push(received: Received): void {
    if (this.#ended || received.bytes.length === 0) return;
    this.#unread.push(received);
    this.#bytes += received.bytes.length;
    // The newest stays whatever its size: it alone says how the printer stands now.
    while (this.#bytes > this.#mostBytes && this.#unread.length > 1) this.#take();
    this.#wake();
  }

  /** Nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Received, void, undefined> {
    for (;;) {
      const next = this.#take();
      if (next !== undefined) yield next;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
  }

  #take(): Received | undefined {
    const oldest = this.#unread.shift();
    if (oldest !== undefined) this.#bytes -= oldest.bytes.length;
    return oldest;
  }

  #wake(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }
}
