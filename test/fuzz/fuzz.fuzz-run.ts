import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveFixture } from './fixtures.ts';
import { passedShare, tableOf } from './report.ts';
import type { Run, Tally } from './run-inputs.ts';
import { TARGETS } from './targets.ts';
import { buildWorker, fuzz } from './watch.ts';

/*
 * Set by the environment: FUZZ_TARGET runs one target; FUZZ_INPUTS or FUZZ_SECONDS say how much each gets, otherwise a
 * minute is shared by all; FUZZ_SEED and FUZZ_FIRST make a run again, from an input on.
 */
const environment = (name: string): number | undefined => {
  const text = process.env[name];
  return text === undefined || text === '' ? undefined : Number(text);
};

const ALL_MS = 60_000;
const seed = environment('FUZZ_SEED') ?? Date.now() % 0x7fff_ffff;
const only = process.env.FUZZ_TARGET;
const chosen = TARGETS.filter(({ name }) => only === undefined || only === '' || name === only);
const inputs = environment('FUZZ_INPUTS');
const seconds = environment('FUZZ_SECONDS');

const run: Run = {
  seed,
  first: environment('FUZZ_FIRST') ?? 0,
  inputs: inputs ?? 0x7fff_0000,
  ms: seconds !== undefined ? seconds * 1000 : inputs !== undefined ? Number.POSITIVE_INFINITY : ALL_MS / chosen.length,
};

const rows: [name: string, tally: Tally][] = [];
let worker: Awaited<ReturnType<typeof buildWorker>>;

beforeAll(async () => {
  console.log(`FUZZ_SEED=${seed}`);
  worker = await buildWorker();
}, 60_000);

afterAll(() => {
  worker?.remove();
  console.log(tableOf(rows));
});

describe('whatever is read here', () => {
  it.each(chosen)('$name: nothing breaks it', async ({ name }) => {
    const { tally, findings } = await fuzz(worker.file, name, run);
    rows.push([name, tally]);
    const told = findings.map(({ kind, index, what, input }) => {
      const again = `FUZZ_SEED=${seed} FUZZ_TARGET=${name} FUZZ_FIRST=${index} FUZZ_INPUTS=1`;
      const file = saveFixture(name, input, `${kind}: ${what.split('\n')[0]}`);
      return `${kind}: ${what}\n${inspect(input, { maxStringLength: 2_000, depth: 6 })}\nsaved as ${file}\nagain: ${again}`;
    });
    expect(told.join('\n\n'), 'inputs that break it').toBe('');
    // Few inputs say nothing of a share.
    if (tally.inputs < 1_000) return;
    expect(passedShare(tally), 'past the outermost check').toBeGreaterThanOrEqual(0.5);
    // Where nearly all is refused, something stands before what is to be proven.
    expect(tally.accepted / tally.inputs, 'accepted').toBeGreaterThan(0.05);
  });
});
