import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openDatabase } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import { CopyFolderRecord } from './copy-folder-record.ts';

it('remembers the folder of the copies and up to where they are, for the engine that runs', async () => {
  globalThis.indexedDB = new IDBFactory();
  const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  const record = new CopyFolderRecord(database, await beginEpoch(database));
  const folder = { kind: 'directory', name: 'prints' } as FileSystemDirectoryHandle;
  const mark = { at: 5, id: 3, late: [1] };
  expect(await record.read()).toEqual({});
  await record.write(folder, mark);
  expect(await record.read()).toEqual({ folder, mark });
  await record.writeMark({ ...mark, id: 4 });
  expect(await record.read()).toEqual({ folder, mark: { ...mark, id: 4 } });
  for (const damage of [null, 7, {}, { ...mark, at: 'now' }, { ...mark, id: 0.5 }, { ...mark, late: 1 }]) {
    await database.put('meta', damage, 'copy-mark');
    expect(await record.read()).toEqual({ folder });
  }
  await database.put('meta', { ...mark, late: [1, 'two', null, 3] }, 'copy-mark');
  expect((await record.read()).mark?.late).toEqual([1, 3]);
  for (const damage of [null, 'prints', { kind: 'file' }]) {
    await database.put('meta', damage, 'copy-folder');
    expect(await record.read()).toEqual({});
  }
  await record.write(undefined, mark);
  expect(await database.get('meta', 'copy-folder')).toBeUndefined();
  expect(await database.get('meta', 'copy-mark')).toBeUndefined();
  await beginEpoch(database);
  await expect(record.write(folder, mark)).rejects.toMatchObject({ code: 'engine-superseded' });
  await expect(record.writeMark(mark)).rejects.toMatchObject({ code: 'engine-superseded' });
});
