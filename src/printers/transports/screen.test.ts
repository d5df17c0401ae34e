import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { Clock } from '../../clock.ts';
import { createBitmap } from '../../imaging/bitmap.ts';
import { CATALOG } from '../catalog.ts';
import { screenDriver } from '../drivers/screen.ts';
import { encodeForScreen } from '../languages/screen.ts';
import { type ConnectedPrinter, printBitmap } from '../print-session.ts';
import { PrinterLine } from '../printer-line.ts';
import { ScreenTransport } from './screen.ts';

const HEAD = { bytesPerRow: 48, rowsPerSecond: 400 };
let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

function screen(head: Clock): ConnectedPrinter {
  const line = new PrinterLine(new ScreenTransport(head, HEAD), screenDriver.reader, clock, () => {});
  return { driver: screenDriver, line, settings: CATALOG.screen.defaults, rowsPerSecond: HEAD.rowsPerSecond };
}

function print(rows: number, signal = new AbortController().signal) {
  const progress: number[] = [];
  let ended: unknown;
  const done = printBitmap(createBitmap(384, rows), screen(clock), {
    clock,
    cancelled: signal,
    stopped: new AbortController().signal,
    onRows: (n) => progress.push(n),
    onNeeds: () => {},
  }).then(
    () => {
      ended = 'printed';
    },
    (reason) => {
      ended = reason;
    },
  );
  return { progress, done, ended: () => ended };
}

describe('the screen', () => {
  it('prints as fast as its head, not at once', async () => {
    const job = print(804);
    await clock.advance(1_000);
    expect(job.progress.at(-1)).toBe(400);
    expect(job.ended()).toBeUndefined();
    await clock.advance(1_010);
    expect(job.progress.at(-1)).toBe(804);
    expect(job.ended()).toBe('printed');
  });

  it('keeps its speed on a clock whose timers are late', async () => {
    const late = {
      now: () => clock.now(),
      after: (ms: number, task: () => void) => clock.after(ms + 15, task),
    };
    const begun = clock.now();
    const done = printBitmap(createBitmap(384, 4_000), screen(late), {
      clock,
      cancelled: new AbortController().signal,
      stopped: new AbortController().signal,
      onRows: () => {},
      onNeeds: () => {},
    });
    let ended = 0;
    void done.then(() => (ended = clock.now()));
    await clock.advance(15_000);
    expect(ended - begun).toBeGreaterThanOrEqual(10_000);
    expect(ended - begun).toBeLessThan(10_100);
  });

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('neither jumps nor stands still when the clock is set %s in mid-print', async (_, ms) => {
    let set = 0;
    // Timers go on as they are: only the time of day is another one.
    const wall: Clock = { now: () => clock.now() + set, after: (delay, task) => clock.after(delay, task) };
    const rows: number[] = [];
    const begun = clock.now();
    let ended = 0;
    const done = printBitmap(createBitmap(384, 2_000), screen(wall), {
      clock: wall,
      cancelled: new AbortController().signal,
      stopped: new AbortController().signal,
      onRows: (count) => rows.push(count),
      onNeeds: () => {},
    });
    void done.then(() => (ended = clock.now()));
    await clock.advance(2_000);
    const before = rows.at(-1)!;
    set = ms;
    await clock.advance(1_000);
    expect(rows.at(-1)! - before).toBeGreaterThan(350);
    expect(rows.at(-1)! - before).toBeLessThan(450);
    await clock.advance(10_000);
    expect(ended - begun).toBeGreaterThan(4_900);
    expect(ended - begun).toBeLessThan(5_200);
  });

  it('stops at the millimetre it is at when the job is cancelled', async () => {
    const cancel = new AbortController();
    const job = print(4_000, cancel.signal);
    await clock.advance(500);
    cancel.abort('cancelled');
    await clock.advance(5_000);
    expect(job.ended()).toBe('cancelled');
    expect(job.progress.at(-1)).toBe(208);
  });

  it('gives its bytes foot first and leaves out nothing', () => {
    const bitmap = createBitmap(384, 20);
    bitmap.data.forEach((_, i) => {
      bitmap.data[i] = i % 251;
    });
    const chunks = [...encodeForScreen(bitmap)];
    expect(chunks.map(({ rows }) => rows)).toEqual([8, 8, 4]);
    const upright = Buffer.concat(chunks.reverse().map(({ bytes }) => bytes));
    expect(upright.equals(bitmap.data)).toBe(true);
  });
});
