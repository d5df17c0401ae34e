import { PapertabError } from '../errors.ts';
import { type Database, toStorageError } from './database.ts';

const KEY = 'epoch';

/**
 * Begins a new epoch: from now on every engine of an earlier one finds its transactions refused.
 *
 * @throws PapertabError `storage-full`, `storage-failed`
 */
export async function beginEpoch(database: Database): Promise<number> {
  try {
    const transaction = database.transaction('meta', 'readwrite', { durability: 'strict' });
    const last = await transaction.store.get(KEY);
    const epoch = typeof last === 'number' && Number.isSafeInteger(last) ? last + 1 : 1;
    await Promise.all([transaction.store.put(epoch, KEY), transaction.done]);
    return epoch;
  } catch (thrown) {
    throw toStorageError(thrown);
  }
}

/**
 * Checks inside a transaction that its engine is still the one: an engine that was frozen and thawed may have been
 * replaced meanwhile and must change nothing.
 *
 * @throws PapertabError `engine-superseded`
 */
export async function checkEpoch(meta: { get(key: string): Promise<unknown> }, epoch: number): Promise<void> {
  if ((await meta.get(KEY)) !== epoch) throw new PapertabError('engine-superseded');
}
