import { beforeEach, describe, expect, it } from 'vitest';
import { BridgeBench, command, key, OTHER, OTHER_KEY, PRINTER } from '../../test/support/bridge-bench.ts';
import type { FakeSocket, SentMessage } from '../../test/support/fake-socket.ts';

let bench: BridgeBench;

beforeEach(() => {
  bench = new BridgeBench();
});

describe('two printers on one bridge', () => {
  /** What a printer is announced with. */
  const ASKED = ['encryption_key_required', 'DeviceEvent'];
  /** What keeps the socket of a bridge awake that has nobody online. */
  const TWICE_A_MINUTE = ['device_disconnect', 'device_disconnect'];

  /** What was sent about a printer, from the message with this index on. */
  function saidOf(deviceAddress: string, socket: FakeSocket, from = 0): string[] {
    const isAbout = (message: SentMessage) => JSON.stringify(message).includes(deviceAddress);
    return socket.names().filter((_, index) => index >= from && isAbout(socket.sent[index]!));
  }

  it('has each known for itself: one loses its claim while the other answers', async () => {
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await bench.connected();
    socket.deliver(key(OTHER_KEY, OTHER));
    await bench.answering(socket, 200_000);
    expect(bench.bridge.claimOf(PRINTER)).toBe('claimed');
    expect(bench.bridge.claimOf(OTHER)).toBe('unclaimed');
    expect(socket.closed).toBe(false);
  });

  it('says of one that is added to an open socket that nobody has claimed it', async () => {
    await bench.connected({ claimed: false });
    await bench.clock.advance(20_000);
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    await bench.clock.advance(4_000);
    expect(bench.bridge.claimOf(OTHER)).toBe('unclaimed');
  });

  it('takes one off line, asks and beats for the other only, and brings it back', async () => {
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await bench.connected();
    socket.deliver(key(OTHER_KEY, OTHER));
    await bench.clock.advance(3_000);
    let before = socket.sent.length;
    bench.bridge.setOnline(PRINTER, false);
    bench.bridge.setOnline(PRINTER, false);
    await bench.clock.advance(0);
    expect(saidOf(PRINTER, socket, before)).toEqual(['device_disconnect']);
    before = socket.sent.length;
    await bench.clock.advance(40_000);
    expect(saidOf(PRINTER, socket, before)).toEqual([]);
    expect(saidOf(OTHER, socket, before)).toEqual([...Array(2).fill('DeviceEvent'), ...ASKED, 'DeviceEvent']);
    before = socket.sent.length;
    bench.bridge.setOnline(PRINTER, true);
    await bench.clock.advance(0);
    expect(saidOf(PRINTER, socket, before)).toEqual(ASKED);
    expect(saidOf(OTHER, socket, before)).toEqual([]);
  });

  it('keeps one off line through a reconnection, before and after it is added, but not for ever', async () => {
    bench.bridge.setOnline(PRINTER, false);
    bench.bridge.setOnline(OTHER, false);
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    await bench.connected({ claimed: false });
    const socket = await bench.reconnected();
    await bench.clock.advance(70_000);
    expect(socket.names()).toEqual(['power_on', 'device_disconnect', 'device_disconnect', ...TWICE_A_MINUTE]);
    bench.bridge.remove(OTHER);
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    await bench.clock.advance(0);
    expect(saidOf(OTHER, socket).slice(-2)).toEqual(ASKED);
  });

  it('stores and answers what comes all the same for one that is off line', async () => {
    const socket = await bench.connected();
    bench.bridge.setOnline(PRINTER, false);
    socket.deliver(command(7, 'AQID'));
    const [answer] = await bench.answers(socket, 1);
    expect(answer).toMatchObject({ device_address: PRINTER, command_id: 7, return_code: 0 });
    expect(bench.stored).toEqual(['AQID']);
    expect(socket.count('encryption_key_required')).toBe(1);
  });

  it('takes one away and keeps the socket of the other', async () => {
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await bench.connected();
    bench.bridge.remove(PRINTER);
    await bench.clock.advance(0);
    expect(socket.sent.at(-1)?.json_payload).toEqual({ name: 'device_disconnect', device_address: PRINTER });
    const before = socket.sent.length;
    socket.deliver(key());
    await bench.clock.advance(60_000);
    expect(socket.closed).toBe(false);
    expect(bench.bridge.claimOf(PRINTER)).toBe('unknown');
    expect(socket.sent[before]).toMatchObject({ type: 'BridgeCommandResponse', return_code: 1 });
    expect(saidOf(PRINTER, socket, before + 1)).toEqual([]);
  });

  it.each(['offline', 'removed'])(
    'does not take the silence of a claimed one that is %s for a dead socket',
    async (how) => {
      bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
      const socket = await bench.connected();
      if (how === 'offline') bench.bridge.setOnline(PRINTER, false);
      else bench.bridge.remove(PRINTER);
      await bench.clock.advance(300_000);
      expect(socket.closed).toBe(false);
      bench.bridge.nudge();
      await bench.clock.advance(20_000);
      expect(socket.closed).toBe(false);
      expect(bench.bridge.claimOf(OTHER)).toBe('unclaimed');
    },
  );

  it('notices a dead socket by the claimed one that is still online', async () => {
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await bench.connected();
    socket.deliver(key(OTHER_KEY, OTHER));
    bench.bridge.setOnline(PRINTER, false);
    await bench.clock.advance(95_000);
    expect(socket.closed).toBe(true);
  });

  it('learns nothing of one that is off line from the silence about the other', async () => {
    bench.bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await bench.connected();
    socket.deliver(key(OTHER_KEY, OTHER));
    bench.bridge.setOnline(OTHER, false);
    const silent = await bench.nextOpen();
    await bench.clock.advance(95_000);
    expect(silent.closed).toBe(true);
    expect(bench.bridge.claimOf(PRINTER)).toBe('unclaimed');
    expect(bench.bridge.claimOf(OTHER)).toBe('claimed');
  });

  it('replaces the socket after a sleep when no claimed one is online to prove that it lives', async () => {
    const socket = await bench.connected();
    bench.bridge.setOnline(PRINTER, false);
    bench.bridge.nudge('woken');
    expect(socket.closed).toBe(true);
  });
});
