import type { Clock } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import { MAX_FRAME_CHARS } from '../sirius/frames.ts';

/** Characters of texts that have come and are not worked on yet; above it the server is out of hand. */
const MAX_WAITING_CHARS = 16_000_000;

/**
 * Texts from the socket, worked on one after another and in order, never within the socket's own event: a client that
 * drains slowly makes the server corrupt its stream, so taking a text must cost nothing.
 */
export class Inbox {
  readonly #clock: Clock;
  readonly #work: (text: string) => Promise<void>;
  readonly #texts: string[] = [];
  #waitingChars = 0;
  #working = false;
  #closed = false;

  constructor(clock: Clock, work: (text: string) => Promise<void>) {
    this.#clock = clock;
    this.#work = work;
  }

  /**
   * Takes a text for later.
   *
   * @throws PapertabError `frame-too-large` when it, or all that waits, is above the bound; nothing of it is kept
   */
  take(text: string): void {
    if (this.#closed) return;
    if (text.length > MAX_FRAME_CHARS || this.#waitingChars + text.length > MAX_WAITING_CHARS) {
      throw new PapertabError('frame-too-large', `${text.length} characters, ${this.#waitingChars} waiting`);
    }
    this.#texts.push(text);
    this.#waitingChars += text.length;
    if (this.#working) return;
    this.#working = true;
    this.#clock.after(0, () => void this.#drain());
  }

  /** Takes no more. What the server has handed over is worked on to its end: it would not send it again. */
  close(): void {
    this.#closed = true;
  }

  async #drain(): Promise<void> {
    // A text that fails is a fault of ours; the next one is worked on all the same.
    for (let text = this.#texts.shift(); text !== undefined; text = this.#texts.shift()) {
      await this.#work(text).catch(() => {});
      this.#waitingChars -= text.length;
    }
    this.#working = false;
  }
}
