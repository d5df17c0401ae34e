import { PapertabError } from '../../errors.ts';
import { LARGEST_BACKUP } from '../largest-backup.ts';
import { unreadable } from './bounds.ts';
import { SEAL_LENGTH, type Seal } from './seal.ts';

/** Bytes in every chunk but the last, which has 1 to that many. */
const CHUNK = 1024 * 1024;
const LENGTH_BYTES = 4;
/** In a chunk's length: no chunk follows. */
const LAST = 0x8000_0000;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Makes the file: the header, then chunk by chunk the length (4 bytes, the highest bit set in the last chunk) and the
 * sealed bytes.
 *
 * @throws PapertabError `backup-size`
 */
export async function writeChunks(header: Bytes, seal: Seal, body: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const parts: Uint8Array[] = [header];
  let size = header.length;
  let index = 0;
  const write = async (chunk: Bytes, last: boolean) => {
    const sealed = await seal.close({ index, last }, chunk);
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, (chunk.length | (last ? LAST : 0)) >>> 0);
    parts.push(length, sealed);
    size += LENGTH_BYTES + sealed.length;
    index++;
    if (size > LARGEST_BACKUP) throw new PapertabError('backup-size', String(size));
  };

  let chunk = new Uint8Array(CHUNK);
  let filled = 0;
  for await (const part of body) {
    for (let at = 0; at < part.length; ) {
      // Only when more is to come is it known that a full one is not the last.
      if (filled === CHUNK) {
        await write(chunk, false);
        chunk = new Uint8Array(CHUNK);
        filled = 0;
      }
      const taken = part.subarray(at, at + CHUNK - filled);
      chunk.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  }
  await write(chunk.slice(0, filled), true);

  const file = new Uint8Array(size);
  let at = 0;
  parts.forEach((part, i) => {
    file.set(part, at);
    at += part.length;
    // Given up as soon as it is copied: both in whole would take twice the memory.
    parts[i] = new Uint8Array(0);
  });
  return file;
}

/**
 * The opened chunks of a file, from the end of its header.
 *
 * @throws PapertabError `backup-unreadable`
 */
export async function* readChunks(file: Uint8Array, start: number, seal: Seal): AsyncGenerator<Bytes> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = start;
  for (let index = 0; ; index++) {
    if (at + LENGTH_BYTES > file.length) throw unreadable(`cut short before chunk ${index}`);
    const head = view.getUint32(at);
    const last = head >= LAST;
    const length = head % LAST;
    if (length === 0 || length > CHUNK || (!last && length < CHUNK)) throw unreadable(`length of chunk ${index}`);
    const end = at + LENGTH_BYTES + length + SEAL_LENGTH;
    if (end > file.length) throw unreadable(`cut short in chunk ${index}`);
    yield await seal.open({ index, last }, file.slice(at + LENGTH_BYTES, end));
    at = end;
    if (!last) continue;
    if (at !== file.length) throw unreadable('more behind the end');
    return;
  }
}
