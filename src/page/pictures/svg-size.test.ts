import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { svgSize } from './svg-size.ts';

const none = { width: null, height: null, viewBox: null };

describe('the size of a drawing', () => {
  it.each([
    ['its own', { ...none, width: '200', height: '100px' }, 2],
    ['in millimetres', { ...none, width: '100mm', height: '50mm' }, 2],
    ['in mixed units', { ...none, width: '1in', height: '96' }, 1],
    ['that of its box', { ...none, viewBox: '0 0 30 10' }, 3],
    ['that of a box with commas', { ...none, viewBox: '-5,-5,30,10' }, 3],
    ['one side and the shape of its box', { width: '400', height: null, viewBox: '0 0 4 2' }, 2],
    ['the other side and the shape of its box', { width: null, height: '10', viewBox: '0 0 4 1' }, 4],
    ['that of its box where sides are shares', { width: '100%', height: '100%', viewBox: '0 0 5 1' }, 5],
    ['its own before that of its box', { width: '20', height: '20', viewBox: '0 0 5 1' }, 1],
    ['what CSS takes where there is none', none, 2],
    ['what CSS takes where it makes no sense', { width: '-5', height: 'auto', viewBox: '0 0 0 x' }, 2],
  ])('is %s', (_what, attributes, shape) => {
    const { width, height, dotsWide, dotsHigh } = svgSize(attributes);
    expect(width / height).toBeCloseTo(shape, 6);
    expect(dotsWide / dotsHigh).toBeCloseTo(shape, 2);
  });

  it('is large enough for the widest head in both directions', () => {
    expect(svgSize({ ...none, viewBox: '0 0 24 24' })).toEqual({
      width: 24,
      height: 24,
      dotsWide: 1152,
      dotsHigh: 1152,
    });
  });

  it('is bounded, whatever the file says', () => {
    const text = fc.oneof(fc.constant(null), fc.string(), fc.double({ min: 0, noNaN: true }).map(String));
    fc.assert(
      fc.property(text, text, text, (width, height, viewBox) => {
        const { dotsWide, dotsHigh } = svgSize({ width, height, viewBox });
        expect(Number.isInteger(dotsWide) && dotsWide >= 1 && dotsWide <= 16_384).toBe(true);
        expect(Number.isInteger(dotsHigh) && dotsHigh >= 1 && dotsHigh <= 16_384).toBe(true);
        expect(dotsWide * dotsHigh).toBeLessThanOrEqual(16_000_000);
      }),
    );
  });
});
