import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizeSlowly } from '../../test/support/slow-resize.ts';
import { LinearResizer } from './linear-resize.ts';

interface Colours {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

function resize({ width, height, rgba }: Colours, toWidth: number, toHeight: number): Uint8Array {
  const resizer = new LinearResizer({ width, height, toWidth, toHeight });
  resizer.push(rgba);
  return Uint8Array.from(resizer.finish().data);
}

/** An opaque picture of one grey a dot. */
function greys(width: number, height: number, greyOf: (x: number, y: number) => number): Colours {
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) rgba.fill(greyOf(i % width, Math.floor(i / width)), 4 * i, 4 * i + 3);
  return { width, height, rgba };
}

const side = fc.integer({ min: 1, max: 13 });
const colours = fc.tuple(side, side).chain(([width, height]) => {
  const length = 4 * width * height;
  const value = fc.oneof(fc.constantFrom(0, 255), fc.integer({ min: 0, max: 255 }));
  return fc
    .array(value, { minLength: length, maxLength: length })
    .map((values): Colours => ({ width, height, rgba: Uint8ClampedArray.from(values) }));
});

describe('resizing in linear light', () => {
  it('mixes black and white to the grey of half the light', () => {
    const checker = greys(64, 48, (x, y) => ((x + y) % 2) * 255);
    expect(new Set(resize(checker, 32, 24))).toEqual(new Set([188]));
  });

  it.each([
    [9, 9, 9, 9],
    [9, 7, 4, 3],
    [4, 3, 9, 7],
    [5, 12, 12, 5],
    [1, 1, 8, 8],
    [17, 1, 3, 1],
  ])('leaves every flat grey as it is, from %i x %i to %i x %i', (width, height, toWidth, toHeight) => {
    for (let grey = 0; grey < 256; grey++) {
      expect(
        new Set(
          resize(
            greys(width, height, () => grey),
            toWidth,
            toHeight,
          ),
        ),
      ).toEqual(new Set([grey]));
    }
  });

  it('leaves a grey picture of the same size as it is', () => {
    const picture = greys(16, 16, (x, y) => 16 * y + x);
    expect([...resize(picture, 16, 16)]).toEqual(Array.from({ length: 256 }, (_, grey) => grey));
  });

  it('keeps the light of a picture that shrinks', () => {
    const one = greys(30, 30, (x, y) => (x === 13 && y === 17 ? 255 : 0));
    const light = (grey: number) =>
      grey / 255 <= 0.04045 ? grey / 255 / 12.92 : ((grey / 255 + 0.055) / 1.055) ** 2.4;
    for (const to of [1, 2, 4, 7, 11]) {
      const whole = resize(one, to, to).reduce((sum, grey) => sum + light(grey), 0);
      expect(Math.abs((whole * 30 * 30) / (to * to) - 1), `to ${to}`).toBeLessThan(0.16);
    }
  });

  it('weighs red, green and blue as eyes do', () => {
    const rgba = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
    expect([...resize({ width: 3, height: 1, rgba }, 3, 1)]).toEqual([127, 220, 76]);
  });

  it('puts what is transparent on white paper', () => {
    const rgba = Uint8ClampedArray.of(0, 0, 0, 0, 0, 0, 0, 128, 255, 255, 255, 128, 0, 0, 0, 255);
    expect([...resize({ width: 4, height: 1, rgba }, 4, 1)]).toEqual([255, 187, 255, 0]);
    expect([...resize({ width: 4, height: 1, rgba }, 1, 1)]).toEqual([207]);
  });

  it('tells apart all tones, also the darkest', () => {
    const pairs = greys(2 * 250, 1, (x) => (x >> 1) + 2 * (x & 1));
    expect([...resize(pairs, 250, 1)]).toEqual(Array.from({ length: 250 }, (_, grey) => grey + 1));
  });

  it('gives what the definition gives, to the nearest grey', () => {
    fc.assert(
      fc.property(colours, side, side, (picture, toWidth, toHeight) => {
        const slow = resizeSlowly(picture, toWidth, toHeight);
        resize(picture, toWidth, toHeight).forEach((grey, i) => {
          expect(Math.abs(grey - slow[i]!)).toBeLessThan(0.55);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same for rows that come in any portions', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(colours, side, side, cuts, (picture, toWidth, toHeight, portions) => {
        const { width, height, rgba } = picture;
        const resizer = new LinearResizer({ width, height, toWidth, toHeight });
        let row = 0;
        for (const rows of [...portions, height]) {
          const end = Math.min(row + rows, height);
          const portion = rgba.slice(4 * width * row, 4 * width * end);
          resizer.push(portion);
          portion.fill(7);
          row = end;
        }
        expect(resizer.finish()).toEqual({
          width: toWidth,
          height: toHeight,
          data: resize(picture, toWidth, toHeight),
        });
      }),
    );
  });

  it('refuses sizes of no picture before it allocates anything', () => {
    const usual = { width: 10, height: 10, toWidth: 10, toHeight: 10 };
    const wrong = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31];
    for (const key of ['width', 'height', 'toWidth', 'toHeight'] as const) {
      for (const value of wrong) {
        expect(() => new LinearResizer({ ...usual, [key]: value })).toThrow(
          expect.objectContaining({ code: 'picture-size' }),
        );
      }
    }
    expect(() => new LinearResizer({ ...usual, toWidth: 60_000, toHeight: 60_000 })).toThrow(
      expect.objectContaining({ code: 'picture-size' }),
    );
  });

  it('refuses parts of rows, too many rows and too few', () => {
    const refused = expect.objectContaining({ code: 'picture-size' });
    const resizer = new LinearResizer({ width: 4, height: 3, toWidth: 2, toHeight: 2 });
    expect(() => resizer.push(new Uint8ClampedArray(15))).toThrow(refused);
    resizer.push(new Uint8ClampedArray(32));
    expect(() => resizer.push(new Uint8ClampedArray(32))).toThrow(refused);
    expect(() => resizer.finish()).toThrow(refused);
    resizer.push(new Uint8ClampedArray(16));
    expect([...resizer.finish().data]).toEqual([255, 255, 255, 255]);
  });
});
