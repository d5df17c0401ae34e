/** The maker of Paperang never writes more at once, whatever the printer says. */
const LARGEST_WRITE = 182;
/** What is written at once until the printer says: what most stacks and printers are known to take. */
const USUAL_WRITE = 100;
/** A printer that grants more than this has lost count. */
const MOST_CREDITS = 0xffff;

/**
 * What a printer says on its control characteristic: `01 n` grants n more writes, `02 lo hi` says how many bytes one may
 * have. So the maker of Paperang has it, and with it other printers of the FF00 profile.
 */
export class Credits {
  #left: number | undefined;
  #writeBytes = USUAL_WRITE;

  /** Whether any were ever granted: from then on nothing is written without. */
  get granted(): boolean {
    return this.#left !== undefined;
  }

  /** Writes that are left; 0 when none were ever granted. */
  get left(): number {
    return this.#left ?? 0;
  }

  /** Most bytes of one write, as far as the printer has said. */
  get writeBytes(): number {
    return this.#writeBytes;
  }

  take(): void {
    this.#left = Math.max(0, this.left - 1);
  }

  giveBack(): void {
    this.#left = this.left + 1;
  }

  /**
   * Takes one notification, which may say several things. Returns what it does not understand, from there to the end;
   * empty when it understood all.
   */
  hear(said: Uint8Array): Uint8Array<ArrayBuffer> {
    let at = 0;
    for (;;) {
      const [kind, low, high] = said.subarray(at, at + 3);
      if (kind === 1 && low !== undefined) {
        if (low > 0) this.#left = Math.min(MOST_CREDITS, this.left + low);
        at += 2;
      } else if (kind === 2 && low !== undefined && high !== undefined) {
        const bytes = low + 256 * high;
        if (bytes > 0) this.#writeBytes = Math.min(bytes, LARGEST_WRITE);
        at += 3;
      } else return Uint8Array.from(said.subarray(at));
    }
  }
}
