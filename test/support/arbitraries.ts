import fc from 'fast-check';
import { type Bitmap, blacken, createBitmap } from '../../src/imaging/bitmap.ts';

/**
 * Pictures of all kinds: noise, mostly one colour, and long runs of either.
 *
 * @param options.width dots in a row, any from 1 to 40 by default; `options.height` rows, 1 to 12.
 */
export function bitmaps(
  options: { width?: fc.Arbitrary<number>; height?: fc.Arbitrary<number> } = {},
): fc.Arbitrary<Bitmap> {
  const { width = fc.integer({ min: 1, max: 40 }), height = fc.integer({ min: 1, max: 12 }) } = options;
  return fc
    .tuple(width, height)
    .chain(([w, h]) => fc.array(fc.integer({ min: 1, max: w * h }), { maxLength: 60 }).map((runs) => draw(w, h, runs)));
}

/** Runs of black and white in turns, shortened so that small ones are as usual as large ones. */
function draw(width: number, height: number, runs: readonly number[]): Bitmap {
  const bitmap = createBitmap(width, height);
  let at = 0;
  runs.forEach((run, i) => {
    const length = i % 3 === 0 ? run : 1 + (run % 9);
    const end = Math.min(width * height, at + length);
    for (; at < end; at++) {
      if (i % 2 === 1) blacken(bitmap, at % width, Math.floor(at / width));
    }
  });
  return bitmap;
}
