import type { Clock } from '../../src/clock.ts';

/** What is at the printer's end of a wire. */
export interface WireEnd {
  receive(bytes: Uint8Array): void;
  /** What it says on a hardware line: whether it takes more. */
  readonly ready: boolean;
}

export interface WireOptions {
  readonly baudRate: number;
  readonly clock: Clock;
  /** Bytes that the adapter takes ahead of the wire. They go out whatever XOFF says meanwhile. */
  readonly fifoBytes?: number;
  /** Whether the adapter waits for the printer's hardware line. */
  readonly hardwareFlow?: boolean;
}

interface Writing {
  /** How many bytes of all must have left for it to be over. */
  readonly until: number;
  readonly resolve: () => void;
}

/** A serial line: carries bytes to a printer at its rate, ten bits each, and lets who writes wait for that. */
export class SerialWire {
  readonly #end: WireEnd;
  readonly #options: WireOptions;
  #bytes: number[] = [];
  #left = 0;
  #writings: Writing[] = [];
  #cancel: (() => void) | undefined;
  #due = 0;

  constructor(end: WireEnd, options: WireOptions) {
    this.#end = end;
    this.#options = options;
  }

  /** Bytes that have not reached the printer. */
  get underWay(): number {
    return this.#bytes.length;
  }

  /** Resolves when the adapter has taken all the bytes: when no more of them wait than it holds. */
  write(bytes: Uint8Array): Promise<void> {
    for (const byte of bytes) this.#bytes.push(byte);
    const until = this.#left + this.#bytes.length - (this.#options.fifoBytes ?? 0);
    return new Promise((resolve) => {
      this.#writings.push({ until, resolve });
      this.#tell();
      if (this.#cancel !== undefined || this.#bytes.length === 0) return;
      this.#due = this.#options.clock.now();
      this.#schedule();
    });
  }

  /** The cable is pulled: what is under way is lost, and whoever writes waits for ever. */
  cut(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#bytes = [];
    this.#writings = [];
  }

  #schedule(): void {
    const { clock, baudRate } = this.#options;
    this.#due += 10_000 / baudRate;
    // A timer a byte would be too many for a real clock: those that are due together go together.
    this.#cancel = clock.after(Math.max(1, this.#due - clock.now()), () => {
      this.#cancel = undefined;
      this.#carry();
    });
  }

  #carry(): void {
    const { clock, baudRate, hardwareFlow } = this.#options;
    const perByte = 10_000 / baudRate;
    while (this.#bytes.length > 0 && this.#due <= clock.now() + 1e-6) {
      if (hardwareFlow === true && !this.#end.ready) {
        // While it stands, no time is made up for.
        this.#due = clock.now();
        break;
      }
      this.#end.receive(Uint8Array.of(this.#bytes.shift()!));
      this.#left += 1;
      this.#due += perByte;
    }
    this.#tell();
    if (this.#bytes.length === 0) return;
    this.#due -= perByte;
    this.#schedule();
  }

  #tell(): void {
    const done = this.#writings.filter(({ until }) => until <= this.#left);
    this.#writings = this.#writings.filter((one) => !done.includes(one));
    for (const { resolve } of done) resolve();
  }
}
