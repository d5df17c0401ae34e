import type { WriteTransaction } from './guarded-write.ts';
import { type Amount, bytesOf } from './tally.ts';

/** Jobs that one transaction deletes at most: printing must not wait long for it. */
const BATCH = 100;

/** A record that was deleted. */
export interface Pruned {
  readonly id: number;
  readonly stored: unknown;
}

/**
 * Deletes jobs that have ended, with their pictures: printed ones first, the oldest first, those that the server is still
 * to be told of last; then failed and cancelled ones. Never one that waits, prints, is held or needs somebody.
 *
 * @param excess what is to go: at least as many jobs and bytes, where there are so many; at most 100 jobs at once
 */
export async function pruneOldest(transaction: WriteTransaction, excess: Amount): Promise<Pruned[]> {
  const jobs = transaction.objectStore('jobs');
  const pictures = transaction.objectStore('pictures');
  const pruned: Pruned[] = [];
  let { prints, bytes } = excess;
  for (const ranges of inOrder()) {
    const found = await Promise.all(ranges.map((range) => jobs.index('history').getAllKeys(range, BATCH)));
    const ids = found
      .flat()
      .sort((a, b) => a - b)
      .slice(0, BATCH - pruned.length);
    const records = await Promise.all(ids.map((id) => jobs.get(id)));
    for (const [i, id] of ids.entries()) {
      if (prints <= 0 && bytes <= 0) break;
      const stored = records[i];
      prints--;
      bytes -= bytesOf(stored);
      pruned.push({ id, stored });
    }
  }
  await Promise.all(pruned.flatMap(({ id }) => [jobs.delete(id), pictures.delete(id)]));
  return pruned;
}

/** What may go before what. Jobs of one step go in order of arrival. */
function inOrder(): readonly (readonly IDBKeyRange[])[] {
  const only = (report: string): IDBKeyRange => IDBKeyRange.only(['printed', report]);
  // An empty list sorts after every text.
  const all = (state: string): IDBKeyRange => IDBKeyRange.bound([state], [state, []]);
  return [[only('none'), only('sent')], [only('due')], [all('failed'), all('cancelled')]];
}
