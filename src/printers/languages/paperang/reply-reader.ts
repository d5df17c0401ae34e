import type { Condition } from '../../condition.ts';
import type { ReplyReader } from '../../driver.ts';
import { readStatus } from './answers.ts';
import { COMMAND, NO_KEY, SESSION_KEY, STANDARD_KEY } from './commands.ts';
import { crc32 } from './crc32.ts';

/** Something that a Paperang printer said, its checksum proven. */
export type PaperangReply =
  | {
      readonly kind: 'frame';
      readonly command: number;
      readonly index: number;
      readonly payload: Uint8Array<ArrayBuffer>;
      /** The key that its checksum fits. */
      readonly key: number;
    }
  /** A frame of the newer protocol. */
  | { readonly kind: 'newer'; readonly payload: Uint8Array<ArrayBuffer> };

/** How a frame is laid out: a start, perhaps a fixed byte, the length of the payload, the payload, 4 bytes of checksum, an end. */
interface Layout {
  readonly second: number | undefined;
  readonly lengthAt: number;
  readonly payloadAt: number;
  readonly end: number;
}

/** By the first byte. */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  2: { second: undefined, lengthAt: 3, payloadAt: 5, end: 0x03 },
  165: { second: 0x01, lengthAt: 2, payloadAt: 4, end: 0x5a },
};

/** Replies are a few dozen bytes at most: what claims more is no reply. */
const MAX_PAYLOAD = 1024;
/** Checksum and end. */
const TAIL = 5;

interface Found {
  readonly reply: PaperangReply;
  readonly end: number;
}

/**
 * Finds the frames in what a printer sends. A frame is known by its checksum alone: every start byte may begin one, also
 * within what looks like the beginning of a longer one, so that noise costs no reply that follows it. Keeps at most one
 * frame's worth of bytes.
 */
export class PaperangReader implements ReplyReader<PaperangReply> {
  readonly #keys: readonly number[];
  #bytes = new Uint8Array(0);
  /** Where in {@link #bytes} a frame may begin whose end has not come yet. */
  #starts: number[] = [];

  /** @param keys the seeds that a checksum may have */
  constructor(keys: readonly number[] = [STANDARD_KEY, SESSION_KEY, NO_KEY]) {
    this.#keys = keys;
  }

  push(bytes: Uint8Array): PaperangReply[] {
    this.#append(bytes);
    const replies: PaperangReply[] = [];
    let pending: number[] = [];
    let end = 0;
    for (const start of this.#starts) {
      if (start < end) continue;
      const found = this.#readAt(start);
      if (found === 'pending') pending.push(start);
      else if (found !== undefined) {
        replies.push(found.reply);
        end = found.end;
        // They reached into this frame, so they were none.
        pending = [];
      }
    }
    const keepFrom = pending[0] ?? this.#bytes.length;
    this.#bytes = this.#bytes.slice(keepFrom);
    this.#starts = pending.map((start) => start - keepFrom);
    return replies;
  }

  conditionOf(reply: PaperangReply): Condition | undefined {
    if (reply.kind !== 'frame' || reply.command !== COMMAND.getStatus + 1) return undefined;
    return readStatus(reply.payload);
  }

  #append(bytes: Uint8Array): void {
    const before = this.#bytes.length;
    const joined = new Uint8Array(before + bytes.length);
    joined.set(this.#bytes);
    joined.set(bytes, before);
    this.#bytes = joined;
    for (let i = before; i < joined.length; i++) {
      if (LAYOUTS[joined[i]!] !== undefined) this.#starts.push(i);
    }
  }

  /** The frame that begins at `start`; `pending` when that cannot be told yet, undefined when there is none. */
  #readAt(start: number): Found | 'pending' | undefined {
    const bytes = this.#bytes;
    const { second, lengthAt, payloadAt, end } = LAYOUTS[bytes[start]!]!;
    if (second !== undefined && start + 1 < bytes.length && bytes[start + 1] !== second) return undefined;
    if (start + payloadAt > bytes.length) return 'pending';
    const length = bytes[start + lengthAt]! + bytes[start + lengthAt + 1]! * 256;
    // A reply says something.
    if (length === 0 || length > MAX_PAYLOAD) return undefined;
    const payloadEnd = start + payloadAt + length;
    const frameEnd = payloadEnd + TAIL;
    if (frameEnd > bytes.length) return 'pending';
    if (bytes[frameEnd - 1] !== end) return undefined;
    const payload = bytes.slice(start + payloadAt, payloadEnd);
    const checksum = new DataView(bytes.buffer).getUint32(payloadEnd, true);
    if (second !== undefined) {
      return crc32(payload, STANDARD_KEY) === checksum
        ? { reply: { kind: 'newer', payload }, end: frameEnd }
        : undefined;
    }
    const key = this.#keys.find((candidate) => crc32(payload, candidate) === checksum);
    if (key === undefined) return undefined;
    const reply = { kind: 'frame', command: bytes[start + 1]!, index: bytes[start + 2]!, payload, key } as const;
    return { reply, end: frameEnd };
  }
}
