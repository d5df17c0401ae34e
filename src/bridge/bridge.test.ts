import { beforeEach, describe, expect, it } from 'vitest';
import { BRIDGE, BridgeBench, command, LINK_KEY, PRINTER, SERVER } from '../../test/support/bridge-bench.ts';

let bench: BridgeBench;

beforeEach(() => {
  bench = new BridgeBench();
});

describe('reconnection', () => {
  it('waits longer after each failure, and tries at once when nudged', async () => {
    bench.bridge.connect(SERVER);
    bench.last.end(false);
    expect(bench.bridge.status).toMatchObject({ phase: 'waiting', attempt: 1, retryAt: bench.clock.now() + 1_000 });
    await bench.clock.advance(1_000);
    bench.last.end(false);
    expect(bench.bridge.status).toMatchObject({ phase: 'waiting', attempt: 2, retryAt: bench.clock.now() + 2_000 });
    bench.bridge.nudge();
    expect(bench.sockets).toHaveLength(3);
    expect(bench.bridge.status.phase).toBe('connecting');
    bench.bridge.nudge();
    await bench.clock.advance(3_000);
    expect(bench.sockets).toHaveLength(3);
  });

  it('starts with a short wait again after a steady connection', async () => {
    bench.bridge.connect(SERVER);
    for (let i = 0; i < 5; i++) {
      bench.last.end(false);
      await bench.nextSocket();
    }
    bench.last.open();
    await bench.clock.advance(15_000);
    bench.last.end(false);
    expect(bench.bridge.status).toMatchObject({ phase: 'waiting', retryAt: bench.clock.now() + 1_000 });
  });

  it('is back within a second each time on a network that flaps ten times a minute', async () => {
    bench.bridge.connect(SERVER);
    for (let flap = 0; flap < 10; flap++) {
      bench.last.open();
      await bench.clock.advance(5_000);
      bench.last.end(false);
      const lostAt = bench.clock.now();
      await bench.nextSocket();
      expect(bench.clock.now() - lostAt).toBeLessThanOrEqual(1_000);
    }
  });

  it('tries once more at once when it is nudged while an attempt is failing', async () => {
    bench.bridge.connect(SERVER);
    for (let i = 0; i < 6; i++) {
      bench.last.end(false);
      await bench.nextSocket();
    }
    bench.bridge.nudge();
    bench.last.end(false);
    await bench.clock.advance(0);
    expect(bench.sockets).toHaveLength(8);
    bench.last.end(false);
    expect(bench.bridge.status).toMatchObject({ phase: 'waiting', retryAt: bench.clock.now() + 2_000 });
  });

  it('keeps what it found out about a server while it goes on trying', async () => {
    bench.found = { code: 'server-not-sirius' };
    bench.bridge.connect(SERVER);
    bench.last.end(false);
    await bench.clock.advance(0);
    await bench.nextSocket();
    bench.last.end(false);
    const told = bench.statuses.flatMap((status) => (status.phase === 'waiting' ? [status.trouble.code] : []));
    expect(told).toEqual(['server-unreachable', 'server-not-sirius', 'server-not-sirius']);
  });

  it('gives up on a socket that does not open', async () => {
    bench.bridge.connect(SERVER);
    await bench.clock.advance(20_000);
    expect(bench.sockets[0]?.closed).toBe(true);
    expect(bench.bridge.status.phase).toBe('waiting');
  });

  it('looks closer at a server that cannot be opened', async () => {
    bench.found = { code: 'server-not-sirius' };
    bench.bridge.connect(SERVER);
    bench.last.end(false);
    await bench.clock.advance(0);
    expect(bench.bridge.status).toMatchObject({ phase: 'waiting', trouble: { code: 'server-not-sirius' } });
    await bench.clock.advance(1_000);
    expect(bench.bridge.status).toMatchObject({ phase: 'connecting', trouble: { code: 'server-not-sirius' } });
  });

  it('says that the server keeps hanging up after three sockets closed at once', async () => {
    bench.bridge.connect(SERVER);
    for (let i = 0; i < 3; i++) {
      if (i > 0) await bench.nextSocket();
      bench.last.open();
      bench.last.end(true);
    }
    expect(bench.bridge.status).toMatchObject({ trouble: { code: 'runs-elsewhere' } });
  });

  it('never holds two sockets: a new server closes the old one, whose events are nothing any more', async () => {
    const old = await bench.connected();
    bench.bridge.connect('wss://other.example/api/v1/connection');
    expect(old.closed).toBe(true);
    expect(bench.bridge.claimOf(PRINTER)).toBe('unknown');
    old.end(true);
    expect(bench.bridge.status.phase).toBe('connecting');
    expect(bench.sockets).toHaveLength(2);
  });

  it('stays away once stopped', async () => {
    await bench.connected();
    bench.bridge.stop();
    await bench.clock.advance(120_000);
    expect(bench.sockets).toHaveLength(1);
    expect(bench.bridge.status).toEqual({ phase: 'off' });
  });
});

it('says for how long nothing ran, also between two sockets', async () => {
  bench.bridge.connect(SERVER);
  bench.last.end(false);
  await bench.clock.advance(100);
  bench.clock.jump(3_600_000);
  await bench.clock.advance(10_000);
  expect(bench.sleeps).toEqual([3_600_100]);
  bench.clock.jump(-3_600_000);
  await bench.clock.advance(30_000);
  expect(bench.sleeps).toHaveLength(1);
});

describe('the log', () => {
  it('has sockets, commands, answers, reports and claims, and no key', async () => {
    const socket = await bench.connected();
    socket.deliver(command(7, 'AQABAAcAAAAAAAAA'));
    await bench.answers(socket, 1);
    bench.bridge.reportPrint(PRINTER, 7, 'quip', () => {});
    socket.deliver('[]');
    await bench.clock.advance(0);
    socket.end(false);
    expect(bench.lines).toEqual([
      `Socket open: ${SERVER}`,
      'Command 1: add_device_encryption_key',
      `${PRINTER} Claim: claimed`,
      `${PRINTER} BridgeCommandResponse 1: 0`,
      `${PRINTER} Command 7: set_delivery_and_print, 16 characters`,
      `${PRINTER} DeviceCommandResponse 7: 0`,
      `${PRINTER} did_print 7 quip`,
      'Unreadable: frame-invalid: type',
      `${PRINTER} DeviceCommandResponse 7: perhaps lost with its socket`,
      'Socket ended: server-lost, open for 0 ms',
    ]);
    expect(bench.lines.join('\n')).not.toContain(LINK_KEY);
  });

  it('has all that was said within the second before the server closed, for any of it may be the reason', async () => {
    for (let i = 0; i < 3; i++) {
      if (i === 0) bench.bridge.connect(SERVER);
      else await bench.nextSocket();
      bench.last.open();
      await bench.clock.advance(40);
      bench.last.end(true);
    }
    const hello = 'after power_on, encryption_key_required, heartbeat, open for 40 ms';
    const ends = bench.lines.filter((line) => line.startsWith('Socket ended'));
    expect(ends[0]).toContain(`Socket ended: server-rejected, ${hello}, {"type"`);
    expect(ends[2]).toBe(`Socket ended: runs-elsewhere, ${hello}`);
  });

  it('has the messages after which the server closed, without the address of the bridge', async () => {
    const socket = await bench.connected();
    await bench.clock.advance(4_000);
    bench.bridge.reportPrint(PRINTER, 6, 'quip', () => {});
    await bench.clock.advance(1_000);
    bench.bridge.reportPrint(PRINTER, 7, 'delivery', () => {});
    bench.bridge.setOnline(PRINTER, false);
    await bench.clock.advance(0);
    socket.end(true);
    const line = bench.lines.at(-1);
    expect(line).toContain(
      'Socket ended: server-rejected, after did_print, device_disconnect, open for 5000 ms, {"type"',
    );
    expect(line).toContain(PRINTER);
    expect(line).not.toContain(BRIDGE);
  });
});
