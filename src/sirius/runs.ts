import { PapertabError } from '../errors.ts';
import { type Bitmap, blacken, bytesPerRow, createBitmap, isBlack } from '../imaging/bitmap.ts';

/** Dots across a Little Printer's head. */
export const HEAD_WIDTH = 384;
/** The server cuts pictures at this many rows. */
export const MAX_ROWS = 10_000;

/** Run bytes below it are that many dots; from it on, each stands for one more length of {@link LONG_RUN}. */
const FIRST_LONG = 252;
const LONG_RUN = 384;
const LONGEST_RUN = 4 * LONG_RUN;

/** Dots in a run-length encoded picture: the sum of its runs. */
export function countDots(runs: Uint8Array): number {
  const fours = runs.length & ~3;
  let dots = 0;
  let i = 0;
  // Nearly all bytes are short runs: adding first and mending after is twice as fast as asking for each.
  for (; i < fours; i += 4) {
    const a = runs[i]!;
    const b = runs[i + 1]!;
    const c = runs[i + 2]!;
    const d = runs[i + 3]!;
    dots += a + b + c + d;
    if (a >= FIRST_LONG || b >= FIRST_LONG || c >= FIRST_LONG || d >= FIRST_LONG) {
      dots += beyondByte(a) + beyondByte(b) + beyondByte(c) + beyondByte(d);
    }
  }
  for (; i < runs.length; i++) dots += dotsOf(runs[i]!);
  return dots;
}

/**
 * The picture in run-length data, turned upright: on the wire it is rotated by 180 degrees. One byte is one run,
 * colours alternate from white. A picture that the server inverts on the wire (its bottom-right dot is black) comes
 * out inverted; nothing in the data tells.
 *
 * @param width dots in a row; every picture of today's server is {@link HEAD_WIDTH} wide.
 * @throws PapertabError `picture-size` for no dots, no whole number of rows, or more dots than {@link MAX_ROWS} rows have;
 * nothing has been allocated then.
 */
export function decodeRuns(runs: Uint8Array, width = HEAD_WIDTH): Bitmap {
  const dots = countDots(runs);
  if (dots === 0 || dots > HEAD_WIDTH * MAX_ROWS || dots % width !== 0) {
    throw new PapertabError('picture-size', `${dots} dots`);
  }
  const bitmap = createBitmap(width, dots / width);
  if (width % 32 === 0) fillWords(bitmap, runs);
  else fillDots(bitmap, runs);
  return bitmap;
}

/**
 * Rows of whole 32-bit words. Because the picture is rotated, the first dot of the wire is the last bit of the last
 * byte, so dots fill a word from its lowest bit, and words are stored from the end, most significant byte first.
 *
 * While a word is gathered its bits say where the colour changes: one operation a run. Five shifts then spread each
 * change over the bits after it, which turns changes into colours.
 */
function fillWords(bitmap: Bitmap, runs: Uint8Array): void {
  const { data } = bitmap;
  const view = new DataView(data.buffer);
  /** Where the next word goes. */
  let offset = data.length - 4;
  let changes = 0;
  /** The colour before the word in all 32 bits. */
  let colour = 0;
  /** Where in the word the next run begins. */
  let at = 0;
  const { length } = runs;
  for (let i = 0; i < length; i++) {
    const run = runs[i]!;
    at += run;
    if (at >= 32) {
      at += beyondByte(run);
      changes ^= changes << 1;
      changes ^= changes << 2;
      changes ^= changes << 4;
      changes ^= changes << 8;
      changes ^= changes << 16;
      changes ^= colour;
      view.setInt32(offset, changes);
      colour = changes >> 31;
      changes = 0;
      offset -= 4;
      at -= 32;
      if (at >= 32) {
        // Whole words of one colour; white ones are there already.
        const bytes = (at >> 5) << 2;
        if (colour !== 0) data.fill(0xff, offset + 4 - bytes, offset + 4);
        offset -= bytes;
        at &= 31;
      }
    }
    changes ^= 1 << at;
  }
}

/** Rows of any width, dot by dot: for the odd sizes that only tests and strange servers send. */
function fillDots(bitmap: Bitmap, runs: Uint8Array): void {
  const { width, height } = bitmap;
  let dot = width * height - 1;
  for (let i = 0; i < runs.length; i++) {
    const length = dotsOf(runs[i]!);
    if (i % 2 === 1) {
      for (let k = 0; k < length; k++) blacken(bitmap, (dot - k) % width, Math.floor((dot - k) / width));
    }
    dot -= length;
  }
}

/**
 * The run-length data of an upright bitmap, byte for byte as the server writes it: rotated by 180 degrees, and never
 * with a run of no dots at its start, so that a picture whose bottom-right dot is black arrives as its inverse.
 */
export function encodeRuns(bitmap: Bitmap): Uint8Array<ArrayBuffer> {
  const { width, height, data } = bitmap;
  // No run takes more bytes than it has dots: from 252 dots on, a byte and the empty run before it stand for 251.
  const runs = new Uint8Array(width * height);
  let length = 0;
  const add = (dots: number) => {
    let rest = dots;
    let byte = longestRun(rest);
    runs[length++] = byte;
    rest -= dotsOf(byte);
    while (rest > 0) {
      byte = longestRun(rest);
      runs[length++] = 0;
      runs[length++] = byte;
      rest -= dotsOf(byte);
    }
  };

  const stride = bytesPerRow(width);
  let black = isBlack(bitmap, width - 1, height - 1);
  let run = 0;
  for (let y = height - 1; y >= 0; y--) {
    let x = width - 1;
    while (x >= 0) {
      const byte = data[y * stride + (x >> 3)]!;
      if ((x & 7) === 7 && byte === (black ? 0xff : 0)) {
        run += 8;
        x -= 8;
        continue;
      }
      if (((byte >> (7 - (x & 7))) & 1) === (black ? 1 : 0)) {
        run++;
      } else {
        add(run);
        black = !black;
        run = 1;
      }
      x--;
    }
  }
  if (run > 0) add(run);
  return runs.slice(0, length);
}

/** The byte of the longest run that is at most `dots`, which is more than none. */
function longestRun(dots: number): number {
  if (dots >= LONGEST_RUN) return 255;
  if (dots >= LONG_RUN) return FIRST_LONG - 1 + Math.floor(dots / LONG_RUN);
  return Math.min(dots, FIRST_LONG - 1);
}

/** Dots that a run byte stands for. */
function dotsOf(byte: number): number {
  return byte + beyondByte(byte);
}

/** How many dots more than its own value a run byte stands for: none, but for the longest runs. */
function beyondByte(byte: number): number {
  return byte < FIRST_LONG ? 0 : (byte - (FIRST_LONG - 1)) * LONG_RUN - byte;
}
