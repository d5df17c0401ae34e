import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HELPER = fileURLToPath(new URL('pseudo-terminal.pl', import.meta.url));

/** A pseudo-terminal of this computer: what one end writes, the other reads, with little room in between. */
export class PseudoTerminal {
  /** Where the other end is opened: `/dev/pts/3`. */
  readonly path: string;
  /** Takes what the other end has written. */
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void = () => {};
  readonly #helper: ChildProcessWithoutNullStreams;

  private constructor(helper: ChildProcessWithoutNullStreams, path: string) {
    this.#helper = helper;
    this.path = path;
    helper.stdout.on('data', (bytes: Buffer) => this.onBytes(new Uint8Array(bytes)));
    // It may be closed while something is being sent.
    helper.stdin.on('error', () => {});
  }

  static async open(): Promise<PseudoTerminal> {
    const helper = spawn('perl', [HELPER, 'open']);
    helper.stderr.pipe(process.stderr);
    const [line] = (await Promise.race([
      once(helper.stdout, 'data'),
      once(helper, 'exit').then(([code]) => {
        throw new Error(`No pseudo-terminal: the helper ended with ${code}`);
      }),
    ])) as [Buffer];
    return new PseudoTerminal(helper, line.toString().trim());
  }

  /** Lets so many more bytes be read from the other end. */
  allow(bytes: number): void {
    this.#order('r', bytes);
  }

  /**
   * Whether nothing is taken from the other end, which otherwise can write some 16 KB before anybody reads. To be begun
   * only while the other end writes nothing.
   */
  hold(held: boolean): void {
    this.#order('f', held ? 1 : 0);
  }

  /** Writes bytes that the other end reads. */
  send(bytes: Uint8Array): void {
    this.#order('w', bytes.length);
    this.#helper.stdin.write(bytes);
  }

  /** The other end hears nothing more and can send nothing more. */
  async close(): Promise<void> {
    this.onBytes = () => {};
    if (this.#helper.exitCode !== null || this.#helper.signalCode !== null) return;
    const ended = once(this.#helper, 'exit');
    this.#helper.kill('SIGKILL');
    await ended;
  }

  #order(what: 'r' | 'w' | 'f', length: number): void {
    const order = Buffer.alloc(5);
    order.write(what, 'latin1');
    order.writeUInt32BE(length, 1);
    this.#helper.stdin.write(order);
  }
}

/** Sends a message to all programs of this computer that listen for devices. Needs root. */
export async function announce(message: Uint8Array): Promise<void> {
  await promisify(execFile)('perl', [HELPER, 'announce', Buffer.from(message).toString('hex')]);
}
