import { expect, it } from 'vitest';
import { Soak } from './soak.ts';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 30);
const SEED = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000_000);
/** What it may take besides: to furnish, and to drain. */
const BESIDES_MINUTES = 6;
/** Less than this in a minute is no soak, however busy the machine. */
const LEAST_ACKNOWLEDGED = 10;
const LEAST_FAULTS = 4;

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
  // Nothing has been compared where nothing was sent, nothing went wrong, or nobody looked.
  expect(result.acknowledged).toBeGreaterThan(LEAST_ACKNOWLEDGED * MINUTES);
  const happened = [...result.faults.values()].reduce((sum, times) => sum + times, 0);
  if (only === undefined) expect(happened).toBeGreaterThan(LEAST_FAULTS * MINUTES);
  expect(result.failed).toBeLessThan(happened);
  expect(result.unheard).toBeLessThan(result.onScreen / 2);
});
