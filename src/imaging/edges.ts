import { createDotRows, type DotRows } from './dot-rows.ts';

/** Dots along which an edge has to be straight to be long. No dither runs straight between thin lines for so long. */
const LONG = 12;

/** Where black and white meet in a picture. Each mark is at the dot to the left of an edge, or above it. */
export interface Edges {
  /** Edges between a dot and the one to its right: those that go on in the next row, and those that do not. */
  readonly straightUpright: DotRows;
  readonly brokenUpright: DotRows;
  /** Of the edges that go on, those as long as {@link LONG} dots, with their last dot. */
  readonly longUpright: DotRows;
  /** Edges between a dot and the one below it, likewise: going on to the right. */
  readonly straightLevel: DotRows;
  readonly brokenLevel: DotRows;
  readonly longLevel: DotRows;
  /** Dots of another colour than all eight around them. */
  readonly lonely: DotRows;
}

/**
 * Finds the edges in a picture `width` dots wide. An edge between two lines of one dot counts as broken if it is not
 * long, because dithered greys have such lines too.
 */
export function findEdges(dots: DotRows, width: number): Edges {
  const { words, height, data } = dots;
  const [upright, level, straightUpright, straightLevel] = createMany(4, dots);
  for (let y = 0; y < height; y++) {
    const below = y + 1 < height ? words : 0;
    for (let i = 0; i < words; i++) {
      const at = y * words + i;
      upright.data[at] = (data[at]! ^ fromRight(data, at, i, words)) & inner(width, i);
      level.data[at] = data[at]! ^ data[at + below]!;
    }
  }
  for (let y = 0; y < height; y++) {
    const below = y + 1 < height ? words : 0;
    for (let i = 0; i < words; i++) {
      const at = y * words + i;
      if (below > 0) {
        straightUpright.data[at] = upright.data[at]! & upright.data[at + words]! & ~level.data[at]!;
      }
      straightLevel.data[at] = level.data[at]! & fromRight(level.data, at, i, words) & ~upright.data[at]!;
    }
  }
  const longUpright = longDown(straightUpright);
  const longLevel = longAcross(straightLevel);
  const [brokenUpright, brokenLevel, lonely] = createMany(3, dots);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < words; i++) {
      const at = y * words + i;
      const thinUpright = fromLeft(upright.data, at, i) & fromRight(upright.data, at, i, words);
      straightUpright.data[at]! &= ~thinUpright | longUpright.data[at]!;
      brokenUpright.data[at] = upright.data[at]! & ~straightUpright.data[at]!;
      const thinLevel = y > 0 && y + 1 < height ? level.data[at - words]! & level.data[at + words]! : 0;
      straightLevel.data[at]! &= ~thinLevel | longLevel.data[at]!;
      brokenLevel.data[at] = level.data[at]! & ~straightLevel.data[at]!;
      if (y === 0 || y + 1 === height) continue;
      const sides = upright.data[at]! & fromLeft(upright.data, at, i) & level.data[at]! & level.data[at - words]!;
      if (sides !== 0)
        lonely.data[at] = sides & ~uprightNear(upright, at - words, i) & ~uprightNear(upright, at + words, i);
    }
  }
  return { straightUpright, brokenUpright, longUpright, straightLevel, brokenLevel, longLevel, lonely };
}

function createMany(count: 3, like: DotRows): [DotRows, DotRows, DotRows];
function createMany(count: 4, like: DotRows): [DotRows, DotRows, DotRows, DotRows];
function createMany(count: number, { words, height }: DotRows): DotRows[] {
  return Array.from({ length: count }, () => createDotRows(words, height));
}

/** Dots with an edge to their left or right. */
function uprightNear(upright: DotRows, at: number, i: number): number {
  return upright.data[at]! | fromLeft(upright.data, at, i);
}

/** Each bit replaced by the one to its right; `by` places. */
function fromRight(data: Int32Array, at: number, i: number, words: number, by = 1): number {
  const next = i + 1 < words ? data[at + 1]! : 0;
  return (data[at]! << by) | (next >>> (32 - by));
}

/** Each bit replaced by the one to its left; `by` places. */
function fromLeft(data: Int32Array, at: number, i: number, by = 1): number {
  const previous = i > 0 ? data[at - 1]! : 0;
  return (data[at]! >>> by) | (previous << (32 - by));
}

/** All dots of the word `i` of a row but the last dot of the row and what is beyond it. */
function inner(width: number, i: number): number {
  const dots = Math.min(Math.max(width - 1 - 32 * i, 0), 32);
  return dots === 0 ? 0 : -1 << (32 - dots);
}

/** Steps that sum up to all but the first of the dots of a long edge: each doubles what is known, or fills the rest. */
const JOINTS = steps(LONG - 1);
const DOTS = steps(LONG);

function steps(count: number): number[] {
  const found: number[] = [];
  for (let known = 1; known < count; known *= 2) found.push(Math.min(known, count - known));
  return found;
}

/** Of marks that are joints to the next row, those in a long row of joints, with the dot after the last joint. */
function longDown(joints: DotRows): DotRows {
  const { words, height } = joints;
  const data = joints.data.slice();
  for (const step of JOINTS) {
    const far = step * words;
    for (let at = 0; at < data.length; at++) data[at]! &= at + far < data.length ? data[at + far]! : 0;
  }
  for (const step of DOTS) {
    const far = step * words;
    for (let at = data.length - 1; at >= far; at--) data[at]! |= data[at - far]!;
  }
  return { words, height, data };
}

/** The same along the row. */
function longAcross(joints: DotRows): DotRows {
  const { words, height } = joints;
  const data = joints.data.slice();
  for (let row = 0; row < data.length; row += words) {
    for (const step of JOINTS) {
      for (let i = 0; i < words; i++) data[row + i]! &= fromRight(data, row + i, i, words, step);
    }
    for (const step of DOTS) {
      for (let i = words - 1; i >= 0; i--) data[row + i]! |= fromLeft(data, row + i, i, step);
    }
  }
  return { words, height, data };
}
