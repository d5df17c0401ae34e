import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireChromium } from '../find-chromium.ts';
import { makeTemporaryFolder, removeFolder } from '../temporary.ts';
import type { SerialAdapter, SerialSurroundings } from './adapter.ts';
import { AdapterTree } from './adapter-tree.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';

const WRAPPER = fileURLToPath(new URL('chromium-with-adapters.sh', import.meta.url));

/** Why Chromium's own serial code cannot be run against pseudo-terminals here; undefined when it can. */
export function whyNotReal(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has the namespaces that it takes';
  if (process.getuid?.() !== 0) return 'only root may make the namespaces that it takes';
  try {
    execFileSync('perl', ['-e', '1'], { stdio: 'ignore' });
  } catch {
    return 'there is no perl here';
  }
  try {
    execFileSync('unshare', ['--mount', '--propagation', 'private', 'true'], { stdio: 'ignore' });
  } catch {
    return 'this computer does not let a mount namespace be made';
  }
  return undefined;
}

/** Adapters that Chromium's own serial code finds on this computer. */
export class RealAdapters implements SerialSurroundings {
  readonly real = true;
  readonly adapters: readonly [SerialAdapter, SerialAdapter];
  /** What to launch the browser with. */
  readonly executable: { readonly path: string; readonly env: Readonly<Record<string, string>> };
  readonly #tree: AdapterTree;

  private constructor(tree: AdapterTree) {
    this.#tree = tree;
    this.adapters = [new RealAdapter(tree, 0), new RealAdapter(tree, 1)];
    this.executable = { path: WRAPPER, env: { ADAPTERS: tree.folder, ADAPTERS_CHROMIUM: requireChromium() } };
  }

  static async start(origin: string): Promise<RealAdapters> {
    return new RealAdapters(await AdapterTree.lay(await makeTemporaryFolder('adapters'), origin));
  }

  /** To be called once the browser is closed. */
  async close(): Promise<void> {
    for (const adapter of this.adapters) await adapter.unplug();
    await removeFolder(this.#tree.folder);
  }
}

class RealAdapter implements SerialAdapter {
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void = () => {};
  readonly #tree: AdapterTree;
  readonly #index: 0 | 1;
  #terminal: PseudoTerminal | undefined;

  constructor(tree: AdapterTree, index: 0 | 1) {
    this.#tree = tree;
    this.#index = index;
  }

  get plugged(): boolean {
    return this.#terminal !== undefined;
  }

  allow(bytes: number): void {
    this.#terminal?.allow(bytes);
  }

  hold(held: boolean): void {
    this.#terminal?.hold(held);
  }

  send(bytes: Uint8Array): void {
    this.#terminal?.send(bytes);
  }

  async plug(): Promise<void> {
    if (this.#terminal !== undefined) return;
    const terminal = await PseudoTerminal.open();
    terminal.onBytes = (bytes) => this.onBytes(bytes);
    this.#terminal = terminal;
    await this.#tree.add(this.#index, terminal.path);
  }

  async unplug(): Promise<void> {
    const terminal = this.#terminal;
    if (terminal === undefined) return;
    this.#terminal = undefined;
    await terminal.close();
    await this.#tree.remove(this.#index, terminal.path);
  }
}
