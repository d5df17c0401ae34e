import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATKINSON, ditherSlowly, FLOYD_STEINBERG } from '../../test/support/slow-dither.ts';
import { type Bitmap, blackShare, bytesPerRow, isBlack } from './bitmap.ts';
import { KERNELS, type KernelName } from './kernels.ts';

const NAMES: readonly KernelName[] = ['floyd-steinberg', 'atkinson', 'threshold'];

function flat(tone: number, width: number, height: number): Uint8Array {
  return new Uint8Array(width * height).fill(tone);
}

/** Grey with waves, so that every tone meets every other. */
function waves(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return Math.round(127.5 + 75 * Math.sin(x / 23 + y / 31) + 52 * Math.cos(y / 11 - x / 17));
  });
}

function rowsOf(bitmap: Bitmap): boolean[][] {
  return Array.from({ length: bitmap.height }, (_, y) =>
    Array.from({ length: bitmap.width }, (_, x) => isBlack(bitmap, x, y)),
  );
}

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((gray) => ({ gray: Uint8Array.from(gray), width, height })),
  );

describe('every kernel', () => {
  it.each(NAMES)('%s leaves black black and white white', (name) => {
    expect(blackShare(KERNELS[name](flat(0, 37, 20), 37, 20))).toBe(1);
    expect(blackShare(KERNELS[name](flat(255, 37, 20), 37, 20))).toBe(0);
  });

  it.each(NAMES)('%s gives the same bytes each time, with white padding, and leaves its input alone', (name) => {
    const kernel = KERNELS[name];
    fc.assert(
      fc.property(pictures, ({ gray, width, height }) => {
        const before = gray.slice();
        const bitmap = kernel(gray, width, height);
        expect(gray).toEqual(before);
        expect(kernel(Uint8ClampedArray.from(gray), width, height)).toEqual(bitmap);
        const stride = bytesPerRow(width);
        expect(bitmap.data.length).toBe(stride * height);
        const padding = (1 << (stride * 8 - width)) - 1;
        for (let y = 0; y < height; y++) expect(bitmap.data[(y + 1) * stride - 1]! & padding).toBe(0);
      }),
    );
  });

  it.each(NAMES)('%s makes nothing of nothing', (name) => {
    expect(KERNELS[name](new Uint8Array(0), 384, 0).data.length).toBe(0);
    expect(KERNELS[name](new Uint8Array(0), 0, 5).data.length).toBe(0);
  });
});

describe.each([
  ['floyd-steinberg', FLOYD_STEINBERG],
  ['atkinson', ATKINSON],
] as const)('%s', (name, spread) => {
  const kernel = KERNELS[name];

  it('has every dot where the published weights put it, at any width', () => {
    fc.assert(
      fc.property(pictures, ({ gray, width, height }) => {
        expect(rowsOf(kernel(gray, width, height))).toEqual(ditherSlowly(spread, gray, width, height));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [384, 300],
    [383, 120],
    [385, 120],
    [1, 300],
    [2, 200],
  ])('has every dot there in a picture of %i x %i', (width, height) => {
    const gray = waves(width, height);
    expect(rowsOf(kernel(gray, width, height))).toEqual(ditherSlowly(spread, gray, width, height));
  });

  it.each([
    [40, 'left'],
    [39, 'left'],
    [40, 'right'],
    [39, 'right'],
  ])('carries no error across the margins of a picture %i dots wide with grey at its %s', (width, side) => {
    const height = 60;
    const gray = flat(255, width, height);
    for (let i = 0; i < gray.length; i++) if (i % width < 20 === (side === 'left')) gray[i] = 100;
    const far = side === 'left' ? width - 1 : 0;
    expect(rowsOf(kernel(gray, width, height)).filter((row) => row[far])).toEqual([]);
  });
});

describe('floyd-steinberg', () => {
  it('keeps flat tones: less than 0.1 points off on average, never 0.2', () => {
    const errors = Array.from({ length: 31 }, (_, i) => {
      const tone = 8 * (i + 1);
      return (
        100 * Math.abs(blackShare(KERNELS['floyd-steinberg'](flat(tone, 384, 384), 384, 384)) - (255 - tone) / 255)
      );
    });
    expect(errors.reduce((sum, error) => sum + error) / errors.length).toBeLessThan(0.1);
    expect(Math.max(...errors)).toBeLessThan(0.2);
  });
});

describe('atkinson', () => {
  it('clears shadows and highlights and keeps the order of tones', () => {
    const shares = Array.from({ length: 33 }, (_, i) => {
      return blackShare(KERNELS.atkinson(flat(Math.min(8 * i, 255), 192, 192), 192, 192));
    });
    expect(shares.slice(0, 4)).toEqual([1, 1, 1, 1]);
    expect(shares.slice(-4)).toEqual([0, 0, 0, 0]);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(shares[16]).toBeCloseTo(0.5, 1);
  });
});
