import { describe, expect, it } from 'vitest';
import { type Bitmap, equalBitmaps } from '../../src/imaging/bitmap.ts';
import { decodeRuns, encodeRuns } from '../../src/sirius/runs.ts';
import { bytesByFill, numbersByPush, toBitmap } from './decoders.ts';
import { blankPage, ditheredPhoto, noisePage, textPage } from './pictures.ts';
import { median, time } from './timing.ts';

/** Ours may take at most this share of the time of the decoder that fills bytes, and of the one that pushes dots. */
const LIMITS = { fill: 0.75, push: 0.1 };
const WARM_UPS = 10;
const ROUNDS = 60;
/** The pushing decoder is so slow that it runs in one round of so many. */
const PUSH_EVERY = 6;

const PICTURES: readonly [name: string, picture: Bitmap][] = [
  ['dithered photo', ditheredPhoto()],
  ['text', textPage()],
  ['blank', blankPage()],
  ['noise', noisePage()],
];

interface Row {
  readonly name: string;
  readonly runs: Uint8Array;
  readonly ours: number;
  readonly fill: number;
  readonly push: number;
}

/** All decoders in turns, so that a busy moment of the machine hits all of them. */
function measure(name: string, runs: Uint8Array): Row {
  const times = { ours: [] as number[], fill: [] as number[], push: [] as number[] };
  const calls = Math.max(1, Math.round(20_000 / runs.length));
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    const ours = time(() => decodeRuns(runs), calls);
    const fill = time(() => bytesByFill(runs), calls);
    const push = round % PUSH_EVERY === 0 ? time(() => numbersByPush(runs), 1) : undefined;
    if (round < 0) continue;
    times.ours.push(ours);
    times.fill.push(fill);
    if (push !== undefined) times.push.push(push);
  }
  return { name, runs, ours: median(times.ours), fill: median(times.fill), push: median(times.push) };
}

function line(row: Row): string {
  const cells = [row.ours, row.fill, row.push].map((ms) => ms.toFixed(3).padStart(9));
  const ratios = [row.ours / row.fill, row.ours / row.push].map((ratio) => ratio.toFixed(3).padStart(10));
  return `${row.name.padEnd(15)}${String(row.runs.length).padStart(8)}${cells.join('')}${ratios.join('')}`;
}

describe('decoding run-length data of 384 x 2000 dots', () => {
  // Every picture is decoded by all before any is measured: a decoder that has only ever seen one kind of picture
  // would be compiled for that kind alone, which no session of the printer is.
  for (const [, picture] of PICTURES) {
    const runs = encodeRuns(picture);
    for (let i = 0; i < WARM_UPS; i++) [decodeRuns, bytesByFill, numbersByPush].map((decode) => decode(runs));
  }
  const rows = PICTURES.map(([name, picture]) => measure(name, encodeRuns(picture)));
  const sum = (key: 'ours' | 'fill' | 'push') => rows.reduce((total, row) => total + row[key], 0);
  const whole: Row = {
    name: 'sum',
    runs: new Uint8Array(rows.reduce((total, row) => total + row.runs.length, 0)),
    ours: sum('ours'),
    fill: sum('fill'),
    push: sum('push'),
  };
  console.log(
    [
      `medians of ${ROUNDS} rounds in ms; push: of ${ROUNDS / PUSH_EVERY}; limits ${LIMITS.fill} and ${LIMITS.push}`,
      `${'picture'.padEnd(15)}${'bytes'.padStart(8)}${['ours', 'fill', 'push'].map((name) => name.padStart(9)).join('')}${['to fill', 'to push'].map((name) => name.padStart(10)).join('')}`,
      ...[...rows, whole].map((row) => line(row)),
    ].join('\n'),
  );

  it.each(PICTURES)('%s: all decoders agree with what was encoded', (_name, picture) => {
    const runs = encodeRuns(picture);
    expect(equalBitmaps(decodeRuns(runs), picture)).toBe(true);
    expect(equalBitmaps(toBitmap(bytesByFill(runs)), picture)).toBe(true);
    expect(equalBitmaps(toBitmap(numbersByPush(runs)), picture)).toBe(true);
  });

  it.each([...rows, whole])('$name: in time', ({ ours, fill, push }) => {
    expect(ours / fill, 'share of the time of the decoder that fills bytes').toBeLessThanOrEqual(LIMITS.fill);
    expect(ours / push, 'share of the time of the decoder that pushes dots').toBeLessThanOrEqual(LIMITS.push);
  });
});
