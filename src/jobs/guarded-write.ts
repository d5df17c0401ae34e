import type { IDBPTransaction, StoreNames } from 'idb';
import { PapertabError } from '../errors.ts';
import { type Database, type Schema, toStorageError } from './database.ts';
import { checkEpoch } from './epoch.ts';

export type WriteTransaction = IDBPTransaction<Schema, StoreNames<Schema>[], 'readwrite'>;

/** Who writes, and how. */
export interface Writer {
  readonly database: Database;
  /** The epoch of the engine that writes. */
  readonly epoch: number;
  /** `relaxed` where a power cut may take the last second with it; `strict` otherwise. */
  readonly durability?: 'strict' | 'relaxed';
}

/**
 * Does `work` in one transaction over `stores` and `meta` that checks the epoch first, and resolves when it is complete,
 * not before. `work` awaits nothing but IndexedDB: anything else would let the transaction commit early. What `work`
 * throws undoes it all.
 *
 * @throws PapertabError `storage-full`, `storage-failed`, `engine-superseded`, and what `work` throws
 */
export async function guardedWrite<T>(
  { database, epoch, durability = 'strict' }: Writer,
  stores: readonly StoreNames<Schema>[],
  work: (transaction: WriteTransaction) => Promise<T>,
): Promise<T> {
  let transaction: WriteTransaction | undefined;
  try {
    transaction = database.transaction(['meta', ...stores], 'readwrite', { durability });
    await checkEpoch(transaction.objectStore('meta'), epoch);
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (thrown) {
    // What the transaction died of says more than the request that failed with it; its own promise must not go unheard.
    const cause = transaction === undefined ? thrown : await abort(transaction, thrown);
    throw toStorageError(cause);
  }
}

async function abort(transaction: WriteTransaction, thrown: unknown): Promise<unknown> {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
  try {
    await transaction.done;
  } catch {
    // Reported through `error` below.
  }
  if (thrown instanceof PapertabError) return thrown;
  return transaction.error ?? thrown;
}
