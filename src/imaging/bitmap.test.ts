import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmaps } from '../../test/support/arbitraries.ts';
import { blacken, blackShare, bytesPerRow, createBitmap, equalBitmaps, invert, isBlack } from './bitmap.ts';

describe('a bitmap', () => {
  it('pads rows to whole bytes', () => {
    expect([0, 1, 8, 9, 384].map(bytesPerRow)).toEqual([0, 1, 1, 2, 48]);
    expect(createBitmap(9, 3).data.length).toBe(6);
  });

  it('has its leftmost dot in the highest bit', () => {
    const bitmap = createBitmap(10, 2);
    blacken(bitmap, 0, 0);
    blacken(bitmap, 9, 1);
    expect([...bitmap.data]).toEqual([0x80, 0, 0, 0x40]);
  });

  it('is white outside', () => {
    const black = invert(createBitmap(3, 2));
    const outside = [
      [-1, 0],
      [0, -1],
      [3, 0],
      [0, 2],
    ] as const;
    expect(outside.map(([x, y]) => isBlack(black, x, y))).toEqual([false, false, false, false]);
  });

  it('inverts every dot and keeps its padding white', () => {
    fc.assert(
      fc.property(bitmaps(), (bitmap) => {
        const { width, height } = bitmap;
        const inverse = invert(bitmap);
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) expect(isBlack(inverse, x, y)).toBe(!isBlack(bitmap, x, y));
        }
        expect(blackShare(bitmap) + blackShare(inverse)).toBeCloseTo(1, 10);
        expect(equalBitmaps(invert(inverse), bitmap)).toBe(true);
      }),
    );
  });

  it('equals another of the same size and dots only', () => {
    const one = createBitmap(8, 2);
    const other = createBitmap(8, 2);
    expect(equalBitmaps(one, other)).toBe(true);
    blacken(other, 7, 1);
    expect(equalBitmaps(one, other)).toBe(false);
    expect(equalBitmaps(one, createBitmap(16, 1))).toBe(false);
    expect(equalBitmaps(createBitmap(7, 2), one)).toBe(false);
  });

  it('tells its share of black, none when it is empty', () => {
    const bitmap = createBitmap(10, 2);
    blacken(bitmap, 3, 1);
    expect(blackShare(bitmap)).toBe(0.05);
    expect(blackShare(createBitmap(0, 0))).toBe(0);
  });
});
