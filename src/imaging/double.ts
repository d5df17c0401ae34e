import { type Bitmap, bytesPerRow, createBitmap } from './bitmap.ts';

/** Eight bits for each four: every bit twice. */
const TWICE = Uint8Array.from({ length: 16 }, (_, four) => {
  return [8, 4, 2, 1].reduce((bits, bit) => (bits << 2) | ((four & bit) === 0 ? 0 : 3), 0);
});

/** A bitmap twice as wide and as tall: each dot becomes two by two. */
export function double({ width, height, data }: Bitmap): Bitmap {
  const doubled = createBitmap(2 * width, 2 * height);
  const from = bytesPerRow(width);
  const to = bytesPerRow(doubled.width);
  for (let y = 0; y < height; y++) {
    const start = 2 * y * to;
    for (let i = 0; i < to; i++) {
      const byte = data[y * from + (i >> 1)]!;
      doubled.data[start + i] = TWICE[(i & 1) === 0 ? byte >> 4 : byte & 15]!;
    }
    doubled.data.copyWithin(start + to, start, start + to);
  }
  return doubled;
}
