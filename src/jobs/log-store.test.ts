import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { beginEpoch } from './epoch.ts';
import type { LogKind } from './log-entry.ts';
import { type LogDraft, LogStore } from './log-store.ts';

let database: Database;
let store: LogStore;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  store = new LogStore(database, await beginEpoch(database));
});

function entry(text: string, kind: LogKind = 'engine'): LogDraft {
  return { at: 1_000, epoch: 1, kind, text };
}

async function texts(page: Parameters<LogStore['list']>[0]): Promise<string[]> {
  return (await store.list(page)).map(({ text }) => text);
}

describe('the log', () => {
  it('lists the newest first, page by page', async () => {
    await store.append([entry('a'), entry('b')]);
    await store.append([entry('c')]);
    const [newest, second] = await store.list({ limit: 2 });
    expect(newest).toEqual({ id: 3, at: 1_000, epoch: 1, kind: 'engine', text: 'c' });
    expect(await texts({ limit: 5, before: second!.id })).toEqual(['a']);
  });

  it('lists some kinds only', async () => {
    await store.append([entry('a', 'bridge'), entry('b', 'job'), entry('c', 'printer'), entry('d', 'bridge')]);
    expect(await texts({ limit: 1, kinds: ['bridge', 'printer'] })).toEqual(['d']);
    expect(await texts({ limit: 9, kinds: ['bridge', 'printer'] })).toEqual(['d', 'c', 'a']);
    expect(await texts({ limit: 9, kinds: [] })).toEqual([]);
  });

  it('cuts what is long', async () => {
    await store.append([{ ...entry('x'.repeat(500)), about: '7', hex: 'ab'.repeat(100) }]);
    const [kept] = await store.list({ limit: 1 });
    expect(kept).toMatchObject({ about: '7', text: 'x'.repeat(400), hex: 'ab'.repeat(64) });
  });

  it('holds the newest five thousand entries', async () => {
    await store.append(['a', 'b', 'c', 'd'].map((text) => entry(text)));
    // As if thousands had been logged between.
    await database.put('log', entry('e'), 5_000);
    await store.append([entry('f'), entry('g')]);
    expect(await texts({ limit: 9 })).toEqual(['g', 'f', 'e', 'd', 'c']);
  });

  it('is empty once cleared, and its ids go on rising', async () => {
    await store.append([entry('a')]);
    await store.clear();
    expect(await store.list({ limit: 9 })).toEqual([]);
    await store.append([entry('b')]);
    expect(await store.list({ limit: 9 })).toMatchObject([{ id: 2 }]);
  });

  it('passes over damaged entries', async () => {
    await store.append([entry('a')]);
    for (const damage of [null, 'text', {}, { ...entry('x'), kind: 'odd' }, { ...entry('x'), at: 'now' }]) {
      await database.add('log', damage);
    }
    expect(await texts({ limit: 9 })).toEqual(['a']);
  });

  it('takes nothing from an engine that was replaced', async () => {
    await store.append([entry('a')]);
    await beginEpoch(database);
    await expect(store.append([entry('b')])).rejects.toMatchObject({ code: 'engine-superseded' });
    await expect(store.clear()).rejects.toMatchObject({ code: 'engine-superseded' });
    expect(await texts({ limit: 9 })).toEqual(['a']);
  });

  it('says so when the database is closed', async () => {
    database.close();
    await expect(store.append([entry('a')])).rejects.toMatchObject({ code: 'storage-failed' });
    await expect(store.list({ limit: 1 })).rejects.toMatchObject({ code: 'storage-failed' });
  });
});
