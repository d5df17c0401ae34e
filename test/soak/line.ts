import { WebSocket } from 'ws';
import { Relay } from '../browser/relay.ts';
import type { SenderLedger } from './sender-ledger.ts';

/** What can be waited for on the line, to break it at that very moment. */
export type Moment = 'command' | 'answer';

/** One bridge's socket and the one that was opened to the server for it. */
interface Pair {
  readonly number: number;
  readonly bridge: WebSocket;
  readonly server: WebSocket;
  readonly early: string[];
  /** Nothing comes through any more, and nobody is told. */
  stalled: boolean;
}

/** The line between the page and its server: writes down what passes, and breaks in every way that lines break. */
export class Line {
  /** What becomes of sockets that are opened: they work, are refused, or are closed as soon as they are open. */
  opening: 'works' | 'refused' | 'closed' = 'works';
  readonly #ledger: SenderLedger;
  readonly #relay: Relay;
  readonly #pairs = new Set<Pair>();
  #opened = 0;
  #moment: { readonly at: Moment; readonly happens: () => void } | undefined;

  private constructor(target: string, ledger: SenderLedger) {
    this.#ledger = ledger;
    this.#relay = new Relay(target, {
      admit: () => this.opening !== 'refused',
      join: (bridge, connect) => {
        if (this.opening === 'closed') bridge.close();
        else this.#join(bridge, connect());
      },
    });
  }

  /** @param target origin of the server, without a slash at its end */
  static async start(target: string, ledger: SenderLedger): Promise<Line> {
    const line = new Line(target, ledger);
    await line.#relay.listen();
    return line;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return this.#relay.origin;
  }

  /** How many sockets were ever opened. */
  get opened(): number {
    return this.#opened;
  }

  /** Cuts what is connected: without a word, or as the server closes. */
  cut(how: 'dropped' | 'closed'): void {
    for (const { bridge, server } of this.#pairs) {
      if (how === 'dropped') bridge.terminate();
      else bridge.close();
      server.terminate();
    }
  }

  /** From now on nothing passes on what is connected, in neither direction, and nobody is told. */
  stall(): void {
    for (const pair of this.#pairs) pair.stalled = true;
  }

  /** Cuts when the next command has been handed to the bridge, or before its next answer reaches the server. */
  cutAt(at: Moment): void {
    this.#moment = { at, happens: () => this.cut('dropped') };
  }

  close(): Promise<void> {
    this.cut('dropped');
    return this.#relay.close();
  }

  #join(bridge: WebSocket, server: WebSocket): void {
    const pair: Pair = { number: ++this.#opened, bridge, server, early: [], stalled: false };
    this.#pairs.add(pair);
    bridge.on('message', (data) => this.#up(pair, String(data)));
    server.on('open', () => {
      for (const text of pair.early.splice(0)) this.#pass(pair, text);
    });
    server.on('message', (data) => this.#down(pair, String(data)));
    for (const [end, other] of [
      [bridge, server],
      [server, bridge],
    ] as const) {
      end.on('error', () => other.terminate());
      end.on('close', () => {
        this.#pairs.delete(pair);
        if (!pair.stalled || end === bridge) other.close();
      });
    }
  }

  #up(pair: Pair, text: string): void {
    if (pair.server.readyState === WebSocket.CONNECTING) pair.early.push(text);
    else this.#pass(pair, text);
  }

  #pass(pair: Pair, text: string): void {
    if (!pair.stalled && text.includes('"DeviceCommandResponse"') && this.#meets('answer')) {
      this.#ledger.say(pair.number, text, false);
      return;
    }
    const arrives = !pair.stalled && pair.server.readyState === WebSocket.OPEN;
    this.#ledger.say(pair.number, text, arrives);
    if (arrives) pair.server.send(text);
  }

  #down(pair: Pair, text: string): void {
    if (pair.stalled || pair.bridge.readyState !== WebSocket.OPEN) return;
    this.#ledger.hand(pair.number, text);
    pair.bridge.send(text);
    // What was just written leaves before the line breaks.
    if (text.includes('"DeviceCommand"')) setImmediate(() => this.#meets('command'));
  }

  #meets(at: Moment): boolean {
    if (this.#moment?.at !== at) return false;
    const { happens } = this.#moment;
    this.#moment = undefined;
    happens();
    return true;
  }
}
