import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmaps } from '../../test/support/arbitraries.ts';
import { PapertabError } from '../errors.ts';
import { type Bitmap, createBitmap, equalBitmaps, invert, isBlack } from '../imaging/bitmap.ts';
import { COMMANDS, type CommandName, pictureCount } from './commands.ts';
import { type DeviceCommandContent, decodePayload, encodePayload } from './payload.ts';
import { HEAD_WIDTH, MAX_ROWS } from './runs.ts';

const NAMES = Object.keys(COMMANDS) as CommandName[];
const white = (rows = 1) => createBitmap(HEAD_WIDTH, rows);
const delivery = () => encodePayload('set_delivery_and_print', 7, [white(3)]);

function codeOf(payload: Uint8Array): string | undefined {
  try {
    decodePayload(payload);
  } catch (thrown) {
    if (!(thrown instanceof PapertabError)) throw thrown;
    return thrown.code;
  }
  return undefined;
}

/** The pictures in the order of the wire. */
function picturesOf(content: DeviceCommandContent): Bitmap[] {
  if (content.kind === 'delivery') return [content.picture];
  if (content.kind === 'quips') return [...content.quips];
  const { face, nothingToPrint, cannotSeeBridge, cannotSeeInternet, message } = content;
  return [face, nothingToPrint, cannotSeeBridge, cannotSeeInternet, ...(message === undefined ? [] : [message])];
}

function asItArrives(picture: Bitmap): Bitmap {
  return isBlack(picture, picture.width - 1, picture.height - 1) ? invert(picture) : picture;
}

/** A valid payload with the bytes at `offset` replaced. */
function changed(payload: Uint8Array, offset: number, ...bytes: number[]): Uint8Array {
  const copy = payload.slice();
  copy.set(bytes, offset);
  return copy;
}

describe('the seven commands', () => {
  it.each([
    ['set_delivery_and_print', { hold: false, face: true }],
    ['set_delivery', { hold: true, face: true }],
    ['set_delivery_and_print_no_face', { hold: false, face: false }],
    ['set_delivery_no_face', { hold: true, face: false }],
  ] as const)('%s', (command, meaning) => {
    const content = decodePayload(encodePayload(command, 4_000_000_000, [white(2)]));
    expect(content).toEqual({ printId: 4_000_000_000, kind: 'delivery', command, ...meaning, picture: white(2) });
  });

  it('set_personality and set_personality_with_message name their pictures', () => {
    const pictures = [1, 2, 3, 4, 5].map((rows) => white(rows));
    const [face, nothingToPrint, cannotSeeBridge, cannotSeeInternet, message] = pictures;
    const four = { printId: 1, kind: 'personality', face, nothingToPrint, cannotSeeBridge, cannotSeeInternet };
    expect(decodePayload(encodePayload('set_personality', 1, pictures.slice(0, 4)))).toEqual(four);
    expect(decodePayload(encodePayload('set_personality_with_message', 1, pictures))).toEqual({ ...four, message });
  });

  it('set_quip', () => {
    const quips = [white(1), white(2), white(3)];
    expect(decodePayload(encodePayload('set_quip', 2, quips))).toEqual({ printId: 2, kind: 'quips', quips });
  });

  it.each(NAMES)('%s brings its pictures as they were', (command) => {
    const count = pictureCount(command);
    const sizes = { width: fc.constant(HEAD_WIDTH), height: fc.integer({ min: 1, max: 4 }) };
    const pictures = fc.array(bitmaps(sizes), { minLength: count, maxLength: count });
    fc.assert(
      fc.property(pictures, fc.nat(0xffff_ffff), (sent, printId) => {
        const content = decodePayload(encodePayload(command, printId, sent));
        expect(content.printId).toBe(printId);
        const arrived = picturesOf(content);
        expect(arrived.map((picture, i) => equalBitmaps(picture, asItArrives(sent[i]!)))).toEqual(sent.map(() => true));
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is refused', () => {
  /** Offsets in the payload of a delivery. */
  const at = {
    type: 0,
    zero: 1,
    command: 2,
    length: 12,
    block: 16,
    blockZero: 20,
    header: 21,
    image: 39,
    dots: 41,
    runs: 47,
  };

  it.each([
    ['another device type', changed(delivery(), at.type, 2), 'payload-device-type'],
    ['another second byte', changed(delivery(), at.zero, 1), 'payload-invalid'],
    ['a firmware update', changed(delivery(), at.command, 0x00, 0xf0), 'payload-firmware'],
    ['an unknown command', changed(delivery(), at.command, 0x03, 0x00), 'payload-command'],
    ['a length that is too small', changed(delivery(), at.length, 0), 'payload-invalid'],
    ['a length that is huge', changed(delivery(), at.length, 0xff, 0xff, 0xff, 0xff), 'payload-invalid'],
    ['a block that ends early', changed(delivery(), at.block, delivery()[at.block]! - 1), 'payload-invalid'],
    ['a block that goes on too long', changed(delivery(), at.block, 0xff, 0xff, 0xff, 0xff), 'payload-invalid'],
    ['another first byte of a block', changed(delivery(), at.blockZero, 1), 'payload-invalid'],
    ['another header region', changed(delivery(), at.header, 1), 'payload-invalid'],
    ['a header region of another length', changed(delivery(), at.header + 1, 20), 'payload-invalid'],
    ['a header without its image command', changed(delivery(), at.image, 0x1c), 'payload-invalid'],
    ['one eight of dots more than there are', changed(delivery(), at.dots, 145), 'payload-invalid'],
    ['dots that differ in the third byte', changed(delivery(), at.dots + 2, 1), 'payload-invalid'],
    ['another second region', changed(delivery(), at.runs, 2), 'payload-invalid'],
    ['a second region of another length', changed(delivery(), at.runs + 1, 0), 'payload-invalid'],
    ['nothing', new Uint8Array(0), 'payload-invalid'],
    ['half a header', delivery().subarray(0, 15), 'payload-invalid'],
    ['a cut tail', delivery().subarray(0, -1), 'payload-invalid'],
    ['a byte too many', Uint8Array.of(...delivery(), 0), 'payload-invalid'],
  ])('%s', (_what, payload, code) => expect(codeOf(payload)).toBe(code));

  it('tells an unknown command by its number', () => {
    expect(() => decodePayload(changed(delivery(), at.command, 0x03, 0x02))).toThrowError(/0x0203/);
  });

  it('tells where the pictures of a command are too few or too many', () => {
    const quips = encodePayload('set_quip', 1, [white(), white(), white()]);
    expect(codeOf(changed(quips, at.command, 0x02, 0x01))).toBe('picture-count');
    expect(codeOf(changed(quips, at.command, 0x01, 0x00))).toBe('picture-count');
    const none = new Uint8Array(16);
    none.set([1, 0, 1, 0]);
    expect(codeOf(none)).toBe('picture-count');
  });

  it('stops at one picture too many, however many follow', () => {
    const blocks = new Uint8Array(16 + 4 * 1_000_000);
    blocks.set(delivery().subarray(0, 12));
    new DataView(blocks.buffer).setUint32(12, blocks.length - 16, true);
    expect(codeOf(blocks)).toBe('picture-count');
  });

  it('a picture of no whole row, of none, or of too many rows', () => {
    expect(codeOf(encodePayload('set_delivery', 1, [createBitmap(383, 1)]))).toBe('picture-size');
    expect(codeOf(encodePayload('set_delivery', 1, [white(0)]))).toBe('picture-size');
    expect(codeOf(encodePayload('set_delivery', 1, [white(MAX_ROWS + 1)]))).toBe('picture-size');
  });

  it('does not look at the checksum nor at the settings of the head', () => {
    expect(codeOf(changed(delivery(), 8, 1, 2, 3, 4))).toBeUndefined();
    expect(codeOf(changed(delivery(), 26, 0, 0, 0, 0))).toBeUndefined();
  });

  it('is not encoded with another number of pictures', () => {
    expect(() => encodePayload('set_quip', 1, [white()])).toThrowError(
      expect.objectContaining({ code: 'picture-count' }),
    );
  });
});

describe('changed payloads', () => {
  const noisy = () => {
    const picture = white(3);
    for (let i = 0; i < 100; i++) picture.data[i] = 37 * i;
    return picture;
  };
  const valid = fc.constantFrom(
    delivery(),
    encodePayload('set_delivery', 1, [noisy()]),
    encodePayload('set_quip', 3, [white(), noisy(), white()]),
    encodePayload('set_personality_with_message', 3, [noisy(), noisy(), white(), white(), white()]),
  );
  const offset = fc.nat(400);
  const change = fc.oneof(
    fc.record({ kind: fc.constant('byte' as const), offset, value: fc.nat(255) }),
    fc.record({ kind: fc.constant('number' as const), offset, value: fc.nat(0xffff_ffff) }),
    fc.record({ kind: fc.constant('cut' as const), offset, value: fc.nat(60) }),
    fc.record({ kind: fc.constant('insert' as const), offset, value: fc.nat(255) }),
  );

  function apply(payload: Uint8Array, { kind, offset, value }: { kind: string; offset: number; value: number }) {
    const start = Math.min(offset, payload.length - 4);
    const bytes = [...payload];
    if (kind === 'byte') bytes[start] = value;
    if (kind === 'number') for (let i = 0; i < 4; i++) bytes[start + i] = (value >>> (8 * i)) & 0xff;
    if (kind === 'cut') bytes.splice(start, value);
    if (kind === 'insert') bytes.splice(start, 0, value);
    return Uint8Array.from(bytes);
  }

  it('give whole pictures within the bound or a typed error, never anything else', () => {
    fc.assert(
      fc.property(valid, change, (payload, what) => {
        let content: DeviceCommandContent;
        try {
          content = decodePayload(apply(payload, what));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(PapertabError);
          return;
        }
        for (const { width, height, data } of picturesOf(content)) {
          expect(width).toBe(HEAD_WIDTH);
          expect(height).toBeGreaterThan(0);
          expect(height).toBeLessThanOrEqual(MAX_ROWS);
          expect(data.length).toBe(48 * height);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused when any one length or region byte differs', () => {
    const payload = delivery();
    const structure = [
      0, 1, 2, 3, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 39, 40, 41, 42, 43, 47, 48, 49, 50, 51,
    ];
    for (const offset of structure) {
      for (const value of [0x03, 0x40, 0xff]) {
        if (payload[offset] === value) continue;
        expect(codeOf(changed(payload, offset, value)), `byte ${offset}`).toBeDefined();
      }
    }
  });
});
