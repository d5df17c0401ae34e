import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { until } from '../../test/support/until.ts';
import { createBitmap } from '../imaging/bitmap.ts';
import { type Database, openDatabase, type StoredPicture } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import { JobStore } from '../jobs/job-store.ts';
import { Retention } from './retention.ts';

const NOTE = { paperPrinter: 'screen', origin: { kind: 'local', source: 'note' }, hold: false } as const;

let database: Database;
let store: JobStore;
let limits: { prints: number; bytes: number };
let removed: number[];
let retention: Retention;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  store = new JobStore(database, await beginEpoch(database), new FakeClock());
  limits = { prints: 10, bytes: 1_000_000_000 };
  removed = [];
  retention = new Retention(
    store,
    () => limits,
    (id) => removed.push(id),
  );
});

/** Prints that have ended, whose pictures take some bytes each. */
async function addPrinted(count: number, bytes = 1_000): Promise<void> {
  const { id } = await store.add(NOTE, createBitmap(384, 8));
  const printed = await store.change(id, ['waiting'], { state: 'printed' });
  await store.remove(id);
  const picture: StoredPicture = { width: 384, height: 8, encoding: 'deflate-raw', bytes: new Uint8Array(bytes) };
  await store.restore(Array.from({ length: count }, () => ({ job: printed, picture })));
}

async function kept(): Promise<number> {
  return (await store.usage()).prints;
}

describe('a look at the history', () => {
  it('prunes it to its limits, however much is above, and tells of each print', async () => {
    await addPrinted(250);
    retention.look();
    await until(() => removed.length === 240, 'the pruning');
    expect(removed).toEqual([...removed].sort((a, b) => a - b));
    expect(await kept()).toBe(10);
  });

  it('is taken once for many calls', async () => {
    await addPrinted(12);
    let prunes = 0;
    const counting: Pick<JobStore, 'prune'> = {
      prune: (wanted, deleteOldest) => {
        prunes++;
        return store.prune(wanted, deleteOldest);
      },
    };
    const busy = new Retention(
      counting as JobStore,
      () => limits,
      (id) => removed.push(id),
    );
    for (let i = 0; i < 50; i++) busy.look();
    await until(() => removed.length === 2, 'the pruning');
    await busy.makeRoom();
    expect(prunes).toBeLessThan(5);
  });

  it('goes by the limits of the moment', async () => {
    await addPrinted(12);
    retention.look();
    await until(() => removed.length === 2, 'the first pruning');
    limits = { prints: 11, bytes: 5_000 };
    retention.look();
    await until(() => removed.length === 7, 'the second pruning');
    expect(await kept()).toBe(5);
  });

  it('bears a database that refuses, and looks again when it is asked to', async () => {
    await addPrinted(12);
    let refuses = true;
    const moody: Pick<JobStore, 'prune'> = {
      prune: (wanted, deleteOldest) =>
        refuses ? Promise.reject(new Error('refused')) : store.prune(wanted, deleteOldest),
    };
    const patient = new Retention(
      moody as JobStore,
      () => limits,
      (id) => removed.push(id),
    );
    patient.look();
    expect(await patient.makeRoom()).toBe(false);
    refuses = false;
    patient.look();
    await until(() => removed.length === 2, 'the pruning');
  });
});

describe('making room', () => {
  it('frees a tenth of the prints', async () => {
    await addPrinted(400, 100_000);
    expect(await retention.makeRoom()).toBe(true);
    expect(removed).toHaveLength(40);
  });

  it('frees a megabyte at least', async () => {
    await addPrinted(40, 100_000);
    expect(await retention.makeRoom()).toBe(true);
    expect(removed).toHaveLength(10);
  });

  it('frees all that there is when that is less, and nothing that waits', async () => {
    await addPrinted(3);
    const waiting = await store.add(NOTE, createBitmap(384, 8));
    expect(await retention.makeRoom()).toBe(true);
    expect(removed).toHaveLength(3);
    expect(await retention.makeRoom()).toBe(false);
    expect(await store.unfinished()).toEqual([waiting]);
  });

  it('is done once for messages that arrive together', async () => {
    await addPrinted(40, 100_000);
    expect(await Promise.all([retention.makeRoom(), retention.makeRoom(), retention.makeRoom()])).toEqual([
      true,
      true,
      true,
    ]);
    expect(removed).toHaveLength(10);
  });

  it('fails quietly when another engine has taken over', async () => {
    await addPrinted(3);
    await beginEpoch(database);
    expect(await retention.makeRoom()).toBe(false);
    expect(removed).toEqual([]);
  });
});
