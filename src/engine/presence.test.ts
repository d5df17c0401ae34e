import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type Database, openDatabase } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import { Presence } from './presence.ts';

let clock: FakeClock;
let database: Database;
let presence: Presence | undefined;
const changed = vi.fn();

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  clock = new FakeClock();
  database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  changed.mockClear();
});

afterEach(() => presence?.stop());

/** Starts the next engine of this browser. */
async function open(): Promise<Presence> {
  presence = await Presence.open({ database, epoch: await beginEpoch(database), clock, changed });
  await clock.advance(0);
  return presence;
}

/** The engine ends without a word, and nothing runs for so long. */
function away(ms: number): void {
  presence?.stop();
  clock.jump(ms);
}

describe('presence', () => {
  it('knows of no absence on the first visit', async () => {
    expect((await open()).absence).toBeUndefined();
  });

  it('says for how long nothing ran', async () => {
    await open();
    await clock.advance(100_000);
    const from = clock.now();
    away(3_600_000);
    expect((await open()).absence).toEqual({ from, to: clock.now(), how: 'closed' });
  });

  it('knows when something ran last within the beat, also when the engine was killed', async () => {
    await open();
    await clock.advance(310_000);
    const killed = clock.now();
    away(600_000);
    const from = (await open()).absence?.from ?? 0;
    expect(from).toBeGreaterThan(killed - 20_001);
    expect(from).toBeLessThanOrEqual(killed);
  });

  it('takes a reload for no absence', async () => {
    await open();
    away(5_000);
    expect((await open()).absence).toBeUndefined();
    away(59_999);
    expect((await open()).absence).toBeUndefined();
    away(60_000);
    expect((await open()).absence).toMatchObject({ how: 'closed' });
  });

  it('keeps the absence over a reload until the user was told, and then for good', async () => {
    await open();
    away(100_000);
    const { absence } = await open();
    away(1_000);
    const again = await open();
    expect(again.absence).toEqual(absence);
    again.dismiss();
    expect(again.absence).toBeUndefined();
    expect(changed).toHaveBeenCalledTimes(1);
    await clock.advance(0);
    away(1_000);
    expect((await open()).absence).toBeUndefined();
  });

  it('takes word of a sleep while it runs', async () => {
    const running = await open();
    const from = clock.now();
    clock.jump(7_200_000);
    running.slept(from, clock.now());
    expect(running.absence).toEqual({ from, to: clock.now(), how: 'asleep' });
    expect(changed).toHaveBeenCalledTimes(1);
    await clock.advance(0);
    away(1_000);
    expect((await open()).absence).toMatchObject({ from, how: 'asleep' });
  });

  it.each([
    ['short', 30_000],
    ['negative', -3_600_000],
    ['of years', 20 * 366 * 86_400_000],
    ['no number', Number.NaN],
  ])('takes no sleep that is %s', async (_, ms) => {
    const running = await open();
    running.slept(clock.now(), clock.now() + ms);
    expect(running.absence).toBeUndefined();
    expect(changed).not.toHaveBeenCalled();
  });

  it.each([
    ['back', -86_400_000],
    ['to another century', 100 * 366 * 86_400_000],
  ])('says nothing when the clock was set %s', async (_, ms) => {
    await open();
    away(ms);
    expect((await open()).absence).toBeUndefined();
    // From there on it counts by the new clock.
    away(120_000);
    expect((await open()).absence).toMatchObject({ from: clock.now() - 120_000, to: clock.now() });
  });

  it.each([['text'], [{ alive: 'yesterday' }], [{ alive: Number.NaN }], [{}]])(
    'reads a damaged record %j as none',
    async (damaged) => {
      await database.put('meta', damaged, 'presence');
      expect((await open()).absence).toBeUndefined();
    },
  );

  it('keeps what is sound of a damaged record', async () => {
    await database.put('meta', { alive: clock.now() - 90_000, absence: 'long' }, 'presence');
    expect((await open()).absence).toMatchObject({ how: 'closed' });
  });

  it('stores nothing in the time of another engine', async () => {
    const old = await open();
    await beginEpoch(database);
    const before = await database.get('meta', 'presence');
    clock.jump(500_000);
    old.slept(clock.now() - 400_000, clock.now());
    await clock.advance(60_000);
    expect(await database.get('meta', 'presence')).toEqual(before);
  });

  it('writes no more once it is stopped', async () => {
    const running = await open();
    running.stop();
    const before = await database.get('meta', 'presence');
    await clock.advance(60_000);
    expect(await database.get('meta', 'presence')).toEqual(before);
  });

  it('never fails for a database that does', async () => {
    database.close();
    const running = await Presence.open({ database, epoch: 1, clock, changed });
    running.slept(clock.now() - 100_000, clock.now());
    expect(running.absence).toMatchObject({ how: 'asleep' });
    running.stop();
  });
});
