import { expect } from 'vitest';
import { Bridge } from '../../src/bridge/bridge.ts';
import type { AfterAnswer } from '../../src/bridge/commands.ts';
import type { BridgeStatus, ClaimState } from '../../src/bridge/status.ts';
import type { ErrorReport } from '../../src/errors.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeSocket, type SentMessage } from './fake-socket.ts';
import { until } from './until.ts';

export const SERVER = 'wss://example.org/api/v1/connection';
export const BRIDGE = '0123456789abcdef';
/** The Little Printer that is on the bridge from the beginning, and its link key. */
export const PRINTER = 'fedcba9876543210';
export const LINK_KEY = 'JMcG6GWhOxegm2N6jgdFSg==';
/** One that a test may add. */
export const OTHER = '00000000000000aa';
export const OTHER_KEY = 'qKCgqzc3us1z38cXg8N/Ag==';

/** What the server answers to the key request of a Little Printer that somebody has claimed. */
export function key(linkKey = LINK_KEY, deviceAddress = PRINTER): unknown {
  const params = { device_address: deviceAddress, encryption_key: linkKey };
  return {
    type: 'BridgeCommand',
    bridge_address: BRIDGE,
    command_id: 1,
    timestamp: '0',
    json_payload: { name: 'add_device_encryption_key', params },
  };
}

/** A command for a Little Printer; the payload is nothing to the bridge. */
export function command(commandId: number, payload: string): unknown {
  return {
    type: 'DeviceCommand',
    bridge_address: BRIDGE,
    device_address: PRINTER,
    command_id: commandId,
    timestamp: '0',
    binary_payload: payload,
  };
}

/** A bridge with one Little Printer, its clock, its sockets and what it is told in the test's hands. */
export class BridgeBench {
  readonly clock = new FakeClock();
  readonly sockets: FakeSocket[] = [];
  readonly statuses: BridgeStatus[] = [];
  readonly claims: ClaimState[] = [];
  /** The payloads that were stored, unless {@link store} is another. */
  readonly stored: string[] = [];
  store = async (payload: string): Promise<void> => {
    this.stored.push(payload);
  };
  /** What the bridge said of the answers to what was stored. */
  readonly afterAnswers: Parameters<AfterAnswer>[0][] = [];
  /** What a closer look at the server brings. */
  found: ErrorReport = { code: 'server-unreachable' };
  /** How often reports could go out. */
  announced = 0;
  readonly unreadable: string[] = [];
  /** The log, each line with the address of what it is about. */
  readonly lines: string[] = [];
  /** How long nothing ran, milliseconds. */
  readonly sleeps: number[] = [];
  isOurs = async (): Promise<boolean> => true;
  readonly bridge: Bridge;

  constructor() {
    this.bridge = new Bridge(
      BRIDGE,
      {
        clock: this.clock,
        random: () => 1,
        openSocket: (address) => {
          const socket = new FakeSocket(address);
          this.sockets.push(socket);
          return socket;
        },
        investigate: async () => this.found,
        isOurs: () => this.isOurs(),
        log: (_kind, text, { about = '' } = {}) => this.lines.push(`${about} ${text}`.trim()),
      },
      {
        status: (status) => this.statuses.push(status),
        claim: (_address, claim) => this.claims.push(claim),
        store: async ({ payload }) => {
          await this.store(payload);
          return (answer) => this.afterAnswers.push(answer);
        },
        unreadable: (error) => this.unreadable.push(error.code),
        announced: () => this.announced++,
        slept: (from, to) => this.sleeps.push(to - from),
      },
    );
    this.bridge.add({ deviceAddress: PRINTER, linkKey: LINK_KEY });
  }

  /** The socket that was opened last. */
  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }

  /** Connected, and claimed unless told otherwise. */
  async connected({ claimed = true } = {}): Promise<FakeSocket> {
    this.bridge.connect(SERVER);
    this.last.open();
    await this.clock.advance(0);
    if (claimed) this.last.deliver(key());
    await this.clock.advance(0);
    return this.last;
  }

  /** Moves on until the next socket is opened. */
  async nextSocket(): Promise<FakeSocket> {
    const before = this.sockets.length;
    while (this.sockets.length === before) await this.clock.advance(100);
    return this.last;
  }

  /** Opens the next socket as soon as it is asked for. */
  async nextOpen(): Promise<FakeSocket> {
    const socket = await this.nextSocket();
    socket.open();
    await this.clock.advance(0);
    return socket;
  }

  /** Loses the present socket and opens the next. */
  reconnected(): Promise<FakeSocket> {
    this.last.end(false);
    return this.nextOpen();
  }

  /** Waits for the answers to commands: digests are made off this thread, on no clock of ours. */
  async answers(socket: FakeSocket, count: number): Promise<readonly SentMessage[]> {
    await this.clock.advance(0);
    const sent = () => socket.sent.filter(({ type }) => type === 'DeviceCommandResponse');
    await until(() => sent().length >= count, `${count} answers`);
    expect(sent()).toHaveLength(count);
    return sent();
  }

  /** Answers every key request from now on for `ms`. */
  async answering(socket: FakeSocket, ms: number): Promise<void> {
    for (let at = 0; at < ms; at += 1_000) {
      const asked = socket.count('encryption_key_required');
      await this.clock.advance(1_000);
      if (socket.count('encryption_key_required') > asked) socket.deliver(key());
    }
  }
}
