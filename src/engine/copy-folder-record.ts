import { type Database, toStorageError } from '../jobs/database.ts';
import { guardedWrite } from '../jobs/guarded-write.ts';
import { type CopyMark, readMark } from './copy-mark.ts';

const FOLDER = 'copy-folder';
const MARK = 'copy-mark';

/**
 * The folder that copies go into, as this browser keeps it, and up to which print they were made: a handle outlives the
 * tab, the right to write there may not.
 */
export class CopyFolderRecord {
  readonly #database: Database;
  readonly #epoch: number;

  constructor(database: Database, epoch: number) {
    this.#database = database;
    this.#epoch = epoch;
  }

  /** @throws PapertabError `storage-failed` */
  async read(): Promise<{ readonly folder?: FileSystemDirectoryHandle; readonly mark?: CopyMark }> {
    try {
      const folder = await this.#database.get('meta', FOLDER);
      if (!isFolder(folder)) return {};
      const mark = readMark(await this.#database.get('meta', MARK));
      return mark === undefined ? { folder } : { folder, mark };
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }

  /**
   * Stores both; without a folder neither is kept.
   *
   * @throws PapertabError `storage-full`, `storage-failed`, `engine-superseded`
   */
  async write(folder: FileSystemDirectoryHandle | undefined, mark: CopyMark): Promise<void> {
    await guardedWrite({ database: this.#database, epoch: this.#epoch }, [], async (transaction) => {
      const meta = transaction.objectStore('meta');
      if (folder === undefined) {
        await meta.delete(FOLDER);
        await meta.delete(MARK);
      } else {
        await meta.put(folder, FOLDER);
        await meta.put(mark, MARK);
      }
    });
  }

  /**
   * A power cut may take the last one with it: then a copy is looked at twice.
   *
   * @throws PapertabError `storage-full`, `storage-failed`, `engine-superseded`
   */
  async writeMark(mark: CopyMark): Promise<void> {
    const writer = { database: this.#database, epoch: this.#epoch, durability: 'relaxed' } as const;
    await guardedWrite(writer, [], async (transaction) => {
      await transaction.objectStore('meta').put(mark, MARK);
    });
  }
}

function isFolder(value: unknown): value is FileSystemDirectoryHandle {
  return (value as FileSystemDirectoryHandle | undefined | null)?.kind === 'directory';
}
