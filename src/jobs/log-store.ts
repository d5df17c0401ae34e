import { type Database, toStorageError } from './database.ts';
import { guardedWrite } from './guarded-write.ts';
import type { LogEntry, LogKind } from './log-entry.ts';

/** An entry that has no id yet. */
export type LogDraft = Omit<LogEntry, 'id'>;

/** What the log holds at most; older entries make room for newer ones. */
const MOST_ENTRIES = 5_000;
const MOST_CHARS = 400;
const MOST_HEX_DIGITS = 128;

const KINDS: readonly LogKind[] = ['bridge', 'printer', 'job', 'engine'];

/**
 * The log: bounded, without secrets (whoever writes takes them out), and not so precious that printing would wait for it:
 * a power cut may take the last second with it.
 *
 * Every method rejects with `storage-full`, `storage-failed` or, where it writes, `engine-superseded`.
 */
export class LogStore {
  readonly #database: Database;
  readonly #epoch: number;

  constructor(database: Database, epoch: number) {
    this.#database = database;
    this.#epoch = epoch;
  }

  /** Stores entries in one transaction: texts cut after 400 characters, hex after 64 bytes. The oldest ones go for them. */
  async append(entries: readonly LogDraft[]): Promise<void> {
    await this.#write(async (log) => {
      const ids = await Promise.all(entries.slice(-MOST_ENTRIES).map((entry) => log.add(cut(entry))));
      const last = ids.at(-1);
      if (last !== undefined) await log.delete(IDBKeyRange.upperBound(last - MOST_ENTRIES));
    });
  }

  /** The newest entries first, at most `limit`, with ids below `before`; of some kinds only, where named. */
  async list(page: { before?: number; limit: number; kinds?: readonly LogKind[] }): Promise<LogEntry[]> {
    try {
      const range = page.before === undefined ? null : IDBKeyRange.upperBound(page.before, true);
      const { store, done } = this.#database.transaction('log');
      // A request that fails says so itself.
      done.catch(() => {});
      const entries: LogEntry[] = [];
      let cursor = await store.openCursor(range, 'prev');
      while (cursor !== null && entries.length < page.limit) {
        const entry = readEntry(cursor.key, cursor.value);
        if (entry !== undefined && page.kinds?.includes(entry.kind) !== false) entries.push(entry);
        cursor = await cursor.continue();
      }
      return entries;
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }

  async clear(): Promise<void> {
    await this.#write((log) => log.clear());
  }

  #write(work: (log: LogWriter) => Promise<void>): Promise<void> {
    const writer = { database: this.#database, epoch: this.#epoch, durability: 'relaxed' } as const;
    return guardedWrite(writer, ['log'], (transaction) => work(transaction.objectStore('log')));
  }
}

interface LogWriter {
  add(entry: LogDraft): Promise<number>;
  delete(range: IDBKeyRange): Promise<void>;
  clear(): Promise<void>;
}

function cut({ text, hex, ...rest }: LogDraft): LogDraft {
  return { ...rest, text: text.slice(0, MOST_CHARS), ...(hex !== undefined && { hex: hex.slice(0, MOST_HEX_DIGITS) }) };
}

/** Reads an entry; a damaged one is none. */
function readEntry(id: number, stored: unknown): LogEntry | undefined {
  const { at, epoch, kind, text, about, hex } = (stored ?? {}) as Partial<Record<keyof LogEntry, unknown>>;
  const known = KINDS.find((one) => one === kind);
  if (typeof at !== 'number' || typeof epoch !== 'number' || known === undefined || typeof text !== 'string') {
    return undefined;
  }
  return {
    id,
    at,
    epoch,
    kind: known,
    text,
    ...(typeof about === 'string' && { about }),
    ...(typeof hex === 'string' && { hex }),
  };
}
