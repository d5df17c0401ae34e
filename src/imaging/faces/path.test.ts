import { describe, expect, it } from 'vitest';
import { flatten } from './path.ts';

const rounded = (path: string) => flatten(path).map((line) => line.map(({ x, y }) => [Math.round(x), Math.round(y)]));

describe('a path', () => {
  it('moves, draws lines and closes', () => {
    expect(rounded('M1 2 L3 4 5 6 Z M7 8 L9 10')).toEqual([
      [
        [1, 2],
        [3, 4],
        [5, 6],
        [1, 2],
      ],
      [
        [7, 8],
        [9, 10],
      ],
    ]);
  });

  it('ends a curve where it says', () => {
    for (const path of ['M0 0 C0 10 20 10 20 0', 'M0 0 Q10 20 20 0', 'M0 0 R10 20 20 0']) {
      const line = flatten(path)[0]!;
      expect(line[0]).toEqual({ x: 0, y: 0 });
      expect(line.at(-1)!.x).toBeCloseTo(20);
      expect(line.at(-1)!.y).toBeCloseTo(0);
      expect(line.length).toBeGreaterThan(10);
    }
  });

  it('goes through every point of a smooth line, also of a closed one', () => {
    const points = [
      [0, 0],
      [30, 5],
      [40, 30],
      [5, 28],
    ];
    for (const path of [`M0 0 R${points.slice(1).join(' ')}`, `B ${points.join(' ')}`]) {
      expect(rounded(path)[0]).toEqual(expect.arrayContaining(points));
    }
    const closed = flatten(`B ${points.join(' ')}`)[0]!;
    expect(closed.at(-1)!.x).toBeCloseTo(0);
  });

  it('draws an ellipse around its middle', () => {
    const line = flatten('O 50 40 20 10')[0]!;
    for (const { x, y } of line) expect(Math.hypot((x - 50) / 20, (y - 40) / 10)).toBeCloseTo(1);
  });
});
