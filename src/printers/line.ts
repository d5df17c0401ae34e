import type { Condition } from './condition.ts';
import type { Transport, WriteOptions } from './transport.ts';

export interface AskOptions<Reply, Answer> {
  /** Takes the reply that answers; undefined for those that do not. */
  readonly pick: (reply: Reply) => Answer | undefined;
  /** Milliseconds that the answer may take. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** A connection to a printer over which a driver holds its conversation: bytes out, replies in. */
export interface Line<Reply> {
  readonly transport: Transport;
  /** Writes bytes of any length, cut to the transport's limits. Rejects as {@link Transport.write} does. */
  send(bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void>;
  /**
   * Sends a question and waits for its answer. Resolves with undefined when none comes in time: silence is never an
   * error. Rejects only when the bytes cannot be sent.
   */
  ask<Answer>(bytes: Uint8Array<ArrayBuffer>, options: AskOptions<Reply, Answer>): Promise<Answer | undefined>;
  /** Waits for a reply without a question. Resolves with undefined when none comes in time. */
  hear<Answer>(options: AskOptions<Reply, Answer>): Promise<Answer | undefined>;
  /** What the printer last said of itself, asked or not. */
  readonly condition: Condition;
  /** Takes over what was learned of the printer: its need is always the last one said, the rest stays until said anew. */
  note(said: Condition): void;
}
