import { type Bitmap, bytesPerRow, createBitmap } from './bitmap.ts';

/** Half of the range: lighter becomes white, darker black. */
const MIDDLE = 128;

/**
 * Dithers a grey picture after Floyd and Steinberg: each dot's error goes on to its neighbours, 7/16 to the right, 3,
 * 5 and 1/16 to those below. Sixteenths are kept whole until they are used, so that nothing is lost by rounding and
 * flat tones keep their share of black; errors end at the margins.
 *
 * @param gray rows from top to bottom, 0 is black, 255 white.
 */
export function floydSteinberg(gray: Uint8Array | Uint8ClampedArray, width: number, height: number): Bitmap {
  const bitmap = createBitmap(width, height);
  const { data } = bitmap;
  const stride = bytesPerRow(width);
  /** Sixteenths of error that the row above left for each dot of this one; each is replaced once it has been read. */
  const waiting = new Int32Array(width + 1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    /** Errors of the last dot and of the one before it. */
    let last = 0;
    let beforeLast = 0;
    let byte = 0;
    for (let x = 0; x < width; x++) {
      const tone = gray[row + x]! + ((waiting[x + 1]! + 7 * last + 8) >> 4);
      /** All ones for black, zero for white. */
      const black = (tone - MIDDLE) >> 31;
      const error = tone - (255 & ~black);
      waiting[x] = beforeLast + 5 * last + 3 * error;
      beforeLast = last;
      last = error;
      byte = (byte << 1) | (black & 1);
      if ((x & 7) === 7) data[y * stride + (x >> 3)] = byte;
    }
    waiting[width] = beforeLast + 5 * last;
    if ((width & 7) !== 0) data[y * stride + stride - 1] = byte << (8 - (width & 7));
  }
  return bitmap;
}
