import type { EscposPaper } from '../../paper/escpos-paper.ts';
import type { SerialAdapter } from './adapter.ts';

/** As much as is let through at a time to a printer whose buffer never fills. */
const PLENTY = 1 << 20;
/** How often a line that is not held back is let go on. */
const TICK_MS = 5;

/** A printer's line. */
export interface SerialLineOptions {
  /** Bytes a second of a line that brings them whether the printer has room or not: it can only say XOFF. */
  readonly unheldBytesPerSecond?: number;
}

/** Something that happens right behind a byte. */
interface Moment {
  readonly when: () => boolean;
  readonly happens: () => void;
}

/**
 * An emulated printer at the end of a serial adapter. Its line is held back where its buffer has no room, unless it has
 * a rate of its own.
 */
export class SerialPrinter {
  readonly paper: EscposPaper;
  /** Bytes that are let through at most, until {@link goOn}. */
  #most = Number.POSITIVE_INFINITY;
  /** Bytes that were let through and have not arrived yet. */
  #underWay = 0;
  readonly #adapter: SerialAdapter;
  readonly #options: SerialLineOptions;
  #moment: Moment | undefined;
  /** Bytes that have arrived while it takes none; undefined while it does. */
  #held: number[] | undefined;
  #ticking: NodeJS.Timeout | undefined;

  /** @param adapter not plugged in yet */
  constructor(adapter: SerialAdapter, paper: EscposPaper, options: SerialLineOptions = {}) {
    this.#adapter = adapter;
    this.#options = options;
    this.paper = paper;
    adapter.onBytes = (bytes) => {
      this.#underWay -= bytes.length;
      this.#take(bytes);
      this.#letThrough();
    };
    paper.onFreed = () => this.#letThrough();
    paper.onReply = (bytes) => adapter.send(bytes);
  }

  async plug(): Promise<void> {
    this.#underWay = 0;
    this.paper.plug();
    await this.#adapter.plug();
    if (this.#options.unheldBytesPerSecond === undefined) this.#letThrough();
    else this.#tick(Math.ceil((this.#options.unheldBytesPerSecond * TICK_MS) / 1000));
  }

  /** Pulls its cable, at this very moment. Resolves when everybody has been told. */
  async unplug(): Promise<void> {
    clearInterval(this.#ticking);
    this.#held = undefined;
    const pulled = this.#adapter.unplug();
    this.paper.unplug();
    await pulled;
  }

  /** Pulls its cable right behind the byte by which `when` holds. Resolves when that is done. */
  pullWhen(when: () => boolean): Promise<void> {
    return new Promise((done) => {
      this.#moment = { when, happens: () => done(this.unplug()) };
    });
  }

  /** Takes no more behind the byte by which `when` holds, until {@link goOn}. Resolves when it has come. */
  stopWhen(when: () => boolean): Promise<void> {
    return new Promise((done) => {
      const happens = (): void => {
        this.#most = 0;
        this.#held = [];
        done();
      };
      this.#moment = { when, happens };
    });
  }

  /** Takes nothing more, until {@link goOn}. To be begun only while the page sends nothing. */
  stop(): void {
    this.#adapter.hold(true);
  }

  goOn(): void {
    this.#adapter.hold(false);
    this.#most = Number.POSITIVE_INFINITY;
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#take(Uint8Array.from(held));
    this.#letThrough();
  }

  #take(bytes: Uint8Array): void {
    if (this.#moment === undefined) {
      this.#hand(bytes);
      return;
    }
    for (const byte of bytes) {
      this.#hand(Uint8Array.of(byte));
      if (this.#moment?.when() !== true) continue;
      const { happens } = this.#moment;
      this.#moment = undefined;
      happens();
    }
  }

  #hand(bytes: Uint8Array): void {
    // What comes behind a pulled cable does not arrive.
    if (!this.#adapter.plugged) return;
    if (this.#held === undefined) this.paper.receive(bytes);
    else this.#held.push(...bytes);
  }

  /** Lets so many bytes through, now and again and again: never more, however long none came. */
  #tick(bytes: number): void {
    this.#ticking = setInterval(() => {
      const more = bytes - this.#underWay;
      if (more <= 0) return;
      this.#underWay = bytes;
      this.#adapter.allow(more);
    }, TICK_MS);
  }

  #letThrough(): void {
    if (!this.#adapter.plugged || this.#options.unheldBytesPerSecond !== undefined) return;
    const room = Math.min(Math.min(this.paper.freeBytes, PLENTY) - this.#underWay, this.#most);
    // A stingy printer would cost more messages than it is worth.
    if (room <= 0 || (room < 256 && this.#underWay > 0)) return;
    this.#most -= room;
    this.#underWay += room;
    this.#adapter.allow(room);
  }
}
