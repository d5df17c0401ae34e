import { type Bitmap, bytesPerRow, createBitmap } from './bitmap.ts';

/** Half of the range: lighter becomes white, darker black. */
const MIDDLE = 128;

/**
 * Black where a grey picture is darker than `level`, white elsewhere.
 *
 * @param gray rows from top to bottom, 0 is black, 255 white.
 */
export function threshold(
  gray: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  level: number = MIDDLE,
): Bitmap {
  const bitmap = createBitmap(width, height);
  const stride = bytesPerRow(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (gray[y * width + x]! < level) bitmap.data[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return bitmap;
}
