import { resizeTaps } from './resize-taps.ts';

/** A line of light, one number a dot. */
export type Line = Float64Array<ArrayBuffer>;

/**
 * Takes `from` lines of `length` dots, from top to bottom, and hands on `to` of them, as soon as each is known. Keeps no
 * more than four. The line handed on is used again for the next one.
 */
export function resizeLines(
  from: number,
  to: number,
  length: number,
  made: (line: Line) => void,
): (line: Line) => void {
  return to <= from ? shrinkLines(from, to, length, made) : enlargeLines(from, to, length, made);
}

function shrinkLines(from: number, to: number, length: number, made: (line: Line) => void): (line: Line) => void {
  const { offsets, sources, weights } = resizeTaps(from, to);
  const sum: Line = new Float64Array(length);
  let source = 0;
  let tap = 0;
  let next = 0;
  return (line) => {
    // A line on the border between two that are made counts for both.
    for (; sources[tap] === source; tap++) {
      add(sum, line, weights[tap]!);
      if (tap + 1 < offsets[next + 1]!) continue;
      made(sum);
      sum.fill(0);
      next++;
    }
    source++;
  };
}

function enlargeLines(from: number, to: number, length: number, made: (line: Line) => void): (line: Line) => void {
  const { offsets, sources, weights } = resizeTaps(from, to);
  const kept: Line[] = Array.from({ length: 4 }, () => new Float64Array(length));
  const sum: Line = new Float64Array(length);
  let source = 0;
  let next = 0;
  return (line) => {
    kept[source & 3]!.set(line);
    for (; next < to && sources[offsets[next + 1]! - 1]! <= source; next++) {
      sum.fill(0);
      for (let tap = offsets[next]!; tap < offsets[next + 1]!; tap++) add(sum, kept[sources[tap]! & 3]!, weights[tap]!);
      made(sum);
    }
    source++;
  };
}

function add(sum: Line, line: Line, weight: number): void {
  for (let x = 0; x < sum.length; x++) sum[x]! += weight * line[x]!;
}

/** Turns lines of `from` dots into lines of `to`; what it gives is used again for the next one. */
export function resizeLine(from: number, to: number): (line: Line) => Line {
  const { offsets, sources, weights } = resizeTaps(from, to);
  const made: Line = new Float64Array(to);
  return (line) => {
    for (let x = 0; x < to; x++) {
      let sum = 0;
      for (let tap = offsets[x]!; tap < offsets[x + 1]!; tap++) sum += weights[tap]! * line[sources[tap]!]!;
      made[x] = sum;
    }
    return made;
  };
}
