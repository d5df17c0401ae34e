import { type Bitmap, bytesPerRow } from './bitmap.ts';

/** Two pictures of one width as one: `upper`, then `gap` white rows, then `lower`. */
export function stack(upper: Bitmap, gap: number, lower: Bitmap): Bitmap {
  const { width } = upper;
  const row = bytesPerRow(width);
  const height = upper.height + gap + lower.height;
  const data = new Uint8Array(row * height);
  data.set(upper.data);
  data.set(lower.data, row * (upper.height + gap));
  return { width, height, data };
}

/** The first `rows` rows of a picture. */
export function topRows({ width, data }: Bitmap, rows: number): Bitmap {
  return { width, height: rows, data: data.slice(0, bytesPerRow(width) * rows) };
}
