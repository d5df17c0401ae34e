import { PapertabError, toPapertabError } from '../../errors.ts';
import type { Lane, WriteOptions } from '../transport.ts';

/** The hardware's end of a {@link WriteQueue}. */
export interface WriteQueueHost {
  /** Whether the next piece may be handed to the hardware now; when that changes, {@link WriteQueue.wake} is due. */
  mayPut(lane: Lane): boolean;
  /** Most bytes of the next piece, at least 1. */
  pieceBytes(): number;
  /**
   * Hands a piece to the hardware. Resolves with whether it was taken; one that was not is cut anew and tried again.
   *
   * @throws PapertabError when it cannot be written: all that waits behind it fails too
   */
  put(piece: Uint8Array<ArrayBuffer>, lane: Lane, confirm: boolean): Promise<boolean>;
}

interface Entry {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: WriteOptions;
  /** Set when nobody waits for it any more: no other piece of it is handed on. */
  givenUp: boolean;
  readonly done: () => void;
}

/**
 * The writes of a transport, one piece at a time and in the order of the calls. Has no clock.
 *
 * A write that is given up rejects at once with its signal's reason. The piece of it that the hardware has by then may
 * still arrive, and the writes behind it wait until the hardware answers; its other pieces are dropped.
 */
export class WriteQueue {
  readonly #host: WriteQueueHost;
  readonly #entries: Entry[] = [];
  #broken: PapertabError | undefined;
  #breaking: ((error: PapertabError) => void)[] = [];
  #running = false;
  /** The entry whose piece the hardware has. */
  #atHardware: Entry | undefined;
  #wakeLoop: (() => void) | undefined;
  #restWaiters: (() => void)[] = [];

  constructor(host: WriteQueueHost) {
    this.#host = host;
  }

  /**
   * Resolves when the hardware has taken all the bytes, of which a copy is made.
   *
   * @throws PapertabError what a piece failed with, or what the queue was broken with; or the signal's reason
   */
  write(bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      options.signal.throwIfAborted();
      if (this.#broken) throw this.#broken;
      const settle = (then: () => void) => (): void => {
        options.signal.removeEventListener('abort', giveUp);
        this.#breaking = this.#breaking.filter((other) => other !== onBroken);
        then();
      };
      const onBroken = (error: PapertabError): void => settle(() => reject(error))();
      const giveUp = (): void => {
        entry.givenUp = true;
        settle(() => reject(options.signal.reason))();
        this.wake();
        this.#checkRest();
      };
      const entry: Entry = { bytes: bytes.slice(), options, givenUp: false, done: settle(resolve) };
      options.signal.addEventListener('abort', giveUp, { once: true });
      this.#breaking.push(onBroken);
      this.#entries.push(entry);
      if (!this.#running) void this.#run();
    });
  }

  /** Looks again whether a piece may be put, and how large. */
  wake(): void {
    this.#wakeLoop?.();
    this.#wakeLoop = undefined;
  }

  /** Fails all that waits and all that comes, with `error`; the first one counts. */
  break(error: PapertabError): void {
    if (this.#broken) return;
    this.#broken = error;
    for (const onBroken of this.#breaking.splice(0)) onBroken(error);
    this.wake();
    this.#checkRest();
  }

  /**
   * Resolves when there is nothing left to wait for: all writes are settled; or the queue is broken; or the hardware
   * sits on a piece that nobody waits for any more. Says whether it sits on one.
   */
  async rest(): Promise<{ readonly hangs: boolean }> {
    while (!this.#rests()) await new Promise<void>((resolve) => this.#restWaiters.push(resolve));
    return { hangs: this.#atHardware !== undefined };
  }

  /**
   * Does something else with the hardware when there is nothing left to write; what is to be written meanwhile waits for
   * its end.
   *
   * @throws PapertabError what the queue was broken with; `printer-silent` when the hardware sits on a piece for good
   * @throws whatever `operation` rejects with
   */
  async aside<T>(operation: () => Promise<T>): Promise<T> {
    while (this.#running) {
      const { hangs } = await this.rest();
      if (this.#broken) throw this.#broken;
      if (hangs) throw new PapertabError('printer-silent');
    }
    if (this.#broken) throw this.#broken;
    this.#running = true;
    try {
      return await operation();
    } finally {
      await this.#run();
    }
  }

  #rests(): boolean {
    return this.#broken !== undefined || this.#atHardware?.givenUp === true || !this.#running;
  }

  #checkRest(): void {
    if (this.#rests()) for (const resolve of this.#restWaiters.splice(0)) resolve();
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let entry = this.#entries.shift(); entry !== undefined; entry = this.#entries.shift()) {
      await this.#send(entry);
    }
    this.#running = false;
    this.#checkRest();
  }

  async #send(entry: Entry): Promise<void> {
    const { bytes, options } = entry;
    let sent = 0;
    while (sent < bytes.length) {
      while (!entry.givenUp && !this.#broken && !this.#host.mayPut(options.lane)) {
        await new Promise<void>((resolve) => (this.#wakeLoop = resolve));
      }
      if (entry.givenUp || this.#broken) return;
      const piece = bytes.slice(sent, sent + Math.max(1, this.#host.pieceBytes()));
      this.#atHardware = entry;
      try {
        if (await this.#host.put(piece, options.lane, options.confirm)) sent += piece.length;
      } catch (thrown) {
        this.break(toPapertabError(thrown, 'printer-write'));
        return;
      } finally {
        this.#atHardware = undefined;
      }
    }
    entry.done();
  }
}
