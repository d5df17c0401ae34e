import type { Bitmap } from '../imaging/bitmap.ts';
import { encodePng } from '../imaging/png.ts';
import type { Job } from '../jobs/job.ts';

/** How many files of one name are looked at before it is given up. */
const MOST_ALIKE = 100;

/**
 * Writes a print into a folder, as a PNG file of one bit a dot. A file that is there already is left alone.
 *
 * @returns the name of the file
 * @throws what the browser throws: `NotFoundError` when the folder is gone, `NotAllowedError`, `QuotaExceededError`, …
 */
export async function writeCopy(folder: FileSystemDirectoryHandle, job: Job, picture: Bitmap): Promise<string> {
  const png = await encodePng(picture);
  const name = await freeName(folder, copyName(job));
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
async function freeName(folder: FileSystemDirectoryHandle, stem: string): Promise<string> {
  for (let i = 1; i <= MOST_ALIKE; i++) {
    const name = i === 1 ? `${stem}.png` : `${stem} (${i}).png`;
    try {
      await folder.getFileHandle(name);
    } catch (thrown) {
      if ((thrown as DOMException).name === 'TypeMismatchError') continue;
      // Nothing of that name, or no such folder any more: making the file tells.
      return name;
    }
  }
  throw new DOMException(`There are ${MOST_ALIKE} files like ${stem}`, 'NoModificationAllowedError');
}
