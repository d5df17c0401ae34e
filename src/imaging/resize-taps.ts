/** Which dots of a line make up each dot of a shorter or longer one, and how much each of them counts. */
export interface Taps {
  /** For each dot made, where its weights begin; one more at the end. */
  readonly offsets: Int32Array;
  /** For each weight, the dot taken. */
  readonly sources: Int32Array;
  /** Those of one dot made add up to 1. */
  readonly weights: Float64Array;
}

/**
 * The taps that turn a line of `from` dots into one of `to`: shrunk, each dot made is the mean of exactly what it
 * covers; enlarged, the dots are joined by a smooth curve.
 */
export function resizeTaps(from: number, to: number): Taps {
  return collect(to, to <= from ? (i, add) => covered(from, to, i, add) : (i, add) => curved(from, to, i, add));
}

type Add = (source: number, weight: number) => void;

function collect(to: number, tapsOf: (made: number, add: Add) => void): Taps {
  const offsets = new Int32Array(to + 1);
  const sources: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < to; i++) {
    tapsOf(i, (source, weight) => {
      sources.push(source);
      weights.push(weight);
    });
    offsets[i + 1] = sources.length;
  }
  return { offsets, sources: Int32Array.from(sources), weights: Float64Array.from(weights) };
}

/** Counted in parts of a `to`th of a dot taken, in which all borders are whole numbers and nothing is rounded. */
function covered(from: number, to: number, i: number, add: Add): void {
  const start = i * from;
  const end = start + from;
  for (let source = Math.floor(start / to); source * to < end; source++) {
    add(source, (Math.min(end, (source + 1) * to) - Math.max(start, source * to)) / from);
  }
}

/** Four dots around the middle of the dot made; beyond the ends the last dot goes on. */
function curved(from: number, to: number, i: number, add: Add): void {
  const middle = ((i + 0.5) * from) / to - 0.5;
  const first = Math.floor(middle) - 1;
  for (let source = first; source < first + 4; source++) {
    add(Math.min(Math.max(source, 0), from - 1), mitchell(Math.abs(middle - source)));
  }
}

/**
 * The cubic of Mitchell and Netravali with B = C = 1/3 (Reconstruction Filters in Computer Graphics, 1988), which they
 * found the best between blur and halos.
 */
function mitchell(distance: number): number {
  const d = distance;
  if (d < 1) return (7 * d ** 3 - 12 * d ** 2 + 16 / 3) / 6;
  return d < 2 ? ((-7 / 3) * d ** 3 + 12 * d ** 2 - 20 * d + 32 / 3) / 6 : 0;
}
