import { expect, it } from 'vitest';
import { Soak } from './soak.ts';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 30);
const SEED = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000_000);
/** What it may take besides: to furnish, and to drain. */
const BESIDES_MINUTES = 6;

it(`loses nothing in ${MINUTES} minutes`, { timeout: (MINUTES + BESIDES_MINUTES) * 60_000 }, async () => {
  const only = process.env.SOAK_ONE;
  console.log(`SOAK_SEED=${SEED}, ${MINUTES} minutes`);
  const result = await Soak.run({
    minutes: MINUTES,
    seed: SEED,
    ...(only === undefined ? {} : { only: new RegExp(only) }),
  });
  const faults = [...result.faults].map(([name, times]) => `  ${String(times).padStart(4)}  ${name}`);
  console.log([result.summary, ...faults, `SOAK_SEED=${SEED}, ${MINUTES} minutes`].join('\n'));
  expect(result.differences).toEqual([]);
  expect(result.found).toBe(result.acknowledged);
  // What nobody heard of is taken on trust.
  expect(result.unheard).toBeLessThan(result.onScreen / 2);
});
