import { type Bitmap, bytesPerRow } from '../../../imaging/bitmap.ts';
import type { Chunk } from '../../language.ts';
import type { PrinterSettings } from '../../settings.ts';
import { ALIGN_LEFT, CUT, FEED_ROWS, feed, NO_LEFT_MARGIN, printWidth, RESET, rasterHeader } from './commands.ts';

/** Rows of one picture command: printers lose themselves when they are sent more than they can hold. */
const BAND_ROWS = 128;
const CAREFUL_BAND_ROWS = 24;
/** What comes before the rows of a band. */
const HEADER_BYTES = 8;
/** A band is sent in pieces, so that progress is seen and a write is soon over. */
const CHUNK_ROWS = 16;
const CHUNK_BYTES = 1024;

/** Rows of a full band. */
function bandRows({ careful }: PrinterSettings): number {
  return careful ? CAREFUL_BAND_ROWS : BAND_ROWS;
}

/**
 * A whole job: reset, left margin, print width; the rows in bands; feed; cut where the settings say so. Within a band the
 * printer takes whatever comes as dots, so a chunk is complete only at its end.
 *
 * The rows may contain bytes that some printers take for questions and commands at once, even within a picture
 * (`10 04`, `10 05`, `10 14`): there is no way around them.
 *
 * @param bitmap as wide as the head
 */
export function* encodeEscposJob(bitmap: Bitmap, settings: PrinterSettings): Generator<Chunk, void, undefined> {
  yield command([...RESET, ...ALIGN_LEFT, ...NO_LEFT_MARGIN, ...printWidth(bitmap.width)]);
  const stride = bytesPerRow(bitmap.width);
  const band = bandRows(settings);
  for (let row = 0; row < bitmap.height; row += band) {
    yield* encodeBand(bitmap.data.subarray(row * stride, (row + band) * stride), stride);
  }
  yield command(feed(FEED_ROWS + settings.extraFeed));
  if (settings.cut !== 'none') yield command(CUT[settings.cut]);
}

/** Gives up a job between two bands: feeds what is printed out, and leaves the printer as it was found. */
export function encodeEscposAbandon(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...RESET, ...feed(FEED_ROWS)]);
}

/**
 * What brings a printer out of a band whose rest will never come: as many white rows as the longest band can still ask
 * for, and what may be left of its header. A printer that waits for nothing takes no notice of zeros.
 *
 * @param headWidth dots across the head that the band was for; whether it was a short one may have been set since
 */
export function encodeEndOfBand(headWidth: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(HEADER_BYTES + bytesPerRow(headWidth) * BAND_ROWS);
}

function* encodeBand(data: Uint8Array, stride: number): Generator<Chunk, void, undefined> {
  const rows = data.length / stride;
  const rowsInChunk = Math.max(1, Math.min(CHUNK_ROWS, Math.floor(CHUNK_BYTES / stride)));
  for (let row = 0; row < rows; row += rowsInChunk) {
    const end = Math.min(rows, row + rowsInChunk);
    const header = row === 0 ? rasterHeader(stride, rows) : [];
    const bytes = new Uint8Array(header.length + (end - row) * stride);
    bytes.set(header);
    bytes.set(data.subarray(row * stride, end * stride), header.length);
    yield { bytes, rows: end - row, complete: end === rows };
  }
}

/** A chunk that carries nothing of the picture. */
function command(bytes: readonly number[]): Chunk {
  return { bytes: Uint8Array.from(bytes), rows: 0, complete: true };
}
