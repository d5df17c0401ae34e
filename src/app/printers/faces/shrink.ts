import { type Bitmap, bytesPerRow } from '../../../imaging/bitmap.ts';

/** A small picture: its opacity of ink, 0 to 255, row by row. */
export interface SmallPicture {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8ClampedArray;
}

/**
 * A picture made small by counting the black dots under each pixel: nothing is guessed.
 *
 * @param step dots that a pixel stands for, in each direction; at 1 every dot is a pixel
 */
export function shrink({ width, height, data }: Bitmap, step: number): SmallPicture {
  const across = Math.ceil(width / step);
  const down = Math.ceil(height / step);
  const counts = new Uint16Array(across * down);
  const stride = bytesPerRow(width);
  for (let y = 0; y < height; y++) {
    const to = Math.floor(y / step) * across;
    for (let x = 0; x < width; x++) {
      if ((data[y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1) counts[to + Math.floor(x / step)]!++;
    }
  }
  const ink = Uint8ClampedArray.from(counts, (count) => (count * 255) / (step * step));
  return { width: across, height: down, ink };
}
