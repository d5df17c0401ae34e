import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PapertabBench, picture } from '../../test/support/papertab-bench.ts';
import { PapertabError } from '../errors.ts';
import { JobStore } from '../jobs/job-store.ts';
import { LittlePrinters } from './little-printers.ts';
import { PaperPrinters } from './paper-printers.ts';
import { Presence } from './presence.ts';
import { Records } from './records.ts';

let bench: PapertabBench;

beforeEach(() => {
  bench = new PapertabBench();
});

afterEach(() => bench.stop());

const superseded = new PapertabError('engine-superseded');

/** The last engine ends with a job that waits for its paper. */
async function leaveJob(): Promise<void> {
  const last = await bench.start();
  // It must not be about to print when it ends: what is under way then is stored, and told, a moment later.
  const next = vi.spyOn(JobStore.prototype, 'next').mockResolvedValue(undefined);
  await last.print(picture(), { source: 'note' });
  last.stop();
  next.mockRestore();
  await bench.clock.advance(1_000);
  expect(bench.events.some((event) => event.type === 'job' && event.job.state === 'printed')).toBe(false);
  bench.sockets.length = 0;
  bench.events.length = 0;
}

/** Starts an engine that is told not to begin while it waits for what the named method of an object does. */
async function startAbortedIn<T, K extends keyof T & string>(owner: T, name: K): Promise<void> {
  const over = new AbortController();
  const original = owner[name] as (...args: unknown[]) => Promise<unknown>;
  const spy = vi.spyOn(owner as Record<string, typeof original>, name).mockImplementation(async function (
    this: unknown,
    ...args: unknown[]
  ) {
    const result = await original.apply(this, args);
    over.abort(superseded);
    return result;
  });
  try {
    await expect(bench.start(over.signal)).rejects.toBe(superseded);
  } finally {
    spy.mockRestore();
  }
  await bench.clock.advance(60_000);
}

const printed = (): unknown[] =>
  bench.events.filter((event) => event.type === 'progress' || (event.type === 'job' && event.job.state !== 'waiting'));

describe('an engine that is not to begin any more', () => {
  it.each([
    ['its Little Printers', () => startAbortedIn(LittlePrinters, 'open')],
    ['its bridge address', () => startAbortedIn(Records.prototype, 'bridgeAddress')],
    ['when it was last here', () => startAbortedIn(Presence, 'open')],
    ['what the last one left', () => startAbortedIn(JobStore.prototype, 'recover')],
    ['its paper printers', () => startAbortedIn(PaperPrinters.prototype, 'load')],
  ])('connects to nothing and prints nothing once it has read %s', async (_, start) => {
    await leaveJob();
    await start();
    expect(bench.sockets).toEqual([]);
    expect(bench.events).toEqual([]);
  });

  it('lets go of what it has just connected to, and prints nothing', async () => {
    await leaveJob();
    await startAbortedIn(JobStore.prototype, 'unfinished');
    expect(bench.sockets.map(({ closed }) => closed)).toEqual([true]);
    expect(printed()).toEqual([]);
  });

  it('leaves its jobs to the next', async () => {
    await leaveJob();
    await startAbortedIn(JobStore.prototype, 'unfinished');
    await bench.start();
    await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ state: 'printed' }]));
  });
});
