import type { Clock } from '../clock.ts';

/** When a head is done with what it was given, estimated from its speed: for printers that do not say so themselves. */
export class HeadTime {
  readonly #clock: Clock;
  readonly #rowsPerSecond: number;
  #doneAt = 0;
  /** What all rows so far take it. */
  #totalMs = 0;

  constructor(clock: Clock, rowsPerSecond: number) {
    this.#clock = clock;
    this.#rowsPerSecond = rowsPerSecond;
  }

  /** Counts rows that the printer has just been given. */
  add(rows: number): void {
    const ms = (rows / this.#rowsPerSecond) * 1000;
    this.#doneAt = this.#clock.now() + this.left + ms;
    this.#totalMs += ms;
  }

  /** Milliseconds until the head is done: never more than all rows take, for the clock may have been set back. */
  get left(): number {
    return Math.min(this.#totalMs, Math.max(0, this.#doneAt - this.#clock.now()));
  }
}
