import { describe, expect, it } from 'vitest';
import { quiet, until } from '../../../test/support/until.ts';
import { PapertabError } from '../../errors.ts';
import { openBluetooth } from './bluetooth.ts';
import {
  broken,
  bytes,
  connect,
  FF01,
  FF03,
  ff00,
  issc,
  never,
  S6DAA,
  S8841,
  short,
  sizes,
  WITH,
  write,
} from './testing/bluetooth-bench.ts';
import { FakeBluetoothDevice } from './testing/fake-bluetooth.ts';

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

  it('is not lost by what is told late of an earlier connection', async () => {
    const { device, transport } = await connect(ff00());
    let lost = false;
    void transport.lost.then(() => (lost = true));
    device.dispatchEvent(new Event('gattserverdisconnected'));
    await quiet();
    expect([lost, device.gatt.connected]).toEqual([false, true]);
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
