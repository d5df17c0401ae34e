import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type ErrorCode, type ErrorReport, PapertabError } from '../errors.ts';
import { createBitmap } from '../imaging/bitmap.ts';
import type { Job } from '../jobs/job.ts';
import type { JobChange, JobStore } from '../jobs/job-store.ts';
import { CATALOG } from '../printers/catalog.ts';
import type { Condition } from '../printers/condition.ts';
import { screenDriver } from '../printers/drivers/screen.ts';
import type { ConnectedPrinter } from '../printers/print-session.ts';
import { PrinterLine } from '../printers/printer-line.ts';
import { ScreenTransport } from '../printers/transports/screen.ts';
import { PrintQueue, type QueuePrinter } from './print-queue.ts';

/** A second of paper. */
const ROWS = 400;

let clock: FakeClock;
let jobs: Job[];
/** What the database refuses at present, by what is asked of it. */
let refusals: { change?: ErrorCode | undefined; picture?: ErrorCode | undefined };
/** What reading a picture waits for. */
let read: Promise<void>;
/** What storing a change of a job waits for. */
let stored: Promise<void>;
/** Whether what a job takes can be loaded. */
let loads: () => Promise<void>;
let told: string[];
let busy: boolean[];
let queue: PrintQueue;
/** The printer; the screen, as long as nobody takes it away. */
let printer: {
  id: string;
  connected: ConnectedPrinter | undefined;
  away: ErrorReport | undefined;
  drop: (...dropped: Partial<Parameters<QueuePrinter['drop']>>) => void;
};
let here: ConnectedPrinter;
let lose: (error: PapertabError) => void;

beforeEach(() => {
  clock = new FakeClock();
  jobs = [];
  refusals = {};
  read = Promise.resolve();
  stored = Promise.resolve();
  loads = async () => {};
  told = [];
  busy = [];
  const store = {
    next: async () => jobs.find(({ state }) => state === 'waiting' || state === 'needs-you'),
    picture: async () => {
      await read;
      if (refusals.picture !== undefined) throw new PapertabError(refusals.picture);
      return createBitmap(384, ROWS);
    },
    change: async (id: number, from: readonly string[], change: JobChange) => {
      await stored;
      if (refusals.change !== undefined) throw new PapertabError(refusals.change);
      const job = jobs.find((other) => other.id === id)!;
      if (!from.includes(job.state)) throw new PapertabError('job-state');
      const { error, ...rest } = change;
      const { error: _old, ...kept } = job;
      const changed: Job = { ...(error === undefined ? job : kept), ...rest, ...(error ? { error } : {}) };
      jobs = jobs.map((other) => (other.id === id ? changed : other));
      return changed;
    },
  } satisfies Partial<Record<keyof JobStore, unknown>>;
  const transport = new ScreenTransport(clock, { bytesPerRow: 48, rowsPerSecond: ROWS });
  const losing = new Promise<PapertabError>((resolve) => {
    lose = resolve;
  });
  here = {
    driver: screenDriver,
    line: new PrinterLine(Object.assign(transport, { lost: losing }), screenDriver.reader, clock, () => {}),
    settings: CATALOG.screen.defaults,
    rowsPerSecond: ROWS,
  };
  printer = {
    id: 'screen',
    connected: here,
    away: undefined,
    drop: () => {
      printer.connected = undefined;
      printer.away = { code: 'printer-away' };
    },
  };
  const events = {
    changed: (job: Job) => told.push(`${job.id} ${job.state}`),
    progress: () => {},
    printed: (job: Job) => told.push(`${job.id} reported`),
    busy: () => busy.push(queue.isPrinting),
    trouble: (error: PapertabError) => told.push(error.code),
  };
  queue = new PrintQueue(store as unknown as JobStore, printer, clock, events, () => loads());
});

function add(id: number): void {
  jobs.push({
    id,
    paperPrinter: 'screen',
    origin: { kind: 'local', source: 'note' },
    state: 'waiting',
    createdAt: 0,
    changedAt: 0,
    width: 384,
    height: ROWS,
    faceRows: 0,
    bytes: 0,
    blackShare: 0,
    interruptions: 0,
    begun: false,
    answered: true,
    report: 'none',
  });
}

describe('the queue', () => {
  it('prints one job after another, and says when the head is busy', async () => {
    add(1);
    add(2);
    queue.wake();
    await clock.advance(1_500);
    expect(queue.isPrinting).toBe(true);
    await clock.advance(1_000);
    expect(told).toEqual(['1 printing', '1 printed', '1 reported', '2 printing', '2 printed', '2 reported']);
    expect(busy).toEqual([true, false, true, false]);
  });

  it('takes up what comes while it prints', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    add(2);
    queue.wake();
    await clock.advance(2_000);
    expect(jobs.map(({ state }) => state)).toEqual(['printed', 'printed']);
  });

  it('passes over a damaged picture, which has failed, with the head free', async () => {
    add(1);
    refusals.picture = 'job-picture';
    queue.wake();
    await clock.advance(0);
    expect(told).toEqual(['1 failed']);
    expect(queue.isPrinting).toBe(false);
  });

  it('waits while the database refuses, and prints when it is well again', async () => {
    add(1);
    refusals.picture = 'storage-failed';
    queue.wake();
    await clock.advance(12_000);
    expect(told).toEqual(['storage-failed', 'storage-failed', 'storage-failed']);
    refusals.picture = undefined;
    await clock.advance(7_000);
    expect(jobs[0]?.state).toBe('printed');
  });

  it('prints once when the end of a print cannot be stored for a while', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    refusals.change = 'storage-full';
    await clock.advance(8_000);
    expect(jobs[0]?.state).toBe('printing');
    expect(queue.isPrinting).toBe(false);
    refusals.change = undefined;
    await clock.advance(10_000);
    expect(told.filter((line) => line !== 'storage-full')).toEqual(['1 printing', '1 printed', '1 reported']);
  });

  it('stops for good, leaving the job in mid-print to the next engine', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    queue.stop();
    await clock.advance(10_000);
    queue.wake();
    await clock.advance(10_000);
    expect(told).toEqual(['1 printing']);
    expect(jobs[0]?.state).toBe('printing');
  });
});

describe('a job that takes a part of the program which cannot be loaded', () => {
  const missing = async (): Promise<void> => {
    throw new PapertabError('part-missing', 'TypeError: Failed to fetch dynamically imported module');
  };

  it('waits and says why, once, and is printed when that can be loaded', async () => {
    loads = missing;
    add(1);
    queue.wake();
    await clock.advance(600_000);
    expect(told).toEqual(['part-missing', '1 needs-you']);
    expect(jobs[0]).toMatchObject({ begun: false, interruptions: 0, error: { code: 'part-missing' } });
    expect(queue.needs).toBe('part-missing');
    loads = async () => {};
    await clock.advance(40_000);
    expect(told.slice(2)).toEqual(['1 printing', '1 printed', '1 reported']);
    expect(jobs[0]?.error).toBeUndefined();
    expect(queue.needs).toBeUndefined();
  });

  it('is needed no more once it is cancelled', async () => {
    loads = missing;
    add(1);
    queue.wake();
    await clock.advance(1_000);
    jobs[0] = { ...jobs[0]!, state: 'cancelled' };
    await clock.advance(40_000);
    expect(queue.needs).toBeUndefined();
  });

  it('is tried now and then, and at once when there is something new', async () => {
    let tries = 0;
    loads = () => {
      tries += 1;
      return missing();
    };
    add(1);
    queue.wake();
    await clock.advance(300_000);
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(20);
    loads = async () => {};
    add(2);
    queue.wake();
    await clock.advance(2_100);
    expect(jobs.map(({ state }) => state)).toEqual(['printed', 'printed']);
  });

  it('does not hold up what comes behind it once it is cancelled, nor what is done between two jobs', async () => {
    loads = missing;
    add(1);
    queue.wake();
    await clock.advance(1_000);
    await queue.use(async () => void told.push('used'));
    jobs = jobs.map((job) => ({ ...job, state: 'cancelled' }));
    loads = async () => {};
    add(2);
    queue.wake();
    await clock.advance(1_100);
    expect(told.slice(2)).toEqual(['used', '2 printing', '2 printed', '2 reported']);
  });

  it('has not failed either when that turns out late', async () => {
    vi.doMock('../imaging/fit.ts', () => {
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    printer.connected = { ...here, settings: { ...here.settings, headWidth: 576 } };
    let tries = 0;
    loads = async () => {
      tries += 1;
      if (tries > 1) await missing();
    };
    add(1);
    queue.wake();
    await vi.waitFor(async () => {
      await clock.advance(100);
      expect(jobs[0]).toMatchObject({ state: 'needs-you', begun: false, error: { code: 'part-missing' } });
    });
    vi.doUnmock('../imaging/fit.ts');
  });
});

describe('cancelling', () => {
  it('stops the job that prints', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    expect(queue.cancel(1)).toBe(true);
    await clock.advance(100);
    expect(jobs[0]?.state).toBe('cancelled');
  });

  it('is not trouble when the end of the print could not be stored before it', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    refusals.change = 'storage-full';
    await clock.advance(2_000);
    refusals.change = undefined;
    jobs = jobs.map((job) => ({ ...job, state: 'cancelled' }));
    await clock.advance(10_000);
    expect(told.filter((line) => line !== 'storage-full')).toEqual(['1 printing']);
  });

  it('is no promise about a job whose rows are not on their way, or are all on paper', async () => {
    add(1);
    refusals.change = 'storage-full';
    queue.wake();
    await clock.advance(100);
    expect(queue.cancel(1)).toBe(false);
    refusals.change = undefined;
    await clock.advance(5_500);
    refusals.change = 'storage-full';
    await vi.waitFor(() => expect(queue.isPrinting).toBe(true));
    await clock.advance(1_000);
    expect(queue.cancel(1)).toBe(false);
    expect(queue.cancel(2)).toBe(false);
  });
});

describe('a printer that is away', () => {
  beforeEach(() => {
    printer.drop();
  });

  it('lets its jobs wait, says so on the first, and prints them in order when it is back', async () => {
    add(1);
    add(2);
    queue.wake();
    await clock.advance(60_000);
    expect(told).toEqual(['1 needs-you']);
    expect(jobs[0]?.error).toEqual({ code: 'printer-away' });
    printer.away = { code: 'printer-tap' };
    queue.wake();
    await clock.advance(0);
    expect(jobs[0]?.error).toEqual({ code: 'printer-tap' });
    printer.connected = here;
    printer.away = undefined;
    queue.wake();
    await clock.advance(2_100);
    expect(told.slice(2)).toEqual(['1 printing', '1 printed', '1 reported', '2 printing', '2 printed', '2 reported']);
    expect(jobs.map(({ interruptions, error }) => [interruptions, error])).toEqual([
      [0, undefined],
      [0, undefined],
    ]);
  });

  it('says nothing on a job while it is being connected for the first time', async () => {
    printer.away = undefined;
    add(1);
    queue.wake();
    await clock.advance(10_000);
    expect(told).toEqual([]);
  });

  it('has no self-test', async () => {
    const used = expect(queue.use(async () => {})).rejects.toMatchObject({ code: 'printer-away' });
    await clock.advance(0);
    await used;
  });
});

describe('a printer that is lost in mid-job', () => {
  it('prints the job again from its start when it is back, and marks it', async () => {
    add(1);
    add(2);
    queue.wake();
    await clock.advance(500);
    lose(new PapertabError('printer-lost'));
    await clock.advance(0);
    expect(jobs[0]).toMatchObject({ state: 'needs-you', interruptions: 1, error: { code: 'printer-away' } });
    expect(queue.isPrinting).toBe(false);
    await clock.advance(10_000);
    expect(jobs[1]?.state).toBe('waiting');
    printer.connected = { ...here, line: freshLine() };
    printer.away = undefined;
    queue.wake();
    await clock.advance(2_100);
    expect(jobs.map(({ state, interruptions }) => [state, interruptions])).toEqual([
      ['printed', 1],
      ['printed', 0],
    ]);
  });

  it('is let go at once, however slow the database is: it may be back before that answers', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    let answer = (): void => {};
    stored = new Promise((resolve) => (answer = resolve));
    here.line.note({ needs: 'printer-paper-out' });
    await clock.advance(1_000);
    lose(new PapertabError('printer-lost'));
    await clock.advance(0);
    expect(printer.connected).toBeUndefined();
    answer();
    await clock.advance(0);
    expect(jobs[0]).toMatchObject({ state: 'needs-you', interruptions: 1, error: { code: 'printer-away' } });
  });

  it('waits for the user once a job was cut short too often, so that no roll is printed empty', async () => {
    add(1);
    for (let times = 1; times <= 5; times++) {
      queue.wake();
      await clock.advance(500);
      const given = queue.giveBack();
      await clock.advance(0);
      await given;
      printer.connected = { ...here, line: freshLine() };
      printer.away = undefined;
    }
    expect(jobs[0]).toMatchObject({ state: 'needs-you', interruptions: 5, error: { code: 'printer-unsteady' } });
    queue.wake();
    await clock.advance(60_000);
    expect(queue.isPrinting).toBe(false);
    expect(queue.needs).toBe('printer-unsteady');
    queue.insist();
    await clock.advance(1_100);
    expect(jobs[0]).toMatchObject({ state: 'printed', interruptions: 5 });
    expect(queue.needs).toBeUndefined();
  });

  it('does not begin again a job that the user cancelled', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    queue.cancel(1);
    lose(new PapertabError('printer-lost'));
    await clock.advance(0);
    expect(jobs[0]?.state).toBe('cancelled');
  });

  it('gives its job back when it is asked to', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    const given = queue.giveBack();
    await clock.advance(0);
    await given;
    expect(jobs[0]).toMatchObject({ state: 'needs-you', interruptions: 1 });
  });
});

describe('a printer that is forgotten', () => {
  it('gives back the job in mid-print, and takes no other', async () => {
    add(1);
    add(2);
    queue.wake();
    await clock.advance(500);
    await queue.retire();
    expect(jobs.map(({ state, interruptions }) => [state, interruptions])).toEqual([
      ['needs-you', 1],
      ['waiting', 0],
    ]);
    printer.connected = here;
    queue.wake();
    await clock.advance(10_000);
    expect(jobs.map(({ state }) => state)).toEqual(['needs-you', 'waiting']);
  });

  it('leaves no job behind that was about to begin', async () => {
    let hasRead = (): void => {};
    read = new Promise((resolve) => (hasRead = resolve));
    add(1);
    queue.wake();
    await clock.advance(0);
    const retired = queue.retire();
    hasRead();
    await retired;
    await clock.advance(10_000);
    expect(jobs[0]?.state).not.toBe('printing');
    expect(jobs[0]?.interruptions).toBe(0);
  });

  it('says so to those who still want to do something with it', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    const before = expect(queue.use(async () => {})).rejects.toMatchObject({ code: 'printer-lost' });
    await queue.retire();
    await before;
    await expect(queue.use(async () => {})).rejects.toMatchObject({ code: 'printer-lost' });
  });
});

describe('a printer that needs something while there is nothing to print', () => {
  it('is asked now and then, until it is cured', async () => {
    let asked = 0;
    let says: Condition = { needs: 'printer-paper-out' };
    const ask = async (): Promise<Condition> => {
      asked += 1;
      return says;
    };
    printer.connected = { ...here, driver: { ...screenDriver, ask } };
    here.line.note(says);
    queue.wake();
    await clock.advance(20_000);
    expect(asked).toBeGreaterThan(1);
    says = {};
    await clock.advance(10_000);
    expect(here.line.condition.needs).toBeUndefined();
    asked = 0;
    await clock.advance(600_000);
    expect(asked).toBe(0);
  });

  it('is left alone when the queue has ended', async () => {
    here.line.note({ needs: 'printer-paper-out' });
    queue.wake();
    await clock.advance(0);
    queue.stop();
    await clock.advance(600_000);
    expect(told).toEqual([]);
  });
});

describe('a printer that needs something before a job begins', () => {
  let says: Condition;
  /** Of each write, how the job stood in the store when it left. */
  let left: Pick<Job, 'state' | 'begun'>[];

  beforeEach(() => {
    says = { needs: 'printer-paper-out' };
    left = [];
    const line = freshLine();
    const write = line.transport.write.bind(line.transport);
    line.transport.write = (...sent) => {
      const { state, begun } = jobs[0]!;
      left.push({ state, begun });
      return write(...sent);
    };
    printer.connected = { ...here, line, driver: { ...screenDriver, ask: async () => says } };
    add(1);
    queue.wake();
  });

  it('has nothing of it: the job counts as begun only from its first byte, and before that', async () => {
    await clock.advance(3_600_000);
    expect(left).toEqual([]);
    expect(jobs[0]).toMatchObject({ state: 'needs-you', begun: false, error: { code: 'printer-paper-out' } });
    says = {};
    await clock.advance(4_000);
    expect(left.length).toBeGreaterThan(0);
    expect(new Set(left.map(({ state, begun }) => `${state} ${begun}`))).toEqual(new Set(['printing true']));
    expect(told).toEqual(['1 printing', '1 needs-you', '1 printing', '1 printed', '1 reported']);
  });

  it('gets no byte while it cannot be stored that the job begins', async () => {
    await clock.advance(3_000);
    refusals.change = 'storage-full';
    says = {};
    await clock.advance(60_000);
    expect(left).toEqual([]);
    expect(jobs[0]).toMatchObject({ state: 'needs-you', begun: false });
    refusals.change = undefined;
    await clock.advance(10_000);
    expect(left[0]).toEqual({ state: 'printing', begun: true });
    expect(jobs[0]).toMatchObject({ state: 'printed', interruptions: 0 });
  });

  it('gives back a job that could not be stored as begun, as one that has not', async () => {
    await clock.advance(3_000);
    refusals.change = 'storage-full';
    says = {};
    await clock.advance(10_000);
    const given = queue.giveBack();
    await clock.advance(10_000);
    refusals.change = undefined;
    await clock.advance(10_000);
    await given;
    expect(left).toEqual([]);
    expect(jobs[0]).toMatchObject({ state: 'needs-you', begun: false, interruptions: 0 });
  });

  it('leaves a job alone that another has begun with meanwhile', async () => {
    await clock.advance(3_000);
    jobs = jobs.map((job) => ({ ...job, state: 'printing', begun: true }));
    says = {};
    await clock.advance(60_000);
    expect(left).toEqual([]);
    expect(queue.isPrinting).toBe(false);
    expect(jobs[0]).toMatchObject({ state: 'printing', begun: true });
  });

  it('is dropped as one with nothing of the job inside when it is lost by then, and with some of it later', async () => {
    const drop = vi.spyOn(printer, 'drop');
    await clock.advance(3_000);
    void queue.giveBack();
    await clock.advance(0);
    expect(drop.mock.lastCall?.slice(2)).toEqual([{ begun: false }]);
    says = {};
    printer.connected = { ...here, line: freshLine() };
    queue.wake();
    await clock.advance(300);
    void queue.giveBack();
    await clock.advance(0);
    expect(drop.mock.lastCall?.slice(2)).toEqual([{ begun: true }]);
  });

  it('keeps in the store that a job has begun which runs out of paper in its middle', async () => {
    says = {};
    await clock.advance(300);
    expect(left.length).toBeGreaterThan(0);
    says = { needs: 'printer-paper-out' };
    printer.connected?.line.note(says);
    await clock.advance(1_000);
    expect(jobs[0]).toMatchObject({ state: 'needs-you', begun: true });
  });
});

describe('between two jobs', () => {
  it('a printer on a wire that takes no more is kept, for it may only be holding back', async () => {
    const used = expect(
      queue.use(async (_, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        signal.throwIfAborted();
      }),
    ).rejects.toMatchObject({ code: 'printer-stalled' });
    add(1);
    await clock.advance(60_000);
    await used;
    expect(jobs[0]?.state).toBe('printed');
  });

  it('nothing is done for ever: where that means a dead link, it is dropped, and its jobs wait', async () => {
    printer.connected = { ...here, silentAfterMs: 60_000 };
    const used = expect(
      queue.use(async (_, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        signal.throwIfAborted();
      }),
    ).rejects.toMatchObject({ code: 'printer-silent' });
    add(1);
    await clock.advance(60_000);
    await used;
    expect(printer.connected).toBeUndefined();
    expect(jobs[0]?.error).toEqual({ code: 'printer-away' });
  });

  it('something else may be done with the printer', async () => {
    add(1);
    add(2);
    queue.wake();
    await clock.advance(500);
    const used = queue.use(async () => void told.push('used'));
    await clock.advance(2_000);
    await used;
    expect(told).toEqual(['1 printing', '1 printed', '1 reported', 'used', '2 printing', '2 printed', '2 reported']);
  });
});

function freshLine(): PrinterLine<unknown> {
  const transport = new ScreenTransport(clock, { bytesPerRow: 48, rowsPerSecond: ROWS });
  return new PrinterLine(transport, screenDriver.reader, clock, () => {});
}
