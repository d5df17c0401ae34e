import { crc32 } from './crc.ts';
import { hex } from './fault.ts';

/** A frame of the older dialect, `02 … 03`, its terminator seen and its checksum not yet looked at. */
export interface Frame {
  readonly command: number;
  readonly index: number;
  readonly payload: Uint8Array;
  readonly crc: number;
  /** Offset of its first byte in the whole stream. */
  readonly offset: number;
  /** Bytes of the whole frame. */
  readonly size: number;
}

/** A frame of the newer dialect, `A5 … 5A`, terminator and checksum in order. */
export interface NewFrame {
  /** Domain and command in one number: 0x0102 is the serial number. */
  readonly code: number;
  readonly type: number;
  readonly content: Uint8Array;
  readonly offset: number;
  readonly size: number;
}

export interface FrameReceiver {
  frame(frame: Frame): void;
  newFrame(frame: NewFrame): void;
  /** Bytes that belong to no frame. Told once for all bytes up to the next good frame. */
  garbage(message: string, offset: number): void;
  /** Bytes that were given up, whether told of or not. */
  dropped(bytes: number): void;
}

/** The standard key: the seed of the checksums of a printer that was given none. */
export const STANDARD_KEY = 0x35769521;

/** Bytes of a frame of the older dialect beside its payload: 02, command, index, length, checksum, 03. */
export const FRAME_OVERHEAD = 10;

const NEW_OVERHEAD = 9;
const MOST_NEW = 1100;

/** Builds a frame of the older dialect. */
export function buildFrame(command: number, index: number, payload: Iterable<number>, key: number): Uint8Array {
  const body = [...payload];
  return Uint8Array.of(0x02, command, index, ...le(body.length, 2), ...body, ...le(crc32(body, key), 4), 0x03);
}

/** Builds a frame of the newer dialect; `type` is 1 for a request, 2 for a response. */
export function buildNewFrame(code: number, type: number, content: Iterable<number>): Uint8Array {
  const inside = [...content];
  const payload = [code >> 8, code & 0xff, type, ...le(inside.length, 2), ...inside];
  return Uint8Array.of(0xa5, 0x01, ...le(payload.length, 2), ...payload, ...le(crc32(payload, STANDARD_KEY), 4), 0x5a);
}

/** A number's bytes, the lowest first. */
export function le(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff);
}

/** The number that bytes stand for, the lowest first. */
export function readLe(bytes: ArrayLike<number>, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + bytes[at + i]!;
  return value;
}

/**
 * Finds the frames of both dialects in a stream of bytes. What is no frame is skipped byte by byte until one begins, as a
 * printer does that has lost its place; that is told once.
 */
export class FrameParser {
  readonly #receiver: FrameReceiver;
  readonly #maxPayload: number;
  #bytes: number[] = [];
  #begin = 0;
  #lost = false;

  /** @param maxPayload most bytes of payload in a frame of the older dialect */
  constructor(maxPayload: number, receiver: FrameReceiver) {
    this.#maxPayload = maxPayload;
    this.#receiver = receiver;
  }

  /** Bytes of the frame that is not complete yet. */
  get pending(): number {
    return this.#bytes.length;
  }

  /** Drops the half frame. Its bytes are not told of as dropped. */
  reset(): void {
    this.#bytes = [];
    this.#lost = false;
  }

  push(byte: number, offset: number): void {
    // Bytes lost to a full buffer leave a hole; a frame with a hole in it is told by its beginning.
    if (this.#bytes.length === 0) this.#begin = offset;
    this.#bytes.push(byte);
    while (this.#bytes.length > 0 && this.#look()) {
      // Each look takes a frame or gives up a byte.
    }
  }

  /** Whether anything was taken off the front. */
  #look(): boolean {
    if (this.#bytes[0] === 0x02) return this.#lookOld();
    if (this.#bytes[0] === 0xa5) return this.#lookNew();
    this.#giveUp(`${hex(this.#bytes[0]!)} begins no frame`);
    return true;
  }

  #lookOld(): boolean {
    const bytes = this.#bytes;
    if (bytes.length < 5) return false;
    const length = readLe(bytes, 3, 2);
    if (length > this.#maxPayload) {
      this.#giveUp(`a frame of command ${hex(bytes[1]!)} claims ${length} bytes, more than ${this.#maxPayload}`);
      return true;
    }
    const size = length + FRAME_OVERHEAD;
    if (bytes.length < size) return false;
    if (bytes[size - 1] !== 0x03) {
      this.#giveUp(`a frame of command ${hex(bytes[1]!)} ends with ${hex(bytes[size - 1]!)} instead of 03`);
      return true;
    }
    this.#take(size, (offset) =>
      this.#receiver.frame({
        command: bytes[1]!,
        index: bytes[2]!,
        payload: Uint8Array.from(bytes.slice(5, 5 + length)),
        crc: readLe(bytes, 5 + length, 4),
        offset,
        size,
      }),
    );
    return true;
  }

  #lookNew(): boolean {
    const bytes = this.#bytes;
    if (bytes.length >= 2 && bytes[1] !== 0x01) {
      this.#giveUp(`a5 ${hex(bytes[1]!)} begins no frame`);
      return true;
    }
    if (bytes.length < 4) return false;
    const length = readLe(bytes, 2, 2);
    if (length > MOST_NEW || length < 5) {
      this.#giveUp(`a frame of the newer dialect claims ${length} bytes`);
      return true;
    }
    const size = length + NEW_OVERHEAD;
    if (bytes.length < size) return false;
    const payload = bytes.slice(4, 4 + length);
    const inside = readLe(payload, 3, 2);
    const wrong =
      bytes[size - 1] !== 0x5a
        ? `ends with ${hex(bytes[size - 1]!)} instead of 5a`
        : readLe(bytes, 4 + length, 4) !== crc32(payload, STANDARD_KEY)
          ? 'has a wrong checksum'
          : inside !== length - 5
            ? `holds ${length - 5} bytes and claims ${inside}`
            : undefined;
    if (wrong !== undefined) {
      this.#giveUp(`a frame of the newer dialect ${wrong}`);
      return true;
    }
    const content = Uint8Array.from(payload.slice(5));
    const code = payload[0]! * 256 + payload[1]!;
    this.#take(size, (offset) => this.#receiver.newFrame({ code, type: payload[2]!, content, offset, size }));
    return true;
  }

  #take(size: number, tell: (offset: number) => void): void {
    const offset = this.#begin;
    this.#bytes = this.#bytes.slice(size);
    this.#begin += size;
    this.#lost = false;
    tell(offset);
  }

  #giveUp(message: string): void {
    if (!this.#lost) this.#receiver.garbage(message, this.#begin);
    this.#lost = true;
    this.#bytes = this.#bytes.slice(1);
    this.#begin += 1;
    this.#receiver.dropped(1);
  }
}
