import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { loseFiles } from '../../../test/support/lost-file.ts';
import { type Bitmap, createBitmap, equalBitmaps } from '../../imaging/bitmap.ts';
import { openDatabase } from '../../jobs/database.ts';
import { beginEpoch } from '../../jobs/epoch.ts';
import type { Job, JobOrigin, JobState } from '../../jobs/job.ts';
import { JobStore } from '../../jobs/job-store.ts';
import { type LogDraft, LogStore } from '../../jobs/log-store.ts';
import { packPicture } from '../../jobs/stored-picture.ts';
import { completeIdentity } from '../../sirius/identity.ts';
import { type PaperPrinterRecord, Records } from '../records.ts';
import { inflate } from './compression.ts';
import type { BackupDesk } from './desk.ts';
import { exportBackup } from './export-backup.ts';
import { importBackup, readBackup } from './import-backup.ts';
import { writeBackup } from './write-backup.ts';

const ADDRESS = '0011223344556677';
const OTHER = '8899aabbccddeeff';
const RETIRED = '0123456789abcdef';
/** The hardware xor of ADDRESS: its last byte and the one that is mixed into that differ in the same bit. */
const TWIN = '0011233344556676';
const PASSPHRASE = 'grün wie Moos';
const PAPERANG: PaperPrinterRecord = {
  id: 'p1',
  name: 'Paperang',
  model: 'paperang-p1',
  link: { transport: 'bluetooth', device: 'abc' },
  settings: { density: 80, faceGap: 10 },
  createdAt: 5,
};

interface Place extends BackupDesk {
  readonly records: Records;
  readonly store: JobStore;
}

let here: Place;

beforeEach(async () => {
  here = await openPlace();
});

/** A browser without anything in it. */
async function openPlace(): Promise<Place> {
  globalThis.indexedDB = new IDBFactory();
  const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  const epoch = await beginEpoch(database);
  const clock = new FakeClock();
  return { database, epoch, clock, records: new Records(database, epoch), store: new JobStore(database, epoch, clock) };
}

async function addPrinter(place: Place, deviceAddress: string, change: object = {}): Promise<void> {
  const identity = await completeIdentity(deviceAddress, '0102030405');
  const kept = { name: `of ${deviceAddress}`, paperPrinter: 'screen', createdAt: 1, imported: false };
  await place.records.saveLittlePrinters({ ...identity, ...kept, face: 'pip', offlineWhenAway: true, ...change });
}

function picture(seed: number): Bitmap {
  const bitmap = createBitmap(384, 24);
  bitmap.data.forEach((_, i) => {
    bitmap.data[i] = (i * seed) >> 3;
  });
  return bitmap;
}

async function addJob(place: Place, states: readonly JobState[], origin: JobOrigin, seed: number): Promise<Job> {
  let job = await place.store.add({ paperPrinter: 'p1', origin, hold: states[0] === 'held' }, picture(seed));
  for (const state of states) {
    if (state !== job.state)
      job = await place.store.change(job.id, [job.state], { state, begun: state === 'printing' });
  }
  return job;
}

const DELIVERY: JobOrigin = { kind: 'delivery', littlePrinter: ADDRESS, printId: 77, face: true };
const NOTE: JobOrigin = { kind: 'local', source: 'note', title: 'Grüße' };

/** A place with something of everything. */
async function fill(place: Place): Promise<void> {
  await addPrinter(place, ADDRESS, { paperPrinter: 'p1', face: 'server' });
  await addPrinter(place, RETIRED, { retiredAt: 99 });
  await place.records.savePaperPrinter(PAPERANG);
  await place.records.saveSettings({
    server: 'wss://printers.example/api/v1/connection',
    keepAwake: true,
    notify: true,
    keepPrints: 77,
    keepBytes: 5_000_000,
  });
  await place.records.bridgeAddress();
  await place.records.savePersonality(ADDRESS, {
    personalityId: 3,
    face: await packPicture(picture(3)),
    quipsId: 4,
    quips: [await packPicture(picture(4)), await packPicture(picture(5))],
  });
  await place.database.put('meta', [{ name: 'Ada', key: 'https://device.li/ada' }], 'address-book');
  const printed = await addJob(place, ['waiting', 'printing', 'printed'], DELIVERY, 1);
  await addJob(place, ['held'], DELIVERY, 2);
  await addJob(place, ['waiting'], NOTE, 3);
  await addJob(place, ['waiting', 'printing'], DELIVERY, 4);
  await addJob(place, ['waiting', 'cancelled'], { kind: 'local', source: 'reprint', of: printed.id }, 5);
}

async function everything(place: Place): Promise<unknown> {
  const { database } = place;
  const stores = ['meta', 'little-printers', 'paper-printers', 'personalities', 'jobs', 'pictures'] as const;
  return Promise.all(stores.map(async (store) => [await database.getAllKeys(store), await database.getAll(store)]));
}

async function jobs(place: Place): Promise<Job[]> {
  return (await place.store.list({ limit: 100 })).reverse();
}

describe.each([
  ['without a passphrase', undefined],
  ['with a passphrase', PASSPHRASE],
])('a backup %s', (_name, passphrase) => {
  const what = (history: boolean) => (passphrase === undefined ? { history } : { history, passphrase });

  it('brings everything to another place', async () => {
    await fill(here);
    const [before, bridge] = [await jobs(here), await here.records.bridgeAddress()];
    const file = await exportBackup(here, what(true));

    const there = await openPlace();
    await importBackup(there, file, passphrase);
    const { present, retired } = await there.records.littlePrinters();
    expect(present).toMatchObject([
      { deviceAddress: ADDRESS, secret: '0102030405', paperPrinter: 'p1', face: 'server', offlineWhenAway: true },
    ]);
    expect(retired).toMatchObject([{ deviceAddress: RETIRED, face: 'pip', retiredAt: 99 }]);
    expect(await there.records.paperPrinters()).toEqual([PAPERANG]);
    expect(await there.records.settings()).toEqual(await here.records.settings());
    expect(await there.database.get('personalities', ADDRESS)).toEqual(
      await here.database.get('personalities', ADDRESS),
    );
    expect(await there.database.get('meta', 'address-book')).toEqual([{ name: 'Ada', key: 'https://device.li/ada' }]);
    const made = await there.records.bridgeAddress();
    expect(made).toMatch(/^[0-9a-f]{16}$/);
    expect(made).not.toBe(bridge);

    const after = await jobs(there);
    expect(after.map(({ state }) => state)).toEqual(['printed', 'held', 'held', 'held', 'cancelled']);
    expect(after.map(({ origin }) => origin)).toEqual(before.map(({ origin }) => origin));
    expect(after.map(({ report }) => report)).toEqual(['none', 'due', 'none', 'due', 'none']);
    expect(after[3]).toMatchObject({ begun: false, interruptions: 1 });
    for (const [i, { id, createdAt, bytes }] of after.entries()) {
      expect({ createdAt, bytes }).toEqual({ createdAt: before[i]!.createdAt, bytes: before[i]!.bytes });
      expect(await there.store.picture(id)).toEqual(picture(i + 1));
    }
  });

  it('leaves the history here where it is not wanted', async () => {
    await fill(here);
    const file = await exportBackup(here, what(false));
    const there = await openPlace();
    await importBackup(there, file, passphrase);
    expect((await jobs(there)).map(({ state }) => state)).toEqual(['held', 'held', 'held']);
    expect(await readBackup(file, passphrase)).toMatchObject({ prints: 0, unprinted: 3 });
  });

  it('tells what it holds', async () => {
    await fill(here);
    const file = await exportBackup(here, what(true));
    expect(await readBackup(file, passphrase)).toEqual({
      madeAt: here.clock.now(),
      littlePrinters: [{ deviceAddress: ADDRESS, name: `of ${ADDRESS}` }],
      paperPrinters: ['Paperang'],
      prints: 2,
      unprinted: 3,
      settings: await here.records.settings(),
    });
  });
});

it('never holds the bridge address', async () => {
  await fill(here);
  const bridge = await here.records.bridgeAddress();
  const body = await uncompressed(await exportBackup(here, { history: true }));
  expect(body).toContain(ADDRESS);
  expect(body).not.toContain(bridge);
});

it('tells nothing without the passphrase', async () => {
  await fill(here);
  const file = await exportBackup(here, { history: true, passphrase: PASSPHRASE });
  await expect(readBackup(file)).rejects.toMatchObject({ code: 'backup-passphrase' });
  await expect(readBackup(file, 'grün wie Gras')).rejects.toMatchObject({ code: 'backup-passphrase' });
  const text = new TextDecoder('latin1').decode(file);
  for (const secret of [ADDRESS, 'Paperang', '0102030405', 'Ada']) expect(text).not.toContain(secret);
});

it('takes a passphrase however its letters are composed', async () => {
  const file = await writeBackup(1, [], 'gr\u00fcn');
  await expect(readBackup(file, 'gru\u0308n')).resolves.toMatchObject({ madeAt: 1 });
});

describe('taking over', () => {
  it('lets what is here stand beside it', async () => {
    await fill(here);
    const file = await exportBackup(here, { history: true });
    const there = await openPlace();
    await addPrinter(there, OTHER);
    await there.records.savePaperPrinter({ ...PAPERANG, id: 'p2', name: 'Second' });
    await there.database.put('meta', [{ name: 'Bob', key: 'b' }], 'address-book');
    const mine = await addJob(there, ['waiting'], NOTE, 9);
    await importBackup(there, file);

    const { present } = await there.records.littlePrinters();
    expect(present.map(({ deviceAddress, imported }) => [deviceAddress, imported])).toEqual([
      [ADDRESS, true],
      [OTHER, false],
    ]);
    expect((await there.records.paperPrinters()).map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(await there.database.get('meta', 'address-book')).toMatchObject([{ name: 'Bob' }, { name: 'Ada' }]);
    const after = await jobs(there);
    expect(after[0]).toEqual(mine);
    expect(after).toHaveLength(6);
    // A reprint still tells of which print.
    expect(after[5]!.origin).toEqual({ kind: 'local', source: 'reprint', of: after[1]!.id });
  });

  it('leaves the settings here where those of the backup are not wanted', async () => {
    await fill(here);
    const file = await exportBackup(here, { history: true });
    const there = await openPlace();
    const settings = { keepAwake: false, notify: false, keepPrints: 500, keepBytes: 7_000_000 };
    await there.records.saveSettings(settings);
    await importBackup(there, file, undefined, false);
    expect(await there.records.settings()).toEqual(settings);
    expect(await jobs(there)).toHaveLength(5);
  });

  it('puts a Little Printer in the place of itself', async () => {
    await fill(here);
    const file = await exportBackup(here, { history: false });
    await addPrinter(here, ADDRESS, { name: 'changed', face: 'none' });
    await addPrinter(here, RETIRED, { name: 'taken back' });
    await importBackup(here, file);
    const { present, retired } = await here.records.littlePrinters();
    expect(present).toMatchObject([
      { deviceAddress: ADDRESS, name: `of ${ADDRESS}`, face: 'server', imported: false },
      { deviceAddress: RETIRED, name: 'taken back' },
    ]);
    expect(retired).toEqual([]);
  });

  it('takes nothing where a claim could not tell two Little Printers apart', async () => {
    await fill(here);
    const file = await exportBackup(here, { history: true });
    const there = await openPlace();
    await addPrinter(there, TWIN);
    const before = await everything(there);
    await expect(importBackup(there, file)).rejects.toMatchObject({ code: 'device-xor' });
    expect(await everything(there)).toEqual(before);
  });

  it('does not mind a twin that is retired', async () => {
    await fill(here);
    const file = await exportBackup(here, { history: false });
    const there = await openPlace();
    await addPrinter(there, TWIN, { retiredAt: 4 });
    await importBackup(there, file);
    expect((await there.records.littlePrinters()).retired.map(({ deviceAddress }) => deviceAddress)).toEqual([
      TWIN,
      RETIRED,
    ]);
  });

  it('changes nothing when the disk is full half way', async () => {
    await fill(here);
    const file = await exportBackup(here, { history: true });
    const there = await openPlace();
    await addPrinter(there, OTHER);
    await there.records.bridgeAddress();
    const before = await everything(there);
    let adds = 0;
    const add = IDBObjectStore.prototype.add;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (++adds === 4) throw new DOMException('full', 'QuotaExceededError');
      return add.apply(this, args);
    });
    await expect(importBackup(there, file)).rejects.toMatchObject({ code: 'storage-full' });
    spy.mockRestore();
    expect(adds).toBe(4);
    expect(await everything(there)).toEqual(before);
  });

  it('changes nothing when the file is damaged', async () => {
    await fill(here);
    const file = await exportBackup(here, { history: true });
    const there = await openPlace();
    await addPrinter(there, OTHER);
    await there.records.bridgeAddress();
    const before = await everything(there);
    for (let at = 0; at < file.length; at += 97) {
      const copy = file.slice();
      copy[at]! ^= 1;
      await expect(importBackup(there, copy)).rejects.toMatchObject({ code: 'backup-unreadable' });
    }
    await expect(importBackup(there, file.slice(0, -1))).rejects.toMatchObject({ code: 'backup-unreadable' });
    expect(await everything(there)).toEqual(before);
  });

  it('takes no job that claims a picture that it does not bring', async () => {
    await fill(here);
    const { id, ...job } = (await jobs(here))[0]!;
    const huge = { ...job, width: 1e9, height: 1e9 };
    for (const bytes of [undefined, new Uint8Array(10)]) {
      const item = { entry: { kind: 'job' as const, id, job: huge }, ...(bytes === undefined ? {} : { bytes }) };
      const before = await everything(here);
      await expect(importBackup(here, await writeBackup(1, [item]))).rejects.toMatchObject({
        code: 'backup-unreadable',
      });
      expect(await everything(here)).toEqual(before);
    }
  });

  it('changes nothing when another engine has taken over', async () => {
    await fill(here);
    const file = await exportBackup(here, { history: true });
    await beginEpoch(here.database);
    const before = await everything(here);
    await expect(importBackup(here, file)).rejects.toMatchObject({ code: 'engine-superseded' });
    expect(await everything(here)).toEqual(before);
  });
});

describe('the first Little Printer of a new browser, which nobody wanted', () => {
  const AS_MADE = { name: 'Papertab', face: 'none', offlineWhenAway: false };
  const OTHERS = [ADDRESS];
  let file: Uint8Array<ArrayBuffer>;
  let there: Place;

  beforeEach(async () => {
    await fill(here);
    file = await exportBackup(here, { history: true });
    there = await openPlace();
    await addPrinter(there, OTHER, AS_MADE);
    await addJob(there, ['waiting', 'printing', 'printed'], { kind: 'local', source: 'greeting' }, 8);
    await tell({ kind: 'engine', text: 'epoch 1 began' }, { kind: 'bridge', text: 'Claim: unclaimed', about: OTHER });
  });

  async function tell(...entries: readonly Omit<LogDraft, 'at' | 'epoch'>[]): Promise<void> {
    const { database, epoch } = there;
    await new LogStore(database, epoch).append(entries.map((entry) => ({ at: 1, epoch, ...entry })));
  }

  async function present(): Promise<string[]> {
    return (await there.records.littlePrinters()).present.map(({ deviceAddress }) => deviceAddress).sort();
  }

  async function bringIn(desk: Pick<BackupDesk, 'storeLog'> = { storeLog: async () => true }): Promise<void> {
    const { database, epoch, clock } = there;
    await importBackup({ database, epoch, clock, ...desk }, file);
  }

  it('is left out where others come', async () => {
    await bringIn();
    expect(await present()).toEqual(OTHERS);
    expect(await there.database.getAllKeys('little-printers')).toEqual([ADDRESS, RETIRED].sort());
    // What was printed here stays.
    expect((await jobs(there))[0]).toMatchObject({ state: 'printed', origin: { source: 'greeting' } });
  });

  it('is left out after several engines and servers as well, none of which knew it', async () => {
    there = { ...there, epoch: await beginEpoch(there.database) };
    await tell(
      { kind: 'engine', text: 'epoch 2 began' },
      { kind: 'bridge', text: 'Claim: unclaimed', about: OTHER },
      { kind: 'bridge', text: 'Claim: unknown', about: OTHER },
      { kind: 'bridge', text: 'Claim: claimed', about: TWIN },
    );
    await bringIn();
    expect(await present()).toEqual(OTHERS);
  });

  it('does not stand in the way of one that a claim could not tell from it', async () => {
    await there.records.removeLittlePrinter(OTHER);
    await addPrinter(there, TWIN, AS_MADE);
    await bringIn();
    expect(await present()).toEqual(OTHERS);
  });

  it('is there still when nothing could be brought in', async () => {
    await addJob(there, ['waiting'], NOTE, 9);
    const before = await everything(there);
    const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(bringIn()).rejects.toMatchObject({ code: 'storage-full' });
    spy.mockRestore();
    expect(await everything(there)).toEqual(before);
  });

  const touches: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['has a name', () => addPrinter(there, OTHER, { ...AS_MADE, name: 'Hall' })],
    ['has a face', () => addPrinter(there, OTHER, { ...AS_MADE, face: 'pip' })],
    ['is to be offline at times', () => addPrinter(there, OTHER, { ...AS_MADE, offlineWhenAway: true })],
    ['may print on paper', () => there.records.savePaperPrinter({ ...PAPERANG, id: 'p2' })],
    ['was imported', () => addPrinter(there, OTHER, { ...AS_MADE, imported: true })],
    ['took the place of another', () => addPrinter(there, OTHER, { ...AS_MADE, place: 1 })],
    ['is not the only one', () => addPrinter(there, '1122334455667788', AS_MADE)],
    ['was there when another was retired', () => addPrinter(there, '1122334455667788', { retiredAt: 4 })],
    ['is beside a damaged one', () => there.database.put('little-printers', 7, TWIN)],
    ['was given something by a server', () => there.records.savePersonality(OTHER, { quipsId: 1 })],
    ['was sent something', () => addJob(there, ['held'], { ...DELIVERY, littlePrinter: OTHER }, 9)],
    [
      'was pressed',
      () =>
        addJob(
          there,
          ['waiting', 'cancelled'],
          { kind: 'button', littlePrinter: OTHER, printId: 0, shows: 'nothing-to-print' },
          9,
        ),
    ],
    ['may have been sent what is damaged', () => there.database.put('jobs', { nonsense: true }, 50)],
    ['was claimed once', () => tell({ kind: 'bridge', text: 'Claim: claimed', about: OTHER })],
    ['was claimed with another key', () => tell({ kind: 'bridge', text: 'Claim: key-mismatch', about: OTHER })],
    ['was told something once', () => tell({ kind: 'bridge', text: 'Command 7: set_quip', about: OTHER })],
    ['stands in a log that was cleared', () => new LogStore(there.database, there.epoch).clear()],
    [
      'stands in a log whose beginning made room',
      async () => {
        await there.database.delete('log', 1);
      },
    ],
    ['stands in a log with a gap', () => tell({ kind: 'engine', text: '12 entries could not be stored' })],
    ['stands in a damaged log', () => there.database.add('log', { nonsense: true })],
    [
      'lived through an engine that logged nothing',
      async () => {
        await beginEpoch(there.database);
        there = { ...there, epoch: await beginEpoch(there.database) };
        await tell({ kind: 'engine', text: 'epoch 3 began' });
      },
    ],
  ];

  it.each(touches)('stays when it %s', async (_what, touch) => {
    await touch();
    await bringIn();
    expect(await present()).toEqual(expect.arrayContaining([ADDRESS, OTHER]));
  });

  it.each([
    ['is not asked for', {}],
    ['could not be stored', { storeLog: async () => false }],
    ['could not be loaded', { storeLog: () => Promise.reject(new TypeError('no such chunk')) }],
  ])('stays when the log %s', async (_what, desk) => {
    await bringIn(desk);
    expect(await present()).toEqual([ADDRESS, OTHER]);
  });

  it.each([
    ['brings none', []],
    ['brings only one that is retired', [{ deviceAddress: RETIRED, retiredAt: 5 }]],
    ['brings itself', [{ deviceAddress: OTHER }, { deviceAddress: ADDRESS }]],
    ['knows it as retired', [{ deviceAddress: OTHER, retiredAt: 5 }, { deviceAddress: ADDRESS }]],
  ])('stays when the backup %s', async (_what, printers) => {
    const kept = { name: 'Kept', secret: '0102030405', paperPrinter: 'screen', createdAt: 1, imported: false };
    const items = printers.map((one) => ({
      entry: {
        kind: 'little-printer' as const,
        printer: { ...kept, face: 'none' as const, offlineWhenAway: false, ...one },
      },
    }));
    file = await writeBackup(1, items);
    await bringIn();
    expect(await present()).toContain(OTHER);
  });

  it('stays when the backup brings what was sent to it', async () => {
    await addJob(here, ['held'], { ...DELIVERY, littlePrinter: OTHER }, 9);
    file = await exportBackup(here, { history: false });
    await bringIn();
    expect(await present()).toEqual([ADDRESS, OTHER]);
  });
});

it('leaves out what is damaged here, and keeps a job whose picture is', async () => {
  await fill(here);
  const [first] = await jobs(here);
  const one = (await here.database.get('little-printers', ADDRESS)) as object;
  await here.database.put('pictures', { nonsense: true }, first!.id);
  await here.database.put('jobs', { nonsense: true }, 50);
  await here.database.put('little-printers', 'nonsense', OTHER);
  await here.database.put('little-printers', { ...one, createdAt: 1e300 }, TWIN);
  await here.database.put('paper-printers', 7, 'p9');
  const file = await exportBackup(here, { history: true });
  const there = await openPlace();
  await importBackup(there, file);
  const after = await jobs(there);
  expect(after).toHaveLength(5);
  expect(after[0]).toMatchObject({ state: 'printed', bytes: 0, width: 0, height: 0 });
  await expect(there.store.picture(after[0]!.id)).rejects.toMatchObject({ code: 'job-picture' });
});

it.each([true, false])('brings all but what lay in files that are gone (with the history: %s)', async (history) => {
  await fill(here);
  const lost = (await jobs(here))[3]!;
  const spy = loseFiles({ personalities: ADDRESS, pictures: lost.id });
  const file = await exportBackup(here, { history });
  spy.mockRestore();
  const there = await openPlace();
  await importBackup(there, file);
  expect((await there.records.littlePrinters()).present).toHaveLength(1);
  expect(await there.records.personality(ADDRESS)).toBeUndefined();
  const after = await jobs(there);
  const kept = history ? [1, 2, 3, undefined, 5] : [2, 3, undefined];
  expect(after).toHaveLength(kept.length);
  for (const [i, { id }] of after.entries()) {
    const seed = kept[i];
    if (seed === undefined) await expect(there.store.picture(id)).rejects.toMatchObject({ code: 'job-picture' });
    else expect(await there.store.picture(id)).toEqual(picture(seed));
  }
});

it('carries a history of many chunks', async () => {
  const noise = createBitmap(384, 10_000);
  for (let at = 0; at < noise.data.length; at += 60_000) crypto.getRandomValues(noise.data.subarray(at, at + 60_000));
  for (let i = 0; i < 3; i++) await here.store.add({ paperPrinter: 'screen', origin: NOTE, hold: false }, noise);
  const file = await exportBackup(here, { history: true });
  expect(file.length).toBeGreaterThan(1024 * 1024);
  const there = await openPlace();
  await importBackup(there, file);
  const last = await there.store.picture((await jobs(there))[2]!.id);
  expect(equalBitmaps(last, noise)).toBe(true);
});

/** The bytes of the entries of a backup that is not encrypted and has one chunk. */
async function uncompressed(file: Uint8Array<ArrayBuffer>): Promise<string> {
  let text = '';
  for await (const part of inflate(only(file.subarray(20, -16)))) text += new TextDecoder('latin1').decode(part);
  return text;
}

async function* only(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield bytes;
}
