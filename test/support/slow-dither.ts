/** A published way to spread errors: each share in `parts`ths, for the dot `dx` to the right and `dy` rows below. */
export interface Spread {
  readonly parts: number;
  readonly shares: readonly (readonly [dx: number, dy: number, share: number])[];
}

/**
 * R. W. Floyd and L. Steinberg, An Adaptive Algorithm for Spatial Greyscale, Proceedings of the Society for Information
 * Display 17 (1976):
 *
 *         *  7
 *      3  5  1   sixteenths
 */
export const FLOYD_STEINBERG: Spread = {
  parts: 16,
  shares: [
    [1, 0, 7],
    [-1, 1, 3],
    [0, 1, 5],
    [1, 1, 1],
  ],
};

/**
 * Bill Atkinson, for the first pictures that a Macintosh scanned:
 *
 *         *  1  1
 *      1  1  1
 *         1      eighths; two of them go nowhere
 */
export const ATKINSON: Spread = {
  parts: 8,
  shares: [
    [1, 0, 1],
    [2, 0, 1],
    [-1, 1, 1],
    [0, 1, 1],
    [1, 1, 1],
    [0, 2, 1],
  ],
};

/**
 * The dots, true for black, that a spread of errors makes of greys: dot by dot, row by row, without any haste. A dot's
 * tone is its grey and the parts of error that it was given, summed first and rounded to the nearest whole grey, halves
 * up; below 128 it becomes black.
 */
export function ditherSlowly({ parts, shares }: Spread, greys: ArrayLike<number>, width: number, height: number) {
  const given = Array.from({ length: height }, () => Array.from({ length: width }, () => 0));
  const dots = given.map((row) => row.map(() => false));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const tone = greys[y * width + x]! + Math.floor(given[y]![x]! / parts + 1 / 2);
      const black = tone < 128;
      dots[y]![x] = black;
      const error = black ? tone : tone - 255;
      for (const [dx, dy, share] of shares) {
        const row = given[y + dy];
        if (row?.[x + dx] !== undefined) row[x + dx]! += share * error;
      }
    }
  }
  return dots;
}
