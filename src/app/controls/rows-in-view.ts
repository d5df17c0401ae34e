/** The first and the last row that are in view; `last` is below `first` where there are none. */
export interface RowsInView {
  readonly first: number;
  readonly last: number;
}

/**
 * The rows that touch a window on a list.
 *
 * @param heights of the rows, which lie one below the other
 * @param from top of the window, from the list's own top
 * @param to foot of the window
 */
export function rowsInView(heights: readonly number[], from: number, to: number): RowsInView {
  let first = heights.length;
  let last = -1;
  let top = 0;
  for (const [i, height] of heights.entries()) {
    if (top <= to && top + height >= from) {
      first = Math.min(first, i);
      last = i;
    }
    top += height;
  }
  return { first, last };
}

/**
 * The blank space before each shown row, and after the last one.
 *
 * @param heights of all rows
 * @param shown indexes of those that are on the page, rising
 */
export function spacesBetween(heights: readonly number[], shown: readonly number[]): number[] {
  const spaces: number[] = [];
  let space = 0;
  let next = 0;
  for (const [i, height] of heights.entries()) {
    if (shown[next] !== i) {
      space += height;
      continue;
    }
    spaces.push(space);
    space = 0;
    next++;
  }
  return [...spaces, space];
}
