import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openDatabase } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import { CopyFolderRecord } from './copy-folder-record.ts';

it('remembers the folder of the copies, for the engine that runs', async () => {
  globalThis.indexedDB = new IDBFactory();
  const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  const record = new CopyFolderRecord(database, await beginEpoch(database));
  const folder = { kind: 'directory', name: 'prints' } as FileSystemDirectoryHandle;
  expect(await record.read()).toBeUndefined();
  await record.write(folder);
  expect(await record.read()).toEqual(folder);
  for (const damage of [null, 'prints', { kind: 'file' }]) {
    await database.put('meta', damage, 'copy-folder');
    expect(await record.read()).toBeUndefined();
  }
  await record.write(undefined);
  expect(await database.get('meta', 'copy-folder')).toBeUndefined();
  await beginEpoch(database);
  await expect(record.write(folder)).rejects.toMatchObject({ code: 'engine-superseded' });
});
