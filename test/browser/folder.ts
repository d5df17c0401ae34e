import type { Page } from 'playwright-core';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { readPng } from './read-png.ts';

/**
 * Runs in the page before its own scripts: whoever asks for a folder gets a real one, which the browser keeps for the site,
 * under the name that the test has put down in the page.
 */
export function giveFolder(): void {
  Object.assign(globalThis, {
    showDirectoryPicker: async () => {
      const { folderToPick } = globalThis as { folderToPick?: string };
      if (folderToPick === undefined) throw new DOMException('Nothing was picked', 'AbortError');
      return (await navigator.storage.getDirectory()).getDirectoryHandle(folderToPick, { create: true });
    },
  });
}

/** The folder that somebody picks next. */
export async function pickNext(page: Page, folder: string): Promise<void> {
  await page.evaluate((folderToPick) => Object.assign(globalThis, { folderToPick }), folder);
}

/** The pictures in a folder, by the names of their files. A file that is still being written is no picture yet. */
export async function picturesIn(page: Page, folder: string): Promise<Map<string, Bitmap>> {
  const files = await page.evaluate(readFiles, folder);
  const pictures = new Map<string, Bitmap>();
  for (const [name, binary] of files) pictures.set(name, await readPng(Buffer.from(binary, 'latin1')));
  return pictures;
}

/** Runs in the page. */
async function readFiles(folder: string): Promise<[string, string][]> {
  const handle = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
  const files: [string, string][] = [];
  for await (const [name, entry] of handle.entries()) {
    if (!(entry instanceof FileSystemFileHandle) || !name.endsWith('.png')) continue;
    const bytes = new Uint8Array(await (await entry.getFile()).arrayBuffer());
    if (bytes.length > 0) files.push([name, Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')]);
  }
  return files.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Takes a folder away, with all that is in it. */
export async function removeFolderOf(page: Page, folder: string): Promise<void> {
  await page.evaluate(
    async (name) => (await navigator.storage.getDirectory()).removeEntry(name, { recursive: true }),
    folder,
  );
}
