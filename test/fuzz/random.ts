/**
 * Numbers that look random and are a function of seed and index alone, so that an input can be made again from the two.
 * Fast before all: mulberry32.
 */
export class Random {
  #state = 0;

  constructor(seed = 0, index = 0) {
    this.reseed(seed, index);
  }

  /** Begins anew, as for the input `index` of a run. */
  reseed(seed: number, index: number): void {
    let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
    this.#state = mixed ^ (mixed >>> 16);
  }

  /** 32 bits, unsigned. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to `end` - 1; 0 when there is none. */
  below(end: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * end);
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** How many mutations an input gets: mostly one, sometimes none or two. */
  mutations(): number {
    const dice = this.next() & 7;
    return dice === 0 ? 0 : dice < 6 ? 1 : 2;
  }
}
