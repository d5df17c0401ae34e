import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometryAt, paperGeometry, paperOfHead, within } from './paper-geometry.ts';

describe('a dot on the screen', () => {
  it.each([
    // column, pixel ratio, device pixels a dot
    [390, 3, 2],
    [412, 2.625, 2],
    [360, 3, 2],
    [700, 1, 1],
    [700, 2, 2],
    [700, 1.5, 2],
  ])('in a column of %d CSS pixels at a ratio of %d takes %d device pixels', (column, ratio, expected) => {
    const { devicePixels, pans } = paperGeometry(column, ratio, 384);
    expect(devicePixels).toBe(expected);
    expect(pans).toBe(false);
  });

  it('is always a whole number of device pixels, and the paper fits wherever one fits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 4000 }),
        fc.constantFrom(1, 1.25, 1.5, 1.75, 2, 2.625, 3, 4 / 3),
        fc.integer({ min: 8, max: 1200 }),
        (column, ratio, dots) => {
          const { devicePixels, dot, width, margin, pans } = paperGeometry(column, ratio, dots);
          expect(Number.isInteger(devicePixels)).toBe(true);
          expect(devicePixels).toBeGreaterThanOrEqual(1);
          expect(dot * ratio).toBeCloseTo(devicePixels);
          expect(pans).toBe(dots / ratio > column + 0.01);
          if (!pans) expect(width + 2 * margin).toBeLessThanOrEqual(column + 0.01);
        },
      ),
    );
  });

  it('pans where not even one device pixel a dot fits', () => {
    expect(paperGeometry(320, 1, 384)).toMatchObject({ devicePixels: 1, width: 384, margin: 0, pans: true });
  });

  it('gives up its margins before it pans', () => {
    expect(paperGeometry(400, 1, 384)).toMatchObject({ devicePixels: 1, width: 384, margin: 8, pans: false });
  });

  it('gets no smaller for the sake of wide margins', () => {
    expect(paperGeometry(390, 3, 576)).toMatchObject({ devicePixels: 2, width: 384, margin: 3, pans: false });
  });

  it('can be larger than fits, to be looked at', () => {
    expect(geometryAt(4, 390, 3, 384)).toMatchObject({ width: 512, margin: 0, pans: true });
  });
});

describe('a picture on the paper of a wider head', () => {
  const on = (column: number, ratio: number, head: number, dots: number) =>
    within(paperOfHead(column, ratio, head), paperGeometry(column, ratio, dots), dots);

  it('fills it where whole device pixels allow that', () => {
    expect(on(700, 2, 768, 384)).toMatchObject({ devicePixels: 2, width: 384 });
    expect(on(390, 3, 576, 384)).toMatchObject({ devicePixels: 3, width: 384, margin: 3 });
  });

  it('lies in its middle where they do not', () => {
    expect(on(700, 1, 576, 384)).toMatchObject({ devicePixels: 1, width: 384, margin: 112 });
  });

  it('lies as ever on paper of its own width, and where it is wider', () => {
    expect(on(700, 2, 384, 384)).toEqual(paperGeometry(700, 2, 384));
    expect(on(700, 1, 384, 576)).toEqual(paperGeometry(700, 1, 576));
    expect(on(400, 1, 576, 576)).toEqual(paperGeometry(400, 1, 576));
    expect(on(400, 1, 576, 384)).toEqual(paperGeometry(400, 1, 384));
  });

  it('is no smaller than on a usual head where the finer one takes less room', () => {
    expect(on(360, 3, 576, 384)).toEqual(paperGeometry(360, 3, 384));
    expect(on(360, 3, 576, 576)).toMatchObject({ devicePixels: 1, width: 192, margin: 32 + 32 / 3 });
  });
});
