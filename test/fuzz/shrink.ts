/** How often at most a smaller input is tried. */
const MOST_TRIES = 2_000;

/**
 * A smaller input that still shows the fault: pieces are taken out, large ones first. Only texts and bytes are shrunk.
 *
 * @param shows whether an input shows the fault
 */
export async function shrink(input: unknown, shows: (smaller: unknown) => Promise<boolean>): Promise<unknown> {
  if (typeof input === 'string') return shrinkSequence(input, (a, b) => a + b, shows);
  if (input instanceof Uint8Array) return shrinkSequence(input, (a, b) => Uint8Array.from([...a, ...b]), shows);
  return input;
}

async function shrinkSequence<T extends string | Uint8Array>(
  input: T,
  join: (before: T, after: T) => T,
  shows: (smaller: T) => Promise<boolean>,
): Promise<T> {
  let best = input;
  let tries = 0;
  for (let piece = Math.ceil(input.length / 2); piece >= 1 && tries < MOST_TRIES; piece = Math.floor(piece / 2)) {
    for (let at = 0; at < best.length && tries < MOST_TRIES; tries++) {
      const smaller = join(best.slice(0, at) as T, best.slice(at + piece) as T);
      if (await shows(smaller)) best = smaller;
      else at += piece;
    }
  }
  return best;
}
