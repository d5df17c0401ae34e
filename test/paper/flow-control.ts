import type { Clock } from '../../src/clock.ts';
import type { Fault } from './fault.ts';

/** The printer behind the credits, as far as they need it. */
export interface CreditedPrinter {
  readonly clock: Clock;
  readonly received: number;
  readonly freeBytes: number;
  onFreed: () => void;
  receive(bytes: Uint8Array): void;
  fault(message: string, offset: number, kind: Fault['kind']): void;
}

/**
 * When credits are granted: as soon as the buffer has room; so many milliseconds after that; one at a time, so many
 * milliseconds apart; or never, as by the units that have the characteristic and do not use it.
 */
export type CreditPolicy = 'at-once' | 'never' | { readonly lateMs: number } | { readonly dribbleMs: number };

export interface FlowControlOptions {
  /** Most bytes in one write. */
  readonly mtu: number;
  /** Whether it says so, by `02 lo hi`. */
  readonly announcesMtu?: boolean;
  readonly credits?: CreditPolicy;
  /** Most credits that are out at a time. */
  readonly window?: number;
}

/**
 * The credits of a printer's Bluetooth module, as on the characteristic ff03: `01 n` allows n writes more, `02 lo hi` says
 * how long one may be. Stands between whoever plays the radio and a printer; takes the printer's `onFreed` for itself.
 *
 * A write without credit is a fault of the printer's and is lost, unless credits are never granted; one that is too long
 * is a fault, and what is beyond its length is lost. Both with the offset of the first byte lost.
 *
 * ```ts
 * const flow = new FlowControl(printer, { mtu: 100 });
 * flow.onNotify = (bytes) => radio.notify('ff03', bytes);
 * flow.subscribed();          // the host subscribes to ff03: mtu and first credits
 * flow.write(value);          // the host writes to ff02
 * flow.disconnected();        // the link goes; the printer itself is told apart from this
 * ```
 */
export class FlowControl {
  /** Takes what is notified on ff03. */
  onNotify: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined;
  readonly #printer: CreditedPrinter;
  readonly #options: FlowControlOptions;
  #subscribed = false;
  #credits = 0;
  #granted = 0;
  #writes = 0;
  #cancel: (() => void) | undefined;

  constructor(printer: CreditedPrinter, options: FlowControlOptions) {
    this.#printer = printer;
    this.#options = options;
    printer.onFreed = () => this.#grant();
  }

  /** Credits that the host has and has not used. */
  get credits(): number {
    return this.#credits;
  }

  /** Credits granted in all. */
  get granted(): number {
    return this.#granted;
  }

  /** Writes taken in all. */
  get writes(): number {
    return this.#writes;
  }

  /** The host listens. */
  subscribed(): void {
    if (this.#subscribed) return;
    this.#subscribed = true;
    const { mtu, announcesMtu } = this.#options;
    if (announcesMtu !== false) this.onNotify(Uint8Array.of(0x02, mtu & 0xff, mtu >> 8));
    this.#grant();
  }

  /** The host writes one value. */
  write(value: Uint8Array): void {
    const { mtu, credits } = this.#options;
    this.#writes += 1;
    if (credits !== 'never' && this.#credits === 0) {
      this.#printer.fault('a write without credit', this.#printer.received, 'credit');
      return;
    }
    if (credits !== 'never') this.#credits -= 1;
    if (value.length > mtu) {
      const message = `a write of ${value.length} bytes where ${mtu} are the most`;
      this.#printer.fault(message, this.#printer.received + mtu, 'credit');
    }
    this.#printer.receive(value.subarray(0, mtu));
    this.#grant();
  }

  /** The link goes: credits and subscription with it. */
  disconnected(): void {
    this.#subscribed = false;
    this.#credits = 0;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #grant(): void {
    const { credits = 'at-once' } = this.#options;
    if (!this.#subscribed || credits === 'never' || this.#cancel !== undefined || this.#room() === 0) return;
    if (credits === 'at-once') {
      this.#give(this.#room());
      return;
    }
    const dribble = 'dribbleMs' in credits;
    this.#cancel = this.#printer.clock.after(dribble ? credits.dribbleMs : credits.lateMs, () => {
      this.#cancel = undefined;
      // There may be less room than there was.
      if (this.#room() > 0) this.#give(dribble ? 1 : this.#room());
      this.#grant();
    });
  }

  /** Credits that the buffer has room for beyond those that are out. */
  #room(): number {
    const { mtu, window = 4 } = this.#options;
    const fit = Math.min(window, Math.floor(this.#printer.freeBytes / mtu));
    return Math.max(0, fit - this.#credits);
  }

  #give(count: number): void {
    this.#credits += count;
    this.#granted += count;
    this.onNotify(Uint8Array.of(0x01, count));
  }
}
