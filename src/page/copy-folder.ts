import { PapertabError, toPapertabError } from '../errors.ts';

/** The part of a window that lets the user pick a folder; not every browser has it. */
interface FolderPicker {
  showDirectoryPicker?(how: { mode: 'readwrite'; id: string }): Promise<FileSystemDirectoryHandle>;
}

/** A folder whose right to write can be asked for; where it cannot, there is nothing to ask. */
type AskableFolder = FileSystemDirectoryHandle & {
  requestPermission?(how: { mode: 'readwrite' }): Promise<PermissionState>;
};

/** Under this name the browser remembers where the user looked for the folder last. */
const PICKER_ID = 'papertab-copies';

/** Whether this browser lets a page write into a folder of the user's. */
export function isFolderSupported(picker: FolderPicker = self as FolderPicker): boolean {
  return picker.showDirectoryPicker !== undefined;
}

/**
 * Lets the user pick the folder that copies go into. To be called from a click.
 *
 * @throws PapertabError `chooser-cancelled`, `copies-denied` where the browser forbids it, `copies-failed`
 */
export async function chooseFolder(picker: FolderPicker = self as FolderPicker): Promise<FileSystemDirectoryHandle> {
  if (picker.showDirectoryPicker === undefined) throw new PapertabError('copies-denied', 'no folders here');
  try {
    return await picker.showDirectoryPicker({ mode: 'readwrite', id: PICKER_ID });
  } catch (thrown) {
    throw toFolderError(thrown);
  }
}

/**
 * Asks the browser once more for the right to write into a folder. To be called from a click.
 *
 * @throws PapertabError `copies-denied` when the user or the browser says no
 */
export async function allowFolder(folder: AskableFolder): Promise<void> {
  let answer: PermissionState = 'granted';
  try {
    answer = (await folder.requestPermission?.({ mode: 'readwrite' })) ?? 'granted';
  } catch (thrown) {
    throw toFolderError(thrown);
  }
  if (answer !== 'granted') throw new PapertabError('copies-denied', folder.name);
}

function toFolderError(thrown: unknown): PapertabError {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'AbortError') return new PapertabError('chooser-cancelled');
  return toPapertabError(
    thrown,
    name === 'NotAllowedError' || name === 'SecurityError' ? 'copies-denied' : 'copies-failed',
  );
}
