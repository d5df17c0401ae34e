import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Schema } from './database.ts';

type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

/** How many jobs are in memory at once, with their pictures. */
const BATCH = 50;

/**
 * Makes the stores of a new database, or adds to those of an earlier release what they lack. All of it is one
 * transaction: interrupted, it leaves everything as it was.
 *
 * @param from the version that is there; 0 for a new database
 * @param how whether old jobs are told what they do not know of themselves, which takes room
 */
export function upgrade(
  database: IDBPDatabase<Schema>,
  from: number,
  transaction: Upgrade,
  how: { readonly fillIn: boolean },
): void {
  // Whoever opens the database is told when this fails.
  transaction.done.catch(() => {});
  if (from < 1) {
    database.createObjectStore('meta');
    database.createObjectStore('little-printers');
    database.createObjectStore('paper-printers');
    database.createObjectStore('personalities');
    const jobs = database.createObjectStore('jobs', { autoIncrement: true });
    jobs.createIndex('state', 'state');
    jobs.createIndex('report', 'report');
    database.createObjectStore('pictures');
  }
  if (from < 2) {
    database.createObjectStore('log', { autoIncrement: true });
    const jobs = transaction.objectStore('jobs');
    jobs.createIndex('queue', ['state', 'paperPrinter']);
    jobs.createIndex('history', ['state', 'report']);
    // A request that fails aborts the upgrade.
    if (from > 0 && how.fillIn) fillIn(transaction).catch(() => {});
  }
}

/** Jobs of version 1 do not know how many bytes their pictures take; none of them has a face. */
async function fillIn(transaction: Upgrade): Promise<void> {
  const jobs = transaction.objectStore('jobs');
  const pictures = transaction.objectStore('pictures');
  for (let last = 0; ; ) {
    const range = IDBKeyRange.lowerBound(last, true);
    const [ids, stored, packed] = await Promise.all([
      jobs.getAllKeys(range, BATCH),
      jobs.getAll(range, BATCH),
      jobs.getAllKeys(range, BATCH).then((keys) => Promise.all(keys.map((id) => pictures.get(id)))),
    ]);
    const end = ids.at(-1);
    if (end === undefined) return;
    await Promise.all(
      ids.map((id, i) => {
        const job = stored[i];
        // What is damaged is left as it is: it reads as a failed job.
        if (typeof job !== 'object' || job === null) return undefined;
        const bytes = (packed[i] as { bytes?: unknown } | null | undefined)?.bytes;
        return jobs.put({ ...job, faceRows: 0, bytes: bytes instanceof Uint8Array ? bytes.length : 0 }, id);
      }),
    );
    last = end;
  }
}
