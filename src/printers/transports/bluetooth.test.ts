import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quiet, until } from '../../../test/support/until.ts';
import { PapertabError } from '../../errors.ts';
import type { Lane } from '../transport.ts';
import { type BluetoothTransport, openBluetooth } from './bluetooth.ts';
import { FakeBluetoothDevice, type FakeServicePlan } from './testing/fake-bluetooth.ts';

const short = (hex: string): string => `0000${hex}-0000-1000-8000-00805f9b34fb`;
const FF01 = short('ff01');
const FF02 = short('ff02');
const FF03 = short('ff03');
const S8841 = '49535343-8841-43f4-a8d4-ecbe34729bb3';
const S6DAA = '49535343-6daa-4d02-abf6-19569aca69fe';
const S1E4D = '49535343-1e4d-4bd9-ba61-23c647249616';
const WITHOUT = { writeWithoutResponse: true };
const WITH = { write: true };
const BOTH = { write: true, writeWithoutResponse: true };
const NOTIFY = { notify: true };

function ff00(write: Partial<BluetoothCharacteristicProperties> = WITHOUT): FakeServicePlan {
  return {
    uuid: short('ff00'),
    characteristics: [
      { uuid: FF01, properties: NOTIFY },
      { uuid: FF02, properties: write },
      { uuid: FF03, properties: NOTIFY },
    ],
  };
}

function issc(
  first: Partial<BluetoothCharacteristicProperties>,
  second: Partial<BluetoothCharacteristicProperties> = {},
) {
  return {
    uuid: '49535343-fe7d-4ae5-8fa9-9fafd205e455',
    characteristics: [
      { uuid: S6DAA, properties: second },
      { uuid: S8841, properties: first },
      { uuid: S1E4D, properties: NOTIFY },
    ],
  };
}

const never = new AbortController().signal;
const bytes = (length: number, first = 0): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (first + i) & 0xff);
const broken = (): DOMException => new DOMException('GATT operation failed for unknown reason.', 'NotSupportedError');

function write(transport: BluetoothTransport, what: Uint8Array<ArrayBuffer>, signal = never, lane: Lane = 'data') {
  let ended: unknown;
  const done = transport.write(what, { lane, confirm: false, signal });
  done.then(
    () => (ended = 'written'),
    (reason) => (ended = reason),
  );
  return { done, ended: () => ended };
}

async function connect(...services: FakeServicePlan[]) {
  const device = new FakeBluetoothDevice(services);
  return { device, transport: await openBluetooth(device.real, never) };
}

const sizes = (device: FakeBluetoothDevice): number[] => device.writes.map((one) => one.bytes.length);

describe('connecting a Bluetooth printer', () => {
  it('asks for everything anew, one thing at a time, and subscribes to the credits first', async () => {
    const { device } = await connect(issc(WITH), ff00());
    expect(device.log).toEqual(['connect', 'services', 'characteristics', 'subscribe 0000ff03', 'subscribe 0000ff01']);
    expect(device.overlaps).toBe(0);
  });

  it('takes the serial line through the air where there is no FF00, or none to write to', async () => {
    const { device, transport } = await connect(ff00({}), issc(WITH));
    await write(transport, bytes(3)).done;
    expect(device.writes).toEqual([{ uuid: S8841, bytes: [0, 1, 2], response: true }]);
  });

  it('writes to 6DAA where 8841 cannot be written to', async () => {
    const { device, transport } = await connect(issc({ read: true }, WITH));
    await write(transport, bytes(1)).done;
    expect(device.writes).toEqual([{ uuid: S6DAA, bytes: [0], response: true }]);
  });

  it('names the services of a device that has no way in, and lets it go', async () => {
    const device = new FakeBluetoothDevice([
      { uuid: short('ae30'), characteristics: [] },
      { uuid: short('180f'), characteristics: [] },
    ]);
    await expect(openBluetooth(device.real, never)).rejects.toEqual(
      new PapertabError('printer-unsupported', `${short('ae30')} ${short('180f')}`),
    );
    expect(device.gatt.connected).toBe(false);
    const none = new FakeBluetoothDevice([]);
    await expect(openBluetooth(none.real, never)).rejects.toEqual(new PapertabError('printer-unsupported', ''));
  });

  it('says that a printer is away which does not connect', async () => {
    const device = new FakeBluetoothDevice([ff00()]);
    device.onConnect = () => new DOMException('Connection Error: Connection attempt failed.', 'NetworkError');
    await expect(openBluetooth(device.real, never)).rejects.toMatchObject({
      code: 'printer-away',
      detail: 'NetworkError: Connection Error: Connection attempt failed.',
    });
  });

  it('says so too when it goes while it is being asked', async () => {
    const device = new FakeBluetoothDevice([ff00()]);
    device.onSubscribe = (uuid) => {
      if (uuid === FF01) device.lose();
      return undefined;
    };
    await expect(openBluetooth(device.real, never)).rejects.toMatchObject({ code: 'printer-away' });
  });

  it('goes on without what cannot be subscribed to', async () => {
    const device = new FakeBluetoothDevice([ff00()]);
    device.onSubscribe = broken;
    const transport = await openBluetooth(device.real, never);
    expect(transport.limits).toEqual({
      chunkBytes: 100,
      confirm: false,
      flow: { kind: 'paced', bytes: 100, pauseMs: 20 },
    });
    await write(transport, bytes(250)).done;
    expect(sizes(device)).toEqual([100, 100, 50]);
  });

  it('can be given up while it hangs, and is cut off when it comes about late', async () => {
    const device = new FakeBluetoothDevice([ff00()]);
    device.onConnect = () => 'hang';
    const patience = new AbortController();
    const opening = openBluetooth(device.real, patience.signal);
    await quiet();
    const why = new PapertabError('printer-silent');
    patience.abort(why);
    await expect(opening).rejects.toBe(why);
    device.connectLate();
    await until(() => !device.gatt.connected);
    expect(device.log).toEqual(['connect', 'disconnect']);
  });

  it('that was given up does not cut off the attempt after it', async () => {
    const device = new FakeBluetoothDevice([ff00()]);
    device.onConnect = () => 'hang';
    const patience = new AbortController();
    const first = openBluetooth(device.real, patience.signal);
    await quiet();
    patience.abort(new PapertabError('printer-silent'));
    await expect(first).rejects.toMatchObject({ code: 'printer-silent' });
    const second = openBluetooth(device.real, never);
    await quiet();
    device.connectLate();
    await second;
    await quiet();
    expect(device.gatt.connected).toBe(true);
    expect(device.overlaps).toBe(0);
  });
});

describe('credits', () => {
  it('are waited for, then taken one by one; and each write is as large as the printer says', async () => {
    const { device, transport } = await connect(ff00());
    expect(transport.limits.flow).toEqual({ kind: 'credits-awaited' });
    const { ended } = write(transport, bytes(450));
    await quiet();
    expect(device.writes).toEqual([]);
    device.say(FF03, 2, 170, 0);
    device.say(FF03, 1, 2);
    expect(transport.limits).toEqual({ chunkBytes: 170, confirm: false, flow: { kind: 'held-back' } });
    await quiet();
    expect([sizes(device), ended()]).toEqual([[170, 170], undefined]);
    device.say(FF03, 1, 1);
    await until(() => ended() === 'written');
    expect(device.printed).toEqual([...bytes(450)]);
    expect(device.writes.every(({ uuid, response }) => uuid === FF02 && !response)).toBe(true);
  });

  it('are never overdrawn, however they dribble in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 20, max: 300 }),
        async (grants, size) => {
          const { device, transport } = await connect(ff00(BOTH));
          device.say(FF03, 2, size & 0xff, size >> 8);
          const sent = bytes(2_000);
          for (const part of [0, 500, 1_000, 1_500]) {
            write(transport, sent.slice(part, part + 500)).done.catch(() => {});
          }
          let granted = 0;
          for (const grant of grants) {
            device.say(FF03, 1, grant);
            granted += grant;
            await quiet();
            expect(device.writes.length).toBeLessThanOrEqual(granted);
          }
          expect(device.printed).toEqual([...sent.slice(0, device.printed.length)]);
          expect(Math.max(0, ...sizes(device))).toBeLessThanOrEqual(Math.min(size, 182));
          expect(device.overlaps).toBe(0);
          transport.drop();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('may be said together, in one notification', async () => {
    const { device, transport } = await connect(ff00());
    device.say(FF03, 2, 100, 0, 1, 1, 1, 2);
    await write(transport, bytes(300)).done;
    expect(sizes(device)).toEqual([100, 100, 100]);
  });

  it.each([
    [0, 100],
    [1, 1],
    [20, 20],
    [182, 182],
    [183, 182],
    [1_000, 182],
  ])('of writes of %i bytes are used for writes of %i', async (said, used) => {
    const { device, transport } = await connect(ff00());
    device.say(FF03, 2, said & 0xff, said >> 8);
    device.say(FF03, 1, 255);
    expect(transport.limits.chunkBytes).toBe(used);
    await write(transport, bytes(200)).done;
    expect(Math.max(...sizes(device))).toBe(used);
  });

  it('that never come are done without when the engine says so: confirmed where that can be', async () => {
    const { device, transport } = await connect(ff00(BOTH));
    const told: unknown[] = [];
    transport.watchLimits((limits) => told.push(limits));
    const { done } = write(transport, bytes(150));
    transport.writeWithoutCredits();
    await done;
    expect(told).toEqual([{ chunkBytes: 100, confirm: true, flow: { kind: 'held-back' } }]);
    expect(device.writes.map(({ response }) => response)).toEqual([true, true]);
  });

  it('that never come are done without, at the engine’s pace, where nothing can be confirmed', async () => {
    const { transport } = await connect(ff00());
    transport.writeWithoutCredits();
    expect(transport.limits.flow).toEqual({ kind: 'paced', bytes: 100, pauseMs: 20 });
  });

  it('that come after all are kept to from then on', async () => {
    const { device, transport } = await connect(ff00());
    transport.writeWithoutCredits();
    await write(transport, bytes(10)).done;
    device.say(FF03, 1, 1);
    expect(transport.limits.flow).toEqual({ kind: 'held-back' });
    await write(transport, bytes(10)).done;
    const { ended } = write(transport, bytes(10));
    await quiet();
    expect(ended()).toBeUndefined();
    device.say(FF03, 1, 1);
    await until(() => ended() === 'written');
  });

  it('can be waited for in vain: a write that is given up is dropped, and the next one takes its turn', async () => {
    const { device, transport } = await connect(ff00());
    device.say(FF03, 1, 1);
    const patience = new AbortController();
    const given = write(transport, bytes(250), patience.signal);
    const next = write(transport, bytes(5, 200));
    await until(() => device.writes.length === 1);
    await quiet();
    const why = new PapertabError('printer-stalled');
    patience.abort(why);
    await expect(given.done).rejects.toBe(why);
    device.say(FF03, 1, 4);
    await next.done;
    expect(device.printed).toEqual([...bytes(100), ...bytes(5, 200)]);
  });
});

describe('writing without credits', () => {
  it('confirms every write where the printer can', async () => {
    const { device, transport } = await connect(issc(BOTH));
    expect(transport.limits).toEqual({ chunkBytes: 100, confirm: true, flow: { kind: 'held-back' } });
    await Promise.all([write(transport, bytes(101)).done, write(transport, bytes(2, 50)).done]);
    expect(sizes(device)).toEqual([100, 1, 2]);
    expect(device.writes.every(({ response }) => response)).toBe(true);
    expect(device.overlaps).toBe(0);
  });

  it('writes less at once where the first write is refused', async () => {
    const { device, transport } = await connect(issc(BOTH));
    device.onWrite = (one) => (one.bytes.length > 20 ? broken() : undefined);
    await write(transport, bytes(50)).done;
    expect(device.printed).toEqual([...bytes(50)]);
    expect(transport.limits).toEqual({ chunkBytes: 20, confirm: true, flow: { kind: 'held-back' } });
  });

  it('writes unconfirmed and slowly where even that is refused', async () => {
    const { device, transport } = await connect(issc(BOTH));
    device.onWrite = (one) => (one.response ? broken() : undefined);
    await write(transport, bytes(30)).done;
    expect(device.printed).toEqual([...bytes(30)]);
    expect(transport.limits).toEqual({
      chunkBytes: 20,
      confirm: false,
      flow: { kind: 'paced', bytes: 20, pauseMs: 20 },
    });
  });

  it('fails when nothing is left to try, and lets the printer go', async () => {
    const { device, transport } = await connect(issc(BOTH));
    device.onWrite = broken;
    const next = write(transport, bytes(1));
    await expect(next.done).rejects.toMatchObject({
      code: 'printer-write',
      detail: 'NotSupportedError: GATT operation failed for unknown reason.',
    });
    expect(await transport.lost).toMatchObject({ code: 'printer-write' });
    expect(device.gatt.connected).toBe(false);
  });

  it('takes a refusal in mid-job for what it is: nothing after the gap is written', async () => {
    const { device, transport } = await connect(issc(WITH));
    await write(transport, bytes(10)).done;
    device.onWrite = (one) => (one.bytes[0] === 1 ? broken() : undefined);
    const gap = write(transport, bytes(10, 1));
    const after = write(transport, bytes(10, 2));
    await expect(gap.done).rejects.toMatchObject({ code: 'printer-write' });
    await expect(after.done).rejects.toMatchObject({ code: 'printer-write' });
    expect(device.printed).toEqual([...bytes(10)]);
  });

  it('with credits, too, tries a smaller write first, and no credit is lost by it', async () => {
    const { device, transport } = await connect(ff00());
    device.onWrite = (one) => (one.bytes.length > 20 ? broken() : undefined);
    device.say(FF03, 1, 2);
    await write(transport, bytes(40)).done;
    expect(sizes(device)).toEqual([20, 20]);
    expect(transport.limits).toEqual({ chunkBytes: 20, confirm: false, flow: { kind: 'held-back' } });
  });

  it('has no lane that the printer has not', async () => {
    const { transport } = await connect(issc(WITH));
    await expect(write(transport, bytes(1), never, 'control').done).rejects.toMatchObject({ code: 'printer-write' });
  });
});

describe('what a Bluetooth printer says', () => {
  it('is heard as it is cut, from the first moment; credits are kept out of it', async () => {
    const device = new FakeBluetoothDevice([ff00()]);
    const transport = await openBluetooth(device.real, never);
    device.say(FF01, 2, 0x10);
    device.say(FF03, 1, 4);
    device.say(FF03, 7, 7);
    device.say(FF01, 3);
    transport.drop();
    const all: unknown[] = [];
    for await (const { lane, bytes: said } of transport.received) all.push([lane, [...said]]);
    expect(all).toEqual([
      ['data', [2, 0x10]],
      ['control', [7, 7]],
      ['data', [3]],
    ]);
  });
});

describe('a Bluetooth printer that goes', () => {
  it.each(['while it waits for credit', 'while it writes', 'between writes'])('is lost %s', async (when) => {
    const { device, transport } = await connect(ff00());
    if (when !== 'while it waits for credit') device.say(FF03, 1, 1);
    if (when === 'while it writes') device.onWrite = () => 'hang';
    const writing = when === 'between writes' ? undefined : write(transport, bytes(10));
    await quiet();
    device.gatt.disconnect();
    expect(await transport.lost).toEqual(new PapertabError('printer-lost', 'gattserverdisconnected'));
    if (writing) await expect(writing.done).rejects.toMatchObject({ code: 'printer-lost' });
    await expect(write(transport, bytes(1)).done).rejects.toMatchObject({ code: 'printer-lost' });
    await transport.close();
  });

  it('is connected anew with nothing left of before: no credit, no size', async () => {
    const { device, transport } = await connect(ff00());
    device.say(FF03, 2, 20, 0, 1, 9);
    device.lose();
    await transport.lost;
    const again = await openBluetooth(device.real, never);
    expect(again.limits).toEqual({ chunkBytes: 100, confirm: false, flow: { kind: 'credits-awaited' } });
    device.say(FF03, 1, 1);
    await write(again, bytes(100)).done;
    expect(sizes(device)).toEqual([100]);
  });
});

describe('closing a Bluetooth printer', () => {
  it('waits until the last write is answered, then disconnects', async () => {
    const { device, transport } = await connect(issc(WITH));
    device.onWrite = () => 'hang';
    const { ended } = write(transport, bytes(10));
    await quiet();
    let closed = false;
    const closing = transport.close().then(() => (closed = true));
    await quiet();
    expect([closed, device.gatt.connected]).toEqual([false, true]);
    await expect(write(transport, bytes(1)).done).rejects.toMatchObject({ code: 'printer-away' });
    device.answer();
    await closing;
    expect([ended(), device.gatt.connected]).toEqual(['written', false]);
  });

  it('does not wait for a write that hangs and was given up, before or after', async () => {
    for (const first of ['cancel', 'close']) {
      const { device, transport } = await connect(issc(WITH));
      device.onWrite = () => 'hang';
      const patience = new AbortController();
      const given = write(transport, bytes(10), patience.signal);
      await quiet();
      const why = new PapertabError('printer-silent');
      let closing: Promise<void> | undefined;
      if (first === 'close') closing = transport.close();
      await quiet();
      expect(device.gatt.connected).toBe(true);
      patience.abort(why);
      closing ??= transport.close();
      await closing;
      await expect(given.done).rejects.toBe(why);
      expect(device.gatt.connected).toBe(false);
    }
  });

  it('is no loss, and hears nothing of the device any more', async () => {
    const { device, transport } = await connect(ff00());
    let lost = false;
    void transport.lost.then(() => (lost = true));
    await Promise.all([transport.close(), transport.close()]);
    transport.drop();
    const again = await openBluetooth(device.real, never);
    await quiet();
    expect([lost, device.gatt.connected]).toEqual([false, true]);
    await again.close();
  });
});
