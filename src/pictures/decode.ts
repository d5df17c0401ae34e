import { PapertabError } from '../errors.ts';
import { readImageHeader } from './image-header.ts';

/** More dots than the cameras of most phones have; decoded they take 400 MB. */
const MAX_DOTS = 100_000_000;
/** Browsers draw nothing that is longer on a side. */
const MAX_SIDE = 32_767;

/** What developer tools, and tests, see of a picture that was decoded. */
export const DECODED_MARK = 'papertab-picture-decoded';

/**
 * Decodes a picture, upright as its file says. Its size is bounded before anything is unfolded.
 *
 * @throws PapertabError `picture-file` for what is no picture that the browser can read, `picture-file-size` for one of
 *   too many dots
 */
export async function decodePicture(file: Blob): Promise<ImageBitmap> {
  const header = readImageHeader(await readBytes(file));
  if (!header) throw new PapertabError('picture-file', 'unknown');
  const { kind, width, height } = header;
  if (width < 1 || height < 1) throw new PapertabError('picture-file', kind);
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_DOTS) {
    throw new PapertabError('picture-file-size', `${width}x${height}`);
  }
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (thrown) {
    throw new PapertabError('picture-file', kind, { cause: thrown });
  }
  performance.mark(DECODED_MARK);
  return bitmap;
}

async function readBytes(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (thrown) {
    throw new PapertabError('picture-file', 'unreadable', { cause: thrown });
  }
}
