import type { Tally } from './run-inputs.ts';

const HEADINGS = [
  'target'.padEnd(18),
  'inputs'.padStart(9),
  'inputs/s'.padStart(9),
  'passed outermost %'.padStart(19),
  'accepted %'.padStart(11),
  'rejected %'.padStart(11),
  'slowest ms'.padStart(11),
  'largest allocation'.padStart(19),
];

/** The share of inputs that passed the outermost check, 0 to 1. */
export function passedShare({ inputs, outside }: Tally): number {
  return inputs === 0 ? 0 : 1 - outside / inputs;
}

/** What came of the targets, a line each. */
export function tableOf(rows: readonly (readonly [name: string, tally: Tally])[]): string {
  const lines = rows.map(([name, tally]) => {
    const percent = (count: number): string => ((100 * count) / Math.max(1, tally.inputs)).toFixed(1);
    return [
      name.padEnd(18),
      String(tally.inputs).padStart(9),
      String(Math.round((1000 * tally.inputs) / Math.max(1, tally.ms))).padStart(9),
      (100 * passedShare(tally)).toFixed(1).padStart(19),
      percent(tally.accepted).padStart(11),
      percent(tally.outside + tally.refused).padStart(11),
      tally.slowestMs.toFixed(2).padStart(11),
      String(tally.largest).padStart(19),
    ].join('');
  });
  return [HEADINGS.join(''), ...lines].join('\n');
}
