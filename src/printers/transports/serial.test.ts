import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { quiet, until } from '../../../test/support/until.ts';
import { PapertabError } from '../../errors.ts';
import { openSerial, type SerialTransport } from './serial.ts';
import { FakeSerialPort } from './testing/fake-serial-port.ts';

const XON = 0x11;
const XOFF = 0x13;
const never = new AbortController().signal;

let clock: FakeClock;
let port: FakeSerialPort;

beforeEach(() => {
  clock = new FakeClock();
  port = new FakeSerialPort();
});

const open = (more: { xonXoff?: boolean; signal?: AbortSignal } = {}): Promise<SerialTransport> =>
  openSerial(port, { baudRate: 9600, flowControl: 'none', clock, ...more });

const bytes = (length: number, first = 0): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (first + i) & 0xff);

function write(transport: SerialTransport, what: Uint8Array<ArrayBuffer>, signal = never) {
  let ended: unknown;
  const done = transport.write(what, { lane: 'data', confirm: false, signal });
  done.then(
    () => (ended = 'written'),
    (reason) => (ended = reason),
  );
  return { done, ended: () => ended };
}

async function readAll(transport: SerialTransport): Promise<number[]> {
  const all: number[] = [];
  for await (const received of transport.received) all.push(...received.bytes);
  return all;
}

describe('opening a serial port', () => {
  it('sets the line up as receipt printers have it', async () => {
    await openSerial(port, { baudRate: 115200, flowControl: 'hardware' });
    expect(port.openings).toEqual([
      { baudRate: 115200, flowControl: 'hardware', dataBits: 8, stopBits: 1, parity: 'none', bufferSize: 1_024 },
    ]);
  });

  it('says when this tab has it open already', async () => {
    await open();
    await expect(open()).rejects.toMatchObject({
      code: 'printer-in-use',
      detail: 'InvalidStateError: The port is already open.',
    });
  });

  it('says when another program holds it', async () => {
    port.held = true;
    await expect(open()).rejects.toMatchObject({
      code: 'printer-in-use',
      detail: 'NetworkError: Failed to open serial port.',
    });
  });

  it('says when it is unplugged', async () => {
    port.connected = false;
    await expect(open()).rejects.toMatchObject({ code: 'printer-away' });
  });

  it('leaves nothing open of a port that is unplugged in the same moment', async () => {
    const opening = port.open.bind(port);
    port.open = async (options) => {
      await opening(options);
      port.writable = null;
    };
    await expect(open()).rejects.toMatchObject({ code: 'printer-away' });
    await until(() => !port.isOpen);
  });

  it('takes a paired Bluetooth printer that does not open for one that is off', async () => {
    port = new FakeSerialPort({ bluetoothServiceClassId: '00001101-0000-1000-8000-00805f9b34fb' });
    port.held = true;
    await expect(open()).rejects.toMatchObject({ code: 'printer-away' });
  });

  it('can be given up, and leaves nothing open that opens late', async () => {
    let letOpen = (): void => {};
    port.opening = new Promise((resolve) => (letOpen = resolve));
    const patience = new AbortController();
    const opening = open({ signal: patience.signal });
    const why = new PapertabError('printer-silent');
    patience.abort(why);
    await expect(opening).rejects.toBe(why);
    letOpen();
    await until(() => port.openings.length === 1 && !port.isOpen);
  });
});

describe('writing to a serial printer', () => {
  it('brings every byte, in the order of the calls', async () => {
    const transport = await open();
    await Promise.all([
      write(transport, bytes(5_000)).done,
      write(transport, bytes(3, 100)).done,
      write(transport, bytes(0)).done,
      write(transport, bytes(2_000, 7)).done,
    ]);
    expect(port.printed).toEqual([...bytes(5_000), ...bytes(3, 100), ...bytes(2_000, 7)]);
  });

  it('is done only when the stream has taken all of it', async () => {
    const transport = await open();
    port.reads = false;
    const { ended } = write(transport, bytes(1_500));
    await quiet();
    expect(ended()).toBeUndefined();
    port.read(475);
    await quiet();
    expect(ended()).toBeUndefined();
    port.read(1);
    await until(() => ended() === 'written');
  });

  it('stops at XOFF, goes on at XON, and keeps both out of what the printer says', async () => {
    const transport = await open();
    const said = readAll(transport);
    port.say(0x12, XOFF, 0x16);
    await quiet();
    const { ended } = write(transport, bytes(10));
    await quiet();
    expect([ended(), port.printed.length]).toEqual([undefined, 0]);
    port.say(XON);
    await until(() => ended() === 'written');
    expect(port.printed).toEqual([...bytes(10)]);
    transport.drop();
    expect(await said).toEqual([0x12, 0x16]);
  });

  it('holds what comes after an XOFF in the middle of a write', async () => {
    const transport = await open();
    port.reads = false;
    const { ended } = write(transport, bytes(3_000));
    await quiet();
    port.say(XOFF);
    await quiet();
    port.read();
    await quiet();
    port.read();
    await quiet();
    port.read();
    // What the stream had already, and no more.
    expect(port.printed.length).toBe(2_048);
    port.say(XON, XOFF, XON);
    port.reads = true;
    await until(() => ended() === 'written');
    expect(port.printed).toEqual([...bytes(3_000)]);
  });

  it('takes XON and XOFF for bytes like any other where replies are binary', async () => {
    const transport = await open({ xonXoff: false });
    const said = readAll(transport);
    port.say(XOFF, 1, XON, XOFF);
    await quiet();
    await write(transport, bytes(1)).done;
    transport.drop();
    expect(await said).toEqual([XOFF, 1, XON, XOFF]);
  });

  it('forgets an XOFF when the printer is connected anew', async () => {
    const first = await open();
    port.say(XOFF);
    await quiet();
    await first.close();
    const second = await open();
    await write(second, bytes(2)).done;
    expect(port.printed).toEqual([0, 1]);
  });

  it('can be given up while the printer says XOFF', async () => {
    const transport = await open();
    port.say(XOFF);
    await quiet();
    const patience = new AbortController();
    const given = write(transport, bytes(4, 50), patience.signal);
    const next = write(transport, bytes(2));
    const why = new PapertabError('printer-stalled');
    patience.abort(why);
    await expect(given.done).rejects.toBe(why);
    port.say(XON);
    await next.done;
    expect(port.printed).toEqual([0, 1]);
  });

  it('given up while it hangs, keeps its first piece and its place, and drops the rest', async () => {
    const transport = await open();
    port.reads = false;
    await write(transport, bytes(1_024)).done;
    const patience = new AbortController();
    const given = write(transport, bytes(1_500, 60), patience.signal);
    const next = write(transport, bytes(2, 200));
    await quiet();
    const why = new PapertabError('printer-stalled');
    patience.abort(why);
    await expect(given.done).rejects.toBe(why);
    expect(next.ended()).toBeUndefined();
    port.reads = true;
    port.read();
    await next.done;
    expect(port.printed).toEqual([...bytes(1_024), ...bytes(1_024, 60), 200, 201]);
  });
});

describe('reading from a serial printer', () => {
  it.each(['BreakError', 'FramingError', 'ParityError', 'BufferOverrunError'] as const)(
    'survives a %s',
    async (name) => {
      const transport = await open();
      const said = readAll(transport);
      port.say(1);
      await quiet();
      port.disturb(name);
      await quiet();
      port.say(2);
      await write(transport, bytes(1)).done;
      transport.drop();
      expect(await said).toEqual([1, 2]);
    },
  );
});

describe('a serial line that fails for good', () => {
  it.each(['UnknownError', 'BreakError'])('with a %s and no new stream is lost', async (name) => {
    const transport = await open();
    port.fail(name);
    expect(await transport.lost).toMatchObject({ code: 'printer-lost' });
    await until(() => !port.isOpen);
  });
});

describe('a serial printer that is unplugged', () => {
  it.each([false, true])('is lost, and its port let go (told by its streams alone: %s)', async (quietly) => {
    const transport = await open();
    const said = readAll(transport);
    port.say(5);
    await quiet();
    port.unplug({ quietly });
    expect(await transport.lost).toMatchObject({ code: 'printer-lost' });
    await expect(write(transport, bytes(1)).done).rejects.toMatchObject({ code: 'printer-lost' });
    expect(await said).toEqual([5]);
    await until(() => !port.isOpen);
    await transport.close();
    port.connected = true;
    const again = await open();
    await write(again, bytes(3)).done;
    expect(port.printed).toEqual([0, 1, 2]);
  });

  it('fails the writes under way and waiting, in mid-job', async () => {
    const transport = await open();
    port.reads = false;
    const first = write(transport, bytes(5_000));
    const second = write(transport, bytes(5));
    await quiet();
    port.unplug();
    await expect(first.done).rejects.toMatchObject({ code: 'printer-lost' });
    await expect(second.done).rejects.toMatchObject({ code: 'printer-lost' });
    await transport.close();
    expect(port.isOpen).toBe(false);
  });
});

describe('closing a serial printer', () => {
  it('waits for the last byte', async () => {
    const transport = await open();
    port.reads = false;
    const writing = write(transport, bytes(1_500));
    let closed = false;
    const closing = transport.close().then(() => (closed = true));
    await quiet();
    port.read();
    await writing.done;
    await quiet();
    expect(closed).toBe(false);
    port.read();
    await clock.advance(299);
    expect(closed).toBe(false);
    await clock.advance(1);
    await closing;
    expect(port.printed).toEqual([...bytes(1_500)]);
    expect(port.isOpen).toBe(false);
  });

  it('lets what was held back for long settle as well', async () => {
    const transport = await open();
    port.reads = false;
    await write(transport, bytes(500)).done;
    await clock.advance(1_000);
    let closed = false;
    const closing = transport.close().then(() => (closed = true));
    await clock.advance(1_000);
    port.read();
    await clock.advance(299);
    expect(closed).toBe(false);
    await clock.advance(1);
    await closing;
    expect(port.printed).toEqual([...bytes(500)]);
  });

  it('does not wait when nothing was written of late', async () => {
    const transport = await open();
    await write(transport, bytes(10)).done;
    await clock.advance(300);
    await transport.close();
    expect(port.isOpen).toBe(false);
  });

  it('waits no longer when the clock is set back', async () => {
    const transport = await open();
    await write(transport, bytes(10)).done;
    clock.setBack(3_600_000);
    const closing = transport.close();
    await clock.advance(300);
    await closing;
    expect(port.isOpen).toBe(false);
  });

  it('takes nothing more, and is no loss', async () => {
    const transport = await open();
    let lost = false;
    void transport.lost.then(() => (lost = true));
    await Promise.all([transport.close(), transport.close()]);
    await expect(write(transport, bytes(1)).done).rejects.toMatchObject({ code: 'printer-away' });
    await quiet();
    expect(lost).toBe(false);
  });

  it('does not wait for ever for a printer that takes no more', async () => {
    const transport = await open();
    port.reads = false;
    await write(transport, bytes(100)).done;
    let closed = false;
    const closing = transport.close().then(() => (closed = true));
    // 9,216 bytes at 9,600 bits a second, and five seconds.
    await clock.advance(14_599);
    expect(closed).toBe(false);
    await clock.advance(1);
    await closing;
    expect(port.isOpen).toBe(false);
  });

  it('does not wait for a write that was given up and hangs', async () => {
    const transport = await open();
    port.reads = false;
    const patience = new AbortController();
    const given = write(transport, bytes(5_000), patience.signal);
    await quiet();
    let closed = false;
    const closing = transport.close().then(() => (closed = true));
    await quiet();
    expect(closed).toBe(false);
    patience.abort(new PapertabError('printer-silent'));
    await expect(given.done).rejects.toMatchObject({ code: 'printer-silent' });
    await closing;
    expect(port.isOpen).toBe(false);
  });

  it('can be cut short', async () => {
    const transport = await openSerial(port, { baudRate: 9600, flowControl: 'none' });
    port.reads = false;
    await write(transport, bytes(10)).done;
    const closing = transport.close();
    await quiet();
    transport.drop();
    transport.drop();
    await closing;
    expect(port.isOpen).toBe(false);
  });
});
