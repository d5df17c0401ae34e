import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { loseFiles } from '../../test/support/lost-file.ts';
import { type Bitmap, createBitmap } from '../imaging/bitmap.ts';
import { type Database, openDatabase, toStorageError } from './database.ts';
import { beginEpoch } from './epoch.ts';
import type { Job, JobOrigin } from './job.ts';
import { JobStore } from './job-store.ts';

const PAPER = 'screen';
const DELIVERY: JobOrigin = { kind: 'delivery', littlePrinter: '0123456789abcdef', printId: 7, face: true };
const NOTE: JobOrigin = { kind: 'local', source: 'note', title: 'hello' };

let clock: FakeClock;
let database: Database;
let store: JobStore;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  clock = new FakeClock();
  database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  store = new JobStore(database, await beginEpoch(database), clock);
});

afterEach(() => void vi.restoreAllMocks());

function picture(seed = 1): Bitmap {
  const bitmap = createBitmap(384, 10);
  bitmap.data.fill(seed);
  return bitmap;
}

function add(change: { origin?: JobOrigin; hold?: boolean; paperPrinter?: string; seed?: number } = {}): Promise<Job> {
  const { origin = DELIVERY, hold = false, paperPrinter = PAPER, seed = 1 } = change;
  return store.add({ origin, hold, paperPrinter }, picture(seed));
}

describe('adding', () => {
  it('keeps the job with its picture, in order of arrival', async () => {
    const first = await add({ seed: 1 });
    const second = await add({ seed: 2, origin: NOTE });
    expect(first).toMatchObject({ state: 'waiting', report: 'due', width: 384, height: 10, blackShare: 1 / 8 });
    expect(second).toMatchObject({ state: 'waiting', report: 'none', origin: NOTE });
    expect(second.id).toBeGreaterThan(first.id);
    expect(await store.picture(second.id)).toEqual(picture(2));
    expect(await store.get(first.id)).toEqual(first);
  });

  it('holds a delivery that waits for the button', async () => {
    expect(await add({ hold: true })).toMatchObject({ state: 'held' });
    expect(await store.next(PAPER)).toBeUndefined();
  });

  it('is still there for the next engine', async () => {
    const job = await add();
    database.close();
    const reopened = await openDatabase({ superseded: () => {}, terminated: () => {} });
    const next = new JobStore(reopened, await beginEpoch(reopened), clock);
    expect(await next.get(job.id)).toEqual(job);
    expect(await next.picture(job.id)).toEqual(picture());
  });
});

describe('the queue', () => {
  it('yields the oldest waiting job of each paper printer', async () => {
    await add({ paperPrinter: 'other' });
    const first = await add();
    await add();
    expect(await store.next(PAPER)).toEqual(first);
    await store.change(first.id, ['waiting'], { state: 'printing' });
    expect((await store.next(PAPER))?.id).toBeGreaterThan(first.id);
  });

  it('moves a job only from the states that it is expected in', async () => {
    const { id } = await add();
    await clock.advance(1_000);
    expect(await store.change(id, ['waiting'], { state: 'printing' })).toMatchObject({ changedAt: clock.now() });
    await expect(store.change(id, ['waiting'], { state: 'cancelled' })).rejects.toMatchObject({ code: 'job-state' });
    await expect(store.change(999, ['waiting'], {})).rejects.toMatchObject({ code: 'job-unknown' });
    expect(await store.get(id)).toMatchObject({ state: 'printing' });
  });

  it('keeps an error until it is taken away', async () => {
    const { id } = await add();
    const failed = await store.change(id, ['waiting'], { state: 'failed', error: { code: 'job-picture' } });
    expect(failed.error).toEqual({ code: 'job-picture' });
    expect((await store.change(id, ['failed'], { report: 'sent' })).error).toEqual({ code: 'job-picture' });
    expect(await store.change(id, ['failed'], { state: 'waiting', error: null })).not.toHaveProperty('error');
  });
});

it('finds all that has not ended, however old', async () => {
  const held = await add({ hold: true });
  const printed = await add();
  await store.change(printed.id, ['waiting'], { state: 'printed' });
  const waiting = await add();
  expect(await store.unfinished()).toEqual([held, waiting]);
});

describe('recovery', () => {
  it('starts what was printing again, and says so', async () => {
    const interrupted = await add();
    await store.change(interrupted.id, ['waiting'], { state: 'printing' });
    const held = await add({ hold: true });
    const printed = await add();
    await store.change(printed.id, ['waiting'], { state: 'printed' });
    expect(await store.recover()).toMatchObject([{ id: interrupted.id, state: 'waiting', interruptions: 1 }]);
    expect(await store.next(PAPER)).toMatchObject({ id: interrupted.id, interruptions: 1 });
    expect(await store.get(held.id)).toMatchObject({ state: 'held', interruptions: 0 });
    expect(await store.recover()).toEqual([]);
  });

  /** A job that has begun, after so many interruptions. */
  async function begun(interruptions: number): Promise<number> {
    const { id } = await add({ paperPrinter: 'p' });
    await store.change(id, ['waiting'], { state: 'printing', begun: true, interruptions });
    return id;
  }

  it('leaves to the user what an engine died of too often, so that no roll is printed empty', async () => {
    const [fourth, fifth] = [await begun(3), await begun(4)];
    await store.recover();
    expect(await store.get(fourth)).toMatchObject({ state: 'waiting', interruptions: 4, begun: false });
    const error = { code: 'printer-unsteady' };
    expect(await store.get(fifth)).toMatchObject({ state: 'needs-you', interruptions: 5, begun: false, error });
  });

  it('begins again however often where that costs no paper', async () => {
    const id = await begun(9);
    await store.recover((paperPrinter) => paperPrinter !== 'p');
    expect(await store.get(id)).toMatchObject({ state: 'waiting', interruptions: 10 });
  });

  it('leaves waiting for the user what did so before, also when it had not begun', async () => {
    const { id } = await add({ paperPrinter: 'p' });
    const error = { code: 'printer-unsteady', detail: 'printer-lost' } as const;
    await store.change(id, ['waiting'], { state: 'needs-you', interruptions: 5, error });
    await clock.advance(1_000);
    const before = await store.get(id);
    expect(await store.recover()).toEqual([]);
    expect(await store.recover()).toEqual([]);
    expect(await store.get(id)).toEqual(before);
  });
});

describe('history', () => {
  it('lists the newest first, page by page', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) ids.push((await add()).id);
    const page = await store.list({ limit: 2 });
    expect(page.map(({ id }) => id)).toEqual([ids[4], ids[3]]);
    const rest = await store.list({ limit: 10, before: page[1]!.id });
    expect(rest.map(({ id }) => id)).toEqual([ids[2], ids[1], ids[0]]);
  });

  it('deletes a job that has ended, with its picture, and no other', async () => {
    const { id } = await add();
    await expect(store.remove(id)).rejects.toMatchObject({ code: 'job-state' });
    await store.change(id, ['waiting'], { state: 'printed' });
    await store.remove(id);
    await expect(store.get(id)).rejects.toMatchObject({ code: 'job-unknown' });
    await expect(store.picture(id)).rejects.toMatchObject({ code: 'job-picture' });
  });

  it('shows a damaged record as a failed job that can be deleted', async () => {
    const { id } = await add();
    for (const damage of [null, 'text', { state: 'printed' }, { ...(await database.get('jobs', id))!, state: 'odd' }]) {
      await database.put('jobs', damage, id);
      expect(await store.list({ limit: 5 })).toMatchObject([{ id, state: 'failed', error: { code: 'job-picture' } }]);
    }
    await store.remove(id);
    expect(await store.list({ limit: 5 })).toEqual([]);
  });
});

describe('reports', () => {
  it('are due for printed deliveries until they are sent', async () => {
    const delivery = await add();
    const note = await add({ origin: NOTE });
    expect(await store.unreported()).toEqual([]);
    for (const { id } of [delivery, note]) await store.change(id, ['waiting'], { state: 'printed' });
    expect(await store.unreported()).toMatchObject([{ id: delivery.id }]);
    await store.change(delivery.id, ['printed'], { report: 'sent' });
    expect(await store.unreported()).toEqual([]);
  });
});

describe('an engine that was replaced', () => {
  it('changes nothing any more', async () => {
    const job = await add();
    await beginEpoch(database);
    const superseded = { code: 'engine-superseded' };
    await expect(add()).rejects.toMatchObject(superseded);
    await expect(store.change(job.id, ['waiting'], { state: 'printed' })).rejects.toMatchObject(superseded);
    await expect(store.remove(job.id)).rejects.toMatchObject(superseded);
    await expect(store.recover()).rejects.toMatchObject(superseded);
    expect(await store.list({ limit: 5 })).toEqual([job]);
  });
});

describe('a database that refuses', () => {
  it('tells a full disk from other troubles', () => {
    expect(toStorageError(new DOMException('x', 'QuotaExceededError')).code).toBe('storage-full');
    expect(toStorageError(new DOMException('x', 'InvalidStateError')).code).toBe('storage-failed');
  });

  it('says so when it is closed', async () => {
    database.close();
    await expect(add()).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(store.list({ limit: 1 })).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

describe('a picture whose file is gone', () => {
  it.each(['NotReadableError', 'NotFoundError'])('is a missing one, not a database that refuses (%s)', async (name) => {
    const lost = await add({ seed: 1 });
    const next = await add({ seed: 2 });
    loseFiles({ pictures: lost.id }, name);
    await expect(store.picture(lost.id)).rejects.toMatchObject({ code: 'job-picture' });
    expect(await store.picture(next.id)).toEqual(picture(2));
    await store.change(lost.id, ['waiting'], { state: 'failed' });
    await store.remove(lost.id);
    expect((await store.list({ limit: 5 })).map(({ id }) => id)).toEqual([next.id]);
  });

  it('is no other trouble of the disk, which may pass', async () => {
    const { id } = await add();
    loseFiles({ pictures: id }, 'UnknownError');
    await expect(store.picture(id)).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

describe('a paper printer that is away', () => {
  it('keeps its place in the queue for the job that says so', async () => {
    const first = await add({ paperPrinter: 'p' });
    await add({ paperPrinter: 'p' });
    await store.change(first.id, ['waiting'], { state: 'needs-you', error: { code: 'printer-away' } });
    expect((await store.next('p'))?.id).toBe(first.id);
    await store.change(first.id, ['needs-you'], { state: 'cancelled' });
    expect((await store.next('p'))?.id).toBe(first.id + 1);
  });

  it('gives all that waits to another, in order, and keeps what is printing', async () => {
    const ids = [];
    for (let i = 0; i < 4; i++) ids.push((await add({ paperPrinter: 'p', hold: i === 3 })).id);
    const [printing, stopped, waiting, held] = ids as [number, number, number, number];
    await add({ paperPrinter: 'q' });
    await store.change(printing, ['waiting'], { state: 'printing', begun: true });
    await store.change(stopped, ['waiting'], { state: 'needs-you', begun: true, error: { code: 'printer-paper-out' } });

    const moved = await store.reassign('p', 'screen');
    expect(moved.map(({ id }) => id).sort()).toEqual([stopped, waiting, held]);
    expect(await store.get(printing)).toMatchObject({ paperPrinter: 'p', state: 'printing' });
    const begunAgain = await store.get(stopped);
    expect(begunAgain).toMatchObject({ paperPrinter: 'screen', state: 'waiting', interruptions: 1, begun: false });
    expect(begunAgain.error).toBeUndefined();
    expect(await store.get(waiting)).toMatchObject({ paperPrinter: 'screen', state: 'waiting', interruptions: 0 });
    expect(await store.get(held)).toMatchObject({ paperPrinter: 'screen', state: 'held' });
    expect((await store.next('screen'))?.id).toBe(stopped);
  });

  it('marks a job as interrupted that had begun when the engine died, also when it waited for paper', async () => {
    const begun = await add();
    const waiting = await add();
    await store.change(begun.id, ['waiting'], {
      state: 'needs-you',
      begun: true,
      error: { code: 'printer-paper-out' },
    });
    await store.change(waiting.id, ['waiting'], { state: 'needs-you', error: { code: 'printer-away' } });
    await store.recover();
    expect(await store.get(begun.id)).toMatchObject({ state: 'waiting', interruptions: 1, begun: false });
    expect(await store.get(waiting.id)).toMatchObject({ state: 'waiting', interruptions: 0 });
  });
});

describe('a face below a message', () => {
  it('is no part of what the sender sent', async () => {
    const composed = createBitmap(384, 20);
    composed.data.fill(0xff, 10 * 48);
    const job = await store.add({ origin: DELIVERY, hold: false, paperPrinter: PAPER, faceRows: 10 }, composed);
    expect(job).toMatchObject({ height: 20, faceRows: 10, blackShare: 0 });
  });

  it('comes below a held message when it is let go, in one step with its state', async () => {
    const held = await add({ hold: true });
    await clock.advance(1_000);
    const composed = createBitmap(384, 30);
    const job = await store.release(held.id, { picture: composed, faceRows: 20 });
    const { bytes } = (await database.get('pictures', held.id)) as { bytes: Uint8Array };
    const changedAt = clock.now();
    expect(job).toEqual({ ...held, state: 'waiting', changedAt, height: 30, faceRows: 20, bytes: bytes.length });
    expect(await store.next(PAPER)).toEqual(job);
    expect(await store.picture(held.id)).toEqual(composed);
    const again = store.release(held.id, { picture: picture(), faceRows: 0 });
    await expect(again).rejects.toMatchObject({ code: 'job-state' });
    await expect(store.release(held.id)).rejects.toMatchObject({ code: 'job-state' });
    expect(await store.picture(held.id)).toEqual(composed);
  });

  it('is not needed to let a message go', async () => {
    const held = await add({ hold: true });
    await clock.advance(1_000);
    expect(await store.release(held.id)).toEqual({ ...held, state: 'waiting', changedAt: clock.now() });
    expect(await store.picture(held.id)).toEqual(picture());
  });
});

it('finds the oldest message behind the button of each Little Printer', async () => {
  await add();
  await add({ hold: true, origin: { ...DELIVERY, littlePrinter: 'fedcba9876543210' } as JobOrigin });
  const first = await add({ hold: true });
  const second = await add({ hold: true });
  const own = ({ origin }: Job) => origin.kind === 'delivery' && origin.littlePrinter === '0123456789abcdef';
  expect(await store.oldestHeld(own)).toEqual(first);
  await database.put('jobs', { state: 'held' }, first.id);
  expect(await store.oldestHeld(own)).toEqual(second);
  await store.release(second.id);
  expect(await store.oldestHeld(own)).toBeUndefined();
});

it('tells the server of the pictures of the button that it knows', async () => {
  const button = { kind: 'button', littlePrinter: '0123456789abcdef', printId: 7 } as const;
  const report = async (shows: 'nothing-to-print' | 'quip' | 'cannot-see-bridge' | 'cannot-see-internet') =>
    (await add({ origin: { ...button, shows } })).report;
  expect(await report('nothing-to-print')).toBe('due');
  expect(await report('quip')).toBe('due');
  expect(await report('cannot-see-bridge')).toBe('none');
  expect(await report('cannot-see-internet')).toBe('none');
});

describe('jobs of a backup', () => {
  it('come back as they were, with new ids and in order', async () => {
    const first = await add({ seed: 1 });
    await store.change(first.id, ['waiting'], { state: 'printed' });
    const { id: _id, ...job } = await store.get(first.id);
    const kept = (await database.get('pictures', first.id)) as never;
    const restored = await store.restore([
      { job, picture: kept },
      { job: { ...job, state: 'held' }, picture: kept },
    ]);
    expect(restored).toEqual([
      { id: first.id + 1, ...job },
      { id: first.id + 2, ...job, state: 'held' },
    ]);
    expect(await store.picture(first.id + 2)).toEqual(picture(1));
  });

  it('come back all or not at all', async () => {
    const { id: _id, ...job } = await add();
    const kept = (await database.get('pictures', 1)) as never;
    const broken = { job: { ...job, origin: (() => {}) as never }, picture: kept };
    await expect(store.restore([{ job, picture: kept }, broken])).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await store.list({ limit: 9 })).toHaveLength(1);
    expect(await database.count('pictures')).toBe(1);
  });
});

it('does not show a damaged record among what has not ended', async () => {
  const good = await add();
  const damaged = await add();
  await database.put('jobs', { state: 'waiting', paperPrinter: PAPER }, damaged.id);
  expect(await store.unfinished()).toEqual([good]);
  await store.change(good.id, ['waiting'], { state: 'printed' });
  expect(await store.next(PAPER)).toBeUndefined();
  expect(await store.recover()).toEqual([]);
  expect(await store.reassign(PAPER, 'other')).toEqual([]);
});
