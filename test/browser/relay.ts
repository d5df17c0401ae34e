import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

/** What becomes of the sockets that bridges open through a {@link Relay}; all other requests just pass. */
export interface RelayOptions {
  /** Whether a socket that is asked for is opened; one that is not is cut without an answer. Absent: every one is. */
  readonly admit?: (incoming: IncomingMessage) => boolean;
  /** Takes a bridge's socket that has been opened. `connect` opens one to the server for it, at the same address. */
  readonly join: (bridge: WebSocket, connect: () => WebSocket) => void;
}

/**
 * What every proxy between the page and its server has in common: an HTTP server that passes requests on, and their
 * answers back. What passes between the WebSockets is the proxy's own affair.
 */
export class Relay {
  readonly #target: string;
  readonly #options: RelayOptions;
  readonly #http: Server;
  /** Nothing is compressed: what is cut into pieces on its way, or counted, is what was said. */
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  /** @param target origin of the server, without a slash at its end */
  constructor(target: string, options: RelayOptions) {
    this.#target = target;
    this.#options = options;
    this.#http = createServer((incoming, outgoing) => this.#forward(incoming, outgoing));
    this.#http.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(incoming, socket, head),
    );
  }

  /** Takes requests from now on, on a free port. */
  async listen(host: 'localhost' | '127.0.0.1' = 'localhost'): Promise<void> {
    this.#http.listen(0, host);
    await once(this.#http, 'listening');
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** The sockets of bridges that are connected now. */
  get bridges(): ReadonlySet<WebSocket> {
    return this.#sockets.clients;
  }

  /** Cuts all that is connected, and listens no more. */
  async close(): Promise<void> {
    for (const bridge of this.bridges) bridge.terminate();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  #forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, headers } = incoming;
    const onwards = request(this.#target + (incoming.url ?? '/'), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // A server that dies in mid-answer leaves nobody waiting for the rest.
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    onwards.on('error', () => outgoing.destroy());
    incoming.pipe(onwards);
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { admit, join } = this.#options;
    if (admit?.(incoming) === false) {
      socket.destroy();
      return;
    }
    const address = this.#target.replace('http', 'ws') + (incoming.url ?? '/');
    this.#sockets.handleUpgrade(incoming, socket, head, (bridge) =>
      join(bridge, () => new WebSocket(address, { perMessageDeflate: false })),
    );
  }
}
