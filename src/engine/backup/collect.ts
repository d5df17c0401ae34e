import * as v from 'valibot';
import { type Database, isLost, readValue, type StoredPicture, toStorageError } from '../../jobs/database.ts';
import { ENDED_STATES, type JobState } from '../../jobs/job.ts';
import { checkStored } from '../../jobs/stored-picture.ts';
import { readSettings } from '../records.ts';
import { ADDRESS_BOOK } from './desk.ts';
import { addressBookSchema, type Item, PICTURES, soundJob, soundLittlePrinter, soundPaperPrinter } from './entry.ts';

/** Jobs that are read in one transaction, and so in memory at once. */
const BATCH = 16;

/**
 * Everything that is kept here and belongs into a backup, as it stands; damaged records are left out, and so is what is
 * lost. The bridge address
 * is no part of it: two bridges with one would fight.
 *
 * @throws PapertabError `storage-failed`
 */
export async function* collect(database: Database, { history }: { readonly history: boolean }): AsyncGenerator<Item> {
  try {
    yield* await collectRecords(database);
    yield* collectJobs(database, history);
  } catch (thrown) {
    throw toStorageError(thrown);
  }
}

async function collectRecords(database: Database): Promise<Item[]> {
  const transaction = database.transaction(['meta', 'little-printers', 'paper-printers']);
  // A request that fails says so itself.
  transaction.done.catch(() => {});
  const meta = transaction.objectStore('meta');
  const [settings, book, littlePrinters, paperPrinters] = await Promise.all([
    meta.get('settings'),
    meta.get(ADDRESS_BOOK),
    transaction.objectStore('little-printers').getAll(),
    transaction.objectStore('paper-printers').getAll(),
  ]);
  const items: Item[] = [{ entry: { kind: 'settings', settings: readSettings(settings) } }];
  for (const stored of littlePrinters) {
    const printer = valid(soundLittlePrinter, stored);
    if (printer === undefined) continue;
    items.push({ entry: { kind: 'little-printer', printer } });
    const personality = await readValue(database, 'personalities', printer.deviceAddress);
    if (personality !== undefined) items.push(...personalityItems(printer.deviceAddress, personality));
  }
  for (const stored of paperPrinters) {
    const printer = valid(soundPaperPrinter, stored);
    if (printer !== undefined) items.push({ entry: { kind: 'paper-printer', printer } });
  }
  for (const address of valid(addressBookSchema, book) ?? []) items.push({ entry: { kind: 'address', ...address } });
  return items;
}

function personalityItems(deviceAddress: string, stored: unknown): Item[] {
  const kept = stored as Readonly<Record<string, unknown>> | null;
  const id = (name: string) => valid(v.pipe(v.number(), v.integer(), v.minValue(0)), kept?.[name]) ?? 0;
  const about = { deviceAddress, personalityId: id('personalityId'), quipsId: id('quipsId') };
  const items: Item[] = [{ entry: { kind: 'personality', ...about } }];
  for (const shows of PICTURES) {
    const one = kept?.[shows];
    for (const value of Array.isArray(one) ? one : [one]) {
      const picture = readable(value);
      if (picture === undefined) continue;
      const { width, height, bytes } = picture;
      items.push({ entry: { kind: 'personality-picture', deviceAddress, shows, width, height }, bytes });
    }
  }
  return items;
}

/** Jobs in order of arrival. Each is read together with its picture, so that the two belong together. */
async function* collectJobs(database: Database, history: boolean): AsyncGenerator<Item> {
  const ids = await idsOf(database, history);
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    const items = await unlessLost(readJobs(database, batch, { history }));
    if (items === undefined) for (const id of batch) yield* await readJob(database, id, history);
    else yield* items;
  }
}

/** A job by itself; without its picture where that is lost. */
async function readJob(database: Database, id: number, history: boolean): Promise<Item[]> {
  const items = await unlessLost(readJobs(database, [id], { history }));
  return items ?? readJobs(database, [id], { history, isPictureLost: true });
}

async function unlessLost<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    if (isLost(thrown)) return undefined;
    throw thrown;
  }
}

async function idsOf(database: Database, history: boolean): Promise<number[]> {
  if (history) return database.getAllKeys('jobs');
  const states: readonly JobState[] = ['held', 'waiting', 'printing', 'needs-you'];
  const ids = await Promise.all(states.map((state) => database.getAllKeysFromIndex('jobs', 'state', state)));
  return ids.flat().sort((a, b) => a - b);
}

async function readJobs(
  database: Database,
  ids: readonly number[],
  { history, isPictureLost = false }: { readonly history: boolean; readonly isPictureLost?: boolean },
): Promise<Item[]> {
  const transaction = database.transaction(['jobs', 'pictures']);
  transaction.done.catch(() => {});
  const items: Item[] = [];
  for (const id of ids) {
    const [stored, value] = await Promise.all([
      transaction.objectStore('jobs').get(id),
      isPictureLost ? undefined : transaction.objectStore('pictures').get(id),
    ]);
    // It may have been printed or deleted since.
    const job = valid(soundJob, stored);
    if (job === undefined || (!history && ENDED_STATES.includes(job.state))) continue;
    const picture = readable(value);
    if (picture === undefined) items.push({ entry: { kind: 'job', id, job: { ...job, width: 0, height: 0 } } });
    else {
      const { width, height, bytes } = picture;
      items.push({ entry: { kind: 'job', id, job: { ...job, width, height } }, bytes });
    }
  }
  return items;
}

function valid<T>(schema: v.GenericSchema<unknown, T>, stored: unknown): T | undefined {
  const result = v.safeParse(schema, stored);
  return result.success ? result.output : undefined;
}

function readable(stored: unknown): StoredPicture | undefined {
  try {
    return checkStored(stored);
  } catch {
    return undefined;
  }
}
