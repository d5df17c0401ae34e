import type { PapertabError } from '../../src/errors.ts';
import { CATALOG } from '../../src/printers/catalog.ts';
import type { Conversation, Driver } from '../../src/printers/driver.ts';
import { PrinterLine } from '../../src/printers/printer-line.ts';
import type { PrinterSettings } from '../../src/printers/settings.ts';
import type { Received, Transport, WriteOptions } from '../../src/printers/transport.ts';
import { FakeClock } from './fake-clock.ts';

/** A printer of which a test says what it answers, and that keeps what was written to it. */
export class ScriptedPrinter implements Transport {
  readonly limits = { chunkBytes: 4_096, confirm: true };
  readonly lost = new Promise<PapertabError>(() => {});
  /** What each write carried. */
  readonly written: Uint8Array<ArrayBuffer>[] = [];
  /** When each write came, Unix milliseconds. */
  readonly writtenAt: number[] = [];
  readonly received: AsyncIterable<Received>;
  readonly clock = new FakeClock();
  #answer: (written: Uint8Array<ArrayBuffer>) => void = () => {};
  readonly #unheard: Uint8Array<ArrayBuffer>[] = [];
  #wake: () => void = () => {};

  constructor() {
    this.received = this.#speech();
  }

  /** What it does on every write from now on. */
  onWrite(answer: (written: Uint8Array<ArrayBuffer>) => void): void {
    this.#answer = answer;
  }

  say(...bytes: number[]): void {
    this.#unheard.push(Uint8Array.from(bytes));
    this.#wake();
  }

  async write(bytes: Uint8Array<ArrayBuffer>, _options: WriteOptions): Promise<void> {
    this.written.push(bytes.slice());
    this.writtenAt.push(this.clock.now());
    this.#answer(bytes);
  }

  async close(): Promise<void> {}

  /** All that was written, as hex pairs, a write each. */
  get writes(): string[] {
    return this.written.map(toHex);
  }

  /** A conversation with it. `abort` ends the driver's patience. */
  talkTo<Reply>(driver: Driver<Reply>, settings: Partial<PrinterSettings> = {}) {
    const abort = new AbortController();
    const line = new PrinterLine(this, driver.reader, this.clock, () => {});
    const conversation: Conversation<Reply> = {
      line,
      settings: { ...CATALOG.screen.defaults, ...settings },
      clock: this.clock,
      signal: abort.signal,
    };
    return { ...conversation, abort };
  }

  /** Lets time pass until `promise` settles, at most ten minutes. Returns what it resolved with and how long it took. */
  async settle<T>(promise: Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
    const begun = this.clock.now();
    let settled = false;
    const end = (): void => {
      settled = true;
    };
    promise.then(end, end);
    for (let ms = 0; ms < 600_000; ms += 50) {
      await this.clock.advance(0);
      if (settled) break;
      await this.clock.advance(50);
    }
    if (!settled) throw new Error('It waits for ever.');
    return { value: await promise, ms: this.clock.now() - begun };
  }

  async *#speech(): AsyncGenerator<Received> {
    for (;;) {
      const bytes = this.#unheard.shift();
      if (bytes !== undefined) yield { lane: 'data', bytes };
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.trim().split(/\s+/), (pair) => Number.parseInt(pair, 16));
}
