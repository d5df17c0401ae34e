import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmaps } from '../../test/support/arbitraries.ts';
import { readPicture } from '../../test/support/wire.ts';
import { type Bitmap, blacken, blackShare, bytesPerRow, createBitmap, invert, isBlack } from './bitmap.ts';
import { enlargeByHalf } from './enlarge-by-half.ts';
import { KERNELS } from './kernels.ts';

/** Where a column or row of a picture goes. */
function moved(at: number): number {
  return 3 * (at >> 1) + 2 * (at & 1);
}

function draw(width: number, height: number, black: (x: number, y: number) => boolean): Bitmap {
  const bitmap = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (black(x, y)) blacken(bitmap, x, y);
  }
  return bitmap;
}

/** A picture's rows as text, `#` for black. */
function rows(bitmap: Bitmap): string[] {
  return Array.from({ length: bitmap.height }, (_, y) =>
    Array.from({ length: bitmap.width }, (_, x) => (isBlack(bitmap, x, y) ? '#' : '.')).join(''),
  );
}

function fromRows(lines: readonly string[]): Bitmap {
  return draw(lines[0]!.length, lines.length, (x, y) => lines[y]![x] === '#');
}

/** The share of black in squares of `side` dots, row by row. */
function localShares(bitmap: Bitmap, side: number): number[] {
  const [across, down] = [Math.floor(bitmap.width / side), Math.floor(bitmap.height / side)];
  return Array.from({ length: across * down }, (_, i) => {
    const [left, top] = [(i % across) * side, Math.floor(i / across) * side];
    let black = 0;
    for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) black += isBlack(bitmap, left + x, top + y) ? 1 : 0;
    return black / side ** 2;
  });
}

/** Points by which the black of a picture is off once it is enlarged: in all, and where that is worst. */
function toneErrors(bitmap: Bitmap, side = 32): { whole: number; worst: number } {
  const enlarged = enlargeByHalf(bitmap);
  const before = localShares(bitmap, side);
  const after = localShares(enlarged, 1.5 * side);
  return {
    whole: 100 * Math.abs(blackShare(enlarged) - blackShare(bitmap)),
    worst: 100 * Math.max(...before.map((share, i) => Math.abs(share - after[i]!))),
  };
}

function flat(kernel: 'floyd-steinberg' | 'atkinson', tone: number): Bitmap {
  return KERNELS[kernel](new Uint8Array(384 * 256).fill(tone), 384, 256);
}

/** The number of separate shapes of one colour, with white round the picture. Black also holds together at corners. */
function shapes(bitmap: Bitmap, black: boolean): number {
  const width = bitmap.width + 2;
  const left = new Uint8Array(width * (bitmap.height + 2)).fill(black ? 0 : 1);
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++) {
      left[(y + 1) * width + x + 1] = isBlack(bitmap, x, y) === black ? 1 : 0;
    }
  }
  const near = black ? [1, -1, width, -width, width + 1, width - 1, 1 - width, -width - 1] : [1, -1, width, -width];
  let count = 0;
  for (let start = left.indexOf(1); start >= 0; start = left.indexOf(1, start)) {
    count++;
    left[start] = 0;
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const step of near) {
        if (left[at + step] !== 1) continue;
        left[at + step] = 0;
        open.push(at + step);
      }
    }
  }
  return count;
}

const TONES = Array.from({ length: 31 }, (_, i) => 8 * (i + 1));
const SIZES = { width: fc.integer({ min: 1, max: 70 }), height: fc.integer({ min: 1, max: 20 }) };

describe('enlarging by half', () => {
  it('keeps every dot in its place, whatever the size', () => {
    fc.assert(
      fc.property(bitmaps(SIZES), (bitmap) => {
        const enlarged = enlargeByHalf(bitmap);
        expect([enlarged.width, enlarged.height]).toEqual([
          Math.ceil(1.5 * bitmap.width),
          Math.ceil(1.5 * bitmap.height),
        ]);
        for (let y = 0; y < bitmap.height; y++) {
          for (let x = 0; x < bitmap.width; x++) {
            expect(isBlack(enlarged, moved(x), moved(y))).toBe(isBlack(bitmap, x, y));
          }
        }
      }),
    );
  });

  it('puts nothing between dots that are the same', () => {
    fc.assert(
      fc.property(bitmaps(SIZES), (bitmap) => {
        const enlarged = enlargeByHalf(bitmap);
        for (let y = 0; y < bitmap.height; y++) {
          for (let x = 0; x + 1 < bitmap.width; x += 2) {
            const black = isBlack(bitmap, x, y);
            if (isBlack(bitmap, x + 1, y) === black) expect(isBlack(enlarged, moved(x) + 1, moved(y))).toBe(black);
          }
        }
      }),
    );
  });

  it('gives the same bytes each time, with white padding, and leaves its input alone', () => {
    fc.assert(
      fc.property(bitmaps(SIZES), (bitmap) => {
        const before = bitmap.data.slice();
        const enlarged = enlargeByHalf(bitmap);
        expect(enlargeByHalf(bitmap)).toEqual(enlarged);
        expect(bitmap.data).toEqual(before);
        const stride = bytesPerRow(enlarged.width);
        expect(enlarged.data.length).toBe(stride * enlarged.height);
        const padding = (1 << (8 * stride - enlarged.width)) - 1;
        for (let y = 1; y <= enlarged.height; y++) expect(enlarged.data[y * stride - 1]! & padding).toBe(0);
      }),
    );
  });

  it('leaves white white and black black', () => {
    for (const [width, height] of [
      [384, 50],
      [37, 21],
      [1, 1],
    ] as const) {
      expect(blackShare(enlargeByHalf(createBitmap(width, height)))).toBe(0);
      const black = enlargeByHalf(invert(createBitmap(2 * width, 2 * height)));
      expect(blackShare(black)).toBe(1);
    }
    expect(enlargeByHalf(createBitmap(384, 0))).toEqual(createBitmap(576, 0));
  });
});

describe('dithered tones', () => {
  it.each([
    ['floyd-steinberg', 0.05, 2],
    ['atkinson', 0.2, 3],
  ] as const)('of %s keep their share of black, everywhere', (kernel, mean, worst) => {
    const errors = TONES.map((tone) => toneErrors(flat(kernel, tone)));
    expect(errors.reduce((sum, { whole }) => sum + whole, 0) / errors.length).toBeLessThan(mean);
    expect(Math.max(...errors.map((error) => error.worst))).toBeLessThan(worst);
  });

  it.each(['floyd-steinberg', 'atkinson'] as const)('of %s keep it where one grows into another', (kernel) => {
    const ramp = (x: number, y: number) => 127.5 + 110 * Math.sin(x / 60 + y / 90);
    const gray = Uint8Array.from({ length: 384 * 256 }, (_, i) => ramp(i % 384, Math.floor(i / 384)));
    const { whole, worst } = toneErrors(KERNELS[kernel](gray, 384, 256));
    expect(whole).toBeLessThan(0.2);
    expect(worst).toBeLessThan(3);
  });

  it('of a photo that a server sent keep it', async () => {
    const photo = await readPicture('05-photo-gradient-png.png');
    const { whole, worst } = toneErrors(photo);
    expect(whole).toBeLessThan(0.2);
    expect(worst).toBeLessThan(2);
  });

  it('get no lighter or darker lines: each four rows and columns keep their share', () => {
    /** The share of black in bands of rows or of columns. */
    const bands = (bitmap: Bitmap, thickness: number, level: boolean) => {
      const black = new Array(Math.floor((level ? bitmap.height : bitmap.width) / thickness)).fill(0);
      const across = level ? bitmap.width : bitmap.height;
      for (let i = 0; i < black.length * thickness * across; i++) {
        const [along, at] = [i % across, Math.floor(i / across)];
        if (isBlack(bitmap, level ? along : at, level ? at : along)) black[Math.floor(at / thickness)]++;
      }
      return black.map((dots) => dots / (thickness * across));
    };
    for (const tone of TONES) {
      const dithered = flat('floyd-steinberg', tone);
      const enlarged = enlargeByHalf(dithered);
      for (const level of [true, false]) {
        const before = bands(dithered, 4, level);
        const errors = bands(enlarged, 6, level).map((share, i) => 100 * Math.abs(share - before[i]!));
        // The kernel itself draws lines along the margins.
        expect(Math.max(...errors.slice(1, -1)), `tone ${tone}`).toBeLessThan(3);
      }
    }
  });
});

describe('ruled pictures', () => {
  const rulings = [1, 2, 3, 4, 5].flatMap((line) => {
    return [1, 2, 3, 5, 8].flatMap((gap) => Array.from({ length: line + gap }, (_, phase) => ({ line, gap, phase })));
  });

  /** The runs of a row, black and white in turns, without those that the margins cut and their neighbours. */
  const runs = (row: string) => (row.match(/#+|\.+/g) ?? []).slice(2, -2);

  it.each([false, true])('have lines of one thickness along their whole length (level: %s)', (level) => {
    for (const { line, gap, phase } of rulings) {
      const ruled = (at: number) => (at + phase) % (line + gap) < line;
      const enlarged = enlargeByHalf(draw(64, 60, (x, y) => ruled(level ? y : x)));
      const lines = rows(enlarged);
      const across = level ? Array.from({ length: 96 }, (_, x) => lines.map((row) => row[x]).join('')) : lines;
      expect(new Set(across).size, JSON.stringify({ line, gap, phase })).toBe(1);
      for (const run of runs(across[0]!)) {
        const whole = run[0] === '#' ? line : gap;
        // Thin lines and gaps never vanish, and nothing is more than half a dot from what it should be, or one if thin.
        expect(Math.abs(run.length - 1.5 * whole), JSON.stringify({ line, gap, phase, run })).toBeLessThanOrEqual(
          whole === 1 || line === 1 || gap === 1 ? 1 : 0.5,
        );
      }
    }
  });

  it.each([2, 3, 4, 7])('draw lone lines of one dot two dots thick wherever they are, with a gap of %i', (gap) => {
    for (let phase = 0; phase <= gap; phase++) {
      const ruled = draw(60, 30, (x) => (x + phase) % (gap + 1) === 0);
      for (const row of rows(enlargeByHalf(ruled))) {
        expect(new Set(runs(row).filter((run) => run[0] === '#'))).toEqual(new Set(['##']));
      }
      const white = invert(ruled);
      for (const row of rows(enlargeByHalf(white))) {
        expect(new Set(runs(row).filter((run) => run[0] === '.'))).toEqual(new Set(['..']));
      }
    }
  });

  it('keep half of the dots black in the finest hatch', () => {
    for (const phase of [0, 1]) {
      expect(blackShare(enlargeByHalf(draw(64, 64, (x) => (x + phase) % 2 === 0)))).toBeCloseTo(0.5, 2);
      expect(blackShare(enlargeByHalf(draw(64, 64, (_, y) => (y + phase) % 2 === 0)))).toBeCloseTo(0.5, 2);
      expect(blackShare(enlargeByHalf(draw(64, 64, (x, y) => (x + y + phase) % 2 === 0)))).toBeCloseTo(0.5, 2);
    }
  });

  it.each([
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ])('have even frames, also around a dithered picture (%i, %i)', (left, top) => {
    const dithered = flat('floyd-steinberg', 150);
    const framed = draw(200, 120, (x, y) => {
      const edge = Math.min(x - left - 10, y - top - 10, 180 + left - x, 100 + top - y);
      return edge === 0 || (edge > 1 && isBlack(dithered, x, y));
    });
    const lines = rows(enlargeByHalf(framed));
    const [first, end] = [moved(10 + left), moved(180 + left)];
    const upper = lines.slice(moved(10 + top) - 2, moved(10 + top) + 3).map((row) => row.slice(first + 2, end - 1));
    expect(upper.filter((row) => !row.includes('.')).length).toBe(2);
    expect(upper.filter((row) => !row.includes('#')).length).toBeGreaterThanOrEqual(1);
    const sides = lines.slice(moved(10 + top) + 3, moved(99 + top)).map((row) => row.slice(first - 2, first + 3));
    const black = [0, 1, 2, 3, 4].map((x) => sides.filter((row) => row[x] === '#').length);
    expect(black.filter((count) => count === sides.length).length).toBe(2);
    expect(black.slice(0, 3).filter((count) => count > 0 && count < sides.length)).toEqual([]);
  });

  it('over a light tone do not take the black out of what is below', () => {
    const gray = Uint8Array.from({ length: 384 * 512 }, (_, i) => (i < 384 * 448 ? 235 : 128));
    const dithered = KERNELS['floyd-steinberg'](gray, 384, 512);
    const ruled = draw(384, 512, (x, y) => (y < 448 && y % 8 === 0) || isBlack(dithered, x, y));
    const below = draw(384, 64, (x, y) => isBlack(ruled, x, 448 + y));
    const enlarged = enlargeByHalf(ruled);
    const enlargedBelow = draw(576, 96, (x, y) => isBlack(enlarged, x, 672 + y));
    expect(100 * Math.abs(blackShare(enlargedBelow) - blackShare(below))).toBeLessThan(1);
  });
});

describe('slopes', () => {
  it('of 45 degrees are even', () => {
    for (const phase of [0, 1, 2, 3]) {
      const half = rows(enlargeByHalf(draw(60, 60, (x, y) => x + y < 60 + phase)));
      const lengths = half.slice(10, 80).map((row) => row.lastIndexOf('#'));
      expect(lengths).toEqual(lengths.map((_, i) => lengths[0]! - i));
    }
  });

  it('that are thick stay even lines', () => {
    for (const phase of [0, 1, 2, 3]) {
      const line = rows(enlargeByHalf(draw(64, 64, (x, y) => x - y >= phase && x - y < phase + 4)));
      const thick = new Set(line.slice(4, 70).map((row) => row.replaceAll('.', '').length));
      expect(Math.max(...thick) - Math.min(...thick)).toBeLessThanOrEqual(1);
    }
  });
});

describe('letters', () => {
  it.each([
    ['03-html.png', 0],
    ['25-tall-html.png', 0],
    // Its letters are dithered at their edges, and one speck of white closes.
    ['02-text.png', 1],
  ])('of %s keep what is joined joined and what is open open', async (name, closed) => {
    const whole = await readPicture(name);
    const page = draw(whole.width, Math.min(whole.height, 1500), (x, y) => isBlack(whole, x, y));
    const enlarged = enlargeByHalf(page);
    expect(shapes(enlarged, true)).toBe(shapes(page, true));
    expect(shapes(page, false) - shapes(enlarged, false)).toBe(closed);
    expect(toneErrors(page).whole).toBeLessThan(0.2);
  });

  it('come out the same wherever a page has them', () => {
    const letter = ['.....', '.###.', '#...#', '#...#', '#####', '#...#', '#...#', '#...#', '.....'];
    const blank = '.'.repeat(5);
    const page = (before: number) =>
      rows(enlargeByHalf(fromRows([...Array.from({ length: before }, () => blank), ...letter, blank, blank])));
    const trimmed = (lines: string[]) => lines.filter((line) => line.includes('#'));
    expect(trimmed(page(2))).toEqual(trimmed(page(4)));
    expect(trimmed(page(4))).toMatchInlineSnapshot(`
      [
        "..####..",
        ".#####..",
        "##....##",
        "##....##",
        "##....##",
        "########",
        "########",
        "##....##",
        "##....##",
        "##....##",
        "##....##",
      ]
    `);
    expect(trimmed(page(5))).toMatchInlineSnapshot(`
      [
        "..####..",
        ".######.",
        "##....##",
        "##....##",
        "########",
        "########",
        "##....##",
        "##....##",
        "##....##",
        "##....##",
        "##....##",
      ]
    `);
  });
});
