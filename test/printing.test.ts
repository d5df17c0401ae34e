import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ErrorCode, PapertabError } from '../src/errors.ts';
import { type Bitmap, createBitmap } from '../src/imaging/bitmap.ts';
import { fitToHead } from '../src/imaging/fit.ts';
import { CATALOG, type ModelId, modelOf } from '../src/printers/catalog.ts';
import type { Need } from '../src/printers/condition.ts';
import type { Driver } from '../src/printers/driver.ts';
import { createEscposDriver } from '../src/printers/drivers/escpos.ts';
import { createPaperangDriver } from '../src/printers/drivers/paperang.ts';
import { type ConnectedPrinter, printBitmap } from '../src/printers/print-session.ts';
import { PrinterLine } from '../src/printers/printer-line.ts';
import type { PrinterSettings } from '../src/printers/settings.ts';
import { EscposPaper } from './paper/escpos-paper.ts';
import { PAPERANG, PaperangPaper } from './paper/paperang-paper.ts';
import { expectSameDots } from './paper/same-dots.ts';
import { FakeClock } from './support/fake-clock.ts';
import { PaperTransport } from './support/paper-transport.ts';
import { PICTURE_FRAMES, readPicture } from './support/wire.ts';

// Every captured picture goes through: much work on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

/** Waits for something that takes at most so long on the test's clock. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  for (const end = clock.now() + ms; !settled && clock.now() < end; ) await clock.advance(100);
  if (!settled) throw new Error(`Not settled within ${ms} ms`);
  return promise;
}

interface Connection {
  readonly transport: PaperTransport;
  readonly printer: ConnectedPrinter;
}

async function connect(
  paper: ConstructorParameters<typeof PaperTransport>[0],
  model: ModelId,
  change: Partial<PrinterSettings> = {},
  brokenOff = false,
): Promise<Connection> {
  const { language, defaults, rowsPerSecond } = modelOf(model);
  const driver: Driver = language === 'paperang' ? createPaperangDriver() : createEscposDriver();
  const transport = new PaperTransport(paper);
  const line = new PrinterLine(transport, driver.reader, clock, () => {});
  const settings = { ...defaults, ...change };
  const { signal } = new AbortController();
  await within(20_000, driver.greet({ line, settings, clock, signal }, { brokenOff }));
  return { transport, printer: { driver, line, settings, rowsPerSecond } };
}

function print(bitmap: Bitmap, { printer }: Connection, cancelled = new AbortController().signal) {
  const needs: (Need | undefined)[] = [];
  const rows: number[] = [];
  const done = printBitmap(bitmap, printer, {
    clock,
    cancelled,
    stopped: new AbortController().signal,
    onRows: (n) => rows.push(n),
    onNeeds: (need) => needs.push(need),
  });
  done.catch(() => {});
  return { done, needs, rows };
}

const KINDS = [
  {
    what: 'a Paperang P1',
    model: 'paperang-p1',
    head: 384,
    paper: (options: object = {}) => new PaperangPaper({ ...PAPERANG.p1, clock, ...options }),
  },
  {
    what: 'a Paperang P2',
    model: 'paperang-p2',
    head: 576,
    paper: (options: object = {}) => new PaperangPaper({ ...PAPERANG.p2, clock, ...options }),
  },
  {
    what: 'a receipt printer of 58 mm',
    model: 'escpos-58',
    head: 384,
    paper: (options: object = {}) => new EscposPaper({ headWidth: 384, clock, ...options }),
  },
  {
    what: 'a receipt printer of 80 mm',
    model: 'escpos-80',
    head: 576,
    paper: (options: object = {}) => new EscposPaper({ headWidth: 576, cutter: true, clock, ...options }),
  },
] as const;

/** A head as slow as a small printer's, with a small memory. */
const SLOW = { bufferBytes: 4_096, rowsPerSecond: 100 };

const pictures = [...new Set(PICTURE_FRAMES.flatMap(({ images }) => images))].filter((name) => !name.startsWith('40-'));

describe.each(KINDS)('$what', ({ model, head, paper }) => {
  it('prints what came through the wire, dot for dot', async () => {
    const device = paper();
    const connection = await connect(device, model);
    for (const name of pictures) {
      const picture = await readPicture(name);
      const job = print(picture, connection);
      await within(120_000, job.done);
      device.checkAtRest();
      expectSameDots(device.pictures.at(-1), fitToHead(picture, head));
      expect(job.rows.at(-1)).toBe(picture.height);
    }
    expect(device.pictures).toHaveLength(pictures.length);
    expect(device.torn).toHaveLength(0);
  });

  it('prints a tall picture through a small memory, as slowly as its head', async () => {
    const device = paper(SLOW);
    const connection = await connect(device, model);
    const picture = await readPicture('25-tall-html.png');
    await within(300_000, print(picture, connection).done);
    device.checkAtRest();
    expectSameDots(device.pictures[0], fitToHead(picture, head));
  });

  it('waits for paper in mid-job and goes on by itself', async () => {
    const device = paper(SLOW);
    const connection = await connect(device, model);
    const picture = await readPicture('05-photo-gradient-png.png');
    const job = print(picture, connection);
    await clock.advance(1_000);
    device.suffer('paper-out');
    await clock.advance(60_000);
    expect(job.needs.at(-1)).toBeDefined();
    expect(device.pictures).toHaveLength(0);
    device.cure('paper-out');
    await within(120_000, job.done);
    device.check();
    expectSameDots(device.pictures[0], fitToHead(picture, head));
    expect(job.needs.at(-1)).toBeUndefined();
  });

  it.each([
    ['paper-out', 'printer-paper-out'],
    ['cover-open', 'printer-cover-open'],
    ['too-hot', 'printer-too-hot'],
  ] as const)('sends nothing while it says %s', async (trouble, need) => {
    const device = paper();
    const connection = await connect(device, model);
    device.suffer(trouble);
    const before = device.rowsDrawn;
    const job = print(createBitmap(384, 100), connection);
    await clock.advance(20_000);
    expect(job.needs).toEqual([need]);
    device.cure(trouble);
    await within(60_000, job.done);
    device.checkAtRest();
    expect(device.rowsDrawn).toBeGreaterThan(before);
    expect(device.pictures).toHaveLength(1);
  });

  it('takes the next job after one that was cancelled', async () => {
    const device = paper(SLOW);
    const connection = await connect(device, model);
    const picture = await readPicture('05-photo-gradient-png.png');
    const cancel = new AbortController();
    const job = print(picture, connection, cancel.signal);
    await clock.advance(1_500);
    cancel.abort(new PapertabError('job-cancelled'));
    await expect(within(20_000, job.done)).rejects.toMatchObject({ code: 'job-cancelled' satisfies ErrorCode });
    const next = print(picture, connection);
    await within(120_000, next.done);
    device.checkAtRest();
    expectSameDots(device.pictures.at(-1), fitToHead(picture, head));
  });

  it('prints whole again after its power failed in mid-job', async () => {
    const device = paper(SLOW);
    const first = await connect(device, model);
    const picture = await readPicture('02-text.png');
    const job = print(picture, first);
    await clock.advance(700);
    device.powerOff();
    first.transport.lose(new PapertabError('printer-lost'));
    await expect(within(1_000, job.done)).rejects.toMatchObject({ code: 'printer-lost' });
    device.powerOn();
    const second = await connect(device, model, {}, true);
    await within(120_000, print(picture, second).done);
    device.check();
    expectSameDots(device.pictures.at(-1), fitToHead(picture, head));
  });
});

describe('a printer that says nothing', () => {
  it('prints all the same, and is given the time that its head takes', async () => {
    const device = new EscposPaper({ headWidth: 384, clock, answers: [] });
    const connection = await connect(device, 'escpos-58');
    const picture = createBitmap(384, 800);
    const job = print(picture, connection);
    const begun = clock.now();
    await within(60_000, job.done);
    expect(clock.now() - begun).toBeGreaterThanOrEqual((800 / CATALOG['escpos-58'].rowsPerSecond) * 1000);
    device.checkAtRest();
  });
});

describe('careful mode', () => {
  it('does not overrun a printer that has no way to hold back', async () => {
    const device = new EscposPaper({
      headWidth: 384,
      clock,
      answers: [],
      bufferBytes: 4_096,
      rowsPerSecond: 33,
      maxRows: 24,
    });
    // A wire that does not wait: what does not fit is lost, and noticed.
    const connection = await connect(new Unheld(device), 'escpos-58', { careful: true });
    const picture = await readPicture('05-photo-gradient-png.png');
    await within(300_000, print(picture, connection).done);
    await clock.advance(60_000);
    device.checkAtRest();
    expectSameDots(device.pictures[0], picture);
  });
});

/** The printer as a wire without flow control sees it. */
class Unheld {
  readonly freeBytes = Number.POSITIVE_INFINITY;
  readonly #device: EscposPaper;

  constructor(device: EscposPaper) {
    this.#device = device;
  }

  set onReply(take: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#device.onReply = take;
  }

  set onFreed(task: () => void) {
    this.#device.onFreed = task;
  }

  receive(bytes: Uint8Array): void {
    this.#device.receive(bytes);
  }
}
