import { type Bitmap, bytesPerRow, createBitmap } from './bitmap.ts';

/** Half of the range, 128, in sixteenths, without the half that rounds to the nearest: below it a dot becomes black. */
const MIDDLE = 16 * 128 - 8;

/**
 * Dithers a grey picture after Floyd and Steinberg (An Adaptive Algorithm for Spatial Greyscale, 1976): each dot's error
 * goes on to its neighbours, 7/16 to the right, 3, 5 and 1/16 to those below. Sixteenths are kept whole until a dot uses
 * them and are then rounded to the nearest, halves up, so that flat tones keep their share of black; errors end at the
 * margins.
 *
 * @param gray rows from top to bottom, 0 is black, 255 white.
 */
export function floydSteinberg(gray: Uint8Array | Uint8ClampedArray, width: number, height: number): Bitmap {
  const bitmap = createBitmap(width, height);
  const { data } = bitmap;
  const stride = bytesPerRow(width);
  /** Sixteenths of error that the row above left for each dot of this one; each is replaced once it has been read. */
  const waiting = new Int32Array(width + 1);
  let dot = 0;
  for (let row = 0; row < data.length; row += stride) {
    /** Errors of the last dot and of the one before it. */
    let last = 0;
    let beforeLast = 0;
    for (let x = 0; x < width; ) {
      const end = Math.min(x + 8, width);
      const start = x;
      let byte = 0;
      for (; x < end; x++) {
        // Each dot waits for the one before it, so there are as few steps as can be from one error to the next.
        const sixteenths = ((gray[dot++]! << 4) + waiting[x + 1]! - MIDDLE + Math.imul(7, last)) | 0;
        /** All ones for black, zero for white. */
        const black = sixteenths >> 31;
        const error = ((sixteenths >> 4) + (128 - 255) + (black & 255)) | 0;
        waiting[x] = beforeLast + 5 * last + 3 * error;
        beforeLast = last;
        last = error;
        byte = (byte << 1) - black;
      }
      data[row + (start >> 3)] = byte << (8 - (end - start));
    }
    waiting[width] = beforeLast + 5 * last;
  }
  return bitmap;
}
