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
    // Listens first: a printer may answer before the write is reported as done. Its time begins when it has the question,
    // which may have waited for long behind other bytes, or for credit.
    const unsent = new AbortController();
    const signal = AbortSignal.any([unsent.signal, options.signal]);
    const { answer, beginPatience } = this.#listenFor({ ...options, signal });
    answer.catch(() => {});
    try {
      await this.send(bytes, { lane: 'data', confirm: false, signal: options.signal });
    } catch (thrown) {
      unsent.abort(toPapertabError(thrown));
      throw thrown;
    }
    beginPatience();
    return answer;
  }

  hear<Answer>(options: AskOptions<Reply, Answer>): Promise<Answer | undefined> {
    const { answer, beginPatience } = this.#listenFor(options);
    beginPatience();
    return answer;
  }

  #listenFor<Answer>({ pick, withinMs, signal }: AskOptions<Reply, Answer>): {
    readonly answer: Promise<Answer | undefined>;
    readonly beginPatience: () => void;
  } {
    let cancelTimer = (): void => {};
    let giveUp = (): void => {};
    let isOver = false;
    const answer = new Promise<Answer | undefined>((resolve, reject) => {
      signal.throwIfAborted();
      const end = (settle: () => void): void => {
        isOver = true;
        this.#listeners.delete(listener);
        cancelTimer();
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      const onAbort = (): void => end(() => reject(signal.reason));
      giveUp = () => end(() => resolve(undefined));
      const listener: Listener<Reply> = {
        offer(reply) {
          const picked = pick(reply);
          if (picked === undefined) return false;
          end(() => resolve(picked));
          return true;
        },
      };
      this.#listeners.add(listener);
      signal.addEventListener('abort', onAbort, { once: true });
    });
    const beginPatience = (): void => {
      if (!isOver && !signal.aborted) cancelTimer = this.#clock.after(withinMs, giveUp);
    };
    return { answer, beginPatience };
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
