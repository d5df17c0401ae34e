import type { Clock } from '../clock.ts';

/** What the first message needs is loaded first, and the bridge opened; so many milliseconds later the rest follows. */
const AFTER_MS = 3_000;
/** When what did not come is tried again, in milliseconds. */
const AGAIN_AFTER_MS = 60_000;

/**
 * Loads in the background what would else be loaded when it is needed, and keeps trying: a new version may take the place
 * of this one at any time, and what is not here by then never comes. What has been loaded once is not fetched again.
 *
 * @param parts each loads one part, the likeliest to be needed first
 */
export function loadAhead(clock: Clock, parts: readonly (() => Promise<unknown>)[]): void {
  clock.after(AFTER_MS, () => void load(parts));

  async function load(missing: typeof parts): Promise<void> {
    const left: (() => Promise<unknown>)[] = [];
    for (const part of missing) await part().catch(() => left.push(part));
    if (left.length > 0) clock.after(AGAIN_AFTER_MS, () => void load(left));
  }
}
