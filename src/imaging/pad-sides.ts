import { type Bitmap, bytesPerRow, createBitmap } from './bitmap.ts';

/** A bitmap made as wide as `width`, which must not be less than it is, with white on both sides; an odd dot on the right. */
export function padSides(bitmap: Bitmap, width: number): Bitmap {
  if (width === bitmap.width) return bitmap;
  const padded = createBitmap(width, bitmap.height);
  const left = (width - bitmap.width) >> 1;
  const [from, to] = [bytesPerRow(bitmap.width), bytesPerRow(width)];
  const [bytes, bits] = [left >> 3, left & 7];
  for (let y = 0; y < bitmap.height; y++) {
    let carried = 0;
    for (let i = 0; i < from; i++) {
      const pair = (carried << 8) | bitmap.data[y * from + i]!;
      padded.data[y * to + bytes + i] = pair >> bits;
      carried = pair & 0xff;
    }
    // The row may end in a byte more than it began with.
    if (bytes + from < to) padded.data[y * to + bytes + from] = carried << (8 - bits);
  }
  return padded;
}
