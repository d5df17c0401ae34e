import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackShare, bytesPerRow, isBlack } from './bitmap.ts';
import { floydSteinberg } from './floyd-steinberg.ts';

function flat(tone: number, width: number, height: number): Uint8Array {
  return new Uint8Array(width * height).fill(tone);
}

/** Percentage points by which the share of black is off. */
function toneError(tone: number): number {
  return 100 * Math.abs(blackShare(floydSteinberg(flat(tone, 384, 384), 384, 384)) - (255 - tone) / 255);
}

/** Floyd and Steinberg by the book, with fractions. */
function byTheBook(gray: Uint8Array, width: number, height: number): boolean[] {
  const tones = Float64Array.from(gray);
  return Array.from(tones, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const tone = tones[i]!;
    const black = tone < 127.5;
    const error = tone - (black ? 0 : 255);
    const give = (dx: number, dy: number, share: number) => {
      if (x + dx >= 0 && x + dx < width && y + dy < height) tones[i + dx + dy * width]! += (share * error) / 16;
    };
    give(1, 0, 7);
    give(-1, 1, 3);
    give(0, 1, 5);
    give(1, 1, 1);
    return black;
  });
}

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((gray) => ({ gray: Uint8Array.from(gray), width, height })),
  );

describe('dithering after Floyd and Steinberg', () => {
  it('keeps flat tones: less than 0.1 points off on average, never 0.2', () => {
    const errors = Array.from({ length: 31 }, (_, i) => toneError(8 * (i + 1)));
    expect(errors.reduce((sum, error) => sum + error) / errors.length).toBeLessThan(0.1);
    expect(Math.max(...errors)).toBeLessThan(0.2);
  });

  it('leaves black black and white white', () => {
    expect(blackShare(floydSteinberg(flat(0, 37, 20), 37, 20))).toBe(1);
    expect(blackShare(floydSteinberg(flat(255, 37, 20), 37, 20))).toBe(0);
  });

  it('carries no error across the margins', () => {
    // A grey left half must leave the white right half untouched, and the other way round.
    const [width, height] = [40, 60];
    for (const side of [0, 1]) {
      const gray = flat(255, width, height);
      for (let i = 0; i < gray.length; i++) if (i % width < 20 === (side === 0)) gray[i] = 100;
      const bitmap = floydSteinberg(gray, width, height);
      const far = side === 0 ? width - 1 : 0;
      const column = Array.from({ length: height }, (_, y) => isBlack(bitmap, far, y));
      expect(column).toEqual(column.map(() => false));
    }
  });

  it('follows the book: nowhere a share of black more than a twentieth off', () => {
    const [width, height] = [384, 64];
    const gray = Uint8Array.from({ length: width * height }, (_, i) => {
      return Math.round(127 + 80 * Math.sin((i % width) / 40) + 40 * Math.cos(i / width / 9));
    });
    const bitmap = floydSteinberg(gray, width, height);
    const book = byTheBook(gray, width, height);
    const local = (dots: (x: number, y: number) => boolean, left: number, top: number) => {
      let black = 0;
      for (let i = 0; i < 256; i++) black += dots(left + (i % 16), top + (i >> 4)) ? 1 : 0;
      return black / 256;
    };
    for (let top = 0; top < height; top += 16) {
      for (let left = 0; left < width; left += 16) {
        const ours = local((x, y) => isBlack(bitmap, x, y), left, top);
        const theirs = local((x, y) => book[y * width + x]!, left, top);
        expect(Math.abs(ours - theirs)).toBeLessThan(0.05);
      }
    }
  });

  it('spreads a single error as the book does', () => {
    // All else stands on the edge between black and white, so that each share tips its neighbour.
    const gray = flat(128, 5, 3);
    gray[2] = 90;
    const black = byTheBook(gray, 5, 3);
    const bitmap = floydSteinberg(gray, 5, 3);
    expect(Array.from({ length: 15 }, (_, i) => isBlack(bitmap, i % 5, Math.floor(i / 5)))).toEqual(black);
  });

  it('gives the same bytes each time, with white padding, and leaves its input alone', () => {
    fc.assert(
      fc.property(pictures, ({ gray, width, height }) => {
        const before = gray.slice();
        const bitmap = floydSteinberg(gray, width, height);
        expect(gray).toEqual(before);
        expect(floydSteinberg(Uint8ClampedArray.from(gray), width, height)).toEqual(bitmap);
        const stride = bytesPerRow(width);
        const padding = (1 << (stride * 8 - width)) - 1;
        for (let y = 0; y < height; y++) expect(bitmap.data[(y + 1) * stride - 1]! & padding).toBe(0);
      }),
    );
  });

  it('of nothing is nothing', () => expect(floydSteinberg(new Uint8Array(0), 384, 0).data.length).toBe(0));
});
