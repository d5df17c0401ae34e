import { describe, expect, it } from 'vitest';
import { createBitmap } from '../../../imaging/bitmap.ts';
import { shrink } from './shrink.ts';

describe('a picture made small', () => {
  it('has as much ink in a pixel as there are black dots under it', () => {
    const bitmap = createBitmap(8, 4);
    // Two dots of four in the first pixel, all of them in the last one of the second row.
    bitmap.data.set([0b10000000, 0b01000000, 0b00000011, 0b00000011]);
    const { width, height, ink } = shrink(bitmap, 2);
    expect([width, height]).toEqual([4, 2]);
    expect([...ink]).toEqual([128, 0, 0, 0, 0, 0, 0, 255]);
  });

  it('has every dot at its full size, and none lost at odd edges', () => {
    const bitmap = createBitmap(8, 3);
    bitmap.data.set([0xff, 0, 0xff]);
    expect([...shrink(bitmap, 1).ink].filter((opacity) => opacity === 255)).toHaveLength(16);
    expect([...shrink(bitmap, 2).ink]).toEqual([128, 128, 128, 128, 128, 128, 128, 128]);
  });
});
