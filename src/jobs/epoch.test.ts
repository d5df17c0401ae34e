import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { beginEpoch } from './epoch.ts';

let database: Database;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase({ superseded: () => {}, terminated: () => {} });
});

describe('an epoch', () => {
  it('is the next one each time', async () => {
    expect([await beginEpoch(database), await beginEpoch(database), await beginEpoch(database)]).toEqual([1, 2, 3]);
  });

  it('is shared by nobody, also when two engines begin at once', async () => {
    const other = await openDatabase({ superseded: () => {}, terminated: () => {} });
    const begun = await Promise.all([beginEpoch(database), beginEpoch(other)]);
    expect(new Set(begun).size).toBe(2);
  });

  it('stays on a full disk, where there was one', async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    put.mockImplementationOnce(full);
    await expect(beginEpoch(database)).rejects.toMatchObject({ code: 'storage-full' });
    await beginEpoch(database);
    put.mockImplementationOnce(full);
    expect(await beginEpoch(database)).toBe(1);
    put.mockRestore();
  });
});
