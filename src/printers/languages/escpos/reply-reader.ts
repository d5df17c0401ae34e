import type { Condition } from '../../condition.ts';
import type { ReplyReader } from '../../driver.ts';
import type { StatusKind } from './commands.ts';
import { conditionOfChange, conditionOfStatuses, type Statuses } from './statuses.ts';

/** Something that an ESC/POS printer said. */
export type EscposReply =
  /** The answer to a question for a status, with those that were answered just before it. */
  | { readonly kind: 'status'; readonly of: StatusKind; readonly byte: number; readonly statuses: Statuses }
  /** Four bytes that it sends by itself when something changes. */
  | { readonly kind: 'change'; readonly bytes: readonly number[] }
  /** The answer to the question about the paper, and with it: all before has been processed. */
  | { readonly kind: 'paper' };

const CHANGE_BYTES = 4;

/**
 * Tells the replies of an ESC/POS printer apart. They carry no number of what they answer, so it has to be told what is
 * asked, in order; what nobody asked for is left out: a picture may contain bytes that a printer takes for a question.
 */
export class EscposReader implements ReplyReader<EscposReply> {
  /** The statuses that are asked for and not answered, in order. */
  #asked: StatusKind[] = [];
  #statuses: Statuses = {};
  /** Statuses that were ever answered. */
  #answers = 0;
  #papersAsked = 0;
  /** The first bytes of what may be a change. */
  #change: number[] = [];

  /** The statuses that were answered since that of the printer itself was last asked for. */
  get statuses(): Statuses {
    return this.#statuses;
  }

  /** Whether it answers when it is asked for a status. Once may be noise. */
  get speaks(): boolean {
    return this.#answers > 1;
  }

  /** Tells that a status is about to be asked for. That of the printer itself begins anew. */
  expectStatus(kind: StatusKind): void {
    if (kind === 1) this.#statuses = {};
    this.#asked.push(kind);
  }

  /** Tells that statuses asked for are not waited for any longer: should they still come, they are left out. */
  forgetStatuses(): void {
    this.#asked = [];
  }

  /** How often the paper was asked about without an answer. */
  get papersAsked(): number {
    return this.#papersAsked;
  }

  /** Tells that the paper is about to be asked about. */
  expectPaper(): void {
    this.#papersAsked += 1;
  }

  /** Tells that answers about the paper are not waited for any longer: should they still come, they are left out. */
  forgetPapers(): void {
    this.#papersAsked = 0;
  }

  push(bytes: Uint8Array): EscposReply[] {
    const replies: EscposReply[] = [];
    for (const byte of bytes) this.#take(byte, replies);
    return replies;
  }

  conditionOf(reply: EscposReply): Condition | undefined {
    switch (reply.kind) {
      case 'status':
        return conditionOfStatuses(reply.statuses, { complete: reply.of === 4 });
      case 'change':
        // Noise looks like this too: of a printer that answers nothing, it would be believed for ever.
        return this.speaks ? conditionOfChange(reply.bytes) : undefined;
      case 'paper':
        return undefined;
    }
  }

  #take(byte: number, replies: EscposReply[]): void {
    if (this.#change.length > 0) {
      if (isPlain(byte)) {
        this.#change.push(byte);
        if (this.#change.length < CHANGE_BYTES) return;
        replies.push({ kind: 'change', bytes: this.#change });
        this.#change = [];
        return;
      }
      // It was no change: what came behind its first byte stands for itself.
      const [, ...rest] = this.#change;
      this.#change = [];
      for (const earlier of rest) this.#takeAlone(earlier, replies);
    }
    this.#takeAlone(byte, replies);
  }

  #takeAlone(byte: number, replies: EscposReply[]): void {
    if (isStatus(byte)) {
      const of = this.#asked.shift();
      if (of === undefined) return;
      this.#answers += 1;
      this.#statuses = { ...this.#statuses, [of]: byte };
      replies.push({ kind: 'status', of, byte, statuses: this.#statuses });
    } else if (isFirstOfChange(byte)) {
      this.#change = [byte];
    } else if (this.#papersAsked > 0 && isPlain(byte)) {
      this.#papersAsked -= 1;
      replies.push({ kind: 'paper' });
    }
  }
}

/* How Epson tells replies apart: by bits that are always the same in each kind. */

function isStatus(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

function isFirstOfChange(byte: number): boolean {
  return (byte & 0x93) === 0x10;
}

/** A later byte of a change, or the answer about the paper. */
function isPlain(byte: number): boolean {
  return (byte & 0x90) === 0;
}
