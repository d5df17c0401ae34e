import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from 'idb';
import { type Clock, systemClock } from '../clock.ts';
import { PapertabError, toPapertabError } from '../errors.ts';
import { upgrade } from './upgrade.ts';

/** A picture as it is kept: its packed bits, compressed. */
export interface StoredPicture {
  readonly width: number;
  readonly height: number;
  readonly encoding: 'deflate-raw';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Everything that this browser keeps. Values are `unknown` where an earlier release, a damaged disk or a curious user
 * may have written them: whoever reads one checks it.
 */
export interface Schema extends DBSchema {
  /** Single values: the epoch, the bridge address, the settings. */
  meta: { key: string; value: unknown };
  /** By device address. */
  'little-printers': { key: string; value: unknown };
  /** By paper printer id. */
  'paper-printers': { key: string; value: unknown };
  /** By device address: the faces and quips that the server has sent. */
  personalities: { key: string; value: unknown };
  /** By job id, rising. */
  jobs: {
    key: number;
    value: unknown;
    indexes: {
      state: string;
      report: string;
      /** State and paper printer: what waits for one printer is found without reading what waits for the others. */
      queue: [string, string];
      /** State and report: what has ended is found in the order in which it may be deleted. */
      history: [string, string];
    };
  };
  /** By job id. */
  pictures: { key: number; value: unknown };
  /** By entry id, rising. */
  log: { key: number; value: unknown };
}

export type Database = IDBPDatabase<Schema>;

const NAME = 'papertab';
const VERSION = 2;
/** A database that has not even begun to open by then hangs: browsers have been seen to do that until they are restarted. */
const OPENING_PATIENCE_MS = 60_000;
/** How long another tab that holds an earlier release's database may take to let go: one that only reads soon has. */
const BLOCKED_PATIENCE_MS = 5_000;

/** What can happen to an open database. */
export interface DatabaseEvents {
  /** A newer release in another tab needs it; it is closed by then. */
  superseded(): void;
  /** The browser closed it: its data were cleared, or it broke. */
  terminated(): void;
}

/**
 * Opens the database, creating it on the first visit and bringing what an earlier release left up to date.
 *
 * @throws PapertabError `storage-blocked` when an older tab does not let go, `storage-failed` when it cannot be opened, or
 * does not begin to within a minute
 */
export async function openDatabase(events: DatabaseEvents, clock: Clock = systemClock): Promise<Database> {
  try {
    return await open(events, clock, { fillIn: true });
  } catch (thrown) {
    // On a full disk nothing can be added to the jobs; they print without it, and the user can make room.
    if (thrown instanceof Error && thrown.name === 'AbortError') {
      return open(events, clock, { fillIn: false }).catch((again) => Promise.reject(toStorageError(again)));
    }
    throw toStorageError(thrown);
  }
}

async function open(events: DatabaseEvents, clock: Clock, how: { readonly fillIn: boolean }): Promise<Database> {
  let giveUp: (code: 'storage-blocked' | 'storage-failed', detail?: string) => void;
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = (...why) => reject(new PapertabError(...why));
  });
  let stopWaiting = clock.after(OPENING_PATIENCE_MS, () => giveUp('storage-failed', 'silent'));
  const opening = openDB<Schema>(NAME, VERSION, {
    upgrade: (database, from, _to, transaction) => {
      // That takes as long as it takes.
      stopWaiting();
      return upgrade(database, from, transaction, how);
    },
    blocked: () => {
      stopWaiting();
      stopWaiting = clock.after(BLOCKED_PATIENCE_MS, () => giveUp('storage-blocked'));
    },
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      events.superseded();
    },
    terminated: () => events.terminated(),
  });
  // One that opens after all, when it is given up already, must not stand in the way of others.
  givenUp.catch(() => opening.then((late) => late.close())).catch(() => {});
  try {
    return await Promise.race([opening, givenUp]);
  } finally {
    stopWaiting();
  }
}

/** What Chromium says of a value whose file is gone: `NotFoundError` in its releases 130 and 131 alone. */
const LOST: readonly string[] = ['NotReadableError', 'NotFoundError'];

/**
 * Whether reading failed because a value is gone for good: a browser keeps large ones in files of their own, which tidying
 * programs delete. Its key is still there, and it can be deleted or written anew. The transaction that read it has ended.
 */
export function isLost(thrown: unknown): boolean {
  return thrown instanceof Error && LOST.includes(thrown.name);
}

/** One value, read in a transaction of its own; one that is lost, see {@link isLost}, reads as an absent one. */
export async function readValue<Name extends StoreNames<Schema>>(
  database: Database,
  store: Name,
  key: Schema[Name]['key'],
): Promise<unknown> {
  const transaction = database.transaction(store);
  // A request that fails says so itself.
  transaction.done.catch(() => {});
  try {
    return await transaction.store.get(key);
  } catch (thrown) {
    if (isLost(thrown)) return undefined;
    throw thrown;
  }
}

/** Puts what IndexedDB throws into the project's error: `storage-full` or `storage-failed`. */
export function toStorageError(thrown: unknown): PapertabError {
  const name = thrown instanceof Error ? thrown.name : '';
  return toPapertabError(thrown, name === 'QuotaExceededError' ? 'storage-full' : 'storage-failed');
}
