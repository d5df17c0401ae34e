import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

/** A message of a bridge, as far as a test looks into it. */
export interface BridgeWord {
  /** When it arrived, Unix milliseconds. */
  readonly at: number;
  readonly type: string;
  readonly bridge_address: string;
  readonly device_address?: string;
  readonly command_id?: number;
  readonly return_code?: number;
  readonly json_payload?: { readonly name: string; readonly device_address?: string };
  readonly binary_payload?: string;
}

/** How the bytes of bridges are treated on their way, in both directions. */
interface Wire {
  /** Nothing passes any more, and no end is told of it: as a cable that was pulled out. */
  stopped: boolean;
  /** Milliseconds that every piece takes. */
  delay: number;
  /** Pieces are cut into so many bytes. */
  piece: number;
}

/**
 * Stands between the page and local-sirius and does to its sockets what networks and servers do. Everything else that the
 * page asks for passes. Two layers: pages come to a TCP server, which delays, splits, stops and cuts bytes; behind it a
 * WebSocket server reads the messages, closes sockets and puts in frames of its own.
 */
export class FaultProxy {
  /** What bridges said, in order. */
  readonly said: BridgeWord[] = [];
  /** How many sockets have been opened. */
  opened = 0;
  /** When the newest of them was, Unix milliseconds. */
  openedAt = 0;
  /** Whether a new socket is closed as soon as it is open. */
  slams = false;
  /** Whether what bridges say is kept from the server. */
  mute = false;
  readonly #wire: Wire = { stopped: false, delay: 0, piece: Number.POSITIVE_INFINITY };
  readonly #target: string;
  readonly #front: TcpServer;
  #port = 0;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  /** The page's end of connections that were upgraded to a WebSocket, by the port on which they reach the second layer. */
  readonly #connections = new Map<number, Socket>();
  readonly #upgraded = new Set<Socket>();
  /** Our own sockets to the server. */
  readonly #servers = new Set<WebSocket>();

  private constructor(target: string) {
    this.#target = target;
    this.#http = createServer((incoming, outgoing) => this.#forward(incoming, outgoing));
    this.#http.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      const page = this.#connections.get(incoming.socket.remotePort ?? 0);
      if (page !== undefined) this.#upgraded.add(page);
      this.#sockets.handleUpgrade(incoming, socket, head, (bridge) => this.#join(incoming, bridge));
    });
    this.#front = createTcpServer((page) => this.#carry(page));
  }

  /** @param target origin of the server, without a slash at its end */
  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    for (const server of [proxy.#http, proxy.#front]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    proxy.#port = portOf(proxy.#front);
    return proxy;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Nobody listens any more, and every connection is cut, until {@link heal}. */
  async refuse(): Promise<void> {
    if (!this.#front.listening) return;
    this.#front.close();
    for (const page of this.#connections.values()) page.resetAndDestroy();
    this.cut();
    await once(this.#front, 'close');
  }

  /** Does nothing to new sockets any more. Those that are half-open stay so. */
  async heal(): Promise<void> {
    this.slams = false;
    this.mute = false;
    this.strain({});
    if (this.#front.listening) return;
    this.#front.listen(this.#port, '127.0.0.1');
    await once(this.#front, 'listening');
  }

  /** Stops forwarding on the sockets that are open: they stay so, and nothing comes through them. New ones work. */
  halfOpen(): void {
    for (const page of this.#upgraded) page.emit('half-open');
  }

  /** Cuts every socket in the middle of whatever it carries: the page sees 1006, and so does the server, at once. */
  cut(): void {
    for (const page of this.#upgraded) page.resetAndDestroy();
    for (const server of this.#servers) server.terminate();
  }

  /** Closes every socket as the server does, with an empty Close frame: the page sees 1005. */
  hangUp(): void {
    for (const bridge of this.#sockets.clients) bridge.close();
  }

  /** From now on every piece takes so long, and has so many bytes at most. */
  strain({ delay = 0, piece = Number.POSITIVE_INFINITY }: { delay?: number; piece?: number }): void {
    this.#wire.delay = delay;
    this.#wire.piece = piece;
  }

  /** Sends the page frames of our own, all at once, as if the server had. Bytes go as text, whether they are or not. */
  inject(...frames: readonly (string | Buffer)[]): void {
    for (const bridge of this.#sockets.clients) for (const frame of frames) bridge.send(frame, { binary: false });
  }

  /** What bridges have answered to a command, in order: return codes. */
  answers(commandId: number, type = 'DeviceCommandResponse'): (number | undefined)[] {
    return this.said
      .filter((word) => word.type === type && word.command_id === commandId)
      .map(({ return_code: code }) => code);
  }

  async close(): Promise<void> {
    for (const bridge of this.#sockets.clients) bridge.terminate();
    await this.refuse();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  /** Carries bytes between a page and the second layer. */
  #carry(page: Socket): void {
    const inner = connect(portOf(this.#http), '127.0.0.1');
    const wire = { ...this.#wire };
    page.once('half-open', () => {
      wire.stopped = true;
      page.pause();
      inner.pause();
    });
    inner.once('connect', () => {
      const port = inner.localPort ?? 0;
      this.#connections.set(port, page);
      inner.once('close', () => this.#connections.delete(port));
      this.#pump(page, inner, wire);
      this.#pump(inner, page, wire);
    });
    for (const [end, other] of [
      [page, inner],
      [inner, page],
    ] as const) {
      end.setNoDelay(true);
      end.on('error', () => {});
      end.on('end', () => {
        if (!wire.stopped) other.end();
      });
      end.on('close', () => {
        this.#upgraded.delete(page);
        if (!wire.stopped || end === page) other.destroy();
      });
    }
  }

  #pump(from: Socket, to: Socket, wire: Wire): void {
    let last: Promise<void> = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      const { delay, piece } = this.#wire;
      if (delay === 0 && piece >= bytes.length) {
        last = last.then(() => pass(bytes));
        return;
      }
      for (let at = 0; at < bytes.length; at += piece) {
        const part = bytes.subarray(at, Math.min(bytes.length, at + piece));
        last = last.then(() => wait(delay)).then(() => pass(part));
      }
    });
    function pass(bytes: Buffer): void {
      if (!wire.stopped && to.writable) to.write(bytes);
    }
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

  #join(incoming: IncomingMessage, bridge: WebSocket): void {
    this.opened++;
    this.openedAt = Date.now();
    bridge.on('error', () => {});
    if (this.slams) {
      bridge.close();
      return;
    }
    const server = new WebSocket(this.#target.replace('http', 'ws') + (incoming.url ?? '/'), {
      perMessageDeflate: false,
    });
    const early: string[] = [];
    bridge.on('message', (data) => {
      const text = String(data);
      this.said.push({ at: Date.now(), ...(JSON.parse(text) as Omit<BridgeWord, 'at'>) });
      if (this.mute) return;
      if (server.readyState === WebSocket.OPEN) server.send(text);
      else early.push(text);
    });
    server.on('open', () => {
      for (const text of early) server.send(text);
    });
    server.on('message', (data) => bridge.send(String(data)));
    server.on('error', () => bridge.terminate());
    this.#servers.add(server);
    server.on('close', (code) => {
      this.#servers.delete(server);
      // The server's own goodbye is passed on as it is, its death as one.
      if (code === 1006) bridge.terminate();
      else bridge.close();
    });
    bridge.on('close', () => server.close());
  }
}

function portOf(server: TcpServer | Server): number {
  return (server.address() as AddressInfo).port;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
