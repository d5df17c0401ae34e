import { type Bitmap, bytesPerRow, createBitmap } from '../../src/imaging/bitmap.ts';
import { bytes, written } from './bytes.ts';
import { buildFrame, STANDARD_KEY } from './paperang-frames.ts';
import type { PaperangOptions } from './paperang-options.ts';
import { PaperangPaper } from './paperang-paper.ts';

/** Frames of the sheet under the standard key, and the last two under key 0. */
export const FEED = '02 1a 00 02 00 18 01 6e fd 3f b8 03';
export const DENSITY = '02 19 00 01 00 4b 5e 11 50 7f 03';
export const IDLE = '02 36 00 01 00 01 d0 b9 59 e9 03';
export const STATUS = '02 0c 00 01 00 01 d0 b9 59 e9 03';
export const VERSION = '02 04 00 01 00 01 d0 b9 59 e9 03';
export const KEY_0 = '02 18 00 04 00 21 95 76 35 1c df 44 21 03';
export const VERSION_KEY_0 = '02 04 00 01 00 01 1b df 05 a5 03';

/** A frame with a payload of the test's own. */
export const frame = (command: number, payload: Iterable<number>, key = STANDARD_KEY): Uint8Array =>
  buildFrame(command, 0, payload, key);

/** A density, the rows of a picture in frames of `rows` rows, and the feed. */
export function job(bitmap: Bitmap, rows = 10): Uint8Array<ArrayBuffer> {
  const step = rows * bytesPerRow(bitmap.width);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bitmap.data.length; at += step) frames.push(frame(0x00, bitmap.data.subarray(at, at + step)));
  return bytes(DENSITY, ...frames, FEED);
}

/** A picture that never repeats itself. */
export function noise(width: number, height: number): Bitmap {
  const bitmap = createBitmap(width, height);
  let state = 1;
  for (let i = 0; i < bitmap.data.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bitmap.data[i] = state >>> 16;
  }
  return bitmap;
}

/** What a stream comes to: what was wrong with it, drawn, done and answered. */
export function outcome(stream: Uint8Array, options: PaperangOptions): string {
  const printer = new PaperangPaper(options);
  const replies: string[] = [];
  printer.onReply = (reply) => replies.push(written(reply));
  printer.receive(stream);
  let unrest = '';
  try {
    printer.checkAtRest();
  } catch (error) {
    unrest = String(error);
  }
  return JSON.stringify([unrest, printer.pictures.map(({ data }) => written(data)), printer.events, replies]);
}

/** The payloads of the status (0c) and idle (36) answers among what a printer says. */
export function listen(printer: PaperangPaper): {
  status: number[];
  idle: number[];
  acknowledged: number[];
  pieces: number[];
} {
  const heard = { status: [] as number[], idle: [] as number[], acknowledged: [] as number[], pieces: [] as number[] };
  printer.onReply = (reply) => {
    heard.pieces.push(reply.length);
    if (reply[1] === 0x0d) heard.status.push(reply[5]!);
    else if (reply[1] === 0x37) heard.idle.push(reply[5]!);
    else if (reply[3] === 1) heard.acknowledged.push(reply[1]!);
  };
  return heard;
}
