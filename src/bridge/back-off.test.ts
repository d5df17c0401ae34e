import { expect, it } from 'vitest';
import { backOffDelay } from './back-off.ts';

it('doubles up to a minute, with jitter down to the half', () => {
  expect([1, 2, 3, 6, 7, 50].map((failures) => backOffDelay(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ]);
  expect(backOffDelay(1, 0)).toBe(500);
  expect(backOffDelay(99, 0)).toBe(30_000);
});
