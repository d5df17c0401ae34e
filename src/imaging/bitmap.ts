/**
 * A packed 1-bit picture: rows of `width` dots from top to bottom, each padded to whole bytes with white; the most
 * significant bit of a byte is its leftmost dot; 1 is black. `data.length` is `bytesPerRow(width) * height`.
 */
export interface Bitmap {
  /** Dots in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Bytes that a packed row of `width` dots takes. */
export function bytesPerRow(width: number): number {
  return (width + 7) >> 3;
}

/** A white bitmap of `width` by `height` dots. */
export function createBitmap(width: number, height: number): Bitmap {
  return { width, height, data: new Uint8Array(bytesPerRow(width) * height) };
}

/** Whether the dot at column `x`, row `y` is black. Outside the bitmap everything is white. */
export function isBlack(bitmap: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) return false;
  const byte = bitmap.data[y * bytesPerRow(bitmap.width) + (x >> 3)]!;
  return ((byte >> (7 - (x & 7))) & 1) === 1;
}

/** Blackens the dot at column `x`, row `y`, which must lie in the bitmap. */
export function blacken(bitmap: Bitmap, x: number, y: number): void {
  bitmap.data[y * bytesPerRow(bitmap.width) + (x >> 3)]! |= 0x80 >> (x & 7);
}

/** The same picture with black and white exchanged; the padding of a row stays white. */
export function invert(bitmap: Bitmap): Bitmap {
  const stride = bytesPerRow(bitmap.width);
  const data = new Uint8Array(bitmap.data.length);
  for (let i = 0; i < data.length; i++) data[i] = ~bitmap.data[i]!;
  const padding = stride * 8 - bitmap.width;
  if (padding > 0) {
    for (let i = stride - 1; i < data.length; i += stride) data[i]! &= 0xff << padding;
  }
  return { width: bitmap.width, height: bitmap.height, data };
}

/** Whether two bitmaps have the same size and the same dots. */
export function equalBitmaps(a: Bitmap, b: Bitmap): boolean {
  if (a.width !== b.width || a.height !== b.height || a.data.length !== b.data.length) return false;
  return a.data.every((byte, i) => byte === b.data[i]);
}

/** The share of black dots, from 0 to 1; 0 for an empty bitmap. */
export function blackShare(bitmap: Bitmap): number {
  let black = 0;
  for (let byte of bitmap.data) {
    for (; byte !== 0; byte &= byte - 1) black++;
  }
  const dots = bitmap.width * bitmap.height;
  return dots === 0 ? 0 : black / dots;
}
