/** The first retry comes after about a second. */
const FIRST_DELAY_MS = 1_000;
/** The server takes a printer as offline after a minute: there is no use in waiting longer than that. */
const LONGEST_DELAY_MS = 60_000;

/**
 * How long to wait before another attempt: doubling, with jitter down to the half, so that the bridges of a server that
 * comes back do not all arrive at once.
 *
 * @param failures attempts that have failed in a row, from 1
 * @param random from 0 to 1
 * @returns milliseconds, 500 to 60,000
 */
export function backOffDelay(failures: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 16));
  return Math.round(full * (0.5 + random / 2));
}
