/** A corner or a place on a curve, in dots from the upper left; a dot's middle lies at a half. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** A path as straight pieces so short that they look round. */
export type Polyline = readonly Point[];

/** Dots between the points of a curve. */
const STEP = 2;

/**
 * Flattens a drawing's path. The letters are those of SVG, always upper case and absolute (M move, L lines, Q and C
 * curves, Z close), and three that a pen wants: `O` an ellipse (middle, half width, half height where it is another),
 * `R` a smooth line from here through all the points that follow, `B` a closed one through its points alone. Naming a
 * point twice in `R` or `B` makes it a corner.
 */
export function flatten(path: string): Polyline[] {
  const lines: Point[][] = [];
  for (const [, command, rest] of path.matchAll(/([A-Z])([^A-Z]*)/g)) {
    const numbers = (rest!.match(/-?[\d.]+/g) ?? []).map(Number);
    if (/[MOB]/.test(command!)) lines.push([]);
    const line = lines.at(-1)!;
    const from = line.at(-1);
    const points = pairs(numbers);
    if (command === 'O') ellipse(line, numbers as [number, number, number]);
    else if (command === 'Z') line.push(line[0]!);
    else if (command === 'B') smooth(line, points, true);
    else if (command === 'R') smooth(line, [from!, ...points], false);
    else if (command === 'C') cubic(line, from!, points[0]!, points[1]!, points[2]!);
    else if (command === 'Q') quadratic(line, from!, points[0]!, points[1]!);
    else line.push(...points);
  }
  return lines;
}

function ellipse(line: Point[], [cx, cy, rx, ry = rx]: readonly [number, number, number, number?]): void {
  const steps = Math.ceil((Math.PI * (rx + ry)) / STEP);
  for (let i = 0; i <= steps; i++) {
    const angle = (2 * Math.PI * i) / steps;
    line.push({ x: cx + rx * Math.cos(angle), y: cy + ry * Math.sin(angle) });
  }
}

function quadratic(line: Point[], from: Point, pull: Point, to: Point): void {
  cubic(line, from, mix(from, pull, 2 / 3), mix(to, pull, 2 / 3), to);
}

/** Catmull and Rom's curve: at each point it runs in parallel to the line between its neighbours. */
function smooth(line: Point[], points: readonly Point[], closed: boolean): void {
  const last = points.length - 1;
  const at = (i: number) => points[closed ? (i + points.length) % points.length : Math.max(0, Math.min(last, i))]!;
  if (closed) line.push(points[0]!);
  for (let i = 0; i < (closed ? points.length : last); i++) {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    if (from.x === to.x && from.y === to.y) continue;
    const lean = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 };
    cubic(line, from, lean, { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 }, to);
  }
}

function cubic(line: Point[], a: Point, b: Point, c: Point, d: Point): void {
  const length = distance(a, b) + distance(b, c) + distance(c, d);
  const steps = Math.max(1, Math.ceil(length / STEP));
  for (let i = 1; i <= steps; i++) {
    const t = i / steps;
    const [ab, bc, cd] = [mix(a, b, t), mix(b, c, t), mix(c, d, t)];
    line.push(mix(mix(ab, bc, t), mix(bc, cd, t), t));
  }
}

function pairs(numbers: readonly number[]): Point[] {
  return Array.from({ length: numbers.length >> 1 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }));
}

function mix(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
