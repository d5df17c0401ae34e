import { WebSocket } from 'ws';
import { parseServerFrame, type ServerFrame } from '../../sirius/frames.ts';
import { type MessageContext, powerOn } from '../../sirius/messages.ts';

/** A bridge as a test drives it: it sends what it is told and keeps what comes. */
export class BridgeClient {
  readonly socket: WebSocket;
  /** Resolves with the code of the close event. */
  readonly closed: Promise<number>;
  readonly #frames: ServerFrame[] = [];
  readonly #waiting: ((frame: ServerFrame) => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => {
      const frame = parseServerFrame(data.toString());
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#frames.push(frame);
      else waiting(frame);
    });
  }

  /** Opens a socket. @param url such as `ws://localhost:1234/api/v1/connection` */
  static async open(url: string, protocols: string[] = []): Promise<BridgeClient> {
    const socket = new WebSocket(url, protocols);
    const client = new BridgeClient(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Opens a socket and says the first word on it. */
  static async powerOn(url: string, context: MessageContext): Promise<BridgeClient> {
    const client = await BridgeClient.open(url);
    client.send(powerOn(context, { uptimeSeconds: 1 }));
    await client.settled();
    return client;
  }

  /** Frames that came and were not asked for yet. */
  get pending(): number {
    return this.#frames.length;
  }

  send(...texts: readonly string[]): void {
    for (const text of texts) this.socket.send(text);
  }

  /** The next frame of the server. */
  next(): Promise<ServerFrame> {
    const frame = this.#frames.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Resolves when the server has read everything that was sent, for it answers pings in their turn. */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.once('pong', () => resolve());
      this.socket.once('close', () => reject(new Error('the server closed the socket')));
      this.socket.ping();
    });
  }

  /** Closes the socket and waits until the server has done so too. */
  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}
