import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmaps } from '../../test/support/arbitraries.ts';
import { readPicture } from '../../test/support/wire.ts';
import { type Bitmap, blacken, blackShare, bytesPerRow, createBitmap, invert, isBlack } from './bitmap.ts';
import { enlargeByHalf } from './enlarge-by-half.ts';
import { fitToHead } from './fit.ts';
import { KERNELS } from './kernels.ts';

/** The part of a picture `width` dots wide that begins at column `left`. */
function columns(bitmap: Bitmap, left: number, width: number): Bitmap {
  const part = createBitmap(width, bitmap.height);
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < width; x++) if (isBlack(bitmap, left + x, y)) blacken(part, x, y);
  }
  return part;
}

/** Expects a picture in the middle of a wider one, with nothing but white beside it. */
function expectInTheMiddle(wide: Bitmap, picture: Bitmap): void {
  const left = Math.floor((wide.width - picture.width) / 2);
  expect(wide.data.length).toBe(bytesPerRow(wide.width) * wide.height);
  expect(columns(wide, left, picture.width)).toEqual(picture);
  expect(blackShare(wide) * wide.width).toBeCloseTo(blackShare(picture) * picture.width, 9);
}

describe('fitting a picture to a head', () => {
  it('leaves alone what fits', async () => {
    const page = await readPicture('02-text.png');
    expect(fitToHead(page, 384)).toBe(page);
  });

  it('enlarges 384 dots by half for 576, and to the middle of what is a little wider', async () => {
    const page = await readPicture('05-photo-gradient-png.png');
    expect(fitToHead(page, 576)).toEqual(enlargeByHalf(page));
    expectInTheMiddle(fitToHead(page, 640), enlargeByHalf(page));
  });

  it('is never more than the head wide or less', () => {
    const anySize = { width: fc.integer({ min: 1, max: 90 }), height: fc.integer({ min: 1, max: 12 }) };
    fc.assert(
      fc.property(bitmaps(anySize), fc.integer({ min: 1, max: 130 }), (bitmap, head) => {
        const fitted = fitToHead(bitmap, head);
        expect(fitted.width).toBe(head);
        expect(fitted.data.length).toBe(bytesPerRow(head) * fitted.height);
        const padding = (1 << (8 * bytesPerRow(head) - head)) - 1;
        for (let y = 1; y <= fitted.height; y++) expect(fitted.data[y * bytesPerRow(head) - 1]! & padding).toBe(0);
      }),
    );
  });

  it('doubles every dot where there is room for twice as many', () => {
    const width = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(bitmaps({ width }), fc.integer({ min: 80, max: 200 }), (bitmap, head) => {
        const doubled = createBitmap(2 * bitmap.width, 2 * bitmap.height);
        for (let y = 0; y < doubled.height; y++) {
          for (let x = 0; x < doubled.width; x++) if (isBlack(bitmap, x >> 1, y >> 1)) blacken(doubled, x, y);
        }
        expectInTheMiddle(fitToHead(bitmap, head), doubled);
      }),
    );
  });

  it('puts in the middle what has no room to grow, an odd dot of white on the right', () => {
    const width = fc.integer({ min: 30, max: 60 });
    fc.assert(
      fc.property(bitmaps({ width }), fc.double({ min: 1, max: 1.49, noNaN: true }), (bitmap, factor) => {
        const head = Math.floor(bitmap.width * factor);
        const fitted = fitToHead(bitmap, head);
        expect(fitted.height).toBe(bitmap.height);
        expectInTheMiddle(fitted, bitmap);
      }),
    );
  });

  it('shrinks what is wider than the head and keeps its tones', () => {
    for (const tone of [0, 40, 100, 128, 200, 255]) {
      const wide = KERNELS['floyd-steinberg'](new Uint8Array(832 * 300).fill(tone), 832, 300);
      const shrunk = fitToHead(wide, 384);
      expect([shrunk.width, shrunk.height]).toEqual([384, 138]);
      expect(100 * Math.abs(blackShare(shrunk) - blackShare(wide))).toBeLessThan(0.3);
    }
  });

  it('shrinks shapes to their size and place', () => {
    const wide = createBitmap(576, 90);
    for (let y = 30; y < 60; y++) for (let x = 192; x < 384; x++) blacken(wide, x, y);
    const expected = createBitmap(384, 60);
    for (let y = 20; y < 40; y++) for (let x = 128; x < 256; x++) blacken(expected, x, y);
    expect(fitToHead(wide, 384)).toEqual(expected);
  });

  it('takes pictures without a row, and of one', () => {
    for (const head of [100, 384, 500, 576, 1000]) {
      expect(fitToHead(createBitmap(384, 0), head)).toEqual(createBitmap(head, 0));
      expect(fitToHead(invert(createBitmap(384, 1)), head).height).toBeGreaterThan(0);
    }
    expect(blackShare(fitToHead(invert(createBitmap(384, 1)), 100))).toBe(1);
  });

  it.each([0, -8, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('knows no head of %d dots', (head) => {
    expect(() => fitToHead(createBitmap(8, 8), head)).toThrow(expect.objectContaining({ code: 'picture-size' }));
  });
});
