import { PapertabError } from '../errors.ts';
import type { Bitmap } from './bitmap.ts';
import { double } from './double.ts';
import { enlargeByHalf } from './enlarge-by-half.ts';
import { headScale } from './head-scale.ts';
import { padSides } from './pad-sides.ts';
import { shrink } from './shrink.ts';

/**
 * Makes a picture as wide as a print head: enlarged as far as whole dots allow it, which is not at all, one and a half
 * times or twice, with the rest white, the same on both sides; shrunk if it is wider. One that fits is given back as it
 * is. The height changes with the width.
 *
 * @param headWidth dots across the head.
 * @throws PapertabError `picture-size` if the head is not a whole number of dots above 0.
 */
export function fitToHead(bitmap: Bitmap, headWidth: number): Bitmap {
  if (!Number.isInteger(headWidth) || headWidth <= 0) throw new PapertabError('picture-size', `head of ${headWidth}`);
  const { width } = bitmap;
  if (width === headWidth) return bitmap;
  if (width > headWidth) return shrink(bitmap, headWidth);
  return padSides(enlarge(bitmap, headScale(width, headWidth)), headWidth);
}

function enlarge(bitmap: Bitmap, scale: number): Bitmap {
  if (scale === 2) return double(bitmap);
  return scale === 1.5 ? enlargeByHalf(bitmap) : bitmap;
}
