import { describe, expect, it } from 'vitest';
import { createBitmap } from './bitmap.ts';
import { fitToHead } from './fit.ts';
import { headScale } from './head-scale.ts';

describe('the scale of a picture on a head', () => {
  it.each([
    [384, 384, 1],
    [384, 400, 1],
    [384, 512, 1],
    [384, 576, 1.5],
    [384, 640, 1.5],
    [384, 832, 2],
    [576, 384, 2 / 3],
    [64, 1248, 2],
  ])('of %i dots on one of %i is %d, as it is printed', (width, head, scale) => {
    expect(headScale(width, head)).toBeCloseTo(scale, 10);
    expect(fitToHead(createBitmap(width, 120), head).height).toBe(120 * scale);
  });
});
