import { beforeEach, describe, expect, it } from 'vitest';
import { BridgeBench, command, key, OTHER_KEY, PRINTER } from '../../test/support/bridge-bench.ts';

let bench: BridgeBench;

beforeEach(() => {
  bench = new BridgeBench();
});

describe('claims', () => {
  it('knows a printer as unclaimed when its request meets silence, and as claimed when its own key comes', async () => {
    const socket = await bench.connected({ claimed: false });
    await bench.clock.advance(5_000);
    expect(bench.bridge.claimOf(PRINTER)).toBe('unclaimed');
    socket.deliver(key());
    await bench.clock.advance(0);
    expect(bench.claims).toEqual(['unclaimed', 'claimed']);
    expect(socket.sent.at(-1)).toMatchObject({
      type: 'BridgeCommandResponse',
      device_address: PRINTER,
      return_code: 0,
    });
  });

  it('warns of a key that is not its own', async () => {
    const socket = await bench.connected({ claimed: false });
    socket.deliver(key(OTHER_KEY));
    await bench.clock.advance(0);
    expect(bench.bridge.claimOf(PRINTER)).toBe('key-mismatch');
  });

  it('does not take an unclaimed printer’s silence for a dead socket', async () => {
    const socket = await bench.connected({ claimed: false });
    await bench.clock.advance(600_000);
    expect(socket.closed).toBe(false);
    expect(bench.sockets).toHaveLength(1);
  });

  it('asks for the key at once when a delivery shows that the printer is claimed', async () => {
    const socket = await bench.connected({ claimed: false });
    await bench.clock.advance(5_000);
    socket.deliver(command(7, 'AQID'));
    await bench.answers(socket, 1);
    expect(socket.count('encryption_key_required')).toBe(2);
    socket.deliver(key());
    socket.deliver(command(8, 'AQID'));
    await bench.answers(socket, 2);
    expect(socket.count('encryption_key_required')).toBe(2);
    expect(bench.bridge.claimOf(PRINTER)).toBe('claimed');
  });
});

describe('liveness', () => {
  it('closes and reopens after two missed answers in a row, and not after one', async () => {
    const socket = await bench.connected();
    await bench.clock.advance(35_000);
    socket.deliver(key());
    await bench.clock.advance(50_000);
    expect(socket.closed).toBe(false);
    await bench.clock.advance(35_000);
    expect(socket.closed).toBe(true);
    await bench.clock.advance(1_000);
    const troubles = bench.statuses.flatMap((status) => (status.phase === 'waiting' ? [status.trouble.code] : []));
    expect(troubles).toContain('server-silent');
    expect(bench.sockets).toHaveLength(2);
  });

  it('takes a printer as unclaimed when a fresh socket brings no key either, and stays connected then', async () => {
    await bench.connected();
    await bench.nextOpen();
    await bench.nextOpen();
    await bench.clock.advance(600_000);
    expect(bench.bridge.claimOf(PRINTER)).toBe('unclaimed');
    expect(bench.sockets).toHaveLength(3);
  });

  it('finds a dead socket within seconds when the page wakes up', async () => {
    const socket = await bench.connected();
    await bench.clock.advance(5_000);
    bench.bridge.nudge();
    await bench.clock.advance(11_000);
    expect(socket.closed).toBe(true);
    expect(bench.sockets).toHaveLength(2);
  });

  it('finds a dead socket within seconds when the computer slept, which no page event tells', async () => {
    const socket = await bench.connected();
    await bench.answering(socket, 60_000);
    const sleeping = bench.clock.now() + 600_000;
    bench.clock.jump(600_000);
    await bench.clock.advance(25_000);
    expect(socket.closed).toBe(true);
    expect(bench.clock.now() - sleeping).toBeLessThan(30_000);
  });

  it('replaces an unclaimed printer’s socket when the network may have changed, and keeps it when only looked at', async () => {
    const socket = await bench.connected({ claimed: false });
    bench.bridge.nudge();
    expect(socket.closed).toBe(false);
    expect(socket.count('encryption_key_required')).toBe(2);
    bench.bridge.nudge('woken');
    expect(socket.closed).toBe(true);
    expect(bench.sockets).toHaveLength(2);
  });

  it('does not count a miss twice when the page wakes up just before the regular request', async () => {
    const socket = await bench.connected();
    await bench.clock.advance(29_000);
    bench.bridge.nudge();
    await bench.clock.advance(4_000);
    socket.deliver(key());
    await bench.clock.advance(30_000);
    expect(socket.closed).toBe(false);
  });

  it('keeps a live socket when the page wakes up', async () => {
    const socket = await bench.connected();
    bench.bridge.nudge();
    socket.deliver(key());
    await bench.clock.advance(11_000);
    expect(socket.closed).toBe(false);
  });
});
