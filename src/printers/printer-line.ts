import type { Clock } from '../clock.ts';
import { toPapertabError } from '../errors.ts';
import type { Condition } from './condition.ts';
import type { ReplyReader } from './driver.ts';
import type { AskOptions, Line } from './line.ts';
import type { Transport, WriteOptions } from './transport.ts';

interface Listener<Reply> {
  /** Returns whether the reply was the one. */
  offer(reply: Reply): boolean;
}

/** A line over a transport: reads what comes for as long as the transport lives. */
export class PrinterLine<Reply> implements Line<Reply> {
  readonly transport: Transport;
  /**
   * Aborted, with why, when the transport is lost. A connection lives for months and serves many jobs: of a signal, unlike
   * of a promise, each can let go when it is over.
   */
  readonly lost: AbortSignal;
  readonly #reader: ReplyReader<Reply>;
  readonly #clock: Clock;
  readonly #onCondition: (condition: Condition) => void;
  /** Those who wait for a reply, in the order in which they asked. */
  readonly #listeners = new Set<Listener<Reply>>();
  #condition: Condition = {};

  /** @param onCondition told whenever the printer has said how it stands */
  constructor(
    transport: Transport,
    reader: ReplyReader<Reply>,
    clock: Clock,
    onCondition: (condition: Condition) => void,
  ) {
    this.transport = transport;
    this.#reader = reader;
    this.#clock = clock;
    this.#onCondition = onCondition;
    const lost = new AbortController();
    this.lost = lost.signal;
    void transport.lost.then((error) => lost.abort(error));
    void this.#listen();
  }

  get condition(): Condition {
    return this.#condition;
  }

  /** Takes over what was learned of the printer: its need is always the last one said, the rest stays until said anew. */
  note(said: Condition): void {
    const { needs: _, ...kept } = this.#condition;
    this.#condition = { ...kept, ...said };
    this.#onCondition(this.#condition);
  }

  async send(bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const end = at + this.transport.limits.chunkBytes;
      await this.transport.write(bytes.subarray(at, end), options);
      at = end;
    }
  }

  async ask<Answer>(bytes: Uint8Array<ArrayBuffer>, options: AskOptions<Reply, Answer>): Promise<Answer | undefined> {
    // Listens first: a printer may answer before the write is reported as done.
    const unsent = new AbortController();
    const signal = AbortSignal.any([unsent.signal, options.signal]);
    const answer = this.hear({ ...options, signal });
    answer.catch(() => {});
    try {
      await this.send(bytes, { lane: 'data', confirm: false, signal: options.signal });
    } catch (thrown) {
      unsent.abort(toPapertabError(thrown));
      throw thrown;
    }
    return answer;
  }

  hear<Answer>({ pick, withinMs, signal }: AskOptions<Reply, Answer>): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const end = (settle: () => void): void => {
        this.#listeners.delete(listener);
        cancelTimer();
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      const onAbort = (): void => end(() => reject(signal.reason));
      const cancelTimer = this.#clock.after(withinMs, () => end(() => resolve(undefined)));
      const listener: Listener<Reply> = {
        offer(reply) {
          const answer = pick(reply);
          if (answer === undefined) return false;
          end(() => resolve(answer));
          return true;
        },
      };
      this.#listeners.add(listener);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  async #listen(): Promise<void> {
    for await (const { bytes } of this.transport.received) {
      for (const reply of this.#reader.push(bytes)) this.#take(reply);
    }
  }

  #take(reply: Reply): void {
    const said = this.#reader.conditionOf(reply);
    if (said !== undefined) this.note(said);
    for (const listener of this.#listeners) {
      if (listener.offer(reply)) return;
    }
  }
}
