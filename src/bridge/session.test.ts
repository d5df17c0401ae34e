import { beforeEach, describe, expect, it } from 'vitest';
import { BridgeBench, OTHER, OTHER_KEY, SERVER } from '../../test/support/bridge-bench.ts';

let bench: BridgeBench;

beforeEach(() => {
  bench = new BridgeBench();
});

describe('announcing', () => {
  it('says power_on first, then asks for the key and beats at once, and beats again a little later', async () => {
    const socket = await bench.connected({ claimed: false });
    expect(socket.address).toBe(SERVER);
    expect(socket.names()).toEqual(['power_on', 'encryption_key_required', 'DeviceEvent']);
    await bench.clock.advance(2_000);
    expect(socket.count('DeviceEvent')).toBe(2);
    expect(bench.announced).toBe(1);
  });

  it('beats every 10 s with real uptime and asks every 30 s, also after the key has come', async () => {
    const socket = await bench.connected();
    await bench.answering(socket, 300_000);
    expect(socket.count('DeviceEvent')).toBe(2 + 30);
    expect(socket.count('encryption_key_required')).toBe(1 + 10);
    const beats = socket.sent.filter(({ type }) => type === 'DeviceEvent');
    const uptime = (beat: (typeof beats)[number]) =>
      Buffer.from(String(beat.binary_payload), 'base64').readUInt32LE(10);
    expect(uptime(beats.at(-1)!)).toBe(300);
  });

  it('announces a printer that comes later on the open socket', async () => {
    const socket = await bench.connected();
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const asked = socket.sent.at(-2)?.json_payload;
    expect(asked).toEqual({ name: 'encryption_key_required', device_address: OTHER });
  });
});
