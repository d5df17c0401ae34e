import { type Bitmap, bytesPerRow } from '../../../imaging/bitmap.ts';
import type { Chunk } from '../../language.ts';
import type { PrinterSettings } from '../../settings.ts';
import { COMMAND, FEED_AFTER_JOB } from './commands.ts';
import { encodeFeed, encodeFrame } from './frames.ts';

/** Rows in a frame take at most as much as the maker's own programs send to these printers. */
const MAX_ROW_BYTES = 1008;

export interface JobOptions {
  /** The key in use. */
  readonly key: number;
  /** Whether the printer takes the command for the type of paper: some models hang on it. */
  readonly paperType: boolean;
}

/**
 * A whole job: density, type of paper, the rows, white rows as `settings.extraFeed` says, feed. Every chunk is a whole
 * frame with whole rows, since a row that is cut by a frame comes out torn. White rows are sent like others.
 *
 * @param bitmap as wide as the head
 */
export function* encodePaperangJob(
  bitmap: Bitmap,
  settings: PrinterSettings,
  { key, paperType }: JobOptions,
): Generator<Chunk, void, undefined> {
  yield command(encodeFrame(COMMAND.setDensity, Uint8Array.of(settings.density), key));
  if (paperType) {
    const type = settings.paper === 'label' ? 1 : 0;
    yield command(encodeFrame(COMMAND.setPaperType, Uint8Array.of(type), key));
  }
  const stride = bytesPerRow(bitmap.width);
  const rowsInFrame = Math.max(1, Math.floor(MAX_ROW_BYTES / stride));
  let index = 0;
  for (let row = 0; row < bitmap.height; row += rowsInFrame) {
    const rows = Math.min(rowsInFrame, bitmap.height - row);
    yield { bytes: data(bitmap.data.subarray(row * stride, (row + rows) * stride)), rows, complete: true };
  }
  for (let row = 0; row < settings.extraFeed; row += rowsInFrame) {
    const rows = Math.min(rowsInFrame, settings.extraFeed - row);
    yield command(data(new Uint8Array(rows * stride)));
  }
  yield command(encodeFeed(FEED_AFTER_JOB, key));

  function data(rows: Uint8Array): Uint8Array<ArrayBuffer> {
    return encodeFrame(COMMAND.printData, rows, key, index++);
  }
}

/** A chunk that carries nothing of the picture. */
function command(bytes: Uint8Array<ArrayBuffer>): Chunk {
  return { bytes, rows: 0, complete: true };
}
