import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { PapertabError } from '../errors.ts';
import type { LogDraft, LogStore } from '../jobs/log-store.ts';
import { LogBook } from './log-book.ts';

const EPOCH = 7;

let clock: FakeClock;
let batches: LogDraft[][];
/** What the store does with a batch before it is kept. */
let meet: () => Promise<void>;
let book: LogBook;

beforeEach(() => {
  clock = new FakeClock(1_000);
  batches = [];
  meet = async () => {};
  book = new LogBook(storeOf(), clock, EPOCH);
});

function storeOf(): LogStore {
  const store: Pick<LogStore, 'append' | 'list' | 'clear'> = {
    append: async (entries) => {
      await meet();
      batches.push([...entries]);
    },
    list: async () => batches.flat().map((entry, id) => ({ id, ...entry })),
    clear: async () => {
      batches = [];
    },
  };
  return store as LogStore;
}

function texts(): string[] {
  return batches.flat().map(({ text }) => text);
}

describe('the log book', () => {
  it('stores what it was told a second later, together', async () => {
    book.log('engine', 'one', { about: '12' });
    await clock.advance(400);
    book.log('printer', 'two', { bytes: Uint8Array.of(0x1b, 0x40, 0) });
    await clock.advance(599);
    expect(batches).toEqual([]);
    await clock.advance(1);
    expect(batches).toEqual([
      [
        { at: 1_000, epoch: EPOCH, kind: 'engine', text: 'one', about: '12' },
        { at: 1_400, epoch: EPOCH, kind: 'printer', text: 'two', hex: '1b4000' },
      ],
    ]);
    await clock.advance(10_000);
    expect(batches).toHaveLength(1);
  });

  it('stores a hundred entries at once', async () => {
    for (let i = 0; i < 100; i++) book.log('printer', String(i));
    await clock.advance(0);
    expect(texts()).toHaveLength(100);
  });

  it('keeps bytes as they were when it was told, 64 of them', async () => {
    const bytes = new Uint8Array(1_000).fill(0xaa);
    book.log('printer', 'packet', { bytes });
    bytes.fill(0);
    await clock.advance(1_000);
    expect(batches[0]?.[0]?.hex).toBe('aa'.repeat(64));
  });

  it('keeps no secrets and no second line', async () => {
    book.log('bridge', 'claimed\nvt4y-q4xv-7pe8-4fsy with ze3dNUh5gAj+GzmX/3SBGg==');
    book.log('bridge', 'refused: https://device.li/3kq9x0zz, {"token":"abc"}');
    await clock.advance(1_000);
    expect(texts()).toEqual(['claimed … with …', 'refused: https://device.li/… {"token":"…"}']);
  });

  it('stores what comes while it is storing', async () => {
    let go = (): void => {};
    meet = () =>
      new Promise((resolve) => {
        go = resolve;
      });
    book.log('job', 'one');
    await clock.advance(1_000);
    for (let i = 0; i < 150; i++) book.log('job', 'more');
    go();
    meet = async () => {};
    await clock.advance(0);
    expect(batches.map(({ length }) => length)).toEqual([1, 150]);
  });

  it('stores what waits when it is asked to, and says whether that is stored, whatever comes meanwhile', async () => {
    book.log('job', 'one');
    meet = async () => book.log('job', 'two');
    expect(await book.store()).toBe(true);
    expect(texts()).toEqual(['one']);
    meet = async () => {
      throw new PapertabError('storage-full');
    };
    expect(await book.store()).toBe(false);
    meet = async () => {};
    expect(await book.store()).toBe(true);
    expect(texts()).toEqual(['one', 'two']);
    expect(await book.store()).toBe(true);
  });

  it('shows what is not stored yet, and forgets it when it is cleared', async () => {
    book.log('job', 'one');
    expect(await book.list({ limit: 9 })).toMatchObject([{ text: 'one' }]);
    book.log('job', 'two');
    await book.clear();
    expect(await book.list({ limit: 9 })).toEqual([]);
  });

  it('stores the rest when it is stopped, and takes nothing afterwards', async () => {
    book.log('engine', 'last');
    await book.stop();
    book.log('engine', 'after');
    await clock.advance(10_000);
    expect(texts()).toEqual(['last']);
  });
});

describe('a database that refuses', () => {
  const refuse = async (): Promise<void> => {
    throw new PapertabError('storage-full');
  };

  it('is tried again, and what waited is stored in order', async () => {
    meet = refuse;
    book.log('job', 'one');
    await clock.advance(1_000);
    book.log('job', 'two');
    await clock.advance(5_000);
    meet = async () => {};
    await clock.advance(2_000);
    expect(texts()).toEqual(['one', 'two']);
  });

  it('is left alone for longer each time, up to a minute, whatever comes meanwhile', async () => {
    const tries: number[] = [];
    meet = async () => {
      tries.push(clock.now() / 1_000);
      await refuse();
    };
    for (let second = 0; second < 190; second++) {
      for (let i = 0; i < 3; i++) book.log('job', 'more');
      await clock.advance(1_000);
    }
    expect(tries).toEqual([2, 3, 5, 9, 17, 33, 65, 125, 185]);
    // Who looks at the log does not wait for the next time.
    await book.list({ limit: 9 });
    expect(tries).toHaveLength(10);
    meet = async () => {};
    await clock.advance(60_000);
    book.log('job', 'and on');
    await clock.advance(1_000);
    expect(texts().at(-1)).toBe('and on');
  });

  it('costs the oldest entries in the end, and the log says how many', async () => {
    meet = refuse;
    for (let i = 0; i < 3_000; i++) {
      book.log('printer', String(i));
      if (i % 500 === 0) await clock.advance(1_000);
    }
    await clock.advance(1_000);
    meet = async () => {};
    await clock.advance(60_000);
    expect(texts()).toHaveLength(1_001);
    expect(texts().slice(0, 2)).toEqual(['2000 entries could not be stored', '2000']);
    expect(texts().at(-1)).toBe('2999');
    book.log('job', 'and on');
    await clock.advance(1_000);
    expect(texts().slice(1_001)).toEqual(['and on']);
  });

  it('is left alone when another engine has taken over', async () => {
    let tries = 0;
    meet = async () => {
      tries++;
      throw new PapertabError('engine-superseded');
    };
    book.log('job', 'one');
    await clock.advance(1_000);
    book.log('job', 'two');
    await clock.advance(60_000);
    expect(tries).toBe(1);
  });
});
