import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentity, type Identity } from '../../sirius/identity.ts';
import { heartbeat, keyRequest, type MessageContext } from '../../sirius/messages.ts';
import { LocalSirius, type LocalSiriusOptions } from '../server.ts';
import { BridgeClient } from './bridge-client.ts';

/** When the clock of a test begins: noon of a day in this computer's time zone. */
export const START = new Date(2026, 10, 21, 12, 34).getTime();

export const BRIDGE = '00112233445566ff';

export interface ClaimedPrinter {
  readonly key: string;
  readonly deviceAddress: string | null;
  readonly name: string;
  readonly curl: string;
}

export interface MessageView {
  readonly id: string;
  readonly kind: string;
  readonly from: string;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly pictures: number;
  readonly status: string;
  readonly returnCode: number | null;
  readonly printedAt: number | null;
}

/** local-sirius behind a real HTTP server on a port of its own, its clock in the test's hands. */
export class RunningServer {
  /** Unix milliseconds of the server's clock. */
  now = START;
  readonly log: string[] = [];
  readonly #folder: string;
  readonly #options: Partial<LocalSiriusOptions>;
  #http: Server | undefined;
  #sirius: LocalSirius | undefined;

  private constructor(folder: string, options: Partial<LocalSiriusOptions>) {
    this.#folder = folder;
    this.#options = options;
  }

  static async start(options: Partial<LocalSiriusOptions> = {}): Promise<RunningServer> {
    const server = new RunningServer(await mkdtemp(join(tmpdir(), 'local-sirius-')), options);
    await server.#listen();
    return server;
  }

  get stateFile(): string {
    return join(this.#folder, 'state.json');
  }

  get folder(): string {
    return this.#folder;
  }

  get context(): MessageContext {
    return { bridgeAddress: BRIDGE, now: this.now };
  }

  /** @param path begins with a slash */
  url(path: string): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }

  /** @param path begins with a slash */
  socketUrl(path = '/api/v1/connection'): string {
    return `ws://127.0.0.1:${this.#port}${path}`;
  }

  /** Ends the process, so to speak, and starts another one with the same state file, perhaps on another port. */
  async restart(): Promise<void> {
    await this.#end();
    await this.#listen();
  }

  async stop(): Promise<void> {
    await this.#end();
    await rm(this.#folder, { recursive: true });
  }

  async claim(identity: Identity, name = 'Desk', owner = 'Ann'): Promise<ClaimedPrinter> {
    const response = await this.post('/local-sirius/api/claims', { code: identity.claimCode, name, owner });
    return (await response.json()) as ClaimedPrinter;
  }

  post(path: string, json: unknown): Promise<Response> {
    const headers = { 'Content-Type': 'application/json' };
    return fetch(this.url(path), { method: 'POST', headers, body: JSON.stringify(json) });
  }

  print(key: string, type: string, body: BodyInit, from = 'Bob'): Promise<Response> {
    return fetch(this.url(`/printkey/${key}?from=${from}`), {
      method: 'POST',
      headers: { 'Content-Type': type },
      body,
    });
  }

  /** Whether senders are told that the printer of this device key is online. */
  async isOnline(key: string): Promise<boolean> {
    const response = await fetch(this.url(`/printkey/${key}`), { headers: { Accept: 'application/json' } });
    return ((await response.json()) as { status: string }).status === 'online';
  }

  async messages(): Promise<MessageView[]> {
    const response = await fetch(this.url('/local-sirius/api/messages'));
    return (await response.json()) as MessageView[];
  }

  /** A bridge that has powered on and whose printer has sent a heartbeat. */
  async bridgeWith(...printers: readonly Identity[]): Promise<BridgeClient> {
    const client = await BridgeClient.powerOn(this.socketUrl(), this.context);
    for (const { deviceAddress } of printers) client.send(heartbeat(this.context, deviceAddress, 1));
    await client.settled();
    return client;
  }

  /** A claimed printer that is online on a bridge. */
  async claimedOnline(): Promise<{ identity: Identity; printer: ClaimedPrinter; client: BridgeClient }> {
    const identity = await createIdentity();
    const client = await this.bridgeWith(identity);
    return { identity, client, printer: await this.claim(identity) };
  }

  /** Asks for a printer's key, as a bridge does. */
  requestKey(client: BridgeClient, { deviceAddress }: Identity): void {
    client.send(keyRequest(this.context, deviceAddress));
  }

  get #port(): number {
    return (this.#http!.address() as AddressInfo).port;
  }

  async #listen(): Promise<void> {
    const sirius = await LocalSirius.start({
      stateFile: this.stateFile,
      now: () => this.now,
      log: (line) => this.log.push(line),
      findChromium: () => undefined,
      ...this.#options,
    });
    const http = createServer((request, response) =>
      sirius.handle(request, response, () => response.writeHead(404).end('next')),
    );
    sirius.attach(http);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    this.#http = http;
    this.#sirius = sirius;
  }

  async #end(): Promise<void> {
    await this.#sirius?.close();
    this.#http?.closeAllConnections();
    this.#http?.close();
  }
}
