import type { Bitmap } from '../imaging/bitmap.ts';
import { encodePng } from '../imaging/png.ts';
import type { Job } from '../jobs/job.ts';

/** How many files of one name are looked at before it is given up. */
const MOST_ALIKE = 100;

/**
 * Writes a print into a folder, as a PNG file of one bit a dot. A file that is there already is left alone; one that is
 * this very copy is not made again.
 *
 * @returns the name of the file
 * @throws what the browser throws: `NotFoundError` when the folder is gone, `NotAllowedError`, `QuotaExceededError`, …
 */
export async function writeCopy(folder: FileSystemDirectoryHandle, job: Job, picture: Bitmap): Promise<string> {
  const png = await encodePng(picture);
  const { name, isThere } = await nameFor(folder, copyName(job), png);
  if (isThere) return name;
  const file = await folder.getFileHandle(name, { create: true });
  try {
    const stream = await file.createWritable();
    try {
      await stream.write(png);
    } catch (thrown) {
      await stream.abort().catch(() => {});
      throw thrown;
    }
    await stream.close();
    return name;
  } catch (thrown) {
    // What was made of the file is empty.
    await folder.removeEntry(name).catch(() => {});
    throw thrown;
  }
}

/** When it was printed, by the clock on the wall, what it is, and its number: `2026-11-21 10.05.33 message 123`. */
function copyName({ changedAt, id, origin }: Job): string {
  const at = new Date(changedAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('.');
  return `${date} ${time} ${wordFor(origin)} ${id}`;
}

function wordFor(origin: Job['origin']): string {
  if (origin.kind === 'delivery') return 'message';
  if (origin.kind === 'button') return 'button';
  return origin.source === 'inverted-reprint' ? 'reprint' : origin.source;
}

/** Numbers begin anew where a browser's data were cleared, and two browsers may share a folder. */
async function nameFor(
  folder: FileSystemDirectoryHandle,
  stem: string,
  png: Uint8Array,
): Promise<{ name: string; isThere: boolean }> {
  for (let i = 1; i <= MOST_ALIKE; i++) {
    const name = i === 1 ? `${stem}.png` : `${stem} (${i}).png`;
    let handle: FileSystemFileHandle;
    try {
      handle = await folder.getFileHandle(name);
    } catch (thrown) {
      if ((thrown as DOMException).name === 'TypeMismatchError') continue;
      // Nothing of that name, or no such folder any more: making the file tells.
      return { name, isThere: false };
    }
    const bytes = await read(handle, png.length);
    // Empty is what a tab leaves that ends before it has written.
    if (bytes?.length === 0) return { name, isThere: false };
    if (bytes?.every((byte, i) => byte === png[i])) return { name, isThere: true };
  }
  throw new DOMException(`There are ${MOST_ALIKE} files like ${stem}`, 'NoModificationAllowedError');
}

/** What is in a file, if that is so many bytes or none; undefined as well when it cannot be read. */
async function read(handle: FileSystemFileHandle, length: number): Promise<Uint8Array | undefined> {
  try {
    const file = await handle.getFile();
    return file.size === length || file.size === 0 ? new Uint8Array(await file.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}
