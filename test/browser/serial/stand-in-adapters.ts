import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { BrowserContext } from 'playwright-core';
import { type WebSocket, WebSocketServer } from 'ws';
import { PRODUCT, type SerialAdapter, type SerialSurroundings, VENDOR } from './adapter.ts';
import { installStandIn, runInWorkers, type ToPort, type ToPorts } from './stand-in-page.ts';

/** Adapters for a browser whose own serial code cannot be run: a stand-in in the page and its engine talks to them. */
export class StandInAdapters implements SerialSurroundings {
  readonly real = false;
  readonly adapters: readonly [SerialAdapter, SerialAdapter];
  readonly #adapters: readonly [StandInAdapter, StandInAdapter];
  readonly #server: WebSocketServer;
  readonly #watchers = new Set<WebSocket>();

  private constructor(server: WebSocketServer) {
    this.#server = server;
    const announce = (): void => {
      for (const watcher of this.#watchers) watcher.send(this.#plugged());
    };
    this.#adapters = [new StandInAdapter('a', announce), new StandInAdapter('b', announce)];
    this.adapters = this.#adapters;
    server.on('connection', (socket, { url = '' }) => {
      socket.on('error', () => socket.terminate());
      const id = url.replace(/^\/port\//, '');
      if (id === url) {
        this.#watchers.add(socket);
        socket.on('close', () => this.#watchers.delete(socket));
        socket.send(this.#plugged());
        return;
      }
      const adapter = this.#adapters.find((one) => one.id === id);
      if (adapter === undefined) socket.close();
      else adapter.connect(socket);
    });
  }

  static async start(): Promise<StandInAdapters> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    return new StandInAdapters(server);
  }

  /** Puts the stand-in into all pages of a browser, before their own scripts, and into their engines. */
  async install(context: BrowserContext): Promise<void> {
    const url = `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const usb = { usbVendorId: VENDOR, usbProductId: PRODUCT };
    const text = `(${installStandIn})(${JSON.stringify(url)}, ${JSON.stringify(usb)});`;
    await context.addInitScript({ content: `${text}\n(${runInWorkers})(${JSON.stringify(text)});` });
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #plugged(): string {
    const ids: ToPorts = this.#adapters.flatMap(({ id }) => (id === undefined ? [] : [id]));
    return JSON.stringify(ids);
  }
}

class StandInAdapter implements SerialAdapter {
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void = () => {};
  /** Another one each time it is plugged in, as the browser's ports are. */
  id: string | undefined;
  readonly #name: string;
  readonly #announce: () => void;
  #times = 0;
  #allowed = 0;
  #held = false;
  #taken = 0;
  #arrived: Uint8Array[] = [];
  #socket: WebSocket | undefined;

  constructor(name: string, announce: () => void) {
    this.#name = name;
    this.#announce = announce;
  }

  get plugged(): boolean {
    return this.id !== undefined;
  }

  /** A page opens it; it can be open once only. */
  connect(socket: WebSocket): void {
    if (this.#socket !== undefined) {
      socket.close();
      return;
    }
    this.#socket = socket;
    this.#taken = 0;
    socket.on('message', (data: Buffer) => {
      // What was on its way when it was pulled out is lost.
      if (this.#socket !== socket) return;
      this.#arrived.push(data);
      this.#pass();
    });
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#arrived = [];
    });
    this.#tell({ type: 'opened' });
  }

  allow(bytes: number): void {
    this.#allowed += bytes;
    this.#pass();
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#pass();
  }

  send(bytes: Uint8Array): void {
    this.#socket?.send(bytes, { binary: true });
  }

  async plug(): Promise<void> {
    if (this.id !== undefined) return;
    this.#times++;
    this.id = `${this.#name}${this.#times}`;
    this.#announce();
  }

  async unplug(): Promise<void> {
    this.id = undefined;
    this.#allowed = 0;
    this.#held = false;
    this.#arrived = [];
    this.#socket?.terminate();
    this.#socket = undefined;
    this.#announce();
  }

  #pass(): void {
    while (!this.#held && this.#allowed > 0 && this.#arrived.length > 0) {
      const first = this.#arrived.shift()!;
      const part = first.subarray(0, this.#allowed);
      if (part.length < first.length) this.#arrived.unshift(first.subarray(part.length));
      this.#allowed -= part.length;
      this.#taken += part.length;
      this.onBytes(new Uint8Array(part));
    }
    this.#tell({ type: 'taken', bytes: this.#taken });
  }

  #tell(message: ToPort): void {
    this.#socket?.send(JSON.stringify(message));
  }
}
