import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blacken, createBitmap, equalBitmaps, invert } from '../../src/imaging/bitmap.ts';
import { bitmaps } from '../support/arbitraries.ts';
import { differenceOf, expectSameDots } from './same-dots.ts';

describe('two pictures', () => {
  it('are the same or differ as their dots do', () => {
    fc.assert(
      fc.property(bitmaps({ width: fc.constant(11) }), bitmaps({ width: fc.constant(11) }), (a, b) => {
        expect(differenceOf(a, a)).toBeUndefined();
        expect(differenceOf(a, b) === undefined).toBe(equalBitmaps(a, b));
      }),
    );
  });

  it('differ by what is told: how many dots, in which rows, and which is the first', () => {
    const due = createBitmap(16, 9);
    const printed = createBitmap(16, 9);
    blacken(due, 5, 3);
    blacken(printed, 6, 3);
    blacken(printed, 0, 7);
    expect(() => expectSameDots(printed, due)).toThrow(
      '3 dots in 2 rows (3 to 7) differ; first at row 3, column 5: white where black is due; black: 1.39 % where 0.69 % is due',
    );
  });

  it('of different sizes are told to be that, and whether the rest is the same', () => {
    expect(differenceOf(createBitmap(16, 2), createBitmap(16, 3))).toBe(
      'the picture is 16×2 where 16×3 is due, and as far as they go they are the same',
    );
    expect(differenceOf(createBitmap(8, 1), invert(createBitmap(8, 2)))).toMatch(
      /^the picture is 8×1 where 8×2 is due; 16 dots in 2 rows \(0 to 1\) differ; first at row 0, column 0: white where black is due/,
    );
  });

  it('cannot be compared when nothing was printed', () => {
    expect(() => expectSameDots(undefined, createBitmap(8, 1))).toThrow('there is no picture where one of 8×1 is due');
  });
});
