import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { ROOT } from '../support/source-files.ts';

/** The production build. */
export const DIST = join(ROOT, 'dist');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

interface HostOptions {
  /** Path that the build is served under, with slashes at both ends. */
  readonly base?: string;
  /** Headers that go with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A web host that serves the build and nothing else, as those do that people deploy it to. */
export class StaticHost {
  /** Files that differ from the build's, by their path in it. */
  readonly replaced = new Map<string, string>();
  /** Files of the build that are not there any more, by their path in it. */
  readonly removed = new Set<string>();
  readonly #server: Server;
  readonly #options: HostOptions;

  private constructor(options: HostOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(options: HostOptions = {}): Promise<StaticHost> {
    const host = new StaticHost(options);
    host.#server.listen(0, 'localhost');
    await once(host.#server, 'listening');
    return host;
  }

  /** Address of the page. */
  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}${this.#options.base ?? '/'}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const base = this.#options.base ?? '/';
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname === base ? 'index.html' : normalize(decodeURIComponent(pathname.slice(base.length)));
    try {
      if (!pathname.startsWith(base) || path.startsWith('..')) throw new Error('Not below the base');
      if (this.removed.has(path)) throw new Error('Removed');
      const body = this.replaced.get(path) ?? (await readFile(join(DIST, path)));
      response.writeHead(200, {
        'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
        'Cache-Control': 'no-cache',
        ...this.#options.headers,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
