/** How hard a passphrase is to guess. */
export type Strength = 'weak' | 'fair' | 'strong';

/** Below so many bits it is weak, from so many on it is strong. */
const FAIR_BITS = 45;
const STRONG_BITS = 70;

const KINDS: readonly (readonly [pattern: RegExp, size: number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^a-zA-Z0-9]/, 20],
];

/** Guesses, kindly but not foolishly: letters that repeat or follow one another count for little. */
export function strengthOf(passphrase: string): Strength {
  const alphabet = KINDS.reduce((sum, [pattern, size]) => sum + (pattern.test(passphrase) ? size : 0), 0);
  let letters = 0;
  let before = Number.NaN;
  const seen = new Map<string, number>();
  for (const letter of passphrase) {
    const times = (seen.get(letter) ?? 0) + 1;
    seen.set(letter, times);
    const code = letter.codePointAt(0)!;
    letters += Math.abs(code - before) <= 1 ? 0.2 : times > 3 ? 0.5 : 1;
    before = code;
  }
  // Words have less to guess in a letter than chance has.
  const bits = letters * Math.log2(Math.max(2, alphabet)) * 0.7;
  if (bits < FAIR_BITS) return 'weak';
  return bits < STRONG_BITS ? 'fair' : 'strong';
}
