import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { everyState, type FirstRelease, STATES, writeFirstRelease } from '../../test/support/first-release.ts';
import { loseFiles } from '../../test/support/lost-file.ts';
import { type Bitmap, createBitmap } from '../imaging/bitmap.ts';
import { type Database, openDatabase } from './database.ts';
import { beginEpoch } from './epoch.ts';
import { JobStore } from './job-store.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  vi.restoreAllMocks();
});

function picture(id: number): Bitmap {
  const bitmap = createBitmap(384, 10 + id);
  bitmap.data.fill(id);
  return bitmap;
}

async function upgraded(content: FirstRelease): Promise<{ database: Database; store: JobStore }> {
  await writeFirstRelease(content);
  const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  return { database, store: new JobStore(database, await beginEpoch(database), new FakeClock()) };
}

describe('a database of the first release', () => {
  it('keeps every job and picture, and learns what the pictures take', async () => {
    const content = await everyState(picture);
    const { store } = await upgraded(content);
    const jobs = (await store.list({ limit: 100 })).reverse();
    expect(jobs.map(({ state }) => state)).toEqual(STATES);
    for (const [i, job] of jobs.entries()) {
      const { bytes } = content.pictures[i]!;
      expect(job).toEqual({
        id: i + 1,
        ...(content.jobs[i] as object),
        faceRows: 0,
        answered: true,
        bytes: bytes.length,
      });
      expect(await store.picture(job.id)).toEqual(picture(job.id));
    }
    const bytes = content.pictures.reduce((sum, packed) => sum + packed.bytes.length, 0);
    expect(await store.usage()).toEqual({ prints: STATES.length, bytes });
  });

  it('goes on where it was: what waited prints in order, what is due is told', async () => {
    const { store } = await upgraded(await everyState(picture));
    expect((await store.unreported()).map(({ id }) => id)).toEqual([2]);
    await store.recover();
    const printed: number[] = [];
    for (let job = await store.next('screen'); job !== undefined; job = await store.next('screen')) {
      printed.push(job.id);
      await store.change(job.id, ['waiting'], { state: 'printed' });
    }
    expect(printed).toEqual([3, 4, 5]);
    expect(await store.oldestHeld(() => true)).toMatchObject({ id: 6, state: 'held' });
    expect(
      (await store.add({ paperPrinter: 'screen', origin: { kind: 'local', source: 'note' }, hold: false }, picture(9)))
        .id,
    ).toBe(9);
  });

  it('keeps its settings, printers and epoch', async () => {
    const content = await everyState(picture);
    const { database } = await upgraded(content);
    expect(await database.get('meta', 'epoch')).toBe(42);
    expect(await database.get('meta', 'bridge-address')).toBe('fedcba9876543210');
    expect(await database.getAll('little-printers')).toEqual(content.littlePrinters);
  });

  it('bears damaged records, and jobs whose picture is gone', async () => {
    const content = await everyState(picture);
    const jobs = [null, 'text', ...content.jobs.slice(2)];
    const { store } = await upgraded({ ...content, jobs, pictures: content.pictures.slice(0, 3) });
    const listed = (await store.list({ limit: 100 })).reverse();
    expect(listed.map(({ state }) => state)).toEqual(['failed', 'failed', ...STATES.slice(2)]);
    expect(listed.map(({ bytes }) => bytes > 0)).toEqual([false, false, true, ...STATES.slice(3).map(() => false)]);
    await store.recover();
    expect(await store.next('screen')).toMatchObject({ id: 3 });
  });

  it('is upgraded on a full disk as well, where nothing can be added to its jobs', async () => {
    const content = await everyState(picture);
    await writeFirstRelease(content);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore) {
      this.transaction.abort();
      throw new DOMException('full', 'QuotaExceededError');
    });
    const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
    expect(put).toHaveBeenCalled();
    put.mockRestore();
    const store = new JobStore(database, await beginEpoch(database), new FakeClock());
    const jobs = (await store.list({ limit: 100 })).reverse();
    expect(jobs.map(({ state }) => state)).toEqual(STATES);
    for (const { id } of jobs) expect(await store.picture(id)).toEqual(picture(id));
  });

  it('is upgraded, too, where the file of a picture is gone, and says so of that print alone', async () => {
    await writeFirstRelease(await everyState(picture));
    loseFiles({ pictures: 5 });
    const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
    const store = new JobStore(database, await beginEpoch(database), new FakeClock());
    expect((await store.list({ limit: 100 })).map(({ state }) => state).reverse()).toEqual(STATES);
    await expect(store.picture(5)).rejects.toMatchObject({ code: 'job-picture' });
    expect(await store.picture(6)).toEqual(picture(6));
  });

  it('is upgraded with more jobs than are read at once', async () => {
    const content = await everyState(picture);
    const many = <T>(of: readonly T[]): T[] => Array.from({ length: 20 }, () => of).flat();
    const { store } = await upgraded({ ...content, jobs: many(content.jobs), pictures: many(content.pictures) });
    const jobs = await store.list({ limit: 1_000 });
    expect(jobs).toHaveLength(160);
    expect(jobs.every(({ bytes }) => bytes > 0)).toBe(true);
  });
});

describe('a database that an old tab holds', () => {
  const events = { superseded: () => {}, terminated: () => {} };
  let old: IDBDatabase;

  beforeEach(async () => {
    await writeFirstRelease(await everyState(picture));
    old = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('papertab', 1);
      opening.onsuccess = () => resolve(opening.result);
    });
  });

  it('is opened when that one lets go in time', async () => {
    const clock = new FakeClock();
    const waiting = vi.spyOn(clock, 'after');
    const opening = openDatabase(events, clock);
    await vi.waitFor(() => expect(waiting).toHaveBeenCalled());
    await clock.advance(4_999);
    old.close();
    expect(await (await opening).count('jobs')).toBe(STATES.length);
  });

  it('is given up when it does not, and leaves nothing in the way when it does later', async () => {
    const clock = new FakeClock();
    const waiting = vi.spyOn(clock, 'after');
    const opening = openDatabase(events, clock);
    opening.catch(() => {});
    await vi.waitFor(() => expect(waiting).toHaveBeenCalled());
    await clock.advance(5_000);
    await expect(opening).rejects.toMatchObject({ code: 'storage-blocked' });
    old.close();
    const database = await openDatabase(events);
    expect(await database.count('jobs')).toBe(STATES.length);
  });
});

it('a database that never begins to open is given up', async () => {
  const clock = new FakeClock();
  vi.spyOn(indexedDB, 'open').mockReturnValue(new IDBOpenDBRequest());
  const opening = openDatabase({ superseded: () => {}, terminated: () => {} }, clock);
  opening.catch(() => {});
  await clock.advance(60_000);
  await expect(opening).rejects.toMatchObject({ code: 'storage-failed', detail: 'silent' });
});
