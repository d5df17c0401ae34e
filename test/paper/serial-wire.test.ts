import { describe, expect, it } from 'vitest';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes, times } from './bytes.ts';
import { EscposPaper } from './escpos-paper.ts';
import { SerialWire } from './serial-wire.ts';

/** A picture of `rows` black rows of 48 bytes, fed out. */
const job = (rows: number): Uint8Array<ArrayBuffer> =>
  bytes('1b 40 1d 76 30 00 30 00', [rows & 0xff, rows >> 8], times(rows * 48, 0xff), '1b 4a 60');

/** What is at the far end of a wire, always ready, and counts what arrives. */
class CountingEnd {
  readonly ready = true;
  /** Bytes. */
  arrived = 0;

  receive(part: Uint8Array): void {
    this.arrived += part.length;
  }
}

describe('a serial wire', () => {
  it('carries ten bits a byte, and lets who writes wait for it', async () => {
    const clock = new FakeClock();
    const arrived: number[] = [];
    const wire = new SerialWire({ ready: true, receive: (part) => arrived.push(...part) }, { baudRate: 9600, clock });
    let written = false;
    const writing = wire.write(times(960, 7)).then(() => {
      written = true;
    });
    await clock.advance(500.5);
    expect(arrived).toHaveLength(480);
    expect(written).toBe(false);
    await clock.advance(500.5);
    await writing;
    expect(arrived).toHaveLength(960);
    expect(wire.underWay).toBe(0);
  });

  it('keeps its rate where bytes are shorter than the clock can tell', async () => {
    const clock = new FakeClock();
    const end = new CountingEnd();
    const wire = new SerialWire(end, { baudRate: 115_200, clock });
    void wire.write(times(20_000, 1));
    await clock.advance(1000);
    expect(end.arrived).toBeGreaterThan(11_500);
    expect(end.arrived).toBeLessThanOrEqual(11_520);
  });

  it('takes as many bytes at once as its adapter holds', async () => {
    const clock = new FakeClock();
    const wire = new SerialWire({ ready: true, receive: () => undefined }, { baudRate: 9600, clock, fifoBytes: 255 });
    await wire.write(times(255, 1));
    let written = false;
    void wire.write(times(10, 1)).then(() => {
      written = true;
    });
    await clock.advance(5);
    expect(written).toBe(false);
    await clock.advance(10);
    expect(written).toBe(true);
  });

  it('at 9600 is slower than a head, and needs nothing to hold it back', async () => {
    const clock = new FakeClock();
    const printer = new EscposPaper({ clock, bufferBytes: 256, rowsPerSecond: 33 });
    const wire = new SerialWire(printer, { baudRate: 9600, clock });
    void wire.write(job(40));
    await clock.advance(6000);
    printer.checkAtRest();
    expect(printer.pictures[0]?.height).toBe(40);
  });

  it('at 115200 loses bytes of a slow printer, unless the hardware line holds it back', async () => {
    const print = async (hardwareFlow: boolean): Promise<EscposPaper> => {
      const clock = new FakeClock();
      const printer = new EscposPaper({ clock, bufferBytes: 4096, rowsPerSecond: 33 });
      const wire = new SerialWire(printer, { baudRate: 115_200, clock, hardwareFlow });
      void wire.write(job(200));
      await clock.advance(12_000);
      return printer;
    };
    const lost = await print(false);
    expect(lost.faults[0]).toMatchObject({ kind: 'overflow' });
    const held = await print(true);
    held.checkAtRest();
    expect(held.pictures[0]?.height).toBe(200);
  });

  it('loses what is under way when it is cut', async () => {
    const clock = new FakeClock();
    const end = new CountingEnd();
    const wire = new SerialWire(end, { baudRate: 9600, clock });
    void wire.write(times(100, 1));
    await clock.advance(50.5);
    wire.cut();
    await clock.advance(1000);
    expect(end.arrived).toBe(48);
    void wire.write(times(2, 1));
    await clock.advance(10);
    expect(end.arrived).toBe(50);
  });
});
