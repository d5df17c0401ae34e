import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { API_PATH, CONNECTION_PATH, HOME_PATH, handleApi } from './api.ts';
import { BridgeConnections } from './bridge-connections.ts';
import { sendProblem, urlOf } from './http.ts';
import { Messages } from './messages.ts';
import { handlePages } from './pages.ts';
import { PostOffice } from './post-office.ts';
import { handlePrintKey, PRINT_KEY_PATH } from './print-key.ts';
import { Printers } from './printers.ts';
import { HtmlRenderer } from './render-html.ts';
import { type Claim, StateStore } from './state.ts';

/** Larger frames from a bridge close its socket. */
const MAX_FRAME_BYTES = 16_000_000;
/** Sockets of Vite's own, which are not ours to answer. */
const VITE_PROTOCOLS: readonly string[] = ['vite-hmr', 'vite-ping'];

/** What is wanted of an HTTP server, of whatever version. */
interface UpgradeSource {
  on(event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): unknown;
}

export interface LocalSiriusOptions {
  /** Path of the JSON file that keeps claims and messages. */
  readonly stateFile: string;
  /** Unix milliseconds; `Date.now` by default. */
  readonly now?: () => number;
  readonly log?: (line: string) => void;
  /** Called for every printer that is claimed; `origin` is where its owner reached us. */
  readonly claimed?: (claim: Claim, origin: string) => void;
  /** Path of a Chromium that draws HTML; the usual places by default. */
  readonly findChromium?: () => string | undefined;
}

/**
 * A stand-in for a sirius server: the same protocol on the socket, the same `/printkey/`, as strict as the real one;
 * a claim page and a sender's page in place of its accounts.
 */
export class LocalSirius {
  readonly #printers: Printers;
  readonly #messages: Messages;
  readonly #office: PostOffice;
  readonly #html: HtmlRenderer;
  readonly #bridges: BridgeConnections;
  readonly #store: StateStore;
  readonly #log: (line: string) => void;
  readonly #claimed: (claim: Claim, origin: string) => void;
  // Without handleProtocols, the first subprotocol that is offered would be echoed; the server echoes none.
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => false,
  });

  private constructor(store: StateStore, options: LocalSiriusOptions) {
    const { now = Date.now, log = () => undefined, claimed = () => undefined } = options;
    this.#store = store;
    this.#log = log;
    this.#claimed = claimed;
    this.#printers = new Printers(store, log);
    this.#messages = new Messages(store, now);
    this.#html = new HtmlRenderer(options.findChromium);
    this.#bridges = new BridgeConnections({
      now,
      log,
      phoneHome: (address) => this.#printers.phoneHome(address),
      linkKey: (address) => this.#printers.linkKey(address),
      answered: (messageId, returnCode) => this.#messages.answer(messageId, returnCode),
      printed: (address, printId) => {
        const claim = this.#printers.byAddress(address);
        if (claim !== undefined) this.#messages.printed(claim.key, printId);
      },
    });
    this.#office = new PostOffice(this.#bridges, this.#messages, now);
  }

  /** Starts with what the state file says. @throws the file system's error when it cannot be read. */
  static async start(options: LocalSiriusOptions): Promise<LocalSirius> {
    return new LocalSirius(await StateStore.open(options.stateFile, options.log ?? (() => undefined)), options);
  }

  /** Printers that are claimed, the oldest claim first. */
  get claims(): readonly Claim[] {
    return this.#printers.claims;
  }

  /** Takes over the WebSockets of an HTTP server, on any path, but for Vite's own. */
  attach(httpServer: UpgradeSource): void {
    httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (VITE_PROTOCOLS.includes(request.headers['sec-websocket-protocol'] ?? '')) return;
      this.#sockets.handleUpgrade(request, socket, head, (opened) => {
        // As the real one: any path opens, so that an opened socket proves nothing.
        if (pathOf(request) === CONNECTION_PATH) this.#bridges.accept(opened);
        else opened.close();
      });
    });
  }

  /** Answers what belongs to us and hands the rest on; a middleware for Connect and Vite. */
  handle(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    const path = pathOf(request);
    if (path.startsWith(PRINT_KEY_PATH)) this.handlePrintKey(request, response, next);
    else if (path.startsWith(HOME_PATH)) void this.#handleHome(request, response);
    else if (`${path}/` === HOME_PATH) response.writeHead(302, { Location: HOME_PATH }).end();
    else next();
  }

  /** Only the part that is open to other sites. */
  handlePrintKey(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    if (!pathOf(request).startsWith(PRINT_KEY_PATH)) {
      next();
      return;
    }
    const services = { printers: this.#printers, office: this.#office, html: this.#html, log: this.#log };
    void handlePrintKey(request, response, services);
  }

  /** Drops every socket as a process that ends does, ends the browser, and resolves when all is written. */
  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    await this.#html.close();
    await this.#store.save();
  }

  async #handleHome(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = urlOf(request);
      if (!url.pathname.startsWith(API_PATH)) {
        await handlePages(request, response, url, this.#printers);
        return;
      }
      await handleApi(request, response, url, {
        printers: this.#printers,
        messages: this.#messages,
        office: this.#office,
        html: this.#html,
        bridges: this.#bridges,
        log: this.#log,
        claimed: this.#claimed,
      });
    } catch (thrown) {
      sendProblem(response, thrown, this.#log);
    }
  }
}

/** The path as it was written, without its query. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split(/[?#]/, 1)[0]!;
}
