import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** A text that a bridge sent, and when it arrived, in Unix milliseconds. */
export interface Recorded {
  readonly at: number;
  readonly text: string;
}

/** Stands between the page and its server and sees, as the server does, what the bridge sends and when. */
export class RecordingProxy {
  /** All that bridges sent, in order. */
  readonly sent: Recorded[] = [];
  /** When sockets were opened, Unix milliseconds. */
  readonly opened: number[] = [];
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #target: string;

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((incoming, outgoing) => this.#forward(incoming, outgoing));
    this.#server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#sockets.handleUpgrade(incoming, socket, head, (bridge) => this.#connect(incoming, bridge));
    });
  }

  /** @param target origin of the server, without a slash at its end */
  static async start(target: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target);
    proxy.#server.listen(0, 'localhost');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many bridges are connected now. */
  get connections(): number {
    return this.#sockets.clients.size;
  }

  /** When heartbeats arrived. */
  get heartbeats(): number[] {
    return this.sent.filter(({ text }) => isHeartbeat(text)).map(({ at }) => at);
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, headers } = incoming;
    const onwards = request(this.#target + (incoming.url ?? '/'), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onwards.on('error', () => outgoing.destroy());
    incoming.pipe(onwards);
  }

  #connect(incoming: IncomingMessage, bridge: WebSocket): void {
    this.opened.push(Date.now());
    const server = new WebSocket(this.#target.replace('http', 'ws') + (incoming.url ?? '/'));
    const early: RawData[] = [];
    bridge.on('message', (data) => {
      this.sent.push({ at: Date.now(), text: String(data) });
      if (server.readyState === WebSocket.OPEN) server.send(String(data));
      else early.push(data);
    });
    server.on('open', () => {
      for (const data of early) server.send(String(data));
    });
    server.on('message', (data) => bridge.send(String(data)));
    for (const [end, other] of [
      [bridge, server],
      [server, bridge],
    ] as const) {
      end.on('error', () => other.terminate());
      end.on('close', () => other.close());
    }
  }
}

/** A heartbeat is a DeviceEvent whose payload begins with the number 1. */
function isHeartbeat(text: string): boolean {
  const message = JSON.parse(text) as { type?: unknown; binary_payload?: unknown };
  if (message.type !== 'DeviceEvent' || typeof message.binary_payload !== 'string') return false;
  return Buffer.from(message.binary_payload, 'base64').readUInt16LE(0) === 1;
}
