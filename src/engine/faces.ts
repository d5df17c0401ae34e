import type { Bitmap } from '../imaging/bitmap.ts';
import { stack, topRows } from '../imaging/stack.ts';
import type { Job } from '../jobs/job.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type { PaperChoice } from './paper-choice.ts';
import type { PaperPrinters } from './paper-printers.ts';
import type { Personalities } from './personalities.ts';

/** What puts a face below a message. */
export interface FaceDesk {
  readonly personalities: Personalities;
  readonly choice: PaperChoice;
  readonly paper: PaperPrinters;
}

/** A message as it goes to paper. */
export interface Composed {
  readonly picture: Bitmap;
  /** Rows at its foot that are not the sender's. */
  readonly faceRows: number;
}

/** A message with the face of its Little Printer below it: that which it has just now, if any. */
export async function withFace(
  desk: FaceDesk,
  message: Bitmap,
  { littlePrinter, paperPrinter }: { readonly littlePrinter: string; readonly paperPrinter: string },
): Promise<Composed> {
  const printer = desk.choice.find(littlePrinter);
  const face = printer && (await desk.personalities.face(printer));
  if (face === undefined || face.width !== message.width) return { picture: message, faceRows: 0 };
  const gap = desk.paper.faceGapOf(paperPrinter);
  const faceRows = gap + face.height;
  // The longest messages stand alone: no picture is longer than that.
  if (message.height + faceRows > MAX_ROWS) return { picture: message, faceRows: 0 };
  return { picture: stack(message, gap, face), faceRows };
}

/** The part of a print that its sender sent. */
export function withoutFace(picture: Bitmap, { faceRows }: Pick<Job, 'faceRows'>): Bitmap {
  return faceRows > 0 && faceRows < picture.height ? topRows(picture, picture.height - faceRows) : picture;
}
