import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { Relay } from './relay.ts';

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
 * relay reads the messages, closes sockets and puts in frames of its own.
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
  /** The type of message after which its socket is closed. */
  #hangUpAfter: string | undefined;
  readonly #wire: Wire = { stopped: false, delay: 0, piece: Number.POSITIVE_INFINITY };
  readonly #front: Server;
  #port = 0;
  readonly #relay: Relay;
  /** The page's end of connections that were upgraded to a WebSocket, by the port on which they reach the second layer. */
  readonly #connections = new Map<number, Socket>();
  readonly #upgraded = new Set<Socket>();
  /** Our own sockets to the server. */
  readonly #servers = new Set<WebSocket>();

  private constructor(target: string) {
    this.#relay = new Relay(target, {
      admit: ({ socket }) => {
        const page = this.#connections.get(socket.remotePort ?? 0);
        if (page !== undefined) this.#upgraded.add(page);
        return true;
      },
      join: (bridge, open) => this.#join(bridge, open),
    });
    this.#front = createServer((page) => this.#carry(page));
  }

  /** @param target origin of the server, without a slash at its end */
  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await proxy.#relay.listen('127.0.0.1');
    proxy.#front.listen(0, '127.0.0.1');
    await once(proxy.#front, 'listening');
    proxy.#port = (proxy.#front.address() as AddressInfo).port;
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
    this.#hangUpAfter = undefined;
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

  /**
   * Closes the socket on which a bridge next says something of a type, as the server does, with an empty Close frame: the
   * page sees 1005. What was said still reaches the server.
   */
  hangUpAfter(type: string): void {
    this.#hangUpAfter = type;
  }

  /** From now on every piece takes so long, and has so many bytes at most. */
  strain({ delay = 0, piece = Number.POSITIVE_INFINITY }: { delay?: number; piece?: number }): void {
    this.#wire.delay = delay;
    this.#wire.piece = piece;
  }

  /** Sends the page frames of our own, all at once, as if the server had. Bytes go as text, whether they are or not. */
  inject(...frames: readonly (string | Buffer)[]): void {
    for (const bridge of this.#relay.bridges) for (const frame of frames) bridge.send(frame, { binary: false });
  }

  /** What bridges have answered to a command, in order: return codes. */
  answers(commandId: number, type = 'DeviceCommandResponse'): (number | undefined)[] {
    return this.said
      .filter((word) => word.type === type && word.command_id === commandId)
      .map(({ return_code: code }) => code);
  }

  async close(): Promise<void> {
    for (const bridge of this.#relay.bridges) bridge.terminate();
    await this.refuse();
    await this.#relay.close();
  }

  /** Carries bytes between a page and the second layer. */
  #carry(page: Socket): void {
    const inner = connect(this.#relay.port, '127.0.0.1');
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

  #join(bridge: WebSocket, open: () => WebSocket): void {
    this.opened++;
    this.openedAt = Date.now();
    bridge.on('error', () => {});
    if (this.slams) {
      bridge.close();
      return;
    }
    const server = open();
    const early: string[] = [];
    bridge.on('message', (data) => {
      const text = String(data);
      this.said.push({ at: Date.now(), ...(JSON.parse(text) as Omit<BridgeWord, 'at'>) });
      if (this.mute) return;
      if (server.readyState === WebSocket.OPEN) server.send(text);
      else early.push(text);
      if (this.said.at(-1)?.type !== this.#hangUpAfter) return;
      this.#hangUpAfter = undefined;
      bridge.close();
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

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
