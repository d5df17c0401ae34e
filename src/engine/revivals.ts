/**
 * How long to wait before an engine that died is replaced, by how many have died shortly before. The first comes back at
 * once; later ones give what kills them the time to be over: clearing a site's data ends every connection to its
 * database that is opened meanwhile, and may take seconds.
 */
const PAUSES_MS = [0, 500, 1_000, 2_000, 4_000, 8_000] as const;
/** Deaths that lie further back do not count any more. */
const WITHIN_MS = 60_000;
/**
 * How long nobody begins when the site's data are being cleared. One that began before that is done would have the locks
 * that belong to what is thrown away, and might think itself the only one beside another tab's engine that has the new.
 */
const CLEARING_MS = 3_000;

/** Decides whether an engine that died is started anew, and when. */
export class Revivals {
  #deaths: readonly number[] = [];
  #notBefore = 0;

  /**
   * The site's data are being cleared.
   *
   * @param now Unix milliseconds
   */
  cleared(now: number): void {
    this.#notBefore = now + CLEARING_MS;
  }

  /**
   * One has died.
   *
   * @param now Unix milliseconds
   * @returns milliseconds until the next is to begin; undefined when it would not live either
   */
  died(now: number): number | undefined {
    const before = this.#deaths.filter((at) => now - at < WITHIN_MS);
    this.#deaths = [...before, now];
    const pause = PAUSES_MS[before.length];
    return pause === undefined ? undefined : Math.max(pause, this.#notBefore - now);
  }
}
