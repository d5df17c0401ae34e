import { describe, expect, it } from 'vitest';
import { type Bitmap, isBlack } from './bitmap.ts';
import { drawTestPattern } from './test-pattern.ts';

const WIDTHS = Array.from({ length: (1248 - 64) / 8 + 1 }, (_, i) => 64 + 8 * i);

/** The black dots of a rectangle, from 0 to 1. */
function share(bitmap: Bitmap, left: number, top: number, width: number, height: number): number {
  let black = 0;
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) black += isBlack(bitmap, x, y) ? 1 : 0;
  }
  return black / (width * height);
}

describe('the test pattern', () => {
  it('fits every head, framed to its outermost dots', () => {
    for (const width of WIDTHS) {
      const pattern = drawTestPattern(width);
      expect([pattern.width, pattern.height, pattern.data.length]).toEqual([width, 200, 25 * width]);
      expect(share(pattern, 0, 0, width, 2) * share(pattern, 0, 198, width, 2)).toBe(1);
      expect(share(pattern, 0, 0, 2, 200) * share(pattern, width - 2, 0, 2, 200)).toBe(1);
    }
  });

  it.each([63, 65, 56, 1256, 384.5, 0, Number.NaN])('is not drawn for %d dots', (width) => {
    expect(() => drawTestPattern(width)).toThrow(expect.objectContaining({ code: 'picture-size' }));
  });

  it('has a tick every 8 dots and a longer one every 80, above and below', () => {
    const pattern = drawTestPattern(384);
    const columns = (y: number) => Array.from({ length: 380 }, (_, i) => i + 2).filter((x) => isBlack(pattern, x, y));
    const every = (step: number) => Array.from({ length: 383 / step }, (_, i) => step * (i + 1));
    expect([columns(5), columns(194)]).toEqual([every(8), every(8)]);
    expect([columns(15), columns(184)]).toEqual([every(80), every(80)]);
  });

  it('has diagonals that move one dot a row, over the whole width', () => {
    const pattern = drawTestPattern(384);
    for (let x = 2; x < 382; x++) expect(share(pattern, x, 22, 1, 36)).toBeGreaterThanOrEqual(2 / 36);
    for (let y = 26; y < 52; y++) {
      for (let x = 4; x < 380; x++) {
        if (!isBlack(pattern, x, y)) continue;
        expect(isBlack(pattern, x - 1, y + 1) || isBlack(pattern, x + 1, y + 1)).toBe(true);
      }
    }
  });

  it('has lines of 1, 2, 3 and 4 dots with gaps as wide', () => {
    const pattern = drawTestPattern(384);
    const runs = (left: number) => {
      const dots = Array.from({ length: 40 }, (_, x) => (isBlack(pattern, left + x, 70) ? '#' : ' ')).join('');
      return new Set(dots.trim().match(/#+| +/g)?.slice(0, -1));
    };
    expect([10, 103, 197, 290].map(runs)).toEqual([1, 2, 3, 4].map((n) => new Set(['#'.repeat(n), ' '.repeat(n)])));
  });

  it('has sixteen greys, each darker than the one before, and a solid block', () => {
    const pattern = drawTestPattern(576);
    const shares = Array.from({ length: 16 }, (_, i) => share(pattern, Math.ceil(13 + (i * 556) / 16), 123, 30, 22));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(new Set(shares).size).toBe(16);
    expect([shares[0], shares[15]]).toEqual([0, 1]);
    expect(share(pattern, 10, 157, 556, 22)).toBe(1);
  });
});
