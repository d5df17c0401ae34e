import { describe, expect, it } from 'vitest';
import { FakeClock } from '../support/fake-clock.ts';
import { times, written } from './bytes.ts';
import { FlowControl, type FlowControlOptions } from './flow-control.ts';
import { buildFrame, STANDARD_KEY } from './paperang-frames.ts';
import type { PaperangOptions } from './paperang-options.ts';
import { PaperangPaper } from './paperang-paper.ts';

function set(options: FlowControlOptions, of: PaperangOptions = {}) {
  const clock = new FakeClock();
  const printer = new PaperangPaper({ clock, ...of });
  const flow = new FlowControl(printer, options);
  const notified: string[] = [];
  flow.onNotify = (bytes) => notified.push(written(bytes));
  return { clock, printer, flow, notified };
}

describe('credits', () => {
  it('begin with the length of a write, as on the sheet, and as many writes as are out at a time', () => {
    const { flow, notified } = set({ mtu: 100, window: 3 });
    expect(notified).toEqual([]);
    flow.subscribed();
    expect(notified).toEqual(['02 64 00', '01 03']);
    flow.write(times(20, 0));
    expect(notified.slice(2)).toEqual(['01 01']);
    expect(set({ mtu: 300, announcesMtu: false }).notified).toEqual([]);
  });

  it('come back as the buffer empties, so that a host that keeps to them never makes it overflow', async () => {
    const { clock, printer, flow } = set({ mtu: 182 }, { bufferBytes: 4096, rowsPerSecond: 100 });
    const rows = buildFrame(0x00, 0, times(42 * 48, 0xff), STANDARD_KEY);
    const stream = [...rows, ...rows, ...rows, ...rows];
    flow.subscribed();
    let at = 0;
    let stood = 0;
    while (at < stream.length) {
      if (flow.credits === 0) {
        stood += 1;
        await clock.advance(10);
        continue;
      }
      flow.write(Uint8Array.from(stream.slice(at, at + 182)));
      at += 182;
    }
    await clock.advance(5000);
    printer.check();
    expect(printer.rowsDrawn).toBe(4 * 42);
    expect(stood).toBeGreaterThan(20);
    expect(flow.writes).toBe(Math.ceil(stream.length / 182));
  });

  it('stay away while the head stands and the buffer is full', async () => {
    const { clock, printer, flow } = set({ mtu: 490, window: 9 }, { bufferBytes: 1000, rowsPerSecond: 100 });
    flow.subscribed();
    expect(flow.credits).toBe(2);
    printer.suffer('paper-out');
    const rows = buildFrame(0x00, 0, times(480, 0xff), STANDARD_KEY);
    flow.write(rows);
    flow.write(rows);
    await clock.advance(60_000);
    expect(flow.credits).toBe(0);
    printer.cure();
    await clock.advance(1000);
    expect(flow.credits).toBe(2);
    printer.check();
  });

  it('may come late', async () => {
    const { clock, flow, notified } = set({ mtu: 20, credits: { lateMs: 1500 } });
    flow.subscribed();
    await clock.advance(1499);
    expect(notified).toEqual(['02 14 00']);
    await clock.advance(1);
    expect(notified).toEqual(['02 14 00', '01 04']);
    flow.write(times(20, 0));
    await clock.advance(1500);
    expect(notified.slice(2)).toEqual(['01 01']);
  });

  it('may come in dribbles', async () => {
    const { clock, flow, notified } = set({ mtu: 20, window: 2, credits: { dribbleMs: 30 } });
    flow.subscribed();
    await clock.advance(100);
    expect(notified).toEqual(['02 14 00', '01 01', '01 01']);
    flow.write(times(20, 0));
    flow.write(times(20, 0));
    await clock.advance(31);
    expect(flow.credits).toBe(1);
  });

  it('may never come, and then none is asked for', async () => {
    const { clock, printer, flow, notified } = set({ mtu: 100, credits: 'never' }, { headWidth: 64 });
    flow.subscribed();
    await clock.advance(10_000);
    expect(notified).toEqual(['02 64 00']);
    flow.write(buildFrame(0x00, 0, times(8, 0xff), STANDARD_KEY));
    printer.check();
    expect(printer.rowsDrawn).toBe(1);
  });

  it('go with the link and come anew with the next', () => {
    const { flow, notified, printer } = set({ mtu: 100 });
    flow.subscribed();
    flow.disconnected();
    flow.write(times(5, 0));
    expect(() => printer.check()).toThrow('credit at byte 0: a write without credit');
    flow.subscribed();
    expect(notified).toEqual(['02 64 00', '01 04', '02 64 00', '01 04']);
  });

  it('are missed by a write without one, which is lost', () => {
    const { flow, printer } = set({ mtu: 100 }, { bufferBytes: 150 });
    const frame = buildFrame(0x00, 0, times(48, 0xff), STANDARD_KEY);
    flow.write(frame);
    expect(printer.received).toBe(0);
    flow.subscribed();
    flow.write(frame);
    expect(printer.rowsDrawn).toBe(1);
    expect(printer.faults).toMatchObject([{ kind: 'credit', offset: 0 }]);
  });

  it('do not make a write longer: what is beyond its length is lost', () => {
    const { flow, printer } = set({ mtu: 20 });
    flow.subscribed();
    flow.write(buildFrame(0x00, 0, times(48, 0xff), STANDARD_KEY));
    expect(printer.received).toBe(20);
    expect(() => printer.check()).toThrow('credit at byte 20: a write of 58 bytes where 20 are the most');
  });
});
