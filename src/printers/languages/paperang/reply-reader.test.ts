import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../../../../test/support/cpu-time.ts';
import { NO_KEY, SESSION_KEY, STANDARD_KEY } from './commands.ts';
import { crc32 } from './crc32.ts';
import { encodeFrame } from './frames.ts';
import { PaperangReader, type PaperangReply } from './reply-reader.ts';

const KEYS = [STANDARD_KEY, SESSION_KEY, NO_KEY];

interface Said {
  readonly command: number;
  readonly index: number;
  readonly key: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

const byte = fc.integer({ min: 0, max: 255 });
/** Bytes that are common in frames are common in noise too. */
const trickyByte = fc.oneof(fc.constantFrom(0x00, 0x01, 0x02, 0x03, 0xa5, 0x5a), byte);
const noise = (maxLength: number) => fc.array(trickyByte, { maxLength }).map((bytes) => Uint8Array.from(bytes));
const said: fc.Arbitrary<Said> = fc.record({
  command: byte,
  index: byte,
  key: fc.constantFrom(...KEYS),
  payload: fc.array(trickyByte, { minLength: 1, maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
});

function encode({ command, index, key, payload }: Said): Uint8Array<ArrayBuffer> {
  return encodeFrame(command, payload, key, index);
}

function heard({ command, index, key, payload }: Said): PaperangReply {
  return { kind: 'frame', command, index, payload, key };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Pushes bytes in pieces of the given sizes, the last of which takes the rest. */
function pushInPieces(bytes: Uint8Array, sizes: readonly number[]): PaperangReply[] {
  const reader = new PaperangReader();
  const replies: PaperangReply[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    replies.push(...reader.push(bytes.slice(at, at + size)));
    at += size;
  }
  return replies;
}

function newerFrame(payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(payload.length + 9);
  const view = new DataView(frame.buffer);
  frame.set([0xa5, 0x01, payload.length, 0]);
  frame.set(payload, 4);
  view.setUint32(4 + payload.length, crc32(payload, STANDARD_KEY), true);
  frame[8 + payload.length] = 0x5a;
  return frame;
}

describe('reading replies', () => {
  it('finds every frame with its key, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(said, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 }),
        (frames, sizes) => {
          expect(pushInPieces(join(frames.map(encode)), sizes)).toEqual(frames.map(heard));
        },
      ),
    );
  });

  it('finds a frame after and between any noise at once, without waiting for what the noise promises', () => {
    fc.assert(
      fc.property(noise(80), said, noise(80), said, (before, first, between, second) => {
        const reader = new PaperangReader();
        reader.push(before);
        expect(reader.push(encode(first)).at(-1)).toEqual(heard(first));
        reader.push(between);
        expect(reader.push(encode(second)).at(-1)).toEqual(heard(second));
      }),
    );
  });

  it('lets no start of a longer frame swallow the next', () => {
    const frame = { command: 5, index: 0, key: STANDARD_KEY, payload: Uint8Array.of(8, 1, 1) };
    for (const promise of [[2], [2, 0x0d], [2, 0x0d, 0, 0, 4], [2, 0x0d, 0, 0xff, 0xff], [0xa5, 1, 0, 4]]) {
      const reader = new PaperangReader();
      expect(reader.push(Uint8Array.from(promise))).toEqual([]);
      expect(reader.push(encode(frame))).toEqual([heard(frame)]);
    }
  });

  it('leaves out a frame with one wrong bit, and takes the next', () => {
    const good = { command: 5, index: 0, key: SESSION_KEY, payload: Uint8Array.of(8, 1, 1) };
    fc.assert(
      fc.property(said, fc.nat(), fc.integer({ min: 0, max: 7 }), (frame, place, bit) => {
        const bytes = encode(frame);
        // The command and the index are not part of the checksum.
        const at = place % (bytes.length - 2);
        bytes[at === 0 ? 0 : at + 2]! ^= 1 << bit;
        const reader = new PaperangReader();
        reader.push(bytes);
        expect(reader.push(encode(good))).toContainEqual(heard(good));
      }),
    );
    const damaged = encode(good);
    damaged[6]! ^= 1;
    expect(new PaperangReader().push(join([damaged, encode(good)]))).toEqual([heard(good)]);
  });

  it('believes no checksum under a key that it was not given', () => {
    const frame = encodeFrame(5, Uint8Array.of(8, 1, 1), SESSION_KEY);
    expect(new PaperangReader([STANDARD_KEY]).push(frame)).toEqual([]);
    expect(new PaperangReader([SESSION_KEY]).push(frame)).toHaveLength(1);
  });

  it('takes a reply of 1,024 bytes, none that claims more, and none that says nothing', () => {
    const frame = (length: number) => encodeFrame(5, new Uint8Array(length).fill(1), STANDARD_KEY);
    expect([0, 1, 1024, 1025].map((length) => new PaperangReader().push(frame(length)).length)).toEqual([0, 1, 1, 0]);
  });

  it('recognises a frame of the newer protocol by its checksum, among others', () => {
    const payload = Uint8Array.of(1, 0x15, 2, 4, 0, 1, 1, 0, 3);
    const other = { command: 5, index: 0, key: STANDARD_KEY, payload: Uint8Array.of(1) };
    const bytes = join([encode(other), newerFrame(payload), encode(other)]);
    for (let size = 1; size < bytes.length; size++) {
      const sizes = Array.from({ length: 60 }, () => size);
      expect(pushInPieces(bytes, sizes)).toEqual([heard(other), { kind: 'newer', payload }, heard(other)]);
    }
    const damaged = newerFrame(payload);
    damaged[5]! ^= 0x10;
    expect(new PaperangReader().push(damaged)).toEqual([]);
  });

  it('stays quick in a flood of bytes that all begin a frame', () => {
    const reader = new PaperangReader();
    const flood = new Uint8Array(2_000_000).fill(2);
    const ms = cpuTimeOf(() => {
      expect(reader.push(flood)).toEqual([]);
      for (let i = 0; i < 2_000; i++) reader.push(flood.subarray(0, 20));
    });
    expect(ms).toBeLessThan(2_000);
    const frame = { command: 5, index: 0, key: STANDARD_KEY, payload: Uint8Array.of(1) };
    expect(reader.push(encode(frame))).toEqual([heard(frame)]);
  });

  it('takes what is unlike any reply without a word', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (pieces) => {
        const reader = new PaperangReader();
        for (const piece of pieces) expect(reader.push(piece)).toEqual([]);
      }),
    );
  });

  it('keeps no hold of the bytes that it was given', () => {
    const bytes = encodeFrame(5, Uint8Array.of(8, 1, 1), STANDARD_KEY);
    const reader = new PaperangReader();
    reader.push(bytes.subarray(0, 7));
    const tail = bytes.slice(7);
    bytes.fill(0);
    expect(reader.push(tail)).toHaveLength(1);
  });
});
