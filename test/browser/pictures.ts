import { type Bitmap, blacken, createBitmap } from '../../src/imaging/bitmap.ts';

/** Rows at the foot that stay white, as below a message from the server: so a picture never arrives as its negative. */
const WHITE_FOOT = 8;

/**
 * A picture that shows every mistake: no two rows alike, nothing symmetrical, and another one for every seed. On the
 * page's paper 400 rows take a second.
 */
export function makePicture(rows: number, seed: number): Bitmap {
  const bitmap = createBitmap(384, rows);
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let y = 0; y < rows - WHITE_FOOT; y++) {
    for (let x = 0; x < 384; ) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const run = 1 + ((state >>> 0) % 48);
      if ((state & 0x100) !== 0) for (let i = x; i < Math.min(384, x + run); i++) blacken(bitmap, i, y);
      x += run;
    }
  }
  return bitmap;
}

/** A picture of which every dot is black or white by chance: nothing is longer on the wire. */
export function makeNoise(rows: number, seed: number): Bitmap {
  const bitmap = createBitmap(384, rows);
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let i = 0; i < bitmap.data.length - (WHITE_FOOT * 384) / 8; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bitmap.data[i] = state >>> 9;
  }
  return bitmap;
}
