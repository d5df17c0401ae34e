import { WebSocket } from 'ws';
import type { Bitmap } from '../imaging/bitmap.ts';
import { encodeBase64 } from '../sirius/base64.ts';
import type { CommandName } from '../sirius/commands.ts';
import type { PrintKind } from '../sirius/device-events.ts';
import { type BridgeMessage, parseBridgeMessage } from '../sirius/messages.ts';
import { encodePayload } from '../sirius/payload.ts';
import { MAX_MESSAGES } from './state.ts';

/** A printer that has said nothing for longer is offline. */
const ALIVE_MS = 60_000;

/** What the sockets need to know of the rest of the server. */
export interface BridgeHost {
  now(): number;
  log(line: string): void;
  phoneHome(deviceAddress: string): void;
  linkKey(deviceAddress: string): string | undefined;
  answered(messageId: string, returnCode: number): void;
  /** A bridge says that the delivery with this id is on paper, on whatever socket and however much later. */
  printed(deviceAddress: string, printId: number): void;
}

/** What a bridge told with `did_print`. The server takes it and does nothing with it. */
export interface Report {
  readonly deviceAddress: string;
  readonly printId: number;
  /** Null for a kind that is none of those known. */
  readonly kind: PrintKind | null;
  /** Unix milliseconds. */
  readonly at: number;
}

/** One socket, and what was learnt on it: printers are online on a socket, not on a bridge. */
interface Connection {
  readonly socket: WebSocket;
  /** Set by the first message. */
  bridgeAddress: string | undefined;
  /** When each printer was last heard of, Unix milliseconds. */
  readonly lastHeard: Map<string, number>;
  /** The newest messages by the id of the command that brought them here, answered or not. */
  readonly carried: Map<number, string>;
  /** Whether its loop has ended. */
  ended: boolean;
}

/**
 * The sockets of the bridges, treated as the server's protocol loop treats them (`sirius/protocol/protocol_loop`): it
 * closes a socket without a word for every message that it cannot read, and never for anything else.
 */
export class BridgeConnections {
  readonly #host: BridgeHost;
  /** Which socket speaks for a bridge; in the order in which bridges registered. */
  readonly #registered = new Map<string, Connection>();
  readonly #reports: Report[] = [];
  /** Starts again with every process, as the server's does. */
  #lastCommandId = 0;

  constructor(host: BridgeHost) {
    this.#host = host;
  }

  /** Takes over a socket that has just been opened on the right path. */
  accept(socket: WebSocket): void {
    const connection: Connection = {
      socket,
      bridgeAddress: undefined,
      lastHeard: new Map(),
      carried: new Map(),
      ended: false,
    };
    socket.on('message', (data, isBinary) => this.#receive(connection, isBinary ? undefined : data.toString()));
    socket.on('close', () => this.#end(connection));
    // A socket that breaks is closed next; nobody is to be told.
    socket.on('error', () => undefined);
  }

  /** What bridges have told since this process began, the newest first. */
  get reports(): readonly Report[] {
    return this.#reports;
  }

  isOnline(deviceAddress: string): boolean {
    return this.#connectionOf(deviceAddress) !== undefined;
  }

  /**
   * Writes a device command to the socket of the bridge that registered first among those that have the printer
   * online. Returns the id of the command, `undefined` when there is no such bridge: the server has no queue.
   *
   * @param messageId told to {@link BridgeHost.answered} when the bridge answers on the same socket.
   */
  send(
    deviceAddress: string,
    messageId: string,
    command: CommandName,
    pictures: readonly Bitmap[],
  ): number | undefined {
    // The server takes the id first: a message that reaches nobody uses one up.
    const commandId = this.#nextCommandId();
    const connection = this.#connectionOf(deviceAddress);
    if (connection === undefined) return undefined;
    const { carried, socket } = connection;
    carried.set(commandId, messageId);
    if (carried.size > MAX_MESSAGES) carried.delete(carried.keys().next().value!);
    const frame = {
      type: 'DeviceCommand',
      bridge_address: connection.bridgeAddress,
      device_address: deviceAddress,
      command_id: commandId,
      timestamp: '0',
      binary_payload: encodeBase64(encodePayload(command, commandId, pictures)),
    };
    socket.send(JSON.stringify(frame));
    return commandId;
  }

  #receive(connection: Connection, text: string | undefined): void {
    // What was still on its way when the loop ended is read by nobody.
    if (connection.ended) return;
    let message: BridgeMessage;
    try {
      if (text === undefined) throw new TypeError('binary frame');
      message = parseBridgeMessage(text);
    } catch (thrown) {
      this.#host.log(`A bridge's message was refused, its socket is closed: ${describe(thrown)}`);
      this.#end(connection);
      connection.socket.close();
      return;
    }
    const isFirst = connection.bridgeAddress === undefined;
    connection.bridgeAddress ??= message.bridgeAddress;
    this.#registered.set(connection.bridgeAddress, connection);
    // The first message only tells who is there; it is not looked at any further.
    if (!isFirst) this.#heed(connection, message);
  }

  #heed(connection: Connection, message: BridgeMessage): void {
    switch (message.type) {
      case 'encryption_key_required':
        this.#hear(connection, message.deviceAddress);
        this.#answerKeyRequest(message.deviceAddress);
        return;
      case 'device_connect':
      case 'heartbeat':
        this.#hear(connection, message.deviceAddress);
        return;
      case 'device_disconnect':
        connection.lastHeard.delete(message.deviceAddress);
        return;
      case 'did_power_on':
        // Alive, but not recorded as a printer that phoned home.
        connection.lastHeard.set(message.deviceAddress, this.#host.now());
        return;
      case 'DeviceCommandResponse': {
        // The last answer counts: the server forgets no command that it sent on this socket.
        const messageId = connection.carried.get(message.commandId);
        if (messageId !== undefined) this.#host.answered(messageId, message.returnCode);
        return;
      }
      case 'did_print':
        this.#note(message);
        return;
      default:
        // Taken and unused by today's server.
        return;
    }
  }

  /** It makes nobody alive, and no message safe. */
  #note(report: Extract<BridgeMessage, { type: 'did_print' }>): void {
    const { deviceAddress, printId, kind = null } = report;
    this.#reports.unshift({ deviceAddress, printId, kind, at: this.#host.now() });
    this.#reports.length = Math.min(this.#reports.length, MAX_MESSAGES);
    if (kind === 'delivery') this.#host.printed(deviceAddress, printId);
  }

  #hear(connection: Connection, deviceAddress: string): void {
    connection.lastHeard.set(deviceAddress, this.#host.now());
    this.#host.phoneHome(deviceAddress);
  }

  /** A key goes where every command for the printer goes, which is not always the socket that asked for it. */
  #answerKeyRequest(deviceAddress: string): void {
    const linkKey = this.#host.linkKey(deviceAddress);
    const connection = this.#connectionOf(deviceAddress);
    if (linkKey === undefined || connection === undefined) return;
    const frame = {
      type: 'BridgeCommand',
      bridge_address: connection.bridgeAddress,
      command_id: this.#nextCommandId(),
      timestamp: '0',
      json_payload: {
        name: 'add_device_encryption_key',
        params: { device_address: deviceAddress, encryption_key: linkKey },
      },
    };
    connection.socket.send(JSON.stringify(frame));
  }

  #connectionOf(deviceAddress: string): Connection | undefined {
    const now = this.#host.now();
    for (const connection of this.#registered.values()) {
      const heard = connection.lastHeard.get(deviceAddress);
      if (heard !== undefined && now - heard <= ALIVE_MS && connection.socket.readyState === WebSocket.OPEN) {
        return connection;
      }
    }
    return undefined;
  }

  /** Whichever of two sockets with one bridge address is closed, the bridge is gone until the other one speaks. */
  #end(connection: Connection): void {
    if (connection.ended) return;
    connection.ended = true;
    if (connection.bridgeAddress !== undefined) this.#registered.delete(connection.bridgeAddress);
  }

  #nextCommandId(): number {
    return ++this.#lastCommandId;
  }
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
