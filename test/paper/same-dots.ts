import { type Bitmap, blackShare, isBlack } from '../../src/imaging/bitmap.ts';

/**
 * Says how two pictures differ: sizes, how many dots and rows, and the first dot of all; undefined when they are the same.
 * Pictures of different sizes are compared where they overlap, and the rest counts as white.
 */
export function differenceOf(actual: Bitmap | undefined, expected: Bitmap): string | undefined {
  if (actual === undefined) return `there is no picture where one of ${size(expected)} is due`;
  const height = Math.max(actual.height, expected.height);
  const width = Math.max(actual.width, expected.width);
  let dots = 0;
  let first: { readonly x: number; readonly y: number } | undefined;
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    const before = dots;
    for (let x = 0; x < width; x++) {
      if (isBlack(actual, x, y) === isBlack(expected, x, y)) continue;
      first ??= { x, y };
      dots += 1;
    }
    if (dots > before) rows.push(y);
  }
  const sizes =
    size(actual) === size(expected) ? [] : [`the picture is ${size(actual)} where ${size(expected)} is due`];
  if (first === undefined)
    return sizes.length === 0 ? undefined : `${sizes[0]}, and as far as they go they are the same`;
  const { x, y } = first;
  return [
    ...sizes,
    `${dots} dots in ${rows.length} rows (${rows[0]} to ${rows.at(-1)}) differ`,
    `first at row ${y}, column ${x}: ${colour(actual, x, y)} where ${colour(expected, x, y)} is due`,
    `black: ${percent(actual)} where ${percent(expected)} is due`,
  ].join('; ');
}

/**
 * Asserts that a printed picture has the same size and dots as another.
 *
 * @throws Error that says how they differ
 */
export function expectSameDots(actual: Bitmap | undefined, expected: Bitmap): asserts actual is Bitmap {
  const difference = differenceOf(actual, expected);
  if (difference !== undefined) throw new Error(difference);
}

function size({ width, height }: Bitmap): string {
  return `${width}×${height}`;
}

function colour(bitmap: Bitmap, x: number, y: number): string {
  if (x >= bitmap.width || y >= bitmap.height) return 'nothing';
  return isBlack(bitmap, x, y) ? 'black' : 'white';
}

function percent(bitmap: Bitmap): string {
  return `${(blackShare(bitmap) * 100).toFixed(2)} %`;
}
