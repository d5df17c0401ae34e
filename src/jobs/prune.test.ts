import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { createBitmap } from '../imaging/bitmap.ts';
import { type Database, openDatabase } from './database.ts';
import { beginEpoch } from './epoch.ts';
import type { JobState } from './job.ts';
import { JobStore } from './job-store.ts';
import { pruneOldest } from './prune.ts';

const EVERYTHING = { prints: 0, bytes: 0 };
const MANY = Number.MAX_SAFE_INTEGER;

let database: Database;
let store: JobStore;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  store = new JobStore(database, await beginEpoch(database), new FakeClock());
});

/** A job in a state; a printed delivery has not been told to the server. */
async function add(state: JobState, kind: 'delivery' | 'note' = 'note'): Promise<number> {
  const origin =
    kind === 'note'
      ? ({ kind: 'local', source: 'note' } as const)
      : ({ kind: 'delivery', littlePrinter: '0123456789abcdef', printId: 1, face: false } as const);
  const { id } = await store.add({ paperPrinter: 'screen', origin, hold: state === 'held' }, createBitmap(384, 20));
  if (state !== 'held' && state !== 'waiting') await store.change(id, ['waiting'], { state });
  return id;
}

async function left(): Promise<number[]> {
  return (await store.list({ limit: 10_000 })).map(({ id }) => id).reverse();
}

describe('pruning', () => {
  it('deletes the oldest prints beyond the limit, with their pictures', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) ids.push(await add('printed'));
    expect(await store.prune({ prints: 3, bytes: MANY }, pruneOldest)).toEqual(ids.slice(0, 2));
    expect(await left()).toEqual(ids.slice(2));
    expect(await database.getAllKeys('pictures')).toEqual(ids.slice(2));
    expect(await store.prune({ prints: 3, bytes: MANY }, pruneOldest)).toEqual([]);
  });

  it('deletes until the pictures fit', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) ids.push(await add('printed'));
    const { bytes } = await store.get(ids[0]!);
    expect(await store.prune({ prints: MANY, bytes: 3 * bytes }, pruneOldest)).toEqual(ids.slice(0, 2));
    expect(await store.prune({ prints: MANY, bytes: 3 * bytes - 1 }, pruneOldest)).toEqual([ids[2]]);
  });

  it('takes printed ones first, those that are due to be told last of them, then what failed or was cancelled', async () => {
    const failed = await add('failed');
    const due = await add('printed', 'delivery');
    const cancelled = await add('cancelled');
    const printed = await add('printed');
    const told = await add('printed', 'delivery');
    await store.change(told, ['printed'], { report: 'sent' });
    const gone: number[] = [];
    for (let keep = 4; keep >= 0; keep--) gone.push(...(await store.prune({ prints: keep, bytes: MANY }, pruneOldest)));
    expect(gone).toEqual([printed, told, due, failed, cancelled]);
  });

  it('never takes or counts what has not ended', async () => {
    const waiting: number[] = [];
    for (const state of ['held', 'waiting', 'printing', 'needs-you'] as const)
      waiting.push(await add(state, 'delivery'));
    const printed = await add('printed');
    expect(await store.prune({ prints: 1, bytes: MANY }, pruneOldest)).toEqual([]);
    expect(await store.prune(EVERYTHING, pruneOldest)).toEqual([printed]);
    expect(await left()).toEqual(waiting);
  });

  it('deletes at most a hundred at once', async () => {
    const old = await store.get(await add('printed'));
    const picture = (await database.get('pictures', old.id)) as never;
    await store.restore(Array.from({ length: 249 }, () => ({ job: old, picture })));
    const steps: number[] = [];
    for (;;) {
      const ids = await store.prune({ prints: 30, bytes: MANY }, pruneOldest);
      if (ids.length === 0) break;
      steps.push(ids.length);
    }
    expect(steps).toEqual([100, 100, 20]);
    expect(await left()).toHaveLength(30);
  });

  it('deletes no more when two do it at once', async () => {
    for (let i = 0; i < 6; i++) await add('printed');
    const limits = { prints: 4, bytes: MANY };
    const removed = await Promise.all([store.prune(limits, pruneOldest), store.prune(limits, pruneOldest)]);
    expect(removed.flat()).toHaveLength(2);
    expect(await left()).toHaveLength(4);
  });

  it('is not stopped by damaged records', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) ids.push(await add('printed'));
    await database.put('jobs', null, ids[0]!);
    await database.put('jobs', { state: 'printed', report: 'none' }, ids[1]!);
    await database.put('jobs', { state: ['printed'], report: 7, bytes: 'many' }, ids[2]!);
    await database.delete('pictures', ids[3]!);
    const next = new JobStore(database, await beginEpoch(database), new FakeClock());
    expect(await next.usage()).toMatchObject({ prints: 5 });
    expect(await next.prune(EVERYTHING, pruneOldest)).toEqual([ids[1], ids[3], ids[4]]);
    // What says nothing of itself is left for the user to see, and can be deleted.
    for (const id of [ids[0]!, ids[2]!]) await next.remove(id);
    expect(await next.usage()).toEqual({ prints: 0, bytes: 0 });
  });

  it('is refused to an engine that was replaced', async () => {
    await add('printed');
    await beginEpoch(database);
    await expect(store.prune(EVERYTHING, pruneOldest)).rejects.toMatchObject({ code: 'engine-superseded' });
  });
});

describe('what is stored', () => {
  it('is counted and kept up to date, by whatever it changes', async () => {
    const first = await add('printed');
    const held = await add('held', 'delivery');
    const { bytes } = await store.get(first);
    expect(await store.usage()).toEqual({ prints: 2, bytes: 2 * bytes });
    expect(await store.history()).toEqual({ prints: 1, bytes });
    await store.release(held, { picture: createBitmap(384, 2_000), faceRows: 1_980 });
    await store.change(held, ['waiting'], { state: 'printed' });
    const long = (await store.get(held)).bytes;
    expect(await store.history()).toEqual({ prints: 2, bytes: bytes + long });
    await store.remove(first);
    expect(await store.usage()).toEqual({ prints: 1, bytes: long });
    const again = new JobStore(database, await beginEpoch(database), new FakeClock());
    expect(await again.usage()).toEqual({ prints: 1, bytes: long });
    expect(await again.history()).toEqual({ prints: 1, bytes: long });
  });

  it('is counted right while it is being added to', async () => {
    const old = await store.get(await add('printed'));
    const picture = (await database.get('pictures', old.id)) as never;
    await store.restore(Array.from({ length: 1_200 }, () => ({ job: old, picture })));
    const next = new JobStore(database, await beginEpoch(database), new FakeClock());
    const counting = next.usage();
    const origin = { kind: 'local', source: 'note' } as const;
    const draft = { paperPrinter: 'screen', origin, hold: false };
    for (let i = 0; i < 5; i++) await next.add(draft, createBitmap(384, 20));
    for (const id of [2, 600, 1_201]) await next.remove(id);
    await counting;
    expect(await next.usage()).toEqual({ prints: 1_203, bytes: 1_203 * old.bytes });
    expect(await next.history()).toEqual({ prints: 1_198, bytes: 1_198 * old.bytes });
  });

  it('is counted without a look at the pictures', async () => {
    const id = await add('printed');
    const { bytes } = await store.get(id);
    await database.clear('pictures');
    const next = new JobStore(database, await beginEpoch(database), new FakeClock());
    expect(await next.usage()).toEqual({ prints: 1, bytes });
  });
});
