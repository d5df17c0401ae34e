import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeSocket, type SentMessage } from '../../test/support/fake-socket.ts';
import { type ErrorReport, PapertabError } from '../errors.ts';
import { Bridge } from './bridge.ts';
import type { BridgeStatus, ClaimState } from './status.ts';

const SERVER = 'wss://example.org/api/v1/connection';
const BRIDGE = '0123456789abcdef';
const PRINTER = 'fedcba9876543210';
const LINK_KEY = 'JMcG6GWhOxegm2N6jgdFSg==';
const OTHER_KEY = 'qKCgqzc3us1z38cXg8N/Ag==';

let clock: FakeClock;
let sockets: FakeSocket[];
let statuses: BridgeStatus[];
let claims: ClaimState[];
let stored: string[];
let store: (payload: string) => Promise<void>;
/** What the bridge said of the answers to what was stored. */
let afterAnswers: boolean[];
let found: ErrorReport;
let announced: number;
let unreadable: string[];
let lines: string[];
let sleeps: number[];
let isOurs: () => Promise<boolean>;
let bridge: Bridge;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  statuses = [];
  claims = [];
  stored = [];
  announced = 0;
  unreadable = [];
  lines = [];
  sleeps = [];
  isOurs = async () => true;
  afterAnswers = [];
  store = async (payload) => {
    stored.push(payload);
  };
  found = { code: 'server-unreachable' };
  bridge = new Bridge(
    BRIDGE,
    {
      clock,
      random: () => 1,
      openSocket: (address) => {
        const socket = new FakeSocket(address);
        sockets.push(socket);
        return socket;
      },
      investigate: async () => found,
      isOurs: () => isOurs(),
      log: (_kind, text, { about = '' } = {}) => lines.push(`${about} ${text}`.trim()),
    },
    {
      status: (status) => statuses.push(status),
      claim: (_address, claim) => claims.push(claim),
      store: async (command) => {
        await store(command.payload);
        return (answered) => afterAnswers.push(answered);
      },
      unreadable: (error) => unreadable.push(error.code),
      announced: () => announced++,
      slept: (from, to) => sleeps.push(to - from),
    },
  );
  bridge.add({ deviceAddress: PRINTER, linkKey: LINK_KEY });
});

function last(): FakeSocket {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error('no socket was opened');
  return socket;
}

function key(linkKey = LINK_KEY): unknown {
  return keyFor(PRINTER, linkKey);
}

function keyFor(deviceAddress: string, linkKey: string): unknown {
  const params = { device_address: deviceAddress, encryption_key: linkKey };
  return {
    type: 'BridgeCommand',
    bridge_address: BRIDGE,
    command_id: 1,
    timestamp: '0',
    json_payload: { name: 'add_device_encryption_key', params },
  };
}

function command(commandId: number, payload: string, deviceAddress = PRINTER): unknown {
  return {
    type: 'DeviceCommand',
    bridge_address: BRIDGE,
    device_address: deviceAddress,
    command_id: commandId,
    timestamp: '0',
    binary_payload: payload,
  };
}

/** Connected, and claimed unless told otherwise. */
async function connected({ claimed = true } = {}): Promise<FakeSocket> {
  bridge.connect(SERVER);
  last().open();
  await clock.advance(0);
  if (claimed) last().deliver(key());
  await clock.advance(0);
  return last();
}

/** Moves on until the next socket is opened. */
async function nextSocket(): Promise<FakeSocket> {
  const before = sockets.length;
  while (sockets.length === before) await clock.advance(100);
  return last();
}

/** Opens the next socket as soon as it is asked for. */
async function nextOpen(): Promise<FakeSocket> {
  const socket = await nextSocket();
  socket.open();
  await clock.advance(0);
  return socket;
}

/** Loses the present socket and opens the next. */
function reconnected(): Promise<FakeSocket> {
  last().end(false);
  return nextOpen();
}

/** Waits for the answers to commands: digests are made off this thread, on no clock of ours. */
async function answers(socket: FakeSocket, count: number): Promise<readonly SentMessage[]> {
  await clock.advance(0);
  const sent = () => socket.sent.filter(({ type }) => type === 'DeviceCommandResponse');
  await vi.waitFor(() => expect(sent()).toHaveLength(count));
  return sent();
}

/** Answers every key request from now on for `ms`. */
async function answering(socket: FakeSocket, ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 1_000) {
    const asked = socket.count('encryption_key_required');
    await clock.advance(1_000);
    if (socket.count('encryption_key_required') > asked) socket.deliver(key());
  }
}

describe('announcing', () => {
  it('says power_on first, then asks for the key and beats at once, and beats again a little later', async () => {
    const socket = await connected({ claimed: false });
    expect(socket.address).toBe(SERVER);
    expect(socket.names()).toEqual(['power_on', 'encryption_key_required', 'DeviceEvent']);
    await clock.advance(2_000);
    expect(socket.count('DeviceEvent')).toBe(2);
    expect(announced).toBe(1);
  });

  it('beats every 10 s with real uptime and asks every 30 s, also after the key has come', async () => {
    const socket = await connected();
    await answering(socket, 300_000);
    expect(socket.count('DeviceEvent')).toBe(2 + 30);
    expect(socket.count('encryption_key_required')).toBe(1 + 10);
    const beats = socket.sent.filter(({ type }) => type === 'DeviceEvent');
    const uptime = (beat: (typeof beats)[number]) =>
      Buffer.from(String(beat.binary_payload), 'base64').readUInt32LE(10);
    expect(uptime(beats.at(-1)!)).toBe(300);
  });

  it('announces a printer that comes later on the open socket', async () => {
    const socket = await connected();
    bridge.add({ deviceAddress: '00000000000000aa', linkKey: OTHER_KEY });
    const asked = socket.sent.at(-2)?.json_payload;
    expect(asked).toEqual({ name: 'encryption_key_required', device_address: '00000000000000aa' });
  });
});

describe('claims', () => {
  it('knows a printer as unclaimed when its request meets silence, and as claimed when its own key comes', async () => {
    const socket = await connected({ claimed: false });
    await clock.advance(5_000);
    expect(bridge.claimOf(PRINTER)).toBe('unclaimed');
    socket.deliver(key());
    await clock.advance(0);
    expect(claims).toEqual(['unclaimed', 'claimed']);
    expect(socket.sent.at(-1)).toMatchObject({
      type: 'BridgeCommandResponse',
      device_address: PRINTER,
      return_code: 0,
    });
  });

  it('warns of a key that is not its own', async () => {
    const socket = await connected({ claimed: false });
    socket.deliver(key(OTHER_KEY));
    await clock.advance(0);
    expect(bridge.claimOf(PRINTER)).toBe('key-mismatch');
  });

  it('does not take an unclaimed printer’s silence for a dead socket', async () => {
    const socket = await connected({ claimed: false });
    await clock.advance(600_000);
    expect(socket.closed).toBe(false);
    expect(sockets).toHaveLength(1);
  });
});

it('asks for the key at once when a delivery shows that the printer is claimed', async () => {
  const socket = await connected({ claimed: false });
  await clock.advance(5_000);
  socket.deliver(command(7, 'AQID'));
  await answers(socket, 1);
  expect(socket.count('encryption_key_required')).toBe(2);
  socket.deliver(key());
  socket.deliver(command(8, 'AQID'));
  await answers(socket, 2);
  expect(socket.count('encryption_key_required')).toBe(2);
  expect(bridge.claimOf(PRINTER)).toBe('claimed');
});

describe('liveness', () => {
  it('closes and reopens after two missed answers in a row, and not after one', async () => {
    const socket = await connected();
    await clock.advance(35_000);
    socket.deliver(key());
    await clock.advance(50_000);
    expect(socket.closed).toBe(false);
    await clock.advance(35_000);
    expect(socket.closed).toBe(true);
    await clock.advance(1_000);
    expect(statuses.some((status) => status.phase === 'waiting' && status.trouble.code === 'server-silent')).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('takes a printer as unclaimed when a fresh socket brings no key either, and stays connected then', async () => {
    await connected();
    await nextOpen();
    await nextOpen();
    await clock.advance(600_000);
    expect(bridge.claimOf(PRINTER)).toBe('unclaimed');
    expect(sockets).toHaveLength(3);
  });

  it('finds a dead socket within seconds when the page wakes up', async () => {
    const socket = await connected();
    await clock.advance(5_000);
    bridge.nudge();
    await clock.advance(11_000);
    expect(socket.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('finds a dead socket within seconds when the computer slept, which no page event tells', async () => {
    const socket = await connected();
    await answering(socket, 60_000);
    const sleeping = clock.now() + 600_000;
    clock.jump(600_000);
    await clock.advance(25_000);
    expect(socket.closed).toBe(true);
    expect(clock.now() - sleeping).toBeLessThan(30_000);
  });

  it('replaces an unclaimed printer’s socket when the network may have changed, and keeps it when only looked at', async () => {
    const socket = await connected({ claimed: false });
    bridge.nudge();
    expect(socket.closed).toBe(false);
    expect(socket.count('encryption_key_required')).toBe(2);
    bridge.nudge('woken');
    expect(socket.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('does not count a miss twice when the page wakes up just before the regular request', async () => {
    const socket = await connected();
    await clock.advance(29_000);
    bridge.nudge();
    await clock.advance(4_000);
    socket.deliver(key());
    await clock.advance(30_000);
    expect(socket.closed).toBe(false);
  });

  it('keeps a live socket when the page wakes up', async () => {
    const socket = await connected();
    bridge.nudge();
    socket.deliver(key());
    await clock.advance(11_000);
    expect(socket.closed).toBe(false);
  });
});

describe('reconnection', () => {
  it('waits longer after each failure, and tries at once when nudged', async () => {
    bridge.connect(SERVER);
    last().end(false);
    expect(bridge.status).toMatchObject({ phase: 'waiting', attempt: 1, retryAt: clock.now() + 1_000 });
    await clock.advance(1_000);
    last().end(false);
    expect(bridge.status).toMatchObject({ phase: 'waiting', attempt: 2, retryAt: clock.now() + 2_000 });
    bridge.nudge();
    expect(sockets).toHaveLength(3);
    expect(bridge.status.phase).toBe('connecting');
    bridge.nudge();
    await clock.advance(3_000);
    expect(sockets).toHaveLength(3);
  });

  it('starts with a short wait again after a steady connection', async () => {
    bridge.connect(SERVER);
    for (let i = 0; i < 5; i++) {
      last().end(false);
      await nextSocket();
    }
    last().open();
    await clock.advance(15_000);
    last().end(false);
    expect(bridge.status).toMatchObject({ phase: 'waiting', retryAt: clock.now() + 1_000 });
  });

  it('is back within a second each time on a network that flaps ten times a minute', async () => {
    bridge.connect(SERVER);
    for (let flap = 0; flap < 10; flap++) {
      last().open();
      await clock.advance(5_000);
      last().end(false);
      const lostAt = clock.now();
      await nextSocket();
      expect(clock.now() - lostAt).toBeLessThanOrEqual(1_000);
    }
  });

  it('tries once more at once when it is nudged while an attempt is failing', async () => {
    bridge.connect(SERVER);
    for (let i = 0; i < 6; i++) {
      last().end(false);
      await nextSocket();
    }
    bridge.nudge();
    last().end(false);
    await clock.advance(0);
    expect(sockets).toHaveLength(8);
    last().end(false);
    expect(bridge.status).toMatchObject({ phase: 'waiting', retryAt: clock.now() + 2_000 });
  });

  it('keeps what it found out about a server while it goes on trying', async () => {
    found = { code: 'server-not-sirius' };
    bridge.connect(SERVER);
    last().end(false);
    await clock.advance(0);
    await nextSocket();
    last().end(false);
    const told = statuses.flatMap((status) => (status.phase === 'waiting' ? [status.trouble.code] : []));
    expect(told).toEqual(['server-unreachable', 'server-not-sirius', 'server-not-sirius']);
  });

  it('gives up on a socket that does not open', async () => {
    bridge.connect(SERVER);
    await clock.advance(20_000);
    expect(sockets[0]?.closed).toBe(true);
    expect(bridge.status.phase).toBe('waiting');
  });

  it('looks closer at a server that cannot be opened', async () => {
    found = { code: 'server-not-sirius' };
    bridge.connect(SERVER);
    last().end(false);
    await clock.advance(0);
    expect(bridge.status).toMatchObject({ phase: 'waiting', trouble: { code: 'server-not-sirius' } });
    await clock.advance(1_000);
    expect(bridge.status).toMatchObject({ phase: 'connecting', trouble: { code: 'server-not-sirius' } });
  });

  it('says that the printer seems to run elsewhere after three sockets closed at once', async () => {
    bridge.connect(SERVER);
    for (let i = 0; i < 3; i++) {
      if (i > 0) await nextSocket();
      last().open();
      last().end(true);
    }
    expect(bridge.status).toMatchObject({ trouble: { code: 'runs-elsewhere' } });
  });

  it('never holds two sockets: a new server closes the old one, whose events are nothing any more', async () => {
    const old = await connected();
    bridge.connect('wss://other.example/api/v1/connection');
    expect(old.closed).toBe(true);
    expect(bridge.claimOf(PRINTER)).toBe('unknown');
    old.end(true);
    expect(bridge.status.phase).toBe('connecting');
    expect(sockets).toHaveLength(2);
  });

  it('stays away once stopped', async () => {
    await connected();
    bridge.stop();
    await clock.advance(120_000);
    expect(sockets).toHaveLength(1);
    expect(bridge.status).toEqual({ phase: 'off' });
  });
});

describe('commands', () => {
  it('answers on the socket that brought a command once it is stored, and not before', async () => {
    const socket = await connected();
    let finish: (() => void) | undefined;
    store = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    socket.deliver(command(7, 'AQID'));
    await clock.advance(0);
    await vi.waitFor(() => expect(finish).toBeDefined());
    expect(socket.count('DeviceCommandResponse')).toBe(0);
    finish?.();
    const [answer] = await answers(socket, 1);
    expect(answer).toMatchObject({ device_address: PRINTER, command_id: 7, return_code: 0 });
    expect(afterAnswers).toEqual([true]);
  });

  it('says when an answer is lost with its socket', async () => {
    const socket = await connected();
    let finish: (() => void) | undefined;
    store = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    socket.deliver(command(7, 'AQID'));
    await clock.advance(0);
    await vi.waitFor(() => expect(finish).toBeDefined());
    socket.end(false);
    finish?.();
    await vi.waitFor(() => expect(afterAnswers).toEqual([false]));
    expect(socket.count('DeviceCommandResponse')).toBe(0);
  });

  it('answers with the return code of what went wrong', async () => {
    const socket = await connected();
    store = async () => {
      throw new PapertabError('storage-full');
    };
    socket.deliver(command(7, 'AQID'));
    const [answer] = await answers(socket, 1);
    expect(answer).toMatchObject({ command_id: 7, return_code: 0x92 });
  });

  it('answers the same command again on one socket without storing it again', async () => {
    const socket = await connected();
    socket.deliver(command(7, 'AQID'));
    socket.deliver(command(7, 'AQID'));
    await answers(socket, 2);
    expect(stored).toEqual(['AQID']);
  });

  it('tries a command again that could not be stored before', async () => {
    const socket = await connected();
    store = async () => {
      throw new PapertabError('storage-full');
    };
    socket.deliver(command(7, 'AQID'));
    await answers(socket, 1);
    store = async (payload) => {
      stored.push(payload);
    };
    socket.deliver(command(7, 'AQID'));
    expect((await answers(socket, 2)).map((answer) => answer.return_code)).toEqual([0x92, 0]);
    expect(stored).toEqual(['AQID']);
  });

  it('takes the same id with another payload, and everything on another socket, as new', async () => {
    const first = await connected();
    first.deliver(command(7, 'AQID'));
    first.deliver(command(7, 'AQIE'));
    await answers(first, 2);
    first.end(false);
    const second = await nextOpen();
    second.deliver(command(7, 'AQIE'));
    await answers(second, 1);
    expect(stored).toEqual(['AQID', 'AQIE', 'AQIE']);
  });

  it('stores what came before the socket died, and answers nothing on the next one', async () => {
    const first = await connected();
    first.deliver(command(7, 'AQID'));
    first.end(false);
    await nextOpen();
    await vi.waitFor(() => expect(stored).toEqual(['AQID']));
    expect(last().count('DeviceCommandResponse')).toBe(0);
  });

  it('survives everything that is no message, and answers commands that it does not know', async () => {
    const socket = await connected();
    for (const text of ['', '[', '[]', '{}', 'null', '{"type":"DeviceCommand"}', '{"type":"Nonsense"}'])
      socket.deliver(text);
    socket.deliver({
      type: 'BridgeCommand',
      bridge_address: BRIDGE,
      command_id: 9,
      timestamp: '0',
      json_payload: { name: 'leave', params: {} },
    });
    await clock.advance(0);
    expect(socket.closed).toBe(false);
    expect(socket.sent.at(-1)).toMatchObject({ type: 'BridgeCommandResponse', command_id: 9 });
  });

  it('answers a command that it cannot read, and says so', async () => {
    const socket = await connected();
    socket.deliver({ type: 'DeviceCommand', bridge_address: BRIDGE, device_address: PRINTER, command_id: 8 });
    const [answer] = await answers(socket, 1);
    expect(answer).toMatchObject({ device_address: PRINTER, command_id: 8 });
    expect(answer?.return_code).not.toBe(0);
    expect(unreadable).toEqual(['frame-invalid']);
  });

  it('closes a socket that sends more than any server does, and takes nobody as unclaimed for it', async () => {
    const socket = await connected();
    (await reconnected()).deliver('x'.repeat(8_000_001));
    expect(bridge.claimOf(PRINTER)).toBe('claimed');
    expect(last().closed).toBe(true);
    expect(socket.closed).toBe(true);
    expect(bridge.status).toMatchObject({ phase: 'waiting', trouble: { code: 'frame-too-large' } });
  });
});

describe('two printers on one bridge', () => {
  const OTHER = '00000000000000aa';
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
    bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await connected();
    socket.deliver(keyFor(OTHER, OTHER_KEY));
    await answering(socket, 200_000);
    expect(bridge.claimOf(PRINTER)).toBe('claimed');
    expect(bridge.claimOf(OTHER)).toBe('unclaimed');
    expect(socket.closed).toBe(false);
  });

  it('says of one that is added to an open socket that nobody has claimed it', async () => {
    await connected({ claimed: false });
    await clock.advance(20_000);
    bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    await clock.advance(4_000);
    expect(bridge.claimOf(OTHER)).toBe('unclaimed');
  });

  it('takes one off line, asks and beats for the other only, and brings it back', async () => {
    bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await connected();
    socket.deliver(keyFor(OTHER, OTHER_KEY));
    await clock.advance(3_000);
    let before = socket.sent.length;
    bridge.setOnline(PRINTER, false);
    bridge.setOnline(PRINTER, false);
    await clock.advance(0);
    expect(saidOf(PRINTER, socket, before)).toEqual(['device_disconnect']);
    before = socket.sent.length;
    await clock.advance(40_000);
    expect(saidOf(PRINTER, socket, before)).toEqual([]);
    expect(saidOf(OTHER, socket, before)).toEqual([...Array(2).fill('DeviceEvent'), ...ASKED, 'DeviceEvent']);
    before = socket.sent.length;
    bridge.setOnline(PRINTER, true);
    await clock.advance(0);
    expect(saidOf(PRINTER, socket, before)).toEqual(ASKED);
    expect(saidOf(OTHER, socket, before)).toEqual([]);
  });

  it('keeps one off line through a reconnection, before and after it is added, but not for ever', async () => {
    bridge.setOnline(PRINTER, false);
    bridge.setOnline(OTHER, false);
    bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    await connected({ claimed: false });
    const socket = await reconnected();
    await clock.advance(70_000);
    expect(socket.names()).toEqual(['power_on', 'device_disconnect', 'device_disconnect', ...TWICE_A_MINUTE]);
    bridge.remove(OTHER);
    bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    await clock.advance(0);
    expect(saidOf(OTHER, socket).slice(-2)).toEqual(ASKED);
  });

  it('stores and answers what comes all the same for one that is off line', async () => {
    const socket = await connected();
    bridge.setOnline(PRINTER, false);
    socket.deliver(command(7, 'AQID'));
    const [answer] = await answers(socket, 1);
    expect(answer).toMatchObject({ device_address: PRINTER, command_id: 7, return_code: 0 });
    expect(stored).toEqual(['AQID']);
    expect(socket.count('encryption_key_required')).toBe(1);
  });

  it('takes one away and keeps the socket of the other', async () => {
    bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await connected();
    bridge.remove(PRINTER);
    await clock.advance(0);
    expect(socket.sent.at(-1)?.json_payload).toEqual({ name: 'device_disconnect', device_address: PRINTER });
    const before = socket.sent.length;
    socket.deliver(keyFor(PRINTER, LINK_KEY));
    await clock.advance(60_000);
    expect(socket.closed).toBe(false);
    expect(bridge.claimOf(PRINTER)).toBe('unknown');
    expect(socket.sent[before]).toMatchObject({ type: 'BridgeCommandResponse', return_code: 1 });
    expect(saidOf(PRINTER, socket, before + 1)).toEqual([]);
  });

  it.each(['offline', 'removed'])(
    'does not take the silence of a claimed one that is %s for a dead socket',
    async (how) => {
      bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
      const socket = await connected();
      if (how === 'offline') bridge.setOnline(PRINTER, false);
      else bridge.remove(PRINTER);
      await clock.advance(300_000);
      expect(socket.closed).toBe(false);
      bridge.nudge();
      await clock.advance(20_000);
      expect(socket.closed).toBe(false);
      expect(bridge.claimOf(OTHER)).toBe('unclaimed');
    },
  );

  it('notices a dead socket by the claimed one that is still online', async () => {
    bridge.add({ deviceAddress: OTHER, linkKey: OTHER_KEY });
    const socket = await connected();
    socket.deliver(keyFor(OTHER, OTHER_KEY));
    bridge.setOnline(PRINTER, false);
    await clock.advance(95_000);
    expect(socket.closed).toBe(true);
  });

  it('replaces the socket after a sleep when no claimed one is online to prove that it lives', async () => {
    const socket = await connected();
    bridge.setOnline(PRINTER, false);
    bridge.nudge('woken');
    expect(socket.closed).toBe(true);
  });
});

describe('reports', () => {
  it('go out on an open socket only', async () => {
    expect(bridge.reportPrint(PRINTER, 7, 'delivery', () => {})).toBe(false);
    const socket = await connected();
    expect(bridge.reportPrint(PRINTER, 7, 'delivery', () => {})).toBe(true);
    expect(socket.sent.at(-1)).toMatchObject({ type: 'DeviceEvent', device_address: PRINTER });
    socket.end(false);
    expect(bridge.reportPrint(PRINTER, 7, 'delivery', () => {})).toBe(false);
  });

  it('are taken once the server answers what it was asked after them', async () => {
    const socket = await connected();
    let taken = 0;
    bridge.reportPrint(PRINTER, 7, 'delivery', () => taken++);
    const asked = socket.count('encryption_key_required');
    await clock.advance(1_000);
    expect(socket.count('encryption_key_required')).toBe(asked + 1);
    expect(taken).toBe(0);
    socket.deliver(key());
    await clock.advance(0);
    expect(taken).toBe(1);
    await clock.advance(10_000);
    expect(socket.count('encryption_key_required')).toBe(asked + 1);
  });

  it('are never taken on a socket that swallows them', async () => {
    const socket = await connected();
    let taken = 0;
    bridge.reportPrint(PRINTER, 7, 'delivery', () => taken++);
    await clock.advance(20_000);
    socket.end(false);
    await clock.advance(60_000);
    expect(taken).toBe(0);
  });

  it.each([
    ['delivery', 1],
    ['nothing', 0x10],
    ['quip', 0x11],
  ] as const)('say that %s came out', async (kind, number) => {
    const socket = await connected();
    bridge.reportPrint(PRINTER, 7, kind, () => {});
    const event = Buffer.from(String(socket.sent.at(-1)?.binary_payload), 'base64');
    expect([event.readUInt16LE(0), event.readUInt8(10), event.readUInt32LE(11)]).toEqual([2, number, 7]);
  });
});

describe('the right to speak', () => {
  it('is asked for before the first word on a socket', async () => {
    const asked: ((isOurs: boolean) => void)[] = [];
    isOurs = () => new Promise((resolve) => asked.push(resolve));
    bridge.connect(SERVER);
    last().open();
    await clock.advance(1_000);
    expect(last().sent).toEqual([]);
    expect(bridge.status.phase).toBe('connecting');
    asked[0]?.(true);
    await clock.advance(0);
    expect(last().names()[0]).toBe('power_on');
    expect(bridge.status.phase).toBe('connected');
  });

  it('is asked for again after a sleep, and what comes meanwhile is stored and answered afterwards', async () => {
    const socket = await connected();
    let answer: ((isOurs: boolean) => void) | undefined;
    isOurs = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    clock.jump(600_000);
    const before = socket.sent.length;
    socket.deliver(command(7, 'AQID'));
    await clock.advance(0);
    await vi.waitFor(() => expect(stored).toEqual(['AQID']));
    expect(bridge.reportPrint(PRINTER, 6, 'delivery', () => {})).toBe(false);
    await clock.advance(1_000);
    expect(sleeps).toEqual([600_000]);
    expect(socket.sent.length).toBe(before);
    const again = announced;
    answer?.(true);
    await answers(socket, 1);
    expect(socket.count('encryption_key_required')).toBe(2);
    expect(announced, 'reports can go out again').toBe(again + 1);
    expect(bridge.reportPrint(PRINTER, 6, 'delivery', () => {})).toBe(true);
  });

  it('does not count when its answer was frozen on the way', async () => {
    const socket = await connected();
    const asked: ((isOurs: boolean) => void)[] = [];
    isOurs = () => new Promise((resolve) => asked.push(resolve));
    await clock.advance(10_000);
    const before = socket.sent.length;
    clock.jump(600_000);
    asked[0]?.(true);
    await clock.advance(0);
    expect(socket.sent.length).toBe(before);
    expect(asked).toHaveLength(2);
    asked[1]?.(false);
    await clock.advance(120_000);
    expect(socket.sent.length).toBe(before);
  });

  it('is taken from a database that is slow each time', async () => {
    await connected();
    let asked = 0;
    isOurs = async () => {
      asked++;
      clock.jump(5_000);
      return true;
    };
    const before = last().sent.length;
    await clock.advance(10_000);
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(last().sent.length).toBeGreaterThan(before);
  });

  it('is gone for good once denied: not a word more, on this socket or another', async () => {
    const socket = await connected();
    isOurs = async () => false;
    await clock.advance(10_000);
    const before = socket.sent.length;
    isOurs = async () => true;
    socket.deliver(command(7, 'AQID'));
    bridge.setOnline(PRINTER, false);
    bridge.nudge('woken');
    expect(bridge.reportPrint(PRINTER, 6, 'delivery', () => {})).toBe(false);
    await clock.advance(60_000);
    expect(socket.sent.length).toBe(before);
    bridge.connect(SERVER);
    last().open();
    await clock.advance(10_000);
    expect(last().sent).toEqual([]);
  });

  it('is asked for again with the next word when nobody could tell', async () => {
    const socket = await connected();
    isOurs = () => Promise.reject(new Error('no database'));
    await clock.advance(15_000);
    const before = socket.sent.length;
    isOurs = async () => true;
    await clock.advance(10_000);
    expect(socket.sent.length).toBeGreaterThan(before);
  });

  it('takes a clock that is set back for no proof', async () => {
    await connected();
    isOurs = async () => false;
    clock.jump(-3_600_000);
    expect(bridge.reportPrint(PRINTER, 7, 'delivery', () => {})).toBe(false);
  });

  it('does not answer a command that the engine may not store any more', async () => {
    const socket = await connected();
    let tried = 0;
    store = async (payload) => {
      if (payload === 'BAUG') tried++;
      throw new PapertabError('engine-superseded');
    };
    socket.deliver(command(7, 'BAUG'));
    await clock.advance(0);
    await vi.waitFor(() => expect(tried).toBe(1));
    await clock.advance(100);
    expect(socket.count('DeviceCommandResponse')).toBe(0);
  });
});

it('says for how long nothing ran, also between two sockets', async () => {
  bridge.connect(SERVER);
  last().end(false);
  await clock.advance(100);
  clock.jump(3_600_000);
  await clock.advance(10_000);
  expect(sleeps).toEqual([3_600_100]);
  clock.jump(-3_600_000);
  await clock.advance(30_000);
  expect(sleeps).toHaveLength(1);
});

describe('the log', () => {
  it('has sockets, commands, answers, reports and claims, and no key', async () => {
    const socket = await connected();
    socket.deliver(command(7, 'AQABAAcAAAAAAAAA'));
    await answers(socket, 1);
    bridge.reportPrint(PRINTER, 7, 'quip', () => {});
    socket.deliver('[]');
    await clock.advance(0);
    socket.end(false);
    expect(lines).toEqual([
      `Socket open: ${SERVER}`,
      'Command 1: add_device_encryption_key',
      `${PRINTER} Claim: claimed`,
      `${PRINTER} BridgeCommandResponse 1: 0`,
      `${PRINTER} Command 7: set_delivery_and_print, 16 characters`,
      `${PRINTER} DeviceCommandResponse 7: 0`,
      `${PRINTER} did_print 7 quip`,
      'Unreadable: frame-invalid: type',
      'Socket ended: server-lost, open for 0 ms',
    ]);
    expect(lines.join('\n')).not.toContain(LINK_KEY);
  });

  it('has the message after which the server closed, without the address of the bridge', async () => {
    const socket = await connected();
    await clock.advance(5_000);
    bridge.reportPrint(PRINTER, 7, 'delivery', () => {});
    bridge.setOnline(PRINTER, false);
    await clock.advance(0);
    socket.end(true);
    const line = lines.at(-1);
    expect(line).toContain('Socket ended: server-rejected, after device_disconnect, open for 5000 ms, {"type"');
    expect(line).toContain(PRINTER);
    expect(line).not.toContain(BRIDGE);
  });
});
