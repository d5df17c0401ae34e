import type { EscposPaper } from '../../paper/escpos-paper.ts';
import type { SerialAdapter } from './adapter.ts';

/** As much as is let through at a time to a printer whose buffer never fills. */
const PLENTY = 1 << 20;

/** An emulated printer at the end of a serial adapter. It takes no more at a time than its buffer has room for. */
export class SerialPrinter {
  readonly paper: EscposPaper;
  /** Bytes that are let through at most, until {@link goOn}. */
  #most = Number.POSITIVE_INFINITY;
  /** Bytes that were let through and have not arrived yet. */
  #underWay = 0;
  readonly #adapter: SerialAdapter;

  /** @param adapter not plugged in yet */
  constructor(adapter: SerialAdapter, paper: EscposPaper) {
    this.#adapter = adapter;
    this.paper = paper;
    adapter.onBytes = (bytes) => {
      this.#underWay -= bytes.length;
      paper.receive(bytes);
      this.#letThrough();
    };
    paper.onFreed = () => this.#letThrough();
    paper.onReply = (bytes) => adapter.send(bytes);
  }

  async plug(): Promise<void> {
    this.#underWay = 0;
    this.paper.plug();
    await this.#adapter.plug();
    this.#letThrough();
  }

  /** Pulls its cable. */
  async unplug(): Promise<void> {
    await this.#adapter.unplug();
    this.paper.unplug();
  }

  /** Takes so many more bytes, and then no more until {@link goOn}, whatever room it has. */
  takeAtMost(bytes: number): void {
    this.#most = Math.max(0, bytes - this.#underWay);
  }

  goOn(): void {
    this.#most = Number.POSITIVE_INFINITY;
    this.#letThrough();
  }

  #letThrough(): void {
    if (!this.#adapter.plugged) return;
    const room = Math.min(Math.min(this.paper.freeBytes, PLENTY) - this.#underWay, this.#most);
    // A stingy printer would cost more messages than it is worth.
    if (room <= 0 || (room < 256 && this.#underWay > 0)) return;
    this.#most -= room;
    this.#underWay += room;
    this.#adapter.allow(room);
  }
}
