import type { Edges } from './edges.ts';

/** Blocks on each side of a block that are looked at with it. */
const REACH = 2;

/**
 * Broken edges in five by five blocks from which on they are a texture. Letters stay below, even small bold ones;
 * dithered greys of at least a sixth of either colour are above.
 */
const BUSY = 58;
/** Lighter and darker dithers have lonely dots, and at least so many broken edges for each straight one. */
const BROKEN_TO_STRAIGHT = 5;

/**
 * Tells which blocks of two by two dots belong to a texture, that is a dithered tone, and not to lines and letters: one
 * byte a block, 1 for a texture. Edges of lines and letters run straight; those of a dither break off after a dot or two.
 */
export function findTextures(edges: Edges): Uint8Array {
  const { words, height } = edges.lonely;
  const across = 16 * words;
  const down = height >> 1;
  const counts = countBlocks(edges);
  const textures = new Uint8Array(across * down);
  /** For each column of blocks, the sum over the rows that are looked at. */
  const sums = new Int32Array(across);
  const addRow = (row: number, sign: 1 | -1) => {
    if (row < 0 || row >= down) return;
    for (let x = 0; x < across; x++) sums[x]! += sign * counts[row * across + x]!;
  };
  for (let row = 0; row < REACH; row++) addRow(row, 1);
  for (let y = 0; y < down; y++) {
    addRow(y + REACH, 1);
    addRow(y - REACH - 1, -1);
    let sum = 0;
    for (let x = -REACH; x < across; x++) {
      if (x + REACH < across) sum += sums[x + REACH]!;
      if (x > REACH) sum -= sums[x - REACH - 1]!;
      if (x >= 0) textures[y * across + x] = isTexture(sum) ? 1 : 0;
    }
  }
  return textures;
}

/** Places of the three counts in one number: no sum over 25 blocks reaches the next place. */
const STRAIGHT = 1 << 10;
const LONELY = 1 << 20;

function isTexture(sum: number): boolean {
  const broken = sum & (STRAIGHT - 1);
  const straight = (sum & (LONELY - 1)) >> 10;
  return broken >= BUSY || (sum >= LONELY && broken >= BROKEN_TO_STRAIGHT * straight);
}

/** For each block its broken edges, its straight ones and its lonely dots, in one number. */
function countBlocks(edges: Edges): Int32Array {
  const { words, height } = edges.lonely;
  const kinds = [
    { unit: 1, marks: [edges.brokenUpright.data, edges.brokenLevel.data] },
    { unit: STRAIGHT, marks: [edges.straightUpright.data, edges.straightLevel.data] },
    { unit: LONELY, marks: [edges.lonely.data] },
  ];
  const counts = new Int32Array(8 * words * height);
  for (let at = 0, block = 0; block < counts.length; at += words) {
    for (let i = 0; i < words; i++, at++, block += 16) {
      for (const { unit, marks } of kinds) {
        // Four bits for each pair of dots, every second pair from the left, and the others.
        let first = 0;
        let second = 0;
        for (const data of marks) {
          for (const word of [data[at]!, data[at + words]!]) {
            if (word === 0) continue;
            const pairs = (word & 0x55555555) + ((word >>> 1) & 0x55555555);
            first = (first + ((pairs >>> 2) & 0x33333333)) | 0;
            second = (second + (pairs & 0x33333333)) | 0;
          }
        }
        if ((first | second) === 0) continue;
        for (let pair = 0; pair < 16; pair += 2, first <<= 4, second <<= 4) {
          counts[block + pair]! += unit * (first >>> 28);
          counts[block + pair + 1]! += unit * (second >>> 28);
        }
      }
    }
  }
  return counts;
}
