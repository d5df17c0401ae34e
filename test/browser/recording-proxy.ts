import { type RawData, WebSocket } from 'ws';
import { Relay } from './relay.ts';

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
  readonly #relay: Relay;

  private constructor(target: string) {
    this.#relay = new Relay(target, { join: (bridge, connect) => this.#join(bridge, connect()) });
  }

  /** @param target origin of the server, without a slash at its end */
  static async start(target: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target);
    await proxy.#relay.listen();
    return proxy;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return this.#relay.origin;
  }

  /** How many bridges are connected now. */
  get connections(): number {
    return this.#relay.bridges.size;
  }

  /** When heartbeats arrived. */
  get heartbeats(): number[] {
    return this.sent.filter(({ text }) => isHeartbeat(text)).map(({ at }) => at);
  }

  close(): Promise<void> {
    return this.#relay.close();
  }

  #join(bridge: WebSocket, server: WebSocket): void {
    this.opened.push(Date.now());
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
