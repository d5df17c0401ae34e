import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { closePipes, write } from '../../../test/support/pipes.ts';
import { quiet, until } from '../../../test/support/until.ts';
import { PipeTransport } from '../../printers/transports/pipe.ts';
import { FakeSerialPort } from '../../printers/transports/testing/fake-serial-port.ts';
import { bench, type FakeEngine, paperPrinter } from './testing/connector-bench.ts';

const LINK = { transport: 'serial', vendor: 0x0416, product: 0x5011 } as const;
const XOFF = 0x13;
const clock = new FakeClock();

let all: ReturnType<typeof bench>;
let left: FakeSerialPort;
let right: FakeSerialPort;

/** Two equal adapters with a paper printer at each; the user has not said which is which. */
beforeEach(() => {
  all = bench();
  left = new FakeSerialPort();
  right = new FakeSerialPort();
  all.serial.ports = [left, new FakeSerialPort({ usbVendorId: 1, usbProductId: 2 }), right];
  all.printers.push(
    paperPrinter('l', LINK, { model: 'escpos-58' }),
    paperPrinter('r', LINK, { model: 'escpos-80', needs: { code: 'printer-which' } }),
  );
});

function pipeOf(engine: FakeEngine, id: string): PipeTransport {
  const { pipe, limits } = engine.attached.findLast((one) => one.id === id)!;
  return new PipeTransport(pipe, limits, clock);
}

const close = (...pipes: PipeTransport[]): Promise<void> => closePipes(clock, pipes);

async function reached(id: string): Promise<PipeTransport> {
  const { attached, unreached } = all.engine;
  const before = attached.length + unreached.length;
  all.reach(id, LINK);
  await until(() => attached.length + unreached.length > before);
  return pipeOf(all.engine, id);
}

async function whyNot(id: string): Promise<string> {
  all.reach(id, LINK);
  const { unreached } = all.engine;
  const before = unreached.length;
  await until(() => unreached.length > before);
  return unreached.at(-1)!.why.code;
}

/** The user says which of the ports that may be meant it is. */
async function choose(id: string, index: number): Promise<void> {
  const candidates = await all.connector.equalPorts(all.printers.find((one) => one.id === id)!);
  candidates[index]!.choose();
}

describe('choosing a serial printer', () => {
  it('remembers what the browser tells of it', async () => {
    all.serial.pick = right;
    expect(await all.connector.chooseSerial()).toMatchObject({ name: '', link: LINK });
    all.serial.pick = new FakeSerialPort({ bluetoothServiceClassId: 0x1101 });
    expect((await all.connector.chooseSerial()).link).toEqual({ transport: 'serial', serviceClass: '4353' });
    all.serial.pick = new FakeSerialPort({});
    expect((await all.connector.chooseSerial()).link).toEqual({ transport: 'serial' });
  });

  it('can be cancelled, blocked, missing', async () => {
    await expect(all.connector.chooseSerial()).rejects.toMatchObject({ code: 'chooser-cancelled' });
    all.serial.pick = new DOMException(
      'Access to the feature "serial" is disallowed by permissions policy.',
      'SecurityError',
    );
    await expect(all.connector.chooseSerial()).rejects.toMatchObject({ code: 'device-api-blocked' });
    await expect(bench({ serial: undefined }).connector.chooseSerial()).rejects.toMatchObject({
      code: 'device-api-missing',
      detail: 'Serial',
    });
  });

  it('tells of one that is there already', async () => {
    all.serial.pick = right;
    // Two printers and two ports: it may be either.
    expect(await all.connector.chooseSerial()).not.toHaveProperty('owner');
    await choose('l', 1);
    expect(await all.connector.chooseSerial()).toMatchObject({ owner: 'l' });
  });

  it('tells of one that holds the only port of its kind', async () => {
    all.serial.pick = right;
    left.unplug();
    // Away, they may be at ports that the browser does not show.
    expect(await all.connector.chooseSerial()).not.toHaveProperty('owner');
    all.printers[0] = paperPrinter('l', LINK, { model: 'escpos-58', state: 'ready' });
    expect(await all.connector.chooseSerial()).toMatchObject({ owner: 'l' });
    all.serial.pick = all.serial.ports[1]!;
    expect(await all.connector.chooseSerial()).not.toHaveProperty('owner');
    all.serial.ports.push(new FakeSerialPort());
    all.serial.pick = right;
    expect(await all.connector.chooseSerial()).not.toHaveProperty('owner');
  });

  it('is enough to know it among equal ones', async () => {
    all.serial.pick = right;
    const found = await all.connector.chooseSerial();
    found.adopt('l');
    const pipe = await reached('l');
    await write(pipe, 1, 2);
    expect([left.printed, right.printed]).toEqual([[], [1, 2]]);
    expect(right.openings).toMatchObject([{ baudRate: 19200, flowControl: 'none' }]);
    await close(pipe);
  });

  it('is enough also where the engine asks for it before it is known what it has become', async () => {
    all.serial.pick = right;
    const found = await all.connector.chooseSerial();
    expect(await whyNot('l')).toBe('printer-which');
    found.adopt('l');
    expect(all.engine.reached).toEqual(['l']);
    const pipe = await reached('l');
    await write(pipe, 3);
    expect(right.printed).toEqual([3]);
    found.adopt('l');
    expect(all.engine.reached).toEqual(['l']);
    await close(pipe);
  });
});

describe('equal adapters', () => {
  it('have to be told apart by the user', async () => {
    expect(await whyNot('l')).toBe('printer-which');
    expect(left.openings.length + right.openings.length).toBe(0);
  });

  it('have to be told apart also when one of them is not plugged in', async () => {
    right.unplug();
    expect(await whyNot('l')).toBe('printer-which');
    expect(await all.connector.equalPorts(all.printers[0]!)).toHaveLength(1);
  });

  it('show themselves by a centimetre of paper, after the time that they may need to begin', async () => {
    const [first] = await all.connector.equalPorts(all.printers[0]!);
    await first!.feed();
    const booting = 9600 / 10 / 2;
    expect(left.printed).toEqual([...new Array(booting).fill(0), 0x1b, 0x40, 0x1b, 0x4a, 80]);
    expect([left.isOpen, right.printed]).toEqual([false, []]);
  });

  it('say when they are held by others', async () => {
    left.held = true;
    const [first] = await all.connector.equalPorts(all.printers[0]!);
    await expect(first!.feed()).rejects.toMatchObject({ code: 'printer-in-use' });
  });

  it('are known once they are chosen; the last one needs no choice, and is asked for by itself', async () => {
    await choose('l', 1);
    expect(all.engine.reached).toEqual(['l', 'r']);
    const [l, r] = [await reached('l'), await reached('r')];
    await write(l, 1);
    await write(r, 2);
    expect([left.printed, right.printed]).toEqual([[2], [1]]);
    await close(l, r);
    expect(await all.connector.equalPorts(all.printers[0]!)).toHaveLength(1);
  });

  it('can be chosen the other way round', async () => {
    await choose('l', 0);
    all.connector.hear({ type: 'let-go', paperPrinter: 'l' });
    all.serial.pick = right;
    await all.connector.tap(all.printers[0]!);
    const pipe = await reached('l');
    await write(pipe, 1);
    expect(right.printed).toEqual([1]);
    await close(pipe);
  });

  it('are known after a replug when only one can be meant', async () => {
    await choose('l', 0);
    await choose('r', 0);
    const l = await reached('l');
    left.unplug();
    expect(await l.lost).toMatchObject({ code: 'printer-lost' });
    expect(await whyNot('l')).toBe('printer-away');
    const again = new FakeSerialPort();
    all.serial.ports.push(again);
    const pipe = await reached('l');
    await write(pipe, 5);
    expect([again.printed, right.printed]).toEqual([[5], []]);
    await close(l, pipe);
  });

  it('are asked for again after both were replugged', async () => {
    await choose('l', 0);
    await choose('r', 0);
    left.unplug();
    right.unplug();
    all.serial.ports = [new FakeSerialPort(), new FakeSerialPort()];
    expect(await whyNot('l')).toBe('printer-which');
  });
});

describe('reaching a serial printer through the page', () => {
  it('needs a tap when the browser shows none like it', async () => {
    all.serial.ports = [];
    expect(await whyNot('l')).toBe('printer-tap');
  });

  it('is not mistaken for another one that was chosen at the tap', async () => {
    all.serial.pick = new FakeSerialPort({ usbVendorId: 1 });
    await expect(all.connector.tap(all.printers[0]!)).rejects.toMatchObject({ code: 'printer-away' });
    expect(all.engine.reached).toEqual([]);
  });

  it('again waits until the port is free, however hard it is written to', async () => {
    await choose('l', 0);
    const first = await reached('l');
    left.reads = false;
    const given = write(first, ...new Array<number>(5_000).fill(1));
    given.catch(() => {});
    await quiet();
    const second = await reached('l');
    expect(all.engine.unreached).toEqual([]);
    left.reads = true;
    await write(second, 9);
    expect(left.printed).toEqual([9]);
    await close(second);
  });

  it('obeys XOFF of receipt printers, and of them alone', async () => {
    await choose('l', 0);
    const receipt = await reached('l');
    left.say(XOFF);
    await quiet();
    const held = write(receipt, 1);
    held.catch(() => {});
    await quiet();
    expect(left.printed).toEqual([]);
    all.connector.hear({ type: 'let-go', paperPrinter: 'l' });
    all.printers[0] = paperPrinter('l', LINK, { model: 'paperang-p1' });
    const paperang = await reached('l');
    left.say(XOFF);
    await quiet();
    await write(paperang, 2);
    expect(left.printed).toEqual([2]);
    await close(paperang);
  });

  it('is forgotten in the browser where it is clear which port it is', async () => {
    await all.connector.forget(all.printers[0]!);
    expect([left.forgotten, right.forgotten]).toEqual([false, false]);
    await choose('l', 1);
    await all.connector.forget(all.printers[0]!);
    expect([left.forgotten, right.forgotten]).toEqual([false, true]);
  });
});
