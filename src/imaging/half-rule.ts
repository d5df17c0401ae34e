/**
 * A block of four dots with the twelve around it, as sixteen bits, row by row, the first in the highest:
 *
 *     . . . .
 *     . a b .
 *     . c d .
 *     . . . .
 */
export type Neighbourhood = number;

/**
 * A block enlarged to nine dots, as nine bits, row by row, the first in the highest; the four dots stand in its corners.
 *
 *     a   ab  b
 *     ac  m   bd
 *     c   cd  d
 */
export type Enlarged = number;

/**
 * Draws the five dots between those of a block of line art, so that lines keep one thickness along their length.
 *
 * Where both neighbours of a dot between are equal there is nothing to decide. Else an edge runs right through it:
 * - where the block only just links two diagonal strokes, the link is kept;
 * - a line one dot thin grows, so that no thin line depends on where it lies; where two of them touch, a black and a
 *   white one, they grow in turns, by the column or row of blocks;
 * - of a straight edge the left or upper dot wins, wherever it is, so that two edges of a stroke move the same way;
 * - of an oblique edge the dot wins that stands alone in its block, which makes slopes of 45 degrees even steps.
 *
 * @param evenColumn whether the block is in an even column of blocks; `evenRow` likewise.
 */
export function drawBetween(around: Neighbourhood, evenColumn: boolean, evenRow: boolean): Enlarged {
  /** The dot at a column and row of the neighbourhood, 1 for black. */
  const dot = (x: number, y: number) => (around >> (15 - 4 * y - x)) & 1;
  const [a, b, c, d] = [dot(1, 1), dot(2, 1), dot(1, 2), dot(2, 2)];
  const black = a + b + c + d;
  /** What links diagonal strokes: white only through what is nearly all black. */
  const link = ones(around) <= MOSTLY_BLACK ? 1 : 0;
  /** The colour of the dot that stands alone in its block. */
  const single = black === 1 ? 1 : black === 3 ? 0 : undefined;

  const between = ({ line, outside, inside, firstGrows }: Edge) => {
    const [before, first, second, after] = line;
    if (first === second) return first;
    if (outside[0] === second && outside[1] === first) return link;
    const firstThin = before !== first;
    const secondThin = after !== second;
    if (firstThin && secondThin) return firstGrows ? first : second;
    if (firstThin || secondThin) return firstThin ? first : second;
    const straight = [outside, inside].some((pair) => pair[0] === first && pair[1] === second);
    return straight ? first : (single ?? first);
  };
  const row = (y: number, out: number, inward: number) =>
    between({
      line: [dot(0, y), dot(1, y), dot(2, y), dot(3, y)],
      outside: [dot(1, out), dot(2, out)],
      inside: [dot(1, inward), dot(2, inward)],
      firstGrows: !evenColumn,
    });
  const column = (x: number, out: number, inward: number) =>
    between({
      line: [dot(x, 0), dot(x, 1), dot(x, 2), dot(x, 3)],
      outside: [dot(out, 1), dot(out, 2)],
      inside: [dot(inward, 1), dot(inward, 2)],
      firstGrows: !evenRow,
    });
  const [ab, cd, ac, bd] = [row(1, 0, 2), row(2, 3, 1), column(1, 0, 2), column(2, 3, 1)];

  const middle = () => {
    if (black === 0 || black === 4) return a;
    if (black === 2) {
      if (a === b) return ac;
      if (a === c) return ab;
      // Fields of two by two dots are as often one diagonal as the other; every other diagonal is a link.
      return FIELDS.includes(around) ? a : link;
    }
    // The single dot grows to a square where it ends a shape, but not where it is a step of a slope.
    const [x, y] = [a === single || c === single ? 1 : 2, a === single || b === single ? 1 : 2];
    const grown = (y === 1 ? ab : cd) === single && (x === 1 ? ac : bd) === single;
    const step = dot(3 - x, y === 1 ? 0 : 3) === single || dot(x === 1 ? 0 : 3, 3 - y) === single;
    return grown && !step ? single! : 1 - single!;
  };
  return [a, ab, b, ac, middle(), bd, c, cd, d].reduce((bits, bit) => (bits << 1) | bit, 0);
}

/** A dot between two others, and what tells where it belongs. */
interface Edge {
  /** Four dots in a line; it lies between the second and the third. */
  readonly line: readonly [number, number, number, number];
  /** The two dots beside those two, outside the block and in it. */
  readonly outside: readonly [number, number];
  readonly inside: readonly [number, number];
  /** Where both could grow: whether the first does. */
  readonly firstGrows: boolean;
}

/** Of sixteen dots. */
const MOSTLY_BLACK = 10;

/** Four fields of two by two dots, black and white in turns. */
const FIELDS: readonly Neighbourhood[] = [0xcc33, 0x33cc];

function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
