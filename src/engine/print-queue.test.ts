import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type ErrorCode, PapertabError } from '../errors.ts';
import { createBitmap } from '../imaging/bitmap.ts';
import type { Job } from '../jobs/job.ts';
import type { JobChange, JobStore } from '../jobs/job-store.ts';
import { CATALOG } from '../printers/catalog.ts';
import { screenDriver } from '../printers/drivers/screen.ts';
import { PrinterLine } from '../printers/printer-line.ts';
import { ScreenTransport } from '../printers/transports/screen.ts';
import { PrintQueue } from './print-queue.ts';

/** A second of paper. */
const ROWS = 400;

let clock: FakeClock;
let jobs: Job[];
/** What the database refuses at present, by what is asked of it. */
let refusals: { change?: ErrorCode | undefined; picture?: ErrorCode | undefined };
let told: string[];
let busy: boolean[];
let queue: PrintQueue;

beforeEach(() => {
  clock = new FakeClock();
  jobs = [];
  refusals = {};
  told = [];
  busy = [];
  const store = {
    next: async () => jobs.find(({ state }) => state === 'waiting'),
    picture: async () => {
      if (refusals.picture !== undefined) throw new PapertabError(refusals.picture);
      return createBitmap(384, ROWS);
    },
    change: async (id: number, from: readonly string[], change: JobChange) => {
      if (refusals.change !== undefined) throw new PapertabError(refusals.change);
      const job = jobs.find((other) => other.id === id)!;
      if (!from.includes(job.state)) throw new PapertabError('job-state');
      const { error: _error, ...rest } = change;
      const changed: Job = { ...job, ...rest };
      jobs = jobs.map((other) => (other.id === id ? changed : other));
      return changed;
    },
  } satisfies Partial<Record<keyof JobStore, unknown>>;
  const transport = new ScreenTransport(clock, { bytesPerRow: 48, rowsPerSecond: ROWS });
  const printer = {
    id: 'screen',
    connected: {
      driver: screenDriver,
      line: new PrinterLine(transport, screenDriver.reader, clock, () => {}),
      settings: CATALOG.screen.defaults,
      rowsPerSecond: ROWS,
    },
    away: undefined,
    drop: () => {},
  };
  queue = new PrintQueue(store as unknown as JobStore, printer, clock, {
    changed: (job) => told.push(`${job.id} ${job.state}`),
    progress: () => {},
    printed: (job) => told.push(`${job.id} reported`),
    busy: () => busy.push(queue.isPrinting),
    trouble: (error) => told.push(error.code),
  });
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
    blackShare: 0,
    interruptions: 0,
    begun: false,
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

describe('cancelling', () => {
  it('stops the job that prints', async () => {
    add(1);
    queue.wake();
    await clock.advance(500);
    expect(queue.cancel(1)).toBe(true);
    await clock.advance(100);
    expect(jobs[0]?.state).toBe('cancelled');
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
