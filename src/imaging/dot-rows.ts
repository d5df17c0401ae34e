import { type Bitmap, bytesPerRow } from './bitmap.ts';

/**
 * Dots or marks of dots, 32 in a number, the leftmost in the highest bit. `words` numbers make a row; rows follow each
 * other. What lies beyond a picture is white or unmarked.
 */
export interface DotRows {
  readonly words: number;
  readonly height: number;
  readonly data: Int32Array;
}

export function createDotRows(words: number, height: number): DotRows {
  return { words, height, data: new Int32Array(words * height) };
}

/** The dots of a bitmap, with a white row more if its height is odd, so that all are in blocks of two by two. */
export function toDotRows(bitmap: Bitmap): DotRows {
  const stride = bytesPerRow(bitmap.width);
  const rows = createDotRows((bitmap.width + 31) >> 5, bitmap.height + (bitmap.height & 1));
  for (let y = 0; y < bitmap.height; y++) {
    for (let i = 0; i < stride; i++) {
      rows.data[y * rows.words + (i >> 2)]! |= bitmap.data[y * stride + i]! << (24 - 8 * (i & 3));
    }
  }
  return rows;
}
