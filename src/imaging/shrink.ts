import { type Bitmap, isBlack } from './bitmap.ts';
import { floydSteinberg } from './floyd-steinberg.ts';
import { type Line, resizeLine, resizeLines } from './line-resize.ts';

/**
 * A bitmap made narrower, and as much lower: each dot is the mean of what it covers, dithered again after Floyd and
 * Steinberg, so that tones keep their share of black.
 */
export function shrink(bitmap: Bitmap, width: number): Bitmap {
  if (bitmap.height === 0) return { width, height: 0, data: new Uint8Array(0) };
  const height = Math.max(1, Math.round((bitmap.height * width) / bitmap.width));
  const greys = new Uint8Array(width * height);
  let made = 0;
  const resize = resizeLine(bitmap.width, width);
  const take = resizeLines(bitmap.height, height, bitmap.width, (line) => {
    for (const white of resize(line)) greys[made++] = Math.round(255 * white);
  });
  const line: Line = new Float64Array(bitmap.width);
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++) line[x] = isBlack(bitmap, x, y) ? 0 : 1;
    take(line);
  }
  return floydSteinberg(greys, width, height);
}
