import type { Edges } from './edges.ts';
import { drawBetween, type Enlarged, type Neighbourhood } from './half-rule.ts';

/**
 * What is known of an enlarged block before its dots are drawn: in the lowest nine bits those that are black, as
 * {@link Enlarged}; from {@link OPEN} on those that are still open; at {@link CARRIES} whether errors go on through it;
 * from {@link MADE_OF} on the four dots that it is made of.
 */
export type Plan = number;

export const OPEN = 9;
export const CARRIES = 18;
export const MADE_OF = 19;

/** How much of each of the nine dots is black, in 256ths: one between two is half of each, the middle a quarter of all. */
const COVERAGES: readonly (readonly number[])[] = Array.from({ length: 16 }, (_, four) => {
  const [a, b, c, d] = [8, 4, 2, 1].map((bit) => ((four & bit) === 0 ? 0 : 64)) as [number, number, number, number];
  return [4 * a, 2 * (a + b), 4 * b, 2 * (a + c), a + b + c + d, 2 * (b + d), 4 * c, 2 * (c + d), 4 * d];
});

/** The same for all sixteen blocks of four dots, one after the other. */
export const COVERAGE: Int16Array = Int16Array.from(COVERAGES.flat());

const FULL: readonly Enlarged[] = COVERAGES.map((nine) => pick(nine, (ink) => ink === 256));
const PARTLY: readonly Enlarged[] = COVERAGES.map((nine) => pick(nine, (ink) => ink > 0 && ink < 256));

function pick(nine: readonly number[], wanted: (ink: number) => boolean): Enlarged {
  return nine.reduce((bits, ink) => (bits << 1) | (wanted(ink) ? 1 : 0), 0);
}

/** Dots between, by their place in {@link Enlarged}. */
const AB = 1 << 7;
const AC = 1 << 5;
const MIDDLE = 1 << 4;
const BD = 1 << 3;
const CD = 1 << 1;

/**
 * Plans a block of line art, in which everything is decided, or of a texture, in which only long edges are.
 *
 * @param around the block and what is around it, in column `x` and row `y` of blocks.
 */
export function planBlock(around: Neighbourhood, texture: boolean, edges: Edges, x: number, y: number): Plan {
  const four = ((around >> 7) & 12) | ((around >> 5) & 3);
  const rest = (four << MADE_OF) | (texture ? 1 << CARRIES : 0);
  const undecided = PARTLY[four]!;
  if (undecided === 0) return rest | FULL[four]!;
  const held = texture ? undecided & longDots(edges, x, y) : undecided;
  const drawn = held === 0 ? 0 : held & rule(around, x, y);
  return rest | ((undecided & ~held) << OPEN) | FULL[four]! | drawn;
}

/** The dots between of a block that lie on a long edge. */
function longDots({ longUpright, longLevel }: Edges, x: number, y: number): Enlarged {
  const { words } = longUpright;
  const at = 2 * y * words + (x >> 4);
  const shift = 30 - 2 * (x & 15);
  const [upper, lower, level] = [longUpright.data[at]!, longUpright.data[at + words]!, longLevel.data[at]!];
  if ((upper | lower | level) === 0) return 0;
  const [ab, cd] = [(upper >> shift) & 2, (lower >> shift) & 2];
  const [ac, bd] = [(level >> shift) & 2, (level >> shift) & 1];
  const middle = (ab !== 0 && cd !== 0) || (ac !== 0 && bd !== 0);
  return (ab && AB) | (cd && CD) | (ac && AC) | (bd && BD) | (middle ? MIDDLE : 0);
}

/** What {@link drawBetween} has said so far, for each neighbourhood and parity, with a bit more that says that it has. */
const SAID = new Uint16Array(4 << 16);
const KNOWN = 1 << 9;

function rule(around: Neighbourhood, x: number, y: number): Enlarged {
  const at = (((y & 1) << 1) | (x & 1)) * 0x10000 + around;
  if (SAID[at] === 0) SAID[at] = KNOWN | drawBetween(around, (x & 1) === 0, (y & 1) === 0);
  return SAID[at]! & (KNOWN - 1);
}
