import { PapertabError } from '../errors.ts';
import { type Database, toStorageError } from './database.ts';

const KEY = 'epoch';

/**
 * Begins a new epoch: from now on every engine of an earlier one finds its transactions refused. On a full disk the
 * present one goes on: an engine must start for the user to make room, and the engine lock keeps others out.
 *
 * @throws PapertabError `storage-full` on a first visit, `storage-failed`
 */
export async function beginEpoch(database: Database): Promise<number> {
  let last: unknown;
  try {
    const transaction = database.transaction('meta', 'readwrite', { durability: 'strict' });
    // What fails in it is thrown below; its own promise must not go unheard as well.
    transaction.done.catch(() => {});
    // Read where it is written: of two engines that begin at once each gets an epoch of its own.
    last = await transaction.store.get(KEY);
    const epoch = isEpoch(last) ? last + 1 : 1;
    await Promise.all([transaction.store.put(epoch, KEY), transaction.done]);
    return epoch;
  } catch (thrown) {
    const error = toStorageError(thrown);
    if (error.code === 'storage-full' && isEpoch(last)) return last;
    throw error;
  }
}

function isEpoch(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
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
