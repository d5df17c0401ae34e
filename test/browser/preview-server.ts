import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../support/source-files.ts';
import { findFreePort } from './free-port.ts';
import { makeTemporaryFolder, removeFolder } from './temporary.ts';
import { waitFor } from './wait.ts';

const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');

/**
 * The production build, served by `vite preview` with local-sirius in it: a process of its own, so that it can be killed
 * as a machine that loses its power would kill it. Its state outlives a kill.
 */
export class PreviewServer {
  readonly port: number;
  /** Path that the build is served under, with slashes at both ends. */
  readonly base: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #log = '';

  private constructor(port: number, base: string, folder: string) {
    this.port = port;
    this.base = base;
    this.#folder = folder;
  }

  /** Starts a server with no state on a free port. */
  static async start(base = '/'): Promise<PreviewServer> {
    const server = new PreviewServer(await findFreePort(), base, await makeTemporaryFolder('sirius'));
    await server.resume();
    return server;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** Address of the page. */
  get url(): string {
    return this.origin + this.base;
  }

  /** Everything that it has printed since its start. */
  get log(): string {
    return this.#log;
  }

  /** Starts it again after {@link kill}, on the same port and with the state that it had. Resolves when it answers. */
  async resume(): Promise<void> {
    const args = [VITE, 'preview', '--port', String(this.port), '--strictPort', '--host', 'localhost'];
    const child = spawn(process.execPath, this.base === '/' ? args : [...args, '--base', this.base], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LOCAL_SIRIUS_STATE: join(this.#folder, 'state.json'), NO_COLOR: '1', BROWSER: 'none' },
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#log += text;
      });
    }
    await waitFor(`the preview server\n${this.#log}`, async () => {
      if (child.exitCode !== null) throw new Error(`The preview server ended with ${child.exitCode}:\n${this.#log}`);
      const response = await fetch(this.url).catch(() => undefined);
      return response?.ok === true;
    });
  }

  /** Ends it at once, without letting it close anything. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Ends it and removes its state. */
  async close(): Promise<void> {
    await this.kill();
    await removeFolder(this.#folder);
  }
}
