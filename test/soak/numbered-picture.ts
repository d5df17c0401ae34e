import { createHash } from 'node:crypto';
import { type Bitmap, bytesPerRow, createBitmap } from '../../src/imaging/bitmap.ts';
import { HEAD_WIDTH } from '../../src/sirius/runs.ts';
import type { Dice } from './dice.ts';

/** Rows that carry the number, each bit of it as wide as two bytes. */
const CODE_ROWS = 2;
const BITS = 24;
/** Rows at the foot that stay white, so that no picture arrives as its negative. */
const WHITE_FOOT = 2;

/** What lies between the number and the foot. */
export type Filling = 'noise' | 'lines' | 'blank';

/** A picture that carries its number in its first rows; at least 5 rows high. */
export function numberedPicture(number: number, rows: number, filling: Filling, dice: Dice): Bitmap {
  const bitmap = createBitmap(HEAD_WIDTH, rows);
  const { data } = bitmap;
  const stride = bytesPerRow(HEAD_WIDTH);
  for (let y = 0; y < CODE_ROWS; y++) {
    for (let bit = 0; bit < BITS; bit++) {
      if (((number >> bit) & 1) === 1) data.fill(0xff, y * stride + bit * 2, y * stride + bit * 2 + 2);
    }
  }
  if (filling === 'blank') return bitmap;
  for (let y = CODE_ROWS; y < rows - WHITE_FOOT; y++) {
    const row = data.subarray(y * stride, (y + 1) * stride);
    if (filling === 'noise') for (let x = 0; x < stride; x++) row[x] = dice.between(0, 255);
    else row.fill(dice.between(0, 255), dice.between(0, 20), dice.between(24, stride));
  }
  return bitmap;
}

/** The number that a picture, or the first rows of one, carries; undefined where it is cut off before it. */
export function numberOf({ width, height, data }: Bitmap): number | undefined {
  if (width !== HEAD_WIDTH || height < 1) return undefined;
  let number = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const [left, right] = [data[bit * 2], data[bit * 2 + 1]];
    if (left !== right || (left !== 0 && left !== 0xff)) return undefined;
    if (left === 0xff) number |= 1 << bit;
  }
  return number;
}

/** What tells a picture from any other, in few letters. The page's database is read with the same recipe. */
export function fingerprint({ width, height, data }: Bitmap): string {
  const digest = createHash('sha1').update(data).digest('hex');
  return `${width}x${height}:${digest.slice(0, 20)}`;
}
