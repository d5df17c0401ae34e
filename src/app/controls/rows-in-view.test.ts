import { describe, expect, it } from 'vitest';
import { rowsInView, spacesBetween } from './rows-in-view.ts';

const heights = [100, 200, 300, 400];

describe('rows in view', () => {
  it('are those that touch the window', () => {
    expect(rowsInView(heights, 0, 50)).toEqual({ first: 0, last: 0 });
    expect(rowsInView(heights, 150, 350)).toEqual({ first: 1, last: 2 });
    expect(rowsInView(heights, 650, 9_000)).toEqual({ first: 3, last: 3 });
  });

  it('are none where the window is elsewhere, and in a list of none', () => {
    const none = rowsInView(heights, 1_500, 2_000);
    expect(none.last).toBeLessThan(none.first);
    expect(rowsInView([], 0, 100)).toEqual({ first: 0, last: -1 });
  });

  it('have blank space between them that is as high as what is left out', () => {
    expect(spacesBetween(heights, [0, 2])).toEqual([0, 200, 400]);
    expect(spacesBetween(heights, [])).toEqual([1_000]);
    for (const shown of [[1], [0, 3], [0, 1, 2, 3]]) {
      const there = shown.reduce((sum, i) => sum + heights[i]!, 0);
      const blank = spacesBetween(heights, shown).reduce((sum, height) => sum + height, 0);
      expect(there + blank).toBe(1_000);
    }
  });
});
