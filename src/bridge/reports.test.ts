import { beforeEach, describe, expect, it } from 'vitest';
import { BridgeBench, key, PRINTER } from '../../test/support/bridge-bench.ts';

let bench: BridgeBench;

beforeEach(() => {
  bench = new BridgeBench();
});

describe('reports', () => {
  it('go out on an open socket only', async () => {
    expect(bench.bridge.reportPrint(PRINTER, 7, 'delivery', () => {})).toBe(false);
    const socket = await bench.connected();
    expect(bench.bridge.reportPrint(PRINTER, 7, 'delivery', () => {})).toBe(true);
    expect(socket.sent.at(-1)).toMatchObject({ type: 'DeviceEvent', device_address: PRINTER });
    socket.end(false);
    expect(bench.bridge.reportPrint(PRINTER, 7, 'delivery', () => {})).toBe(false);
  });

  it('are taken once the server answers what it was asked after them', async () => {
    const socket = await bench.connected();
    let taken = 0;
    bench.bridge.reportPrint(PRINTER, 7, 'delivery', () => taken++);
    const asked = socket.count('encryption_key_required');
    await bench.clock.advance(1_000);
    expect(socket.count('encryption_key_required')).toBe(asked + 1);
    expect(taken).toBe(0);
    socket.deliver(key());
    await bench.clock.advance(0);
    expect(taken).toBe(1);
    await bench.clock.advance(10_000);
    expect(socket.count('encryption_key_required')).toBe(asked + 1);
  });

  it('are never taken on a socket that swallows them', async () => {
    const socket = await bench.connected();
    let taken = 0;
    bench.bridge.reportPrint(PRINTER, 7, 'delivery', () => taken++);
    await bench.clock.advance(20_000);
    socket.end(false);
    await bench.clock.advance(60_000);
    expect(taken).toBe(0);
  });

  it.each([
    ['delivery', 1],
    ['nothing', 0x10],
    ['quip', 0x11],
  ] as const)('say that %s came out', async (kind, number) => {
    const socket = await bench.connected();
    bench.bridge.reportPrint(PRINTER, 7, kind, () => {});
    const event = Buffer.from(String(socket.sent.at(-1)?.binary_payload), 'base64');
    expect([event.readUInt16LE(0), event.readUInt8(10), event.readUInt32LE(11)]).toEqual([2, number, 7]);
  });
});
