import type { Clock } from '../../src/clock.ts';

/** Something for the head or the motor to do. */
export interface Step {
  /** Bytes of the receive buffer that it gives back when it begins. */
  readonly bytes: number;
  /** Milliseconds that the mechanics take for it; asked when it begins. */
  readonly ms: () => number;
  readonly run: () => void;
}

/**
 * The slow part of a printer: does one step after the other, each in its own time, and stands still while it is stopped.
 * With steps that take no time it does everything at once. Late timers are made up for, so the speed is right on average.
 */
export class Head {
  readonly #clock: Clock;
  readonly #began: (step: Step) => void;
  readonly #within: (work: () => void) => void;
  #steps: Step[] = [];
  #next = 0;
  #readyAt = 0;
  #cancel: (() => void) | undefined;
  #running = false;
  #stopped = false;

  /**
   * @param began called before a step runs
   * @param within runs the work that a timer has brought due
   */
  constructor(clock: Clock, began: (step: Step) => void, within: (work: () => void) => void) {
    this.#clock = clock;
    this.#began = began;
    this.#within = within;
  }

  /** Whether it is at work or has work waiting. */
  get busy(): boolean {
    return this.#cancel !== undefined || this.#next < this.#steps.length;
  }

  add(step: Step): void {
    this.#steps.push(step);
    this.#wake();
  }

  /** Finishes the step that it is at and begins no other. */
  stop(): void {
    this.#stopped = true;
  }

  go(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#wake();
  }

  /** Forgets everything, also what it is at. */
  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#steps = [];
    this.#next = 0;
  }

  #wake(): void {
    if (this.#cancel !== undefined || this.#running) return;
    this.#readyAt = this.#clock.now();
    this.#work();
  }

  #work(): void {
    this.#running = true;
    while (!this.#stopped && this.#next < this.#steps.length) {
      const wait = this.#readyAt - this.#clock.now();
      if (wait > 1e-6) {
        this.#rest(wait);
        break;
      }
      const step = this.#steps[this.#next++]!;
      this.#readyAt += step.ms();
      this.#began(step);
      step.run();
      if (this.#next >= 1024) {
        this.#steps = this.#steps.slice(this.#next);
        this.#next = 0;
      }
    }
    this.#running = false;
    const left = this.#readyAt - this.#clock.now();
    if (this.#cancel === undefined && left > 1e-6) this.#rest(left);
  }

  #rest(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined;
      this.#within(() => this.#work());
    });
  }
}
