import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmaps } from '../../test/support/arbitraries.ts';
import { createBitmap, equalBitmaps, invert, isBlack } from '../imaging/bitmap.ts';
import { countDots, decodeRuns, encodeRuns, HEAD_WIDTH, MAX_ROWS } from './runs.ts';

/** `rows` rows of 384 white dots, as bytes of at most 384 dots. */
function whiteRows(rows: number): number[] {
  return Array.from({ length: rows }, () => [252, 0]).flat();
}

function pictureSizeOf(runs: readonly number[], width?: number): string | undefined {
  try {
    decodeRuns(Uint8Array.from(runs), width);
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
  return undefined;
}

describe('counting dots', () => {
  it('takes 252 to 255 for one to four rows', () => {
    expect([251, 252, 253, 254, 255].map((byte) => countDots(Uint8Array.of(byte)))).toEqual([
      251, 384, 768, 1152, 1536,
    ]);
  });

  it('adds up whatever stands where', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (runs) => {
        const dots = (run: number) => (run < 252 ? run : (run - 251) * 384);
        expect(countDots(runs)).toBe(Array.from(runs).reduce((sum, run) => sum + dots(run), 0));
      }),
    );
  });

  it('does not overflow on the longest frame of the longest runs', () => {
    expect(countDots(new Uint8Array(8_000_000).fill(255))).toBe(8_000_000 * 1536);
  });
});

describe('decoding', () => {
  it('turns the picture upright: the first dot on the wire is the bottom right one', () => {
    const bitmap = decodeRuns(Uint8Array.of(5, 3, 251, 0, 251, 0, 4, 251, 0, 1, 2));
    const black = Array.from({ length: 768 }, (_, i) => i).filter((i) => isBlack(bitmap, i % 384, Math.floor(i / 384)));
    expect([bitmap.width, bitmap.height]).toEqual([384, 2]);
    // Three dots end five before the bottom right corner; the others end two after the top left one.
    expect(black.filter((i) => i >= 384)).toEqual([384 + 376, 384 + 377, 384 + 378]);
    expect(black.filter((i) => i < 384)).toEqual(Array.from({ length: 252 }, (_, i) => 2 + i));
  });

  it('joins runs that are chained with runs of no dots', () => {
    const chained = decodeRuns(Uint8Array.of(100, 0, 100, 0, 0, 0, 51, 33, 100));
    const plain = decodeRuns(Uint8Array.of(251, 33, 100));
    expect(equalBitmaps(chained, plain)).toBe(true);
  });

  it('starts with black where the first run is of no dots', () => {
    expect(equalBitmaps(decodeRuns(Uint8Array.of(0, 252)), invert(createBitmap(384, 1)))).toBe(true);
  });

  it('ignores runs of no dots at the end', () => {
    expect(equalBitmaps(decodeRuns(Uint8Array.of(0, 253, 0, 0, 0)), invert(createBitmap(384, 2)))).toBe(true);
  });

  it('agrees with a decoder that goes dot by dot, whatever the runs', () => {
    const short = fc.integer({ min: 0, max: 40 });
    const run = fc.oneof(short, short, fc.integer({ min: 0, max: 251 }), fc.integer({ min: 252, max: 255 }));
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 300 }), fc.constantFrom(384, 32, 64), (bytes, width) => {
        const dots: number[] = [];
        bytes.forEach((byte, i) => {
          const length = byte < 252 ? byte : (byte - 251) * 384;
          for (let k = 0; k < length; k++) dots.push(i % 2);
        });
        const missing = (width - (dots.length % width)) % width;
        const padded = [...bytes];
        for (let left = missing; left > 0; left -= 251) padded.push(Math.min(left, 251), 0);
        const colour = bytes.length % 2;
        for (let k = 0; k < missing; k++) dots.push(colour);
        if (dots.length === 0) return;
        const bitmap = decodeRuns(Uint8Array.from(padded), width);
        const upright = dots.toReversed();
        const seen = upright.map((_, i) => (isBlack(bitmap, i % width, Math.floor(i / width)) ? 1 : 0));
        expect(seen).toEqual(upright);
      }),
    );
  });

  it('reads bytes that lie anywhere in a larger buffer', () => {
    const buffer = Uint8Array.of(9, 9, 9, 251, 33, 100, 9);
    expect(equalBitmaps(decodeRuns(buffer.subarray(3, 6)), decodeRuns(Uint8Array.of(251, 33, 100)))).toBe(true);
  });
});

describe('the bound', () => {
  it.each([
    ['nothing', []],
    ['runs of no dots', [0, 0, 0]],
    ['one dot less than a row', [251, 0, 132]],
    ['one dot more than a row', [252, 1]],
    ['a row too many', whiteRows(MAX_ROWS + 1)],
  ])('refuses %s', (_what, runs) => expect(pictureSizeOf(runs)).toBe('picture-size'));

  it('lets the tallest picture pass', () => {
    expect(decodeRuns(Uint8Array.from(whiteRows(MAX_ROWS))).height).toBe(MAX_ROWS);
  });

  it('holds for the largest frame, without allocating what it asks for', () => {
    const runs = new Uint8Array(6_000_000).fill(255);
    expect(() => decodeRuns(runs)).toThrowError(expect.objectContaining({ code: 'picture-size' }));
  });

  it('is of dots where rows are narrower', () => {
    expect(pictureSizeOf(whiteRows(MAX_ROWS + 1), 1)).toBe('picture-size');
  });
});

describe('encoding', () => {
  it('then decoding gives the same picture, or its inverse where the bottom right dot is black', () => {
    fc.assert(
      fc.property(bitmaps({ width: fc.constantFrom(HEAD_WIDTH, 8, 7, 2, 33, 64) }), (bitmap) => {
        const decoded = decodeRuns(encodeRuns(bitmap), bitmap.width);
        const inverted = isBlack(bitmap, bitmap.width - 1, bitmap.height - 1);
        expect(equalBitmaps(decoded, inverted ? invert(bitmap) : bitmap)).toBe(true);
      }),
    );
  });

  it('chains runs as the server does', () => {
    const rows = (count: number) => encodeRuns(createBitmap(HEAD_WIDTH, count));
    expect([...rows(1)]).toEqual([252]);
    expect([...rows(4)]).toEqual([255]);
    expect([...rows(7)]).toEqual([255, 0, 254]);
    expect([...encodeRuns(createBitmap(300, 1))]).toEqual([251, 0, 49]);
    expect([...encodeRuns(createBitmap(100, 7))]).toEqual([252, 0, 251, 0, 65]);
  });

  it('never takes more bytes than there are dots', () => {
    const checkers = createBitmap(16, 4);
    checkers.data.fill(0xaa);
    expect(encodeRuns(checkers).length).toBe(64);
  });

  it('gives nothing for a picture of nothing', () => expect(encodeRuns(createBitmap(384, 0)).length).toBe(0));
});
