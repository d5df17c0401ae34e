import { type Bitmap, bytesPerRow, createBitmap } from './bitmap.ts';
import { type DotRows, toDotRows } from './dot-rows.ts';
import { findEdges } from './edges.ts';
import { CARRIES, COVERAGE, MADE_OF, OPEN, planBlock } from './half-plan.ts';
import { findTextures } from './texture.ts';

/**
 * Enlarges a bitmap one and a half times: each block of two by two dots becomes one of three by three with the four dots
 * in its corners, so that nothing moves against anything else. The five dots between are drawn by a fixed rule where
 * there are lines and letters, which so stay crisp and even. Where there is a dithered tone they are dithered anew: what
 * a dot has too much or too little goes on to its neighbours after Floyd and Steinberg, so that tones keep their share
 * of black.
 *
 * What would be half a dot, at the end of an odd width or height, is a whole one.
 */
export function enlargeByHalf(bitmap: Bitmap): Bitmap {
  const enlarged = createBitmap(Math.ceil(1.5 * bitmap.width), Math.ceil(1.5 * bitmap.height));
  const dots = toDotRows(bitmap);
  const edges = findEdges(dots, bitmap.width);
  const textures = findTextures(edges);
  const plans = new Int32Array((bitmap.width + 1) >> 1);
  const waiting = new Int32Array(3 * plans.length + 1);
  let [above, upper, lower, below] = [-1, 0, 1, 2].map((y) => quadsOf(dots, y)) as [Quads, Quads, Quads, Quads];
  for (let y = 0; y < dots.height >> 1; y++) {
    for (let x = 0; x < plans.length; x++) {
      const around = (above[x]! << 12) | (upper[x]! << 8) | (lower[x]! << 4) | below[x]!;
      plans[x] = planBlock(around, textures[16 * dots.words * y + x] === 1, edges, x, y);
    }
    for (let row = 0; row < 3 && 3 * y + row < enlarged.height; row++)
      drawRow(enlarged, 3 * y + row, plans, row, waiting);
    [above, upper] = [lower, below];
    [lower, below] = [quadsOf(dots, 2 * y + 3), quadsOf(dots, 2 * y + 4)];
  }
  return enlarged;
}

/** For each block the two dots of a row that are in it and the one on either side of them, in four bits. */
type Quads = Uint8Array;

function quadsOf({ words, height, data }: DotRows, y: number): Quads {
  const quads = new Uint8Array(16 * words);
  if (y < 0 || y >= height) return quads;
  for (let i = 0; i < words; i++) {
    const word = data[y * words + i]!;
    const previous = i > 0 ? data[y * words + i - 1]! : 0;
    const next = i + 1 < words ? data[y * words + i + 1]! : 0;
    if ((word | previous | next) === 0) continue;
    const moved = (word >>> 1) | (previous << 31);
    for (let block = 0; block < 15; block++) quads[16 * i + block] = (moved >>> (28 - 2 * block)) & 15;
    quads[16 * i + 15] = ((word & 7) << 1) | (next >>> 31);
  }
  return quads;
}

/** The ink of a black dot. */
const INK = 256;

/** A dot becomes black above so much ink: one that is decided, white or black, never and always; an open one from half on. */
const ENOUGH = Int32Array.of(1 << 20, -1 << 20, INK / 2 - 1);

/**
 * Draws row `y` of a bitmap, which is the upper, middle or lower `part` (0 to 2) of a row of blocks.
 *
 * @param waiting sixteenths of error that the row above left for each dot of this one, one place on; replaced.
 */
function drawRow({ width, data }: Bitmap, y: number, plans: Int32Array, part: number, waiting: Int32Array): void {
  const stride = bytesPerRow(width);
  const end = (y + 1) * stride;
  let at = y * stride;
  let bits = 0;
  let count = 0;
  /** Errors of the last dot and of the one before it. */
  let last = 0;
  let beforeLast = 0;
  for (let block = 0; block < plans.length; block++) {
    const plan = plans[block]!;
    const x = 3 * block;
    const decided = (plan >> (6 - 3 * part)) & 7;
    if ((plan & (1 << CARRIES)) === 0) {
      bits = (bits << 3) | decided;
      waiting[x] = beforeLast + 5 * last;
      waiting[x + 1] = last;
      waiting[x + 2] = 0;
      beforeLast = 0;
      last = 0;
    } else {
      const open = plan >> (OPEN + 6 - 3 * part);
      const nine = 9 * (plan >> MADE_OF) + 3 * part;
      for (let dot = 0; dot < 3; dot++) {
        const ink = ((COVERAGE[nine + dot]! << 4) + waiting[x + dot + 1]! + Math.imul(7, last) + 8) >> 4;
        const enough = ENOUGH[((decided >> (2 - dot)) & 1) | (((open >> (2 - dot)) & 1) << 1)]!;
        /** All ones for black, zero for white. */
        const black = (enough - ink) >> 31;
        const error = (ink - (black & INK)) | 0;
        waiting[x + dot] = (beforeLast + 5 * last + 3 * error) | 0;
        beforeLast = last;
        last = error;
        bits = (bits << 1) - black;
      }
    }
    count += 3;
    if (count >= 8 && at < end) {
      count -= 8;
      data[at++] = bits >> count;
    }
  }
  waiting[3 * plans.length] = beforeLast + 5 * last;
  if (at < end) data[at] = bits << (8 - count);
  // The last block may be wider than what is left of the row.
  data[end - 1]! &= 0xff << (8 * stride - width);
}
