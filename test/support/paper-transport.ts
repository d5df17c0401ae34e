import type { PapertabError } from '../../src/errors.ts';
import type { Received, Transport, WriteOptions } from '../../src/printers/transport.ts';
import { ReceivedQueue } from '../../src/printers/transports/received-queue.ts';

/** What an emulated printer offers to whoever is connected to it. */
interface Paper {
  receive(bytes: Uint8Array): void;
  onReply: (bytes: Uint8Array<ArrayBuffer>) => void;
  onFreed: () => void;
  readonly freeBytes: number;
}

/** A wire with nothing in between: as many bytes as the emulated printer has room for, the rest when it has more. */
export class PaperTransport implements Transport {
  readonly limits: { readonly chunkBytes: number; readonly confirm: boolean };
  readonly lost: Promise<PapertabError>;
  lose: (error: PapertabError) => void = () => {};
  /** Bytes that have passed. */
  passed = 0;
  readonly #paper: Paper;
  readonly #received = new ReceivedQueue();
  #last: Promise<void> = Promise.resolve();

  constructor(paper: Paper, chunkBytes = 182) {
    this.#paper = paper;
    this.limits = { chunkBytes, confirm: true };
    this.lost = new Promise((resolve) => {
      this.lose = resolve;
    });
    paper.onReply = (bytes) => this.#received.push({ lane: 'data', bytes });
  }

  get received(): AsyncIterable<Received> {
    return this.#received;
  }

  write(bytes: Uint8Array<ArrayBuffer>, { signal }: WriteOptions): Promise<void> {
    const written = this.#last.then(() => this.#pass(bytes, signal));
    this.#last = written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    this.#received.end();
  }

  async #pass(bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      signal.throwIfAborted();
      const end = Math.min(bytes.length, at + this.#paper.freeBytes);
      if (end > at) this.#paper.receive(bytes.subarray(at, end));
      this.passed += end - at;
      at = end;
      if (at < bytes.length) await this.#room(signal);
    }
  }

  #room(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#paper.onFreed = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
    });
  }
}
