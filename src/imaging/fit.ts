import type { Bitmap } from './bitmap.ts';

/** Fits a picture to a head. */
export function fitToHead(bitmap: Bitmap, _headWidth: number): Bitmap {
  return bitmap;
}
