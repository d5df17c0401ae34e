import type { Clock } from '../clock.ts';

/** When a head is done with what it was given, estimated from its speed: for printers that do not say so themselves. */
export class HeadTime {
  readonly #clock: Clock;
  readonly #rowsPerSecond: number;
  #doneAt = 0;

  constructor(clock: Clock, rowsPerSecond: number) {
    this.#clock = clock;
    this.#rowsPerSecond = rowsPerSecond;
  }

  /** Counts rows that the printer has just been given. */
  add(rows: number): void {
    this.#doneAt = Math.max(this.#clock.now(), this.#doneAt) + (rows / this.#rowsPerSecond) * 1000;
  }

  /** Milliseconds until the head is done. */
  get left(): number {
    return Math.max(0, this.#doneAt - this.#clock.now());
  }
}
