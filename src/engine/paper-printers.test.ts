import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { PapertabError } from '../errors.ts';
import { createBitmap } from '../imaging/bitmap.ts';
import { openDatabase } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import { JobStore } from '../jobs/job-store.ts';
import type { PrinterFacts } from '../printers/condition.ts';
import { screenDriver } from '../printers/drivers/screen.ts';
import type { Received, Transport, WriteOptions } from '../printers/transport.ts';
import type { PaperPrinterDraft } from './api.ts';
import { PaperPrinters } from './paper-printers.ts';
import { Records } from './records.ts';

/** A line that takes bytes or does not. */
class Wire implements Transport {
  readonly limits = { chunkBytes: 100_000, confirm: false };
  readonly received: AsyncIterable<Received> = { async *[Symbol.asyncIterator]() {} };
  readonly lost = new Promise<PapertabError>(() => {});
  taking = true;
  written = 0;
  closed = false;

  async write(bytes: Uint8Array, { signal }: WriteOptions): Promise<void> {
    if (!this.taking) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    signal.throwIfAborted();
    this.written += bytes.length;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

const DRAFT = { name: '', model: 'escpos-58', link: { transport: 'serial' } } as const;

let clock: FakeClock;
let store: JobStore;
let records: Records;
/** The connections that were opened, with the baud rate of each. */
let opened: { readonly wire: Wire; readonly baudRate: number }[];
let taking: boolean;
/** Whether each greeting was told that the connection before it broke off, and how wide the job was. */
let brokenOff: boolean[];
let widths: (number | undefined)[];
/** Whether printers are switched off. */
let off: boolean;
/** What it tells of itself when it is greeted. */
let facts: PrinterFacts;
let paper: PaperPrinters;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  clock = new FakeClock();
  opened = [];
  taking = true;
  brokenOff = [];
  widths = [];
  off = false;
  facts = {};
  paper = await open();
});

afterEach(() => paper.stop());

/** Begins as an engine does. */
async function open(): Promise<PaperPrinters> {
  const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  const epoch = await beginEpoch(database);
  store = new JobStore(database, epoch, clock);
  records = new Records(database, epoch);
  const printers = new PaperPrinters(
    { store, records },
    {
      clock,
      loadDriver: async () => ({
        ...screenDriver,
        greet: async (_, after) => {
          brokenOff.push(after.brokenOff);
          widths.push(after.headWidth);
          return facts;
        },
      }),
      open: async (_, { baudRate }) => {
        if (off) throw new PapertabError('printer-away');
        const wire = new Wire();
        wire.taking = taking;
        opened.push({ wire, baudRate });
        return wire;
      },
      askPage: () => {},
      letGo: () => {},
      guard: (transport) => transport,
      log: () => {},
    },
    { changed: () => {}, progress: () => {}, printed: () => {}, stateChanged: () => {}, trouble: () => {} },
  );
  await printers.load(await store.recover());
  printers.start();
  return printers;
}

/** Adds a printer and gives it a job. */
async function addWithJob(settings: PaperPrinterDraft['settings'] = {}): Promise<string> {
  const id = await paper.add({ ...DRAFT, settings }, clock.now());
  await until(() => expect(opened).toHaveLength(1));
  await store.add({ paperPrinter: id, origin: { kind: 'local', source: 'note' }, hold: false }, createBitmap(384, 40));
  paper.wake(id);
  return id;
}

/** Moves the clock until the assertion holds: storing happens off this thread. */
async function until(assertion: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(
    async () => {
      await clock.advance(100);
      await assertion();
    },
    { timeout: 5_000, interval: 5 },
  );
}

describe('a paper printer that is another model than its name said', () => {
  it.each(['P2', 'Paperang_P2'])('prints its very first job as wide as its head, told as %s', async (modelName) => {
    facts = { modelName };
    const id = await paper.add({ ...DRAFT, model: 'paperang-p1' }, clock.now());
    const draft = { paperPrinter: id, origin: { kind: 'local', source: 'note' }, hold: false } as const;
    await store.add(draft, createBitmap(384, 40));
    paper.wake(id);
    await until(async () => expect((await store.list({ limit: 1 }))[0]?.state).toBe('printed'));
    expect(paper.views[0]).toMatchObject({ model: 'paperang-p2', headWidth: 576 });
    expect(opened[0]?.wire.written).toBe(72 * 60);
    expect((await records.paperPrinters())[0]?.model).toBe('paperang-p2');
  });
});

describe('a paper printer that takes no more', () => {
  it('gets the setting that cures it, without waiting for its job', async () => {
    taking = false;
    const id = await addWithJob();
    await until(() => expect(paper.views[0]?.state).toBe('printing'));
    await clock.advance(20_000);
    expect(paper.views[0]?.needs?.code).toBe('printer-stalled');
    taking = true;
    await paper.configure(id, { settings: { baudRate: 19_200 } });
    await until(async () => expect((await store.list({ limit: 1 }))[0]?.state).toBe('printed'));
    expect(opened.map(({ baudRate, wire }) => [baudRate, wire.closed])).toEqual([
      [9_600, true],
      [19_200, false],
    ]);
    expect((await store.list({ limit: 1 }))[0]?.interruptions).toBe(1);
  });

  it('keeps a job that prints well, and gets the setting after it', async () => {
    const id = await addWithJob();
    await paper.configure(id, { settings: { baudRate: 19_200 } });
    await until(async () => expect((await store.list({ limit: 1 }))[0]?.state).toBe('printed'));
    await until(() => expect(opened).toHaveLength(2));
    expect((await store.list({ limit: 1 }))[0]?.interruptions).toBe(0);
  });
});

describe('a paper printer that the last engine left inside a job', () => {
  it('is greeted as one that may still wait for the rest', async () => {
    taking = false;
    await addWithJob();
    await until(() => expect(paper.views[0]?.state).toBe('printing'));
    paper.stop();
    taking = true;
    paper = await open();
    await until(() => expect(brokenOff).toEqual([false, true]));
  });

  it('is greeted so once more by the engine after that, when it was away all the time', async () => {
    taking = false;
    await addWithJob();
    await until(() => expect(paper.views[0]?.state).toBe('printing'));
    paper.stop();
    off = true;
    paper = await open();
    paper.stop();
    off = false;
    taking = true;
    paper = await open();
    await until(() => expect(brokenOff).toEqual([false, true]));
  });

  it('is greeted so when that job was cancelled, with what was set for it, and only once', async () => {
    taking = false;
    const id = await addWithJob({ headWidth: 576 });
    await until(() => expect(paper.views[0]?.state).toBe('printing'));
    off = true;
    const [job] = await store.list({ limit: 1 });
    expect(paper.cancel(job!.id)).toBe(true);
    await clock.advance(20_000);
    await until(async () => expect((await store.list({ limit: 1 }))[0]?.state).toBe('cancelled'));
    await paper.configure(id, { settings: { headWidth: 384, careful: true } });
    paper.stop();
    off = false;
    taking = true;
    paper = await open();
    await until(() => expect(paper.views[0]?.state).toBe('ready'));
    expect(brokenOff).toEqual([false, true]);
    expect(widths[1]).toBe(576);
    expect(paper.views[0]?.settings).toMatchObject({ headWidth: 384, careful: true });
    // It has been brought out of that job, which the engine after that must know.
    await until(async () => expect((await records.paperPrinters())[0]?.brokenOff).toBeUndefined());
    paper.stop();
    paper = await open();
    await until(() => expect(brokenOff).toEqual([false, true, false]));
  });

  it('is greeted so when that job was given to another', async () => {
    taking = false;
    const id = await addWithJob();
    await until(() => expect(paper.views[0]?.state).toBe('printing'));
    await clock.advance(20_000);
    off = true;
    expect(await paper.moveJobs(id, 'screen')).toHaveLength(1);
    paper.stop();
    off = false;
    paper = await open();
    await until(() => expect(brokenOff).toEqual([false, true]));
  });

  it('is greeted like any other when nothing was on its way', async () => {
    const id = await paper.add(DRAFT, clock.now());
    await until(() => expect(paper.views[0]?.state).toBe('ready'));
    paper.stop();
    await store.add({ paperPrinter: id, origin: { kind: 'local', source: 'note' }, hold: false }, createBitmap(384, 8));
    paper = await open();
    await until(() => expect(brokenOff).toEqual([false, false]));
  });
});
