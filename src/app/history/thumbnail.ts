import { type Bitmap, bytesPerRow } from '../../imaging/bitmap.ts';

/** How many dots of the picture a thumbnail's pixel stands for, in each direction. */
export const THUMBNAIL_STEP = 3;
/** The most rows of a picture that a thumbnail shows. */
export const THUMBNAIL_ROWS = 480;

/** A small picture: its opacity of ink, 0 to 255, row by row. */
export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8ClampedArray;
}

/** The head of a picture made small by counting the black dots under each pixel: whole dots, nothing is guessed. */
export function makeThumbnail(bitmap: Bitmap): Thumbnail {
  const width = Math.ceil(bitmap.width / THUMBNAIL_STEP);
  const rows = Math.min(bitmap.height, THUMBNAIL_ROWS);
  const height = Math.ceil(rows / THUMBNAIL_STEP);
  const ink = new Uint8ClampedArray(width * height);
  const stride = bytesPerRow(bitmap.width);
  const perDot = 255 / (THUMBNAIL_STEP * THUMBNAIL_STEP);
  for (let y = 0; y < rows; y++) {
    const to = Math.floor(y / THUMBNAIL_STEP) * width;
    for (let x = 0; x < bitmap.width; x++) {
      if ((bitmap.data[y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1) {
        const at = to + Math.floor(x / THUMBNAIL_STEP);
        ink[at] = ink[at]! + perDot;
      }
    }
  }
  return { width, height, ink };
}
