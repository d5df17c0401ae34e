import { type Bitmap, bytesPerRow, createBitmap } from './bitmap.ts';

/** Half of the range, 128, in eighths, without the half that rounds to the nearest: below it a dot becomes black. */
const MIDDLE = 8 * 128 - 4;

/**
 * Dithers a grey picture after Bill Atkinson: an eighth of each dot's error goes to each of the next two dots of its
 * row, the three below and the one two rows below; the remaining quarter is dropped, which clears highlights and
 * shadows. Eighths are kept whole until a dot uses them and are then rounded to the nearest, halves up; errors end at
 * the margins.
 *
 * @param gray rows from top to bottom, 0 is black, 255 white.
 */
export function atkinson(gray: Uint8Array | Uint8ClampedArray, width: number, height: number): Bitmap {
  const bitmap = createBitmap(width, height);
  const { data } = bitmap;
  const stride = bytesPerRow(width);
  // Errors of the row above and of the one above that, with a margin of 0 on the left and two on the right; those of
  // the older row give way to this row's as they are read.
  let above = new Int32Array(width + 3);
  let older = new Int32Array(width + 3);
  let dot = 0;
  for (let row = 0; row < data.length; row += stride) {
    // Dots are taken in pairs, because that is faster: the errors of the last pair, then of the row above, to the left
    // of and above the next dot.
    let first = 0;
    let second = 0;
    let left = 0;
    let middle = above[1]!;
    let x = 1;
    for (let byteAt = 0; byteAt < stride; byteAt++) {
      const pairs = Math.min(4, (width - 8 * byteAt + 1) >> 1);
      let byte = 0;
      for (let pair = 0; pair < pairs; pair++) {
        const right = above[x + 1]!;
        const farRight = above[x + 2]!;
        const shared = (middle + right) | 0;
        const eighths = ((gray[dot]! << 3) + left + shared + older[x]! - MIDDLE + first + second) | 0;
        /** All ones for black, zero for white. */
        const black = eighths >> 31;
        first = ((eighths >> 3) + (128 - 255) + (black & 255)) | 0;
        older[x] = first;
        const nextEighths = ((gray[dot + 1]! << 3) + shared + farRight + older[x + 1]! - MIDDLE + second + first) | 0;
        const nextBlack = nextEighths >> 31;
        second = ((nextEighths >> 3) + (128 - 255) + (nextBlack & 255)) | 0;
        older[x + 1] = second;
        left = right;
        middle = farRight;
        byte = ((byte << 2) - (black << 1) - nextBlack) | 0;
        x += 2;
        dot += 2;
      }
      data[row + byteAt] = byte << (8 - 2 * pairs);
    }
    if ((width & 1) === 1) {
      // The last dot had a partner beyond the margin.
      older[width + 1] = 0;
      data[row + stride - 1]! &= 0xff << (8 - (width & 7));
      dot--;
    }
    [above, older] = [older, above];
  }
  return bitmap;
}
