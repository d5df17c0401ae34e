import type { Stamp } from './stamp.ts';

const BOWL = 'M20 21C20 27 16 32 10 32C4 32 0 27 0 21C0 15 4 10 10 10C16 10 20 15 20 21';
const ARCH = 'M0 20C0 14 4 10 9.5 10C15 10 18 14 18 20L18 32';

/**
 * The letters that the notices need, by the path of the pen and the width of the letter. Capitals begin at row 0, small
 * letters at 10; they stand on 32 and hang down to 42.
 */
const LETTERS: Readonly<Record<string, readonly [width: number, path: string]>> = {
  I: [0, 'M0 0 0 32'],
  N: [21, 'M0 32 0 0 21 32 21 0'],
  a: [20, `${BOWL}M20 10 20 32`],
  b: [20, `M0 0 0 32 ${BOWL}`],
  c: [18, 'M18 15C16 11.5 13 10 10 10C4 10 0 15 0 21C0 27 4 32 10 32C13 32 16 30.5 18 27'],
  d: [20, `${BOWL}M20 0 20 32`],
  e: [20, 'M0 21 20 21C20 14 16 10 10 10C4 10 0 15 0 21C0 27 4 32 10 32C14 32 17 30.5 19 27.5'],
  g: [20, `${BOWL}M20 10 20 32C20 39 16 42 10 42C6 42 3 41 1 38.5`],
  h: [18, `M0 0 0 32 ${ARCH}`],
  i: [0, 'M0 10 0 32M0 1 0 1'],
  n: [18, `M0 10 0 32 ${ARCH}`],
  o: [20, BOWL],
  p: [20, `M0 10 0 42 ${BOWL}`],
  r: [10, 'M0 10 0 32M0 20C0 14 4 10 10 10'],
  s: [
    17,
    'M16 13.5C14 11 11 10 8.5 10C4 10 1 12 1 15.5C1 19 4 20 8.5 21C13 22 17 23 17 26.5C17 30 13 32 8.5 32C5 32 2 31 0 28.5',
  ],
  t: [13, 'M5 2 5 25C5 30 7 32 11 32L13 31.5M0 10 13 10'],
};

/** Round sides stand closer to their neighbours than straight ones. */
const ROUND_LEFT = 'acdegost';
const ROUND_RIGHT = 'bceoprst';
const GAP = 10.5;
const ROUND = 2;
const SPACE = 15;

/** Writes one line of {@link LETTERS} in the middle of the sheet, its capitals' upper edge at row `top`. */
export function write(stamp: Stamp, text: string, top: number, scale: number, width: number): void {
  let x = (stamp.bitmap.width / scale - measure(text)) / 2;
  for (const [i, letter] of [...text].entries()) {
    const [advance, path] = LETTERS[letter] ?? [SPACE, ''];
    const place = (_: string, px: string, py: string) => `${(x + Number(px)) * scale} ${top + Number(py) * scale}`;
    stamp.line(path.replace(/([\d.]+) ([\d.]+)/g, place), width);
    x += advance + gapAfter(text, i);
  }
}

function measure(text: string): number {
  return [...text].reduce((sum, letter, i) => sum + (LETTERS[letter]?.[0] ?? SPACE) + gapAfter(text, i), 0);
}

function gapAfter(text: string, i: number): number {
  const [letter, next] = [text[i]!, text[i + 1]];
  if (next === undefined || letter === ' ' || next === ' ') return next === undefined ? 0 : GAP / 4;
  return GAP - (ROUND_RIGHT.includes(letter) ? ROUND : 0) - (ROUND_LEFT.includes(next) ? ROUND : 0);
}
