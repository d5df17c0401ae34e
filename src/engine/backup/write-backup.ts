import { PapertabError } from '../../errors.ts';
import { MAX_BODY, MAX_ENTRIES, MAX_TEXT } from './bounds.ts';
import { writeChunks } from './chunks.ts';
import { deflate } from './compression.ts';
import { encodeItem, type Item } from './entry.ts';
import { createSeal } from './seal.ts';

/**
 * Makes the file of a backup from what is in it, between `about` and `end`.
 *
 * @param madeAt Unix milliseconds
 * @throws PapertabError `backup-size`, and what `items` throws
 */
export async function writeBackup(
  madeAt: number,
  items: Iterable<Item> | AsyncIterable<Item>,
  passphrase?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { header, seal } = await createSeal(passphrase);
  return writeChunks(header, seal, deflate(encoded(madeAt, items)));
}

async function* encoded(
  madeAt: number,
  items: Iterable<Item> | AsyncIterable<Item>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const about = encodeItem({ entry: { kind: 'about', madeAt } });
  yield about;
  let entries = 1;
  let size = about.length;
  for await (const item of items) {
    const bytes = encodeItem(item);
    entries++;
    size += bytes.length;
    // What is not taken is not made either; the last entry is never long.
    if (entries > MAX_ENTRIES || size > MAX_BODY - MAX_TEXT) throw new PapertabError('backup-size', 'uncompressed');
    yield bytes;
  }
  yield encodeItem({ entry: { kind: 'end', entries } });
}
