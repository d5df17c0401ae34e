import { type Bitmap, bytesPerRow, createBitmap } from './bitmap.ts';

/** Half of the range: lighter becomes white, darker black. */
const MIDDLE = 128;

/**
 * Dithers a grey picture after Atkinson: an eighth of each dot's error goes to each of the next two dots of its row,
 * the three below and the one two rows below; the remaining quarter is dropped, which clears highlights and shadows.
 * Eighths are kept whole until they are used and then rounded to the nearest, halves up; errors end at the margins.
 *
 * @param gray rows from top to bottom, 0 is black, 255 white.
 */
export function atkinson(gray: Uint8Array | Uint8ClampedArray, width: number, height: number): Bitmap {
  const bitmap = createBitmap(width, height);
  const { data } = bitmap;
  const stride = bytesPerRow(width);
  /** Errors of the two rows above, with a white margin on either side; the older is overwritten as it is read. */
  let above = new Int16Array(width + 2);
  let older = new Int16Array(width + 2);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let last = 0;
    let beforeLast = 0;
    let byte = 0;
    for (let x = 0; x < width; x++) {
      const eighths = last + beforeLast + above[x]! + above[x + 1]! + above[x + 2]! + older[x + 1]!;
      const tone = gray[row + x]! + ((eighths + 4) >> 3);
      /** All ones for black, zero for white. */
      const black = (tone - MIDDLE) >> 31;
      beforeLast = last;
      last = tone - (255 & ~black);
      older[x + 1] = last;
      byte = (byte << 1) | (black & 1);
      if ((x & 7) === 7) data[y * stride + (x >> 3)] = byte;
    }
    if ((width & 7) !== 0) data[y * stride + stride - 1] = byte << (8 - (width & 7));
    [above, older] = [older, above];
  }
  return bitmap;
}
