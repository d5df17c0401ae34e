/**
 * How long to wait before an engine that died is replaced, by how many have died shortly before. The first comes back at
 * once; later ones give what kills them the time to be over: clearing a site's data ends every connection to its
 * database that is opened meanwhile, and may take seconds.
 */
const PAUSES_MS = [0, 500, 1_000, 2_000, 4_000, 8_000] as const;
/** Deaths that lie further back do not count any more. */
const WITHIN_MS = 60_000;

/** Decides whether an engine that died is started anew, and when. */
export class Revivals {
  #deaths: readonly number[] = [];

  /**
   * One has died.
   *
   * @param now Unix milliseconds
   * @returns milliseconds until the next is to begin; undefined when it would not live either
   */
  died(now: number): number | undefined {
    const before = this.#deaths.filter((at) => now - at < WITHIN_MS);
    this.#deaths = [...before, now];
    return PAUSES_MS[before.length];
  }
}
