import { type Bitmap, blacken, bytesPerRow, createBitmap, isBlack } from '../../src/imaging/bitmap.ts';
import { bytes, written } from './bytes.ts';
import type { EscposOptions } from './escpos-options.ts';
import { EscposPaper } from './escpos-paper.ts';

/** Commands of the sheet. */
export const RESET = '1b 40';
export const FEED = '1b 4a 60';
export const CUT = '1d 56 42 00';

/** A picture as one GS v 0 in a mode of it. */
export function raster(bitmap: Bitmap, mode = 0): Uint8Array<ArrayBuffer> {
  const x = bytesPerRow(bitmap.width);
  return bytes('1d 76 30', [mode, x & 0xff, x >> 8, bitmap.height & 0xff, bitmap.height >> 8], bitmap.data);
}

/** Rows `from` to `to` of a picture. */
export function rowsOf(bitmap: Bitmap, from: number, to: number): Bitmap {
  const stride = bytesPerRow(bitmap.width);
  return { width: bitmap.width, height: to - from, data: bitmap.data.slice(from * stride, to * stride) };
}

/** A picture drawn at column `left` of a wider one, each dot `scaleX` by `scaleY`. */
export function onHead(bitmap: Bitmap, headWidth: number, left: number, scaleX = 1, scaleY = 1): Bitmap {
  const head = createBitmap(headWidth, bitmap.height * scaleY);
  for (let y = 0; y < head.height; y++) {
    for (let x = 0; x < bitmap.width * scaleX; x++) {
      if (isBlack(bitmap, Math.floor(x / scaleX), Math.floor(y / scaleY))) blacken(head, left + x, y);
    }
  }
  return head;
}

/** A picture without symmetry, some of it black. */
export function noise(width: number, height: number): Bitmap {
  const bitmap = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if ((x * x + 3 * x * y + 5 * y) % 7 < 3) blacken(bitmap, x, y);
  }
  return bitmap;
}

/** A printer that has been sent all this. */
export function printing(options: EscposOptions, ...parts: (string | Iterable<number>)[]): EscposPaper {
  const printer = new EscposPaper(options);
  printer.receive(bytes(...parts));
  return printer;
}

/** All that a stream comes to. */
export function outcome(stream: Uint8Array, options: EscposOptions): string {
  const printer = new EscposPaper(options);
  printer.receive(stream);
  let unrest = '';
  try {
    printer.checkAtRest();
  } catch (error) {
    unrest = String(error);
  }
  return JSON.stringify([unrest, printer.pictures.map(({ data }) => written(data)), printer.events, printer.nuls]);
}
