import { unreadable } from './bounds.ts';

/** Takes exactly as many bytes as are asked for from parts of any length. */
export class ByteReader {
  readonly #parts: AsyncIterator<Uint8Array>;
  #part = new Uint8Array(0);
  #at = 0;

  constructor(parts: AsyncIterable<Uint8Array>) {
    this.#parts = parts[Symbol.asyncIterator]();
  }

  /** @throws PapertabError `backup-unreadable` when there are fewer, and what the source throws */
  async take(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const taken = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (await this.isAtEnd()) throw unreadable('an entry is cut short');
      const piece = this.#part.subarray(this.#at, this.#at + length - filled);
      taken.set(piece, filled);
      filled += piece.length;
      this.#at += piece.length;
    }
    return taken;
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#at === this.#part.length) {
      const next = await this.#parts.next();
      if (next.done === true) return true;
      this.#part = next.value as Uint8Array<ArrayBuffer>;
      this.#at = 0;
    }
    return false;
  }

  /** Lets go of the source before its end. */
  async close(): Promise<void> {
    await this.#parts.return?.();
  }
}
