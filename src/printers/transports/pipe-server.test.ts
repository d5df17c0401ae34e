import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { quiet, until } from '../../../test/support/until.ts';
import { PapertabError } from '../../errors.ts';
import type { Received, WriteOptions } from '../transport.ts';
import { openBluetooth } from './bluetooth.ts';
import { PipeTransport } from './pipe.ts';
import type { PipeLimits } from './pipe-messages.ts';
import { type PageTransport, type ServedPipe, servePipe } from './pipe-server.ts';
import { ReceivedQueue } from './received-queue.ts';
import { FakeBluetoothDevice } from './testing/fake-bluetooth.ts';

const never = new AbortController().signal;
const HELD_BACK: PipeLimits = { chunkBytes: 4, confirm: true, flow: { kind: 'held-back' } };
const bytes = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, i) => i & 0xff);

/** A transport whose every word is the test's. */
class FakeTransport implements PageTransport {
  limits: PipeLimits = HELD_BACK;
  readonly written: { bytes: number[]; options: WriteOptions; done: () => void; fail: (error: unknown) => void }[] = [];
  readonly queue = new ReceivedQueue();
  readonly lost: Promise<PapertabError>;
  lose: (error: PapertabError) => void = () => {};
  tellLimits: (limits: PipeLimits) => void = () => {};
  withoutCredits = 0;
  drops = 0;
  closes = 0;
  letClose: () => void = () => {};
  readonly #closed = new Promise<void>((resolve) => (this.letClose = resolve));

  constructor() {
    this.lost = new Promise((resolve) => (this.lose = resolve));
  }

  get received(): AsyncIterable<Received> {
    return this.queue;
  }

  write(written: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void> {
    return new Promise((done, fail) => {
      options.signal.addEventListener('abort', () => fail(options.signal.reason));
      this.written.push({ bytes: [...written], options, done, fail });
    });
  }

  watchLimits(listener: (limits: PipeLimits) => void): void {
    this.tellLimits = listener;
  }

  writeWithoutCredits(): void {
    this.withoutCredits++;
  }

  close(): Promise<void> {
    this.closes++;
    return this.#closed;
  }

  drop(): void {
    this.drops++;
    this.letClose();
  }
}

let clock: FakeClock;
let transport: FakeTransport;
let pipe: PipeTransport;
let served: ServedPipe;
let enginePort: MessagePort;

beforeEach(() => {
  clock = new FakeClock();
  transport = new FakeTransport();
  const { port1, port2 } = new MessageChannel();
  enginePort = port2;
  served = servePipe(port1, transport);
  pipe = new PipeTransport(port2, transport.limits, clock);
});

const write = (what = bytes(1), signal = never): Promise<void> => {
  const done = pipe.write(what, { lane: 'data', confirm: true, signal });
  done.catch(() => {});
  return done;
};

describe('the page’s end of a pipe', () => {
  it('hands on writes in order, with all that belongs to them, and answers each', async () => {
    const done = pipe.write(bytes(5), { lane: 'control', confirm: true, signal: never });
    await until(() => transport.written.length === 2);
    expect(transport.written.map((one) => one.bytes)).toEqual([[0, 1, 2, 3], [4]]);
    expect(transport.written[0]!.options).toMatchObject({ lane: 'control', confirm: true });
    for (const one of transport.written) one.done();
    await done;
  });

  it('answers a failure with its code', async () => {
    const done = write();
    await until(() => transport.written.length === 1);
    transport.written[0]!.fail(new PapertabError('printer-write', 'no'));
    await expect(done).rejects.toEqual(new PapertabError('printer-write', 'no'));
  });

  it('gives a write up that is cancelled', async () => {
    const patience = new AbortController();
    const done = write(bytes(1), patience.signal);
    await until(() => transport.written.length === 1);
    patience.abort(new PapertabError('printer-silent'));
    await expect(done).rejects.toMatchObject({ code: 'printer-silent' });
    await until(() => transport.written[0]!.options.signal.aborted);
  });

  it('passes on what the printer says, and new limits', async () => {
    transport.queue.push({ lane: 'control', bytes: Uint8Array.of(1, 2) });
    const { value } = await pipe.received[Symbol.asyncIterator]().next();
    expect(value).toEqual({ lane: 'control', bytes: Uint8Array.of(1, 2) });
    transport.tellLimits({ ...HELD_BACK, chunkBytes: 182 });
    await until(() => pipe.limits.chunkBytes === 182);
  });

  it('answers with its limits when it is to write without credits, changed or not', async () => {
    const channel = new MessageChannel();
    const heard: unknown[] = [];
    channel.port2.onmessage = ({ data }) => heard.push(data);
    const other = new FakeTransport();
    servePipe(channel.port1, other);
    channel.port2.postMessage({ type: 'without-credits' });
    await until(() => heard.length === 1);
    expect([other.withoutCredits, heard]).toEqual([1, [{ type: 'limits', limits: HELD_BACK }]]);
    channel.port2.close();
  });

  it('tells of a loss, and lets the hardware go', async () => {
    transport.lose(new PapertabError('printer-lost', 'gone'));
    expect(await pipe.lost).toEqual(new PapertabError('printer-lost', 'gone'));
    expect(transport.closes).toBe(1);
  });

  it('closes, and says so when it has', async () => {
    let closed = false;
    const closing = pipe.close().then(() => (closed = true));
    await until(() => transport.closes === 1);
    await quiet();
    expect(closed).toBe(false);
    transport.letClose();
    await closing;
    await served.ended;
    expect(transport.drops).toBe(0);
  });

  it('lets go at once when the engine has no patience left', async () => {
    // Without its end of the pipe, which closes the port behind it: not every browser tells of that.
    enginePort.postMessage({ type: 'close' });
    await until(() => transport.closes === 1);
    expect(transport.drops).toBe(0);
    enginePort.postMessage({ type: 'close' });
    await until(() => transport.drops === 1);
    await served.ended;
  });

  it('lets go at once when the engine has died', async () => {
    write();
    await until(() => transport.written.length === 1);
    enginePort.close();
    await served.ended;
    expect(transport.drops).toBeGreaterThan(0);
  });

  it('lets go when the page wants it to, and the engine takes it for a loss', async () => {
    const done = write();
    served.drop();
    expect(await pipe.lost).toMatchObject({ code: 'printer-lost' });
    await expect(done).rejects.toMatchObject({ code: 'printer-lost' });
    expect(transport.drops).toBeGreaterThan(0);
  });
});

describe('a Bluetooth printer through the pipe', () => {
  const FF = (n: number): string => `0000ff0${n}-0000-1000-8000-00805f9b34fb`;

  async function connect() {
    const device = new FakeBluetoothDevice([
      {
        uuid: FF(0),
        characteristics: [
          { uuid: FF(2), properties: { writeWithoutResponse: true } },
          { uuid: FF(1), properties: { notify: true } },
          { uuid: FF(3), properties: { notify: true } },
        ],
      },
    ]);
    const bluetooth = await openBluetooth(device.real, never);
    const { port1, port2 } = new MessageChannel();
    servePipe(port1, bluetooth);
    return { device, pipe: new PipeTransport(port2, bluetooth.limits, clock) };
  }

  it('gets every byte once, in order, as its credits come', async () => {
    const { device, pipe: engine } = await connect();
    device.onWrite = () => {
      queueMicrotask(() => device.say(FF(3), 1, 1));
      return undefined;
    };
    const job = Array.from({ length: 20 }, () =>
      engine.write(bytes(237), { lane: 'data', confirm: false, signal: new AbortController().signal }),
    );
    await quiet();
    expect(device.writes).toEqual([]);
    device.say(FF(3), 2, 170, 0);
    device.say(FF(3), 1, 3);
    await Promise.all(job);
    expect(device.printed).toEqual(Array.from({ length: 20 }, () => [...bytes(237)]).flat());
    expect(device.overlaps).toBe(0);
    const closing = engine.close();
    await clock.advance(300);
    await closing;
    expect(device.gatt.connected).toBe(false);
  });

  it('is written to slowly when it never grants one', async () => {
    const { device, pipe: engine } = await connect();
    const done = engine.write(bytes(250), { lane: 'data', confirm: false, signal: never });
    await clock.advance(3_999);
    expect(device.writes).toEqual([]);
    await clock.advance(1);
    await until(() => device.writes.length === 1);
    await quiet();
    expect(device.writes.length).toBe(1);
    await clock.advance(20);
    await until(() => device.writes.length === 2);
    await clock.advance(20);
    await done;
    expect(device.writes.map((one) => one.bytes.length)).toEqual([100, 100, 50]);
  });

  it('that hangs is given up and let go without waiting', async () => {
    const { device, pipe: engine } = await connect();
    device.say(FF(3), 1, 9);
    device.onWrite = () => 'hang';
    const patience = new AbortController();
    const done = engine.write(bytes(10), { lane: 'data', confirm: false, signal: patience.signal });
    await until(() => device.writes.length === 1);
    patience.abort(new PapertabError('printer-silent'));
    await expect(done).rejects.toMatchObject({ code: 'printer-silent' });
    await engine.close();
    expect(device.gatt.connected).toBe(false);
  });
});
