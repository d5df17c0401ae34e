import { type Database, toStorageError } from '../jobs/database.ts';
import { guardedWrite } from '../jobs/guarded-write.ts';

const KEY = 'copy-folder';

/** The folder that copies go into, as this browser keeps it: a handle outlives the tab, the right to write there may not. */
export class CopyFolderRecord {
  readonly #database: Database;
  readonly #epoch: number;

  constructor(database: Database, epoch: number) {
    this.#database = database;
    this.#epoch = epoch;
  }

  /** @throws PapertabError `storage-failed` */
  async read(): Promise<FileSystemDirectoryHandle | undefined> {
    try {
      const kept = await this.#database.get('meta', KEY);
      return isFolder(kept) ? kept : undefined;
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }

  /** @throws PapertabError `storage-full`, `storage-failed`, `engine-superseded` */
  async write(folder: FileSystemDirectoryHandle | undefined): Promise<void> {
    await guardedWrite({ database: this.#database, epoch: this.#epoch }, [], async (transaction) => {
      const meta = transaction.objectStore('meta');
      if (folder === undefined) await meta.delete(KEY);
      else await meta.put(folder, KEY);
    });
  }
}

function isFolder(value: unknown): value is FileSystemDirectoryHandle {
  return (value as FileSystemDirectoryHandle | undefined | null)?.kind === 'directory';
}
