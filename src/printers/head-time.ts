import type { Clock } from '../clock.ts';

/**
 * When a head is done with the rows that it was given, or a line with the bytes, estimated from its speed: for printers
 * that do not say so themselves.
 */
export class HeadTime {
  readonly #clock: Clock;
  readonly #perSecond: number;
  #doneAt = 0;
  /** What all so far takes it. */
  #totalMs = 0;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** Counts rows, or bytes, that it has just been given. */
  add(count: number): void {
    const ms = (count / this.#perSecond) * 1000;
    this.#doneAt = this.#clock.now() + this.left + ms;
    this.#totalMs += ms;
  }

  /** Milliseconds until it is done: never more than all takes, for the clock may have been set back. */
  get left(): number {
    return Math.min(this.#totalMs, Math.max(0, this.#doneAt - this.#clock.now()));
  }
}
