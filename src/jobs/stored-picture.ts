import { PapertabError } from '../errors.ts';
import { type Bitmap, bytesPerRow } from '../imaging/bitmap.ts';
import type { StoredPicture } from './database.ts';

/** No head is wider. */
const MAX_WIDTH = 4_096;
/** The server's longest picture, and so the longest that is kept. */
const MAX_HEIGHT = 10_000;
const ENCODING = 'deflate-raw';

/** Compresses a bitmap for keeping: a page of text shrinks to a few per cent. */
export async function packPicture(bitmap: Bitmap): Promise<StoredPicture> {
  const stream = new Blob([bitmap.data]).stream().pipeThrough(new CompressionStream(ENCODING));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return { width: bitmap.width, height: bitmap.height, encoding: ENCODING, bytes };
}

/**
 * Reads a picture back.
 *
 * @throws PapertabError `job-picture` when it is missing or damaged; never yields more than its size allows
 */
export async function unpackPicture(stored: unknown): Promise<Bitmap> {
  const { width, height, bytes } = checkStored(stored);
  const data = new Uint8Array(bytesPerRow(width) * height);
  let filled = 0;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(ENCODING));
    for await (const part of stream as unknown as AsyncIterable<Uint8Array>) {
      data.set(part, filled);
      filled += part.length;
    }
  } catch (cause) {
    throw new PapertabError('job-picture', 'damaged', { cause });
  }
  if (filled !== data.length) throw new PapertabError('job-picture', 'cut short');
  return { width, height, data };
}

/**
 * Checks everything of a stored picture but its compressed dots.
 *
 * @throws PapertabError `job-picture`
 */
export function checkStored(stored: unknown): StoredPicture {
  const picture = stored as Partial<StoredPicture> | undefined;
  const { width, height, encoding, bytes } = picture ?? {};
  if (!isCount(width, MAX_WIDTH) || !isCount(height, MAX_HEIGHT)) throw new PapertabError('job-picture', 'no size');
  if (encoding !== ENCODING || !(bytes instanceof Uint8Array)) throw new PapertabError('job-picture', 'no dots');
  return { width, height, encoding, bytes };
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= most;
}
