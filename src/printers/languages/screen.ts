import { type Bitmap, bytesPerRow } from '../../imaging/bitmap.ts';
import type { Chunk } from '../language.ts';

/** A millimetre of paper at a time: at the speed of the head that is fifty steps a second, smooth to the eye. */
const ROWS_IN_A_CHUNK = 8;

/**
 * The screen's language: packed rows as they are, the foot of the picture first, as the paper leaves the slot.
 */
export function* encodeForScreen(bitmap: Bitmap): Generator<Chunk, void, undefined> {
  const stride = bytesPerRow(bitmap.width);
  for (let end = bitmap.height; end > 0; end -= ROWS_IN_A_CHUNK) {
    const start = Math.max(0, end - ROWS_IN_A_CHUNK);
    yield { bytes: bitmap.data.subarray(start * stride, end * stride), rows: end - start, complete: true };
  }
}
