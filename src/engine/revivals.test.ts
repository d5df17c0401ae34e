import { expect, it } from 'vitest';
import { Revivals } from './revivals.ts';

const NOW = Date.UTC(2026, 0, 1);

it('brings the first back at once, the next ones later and later, and gives up in the end', () => {
  const revivals = new Revivals();
  let now = NOW;
  const pauses: number[] = [];
  for (let pause = revivals.died(now); pause !== undefined; pause = revivals.died(now)) {
    pauses.push(pause);
    now += pause + 10;
    if (pauses.length > 100) throw new Error('never gives up');
  }
  expect(pauses[0]).toBe(0);
  expect(pauses.slice(1).every((pause, i) => pause > pauses[i]!)).toBe(true);
  // As long as it may take to clear a site's data.
  expect(now - NOW).toBeGreaterThan(10_000);
});

it('does not count deaths of long ago', () => {
  const revivals = new Revivals();
  for (let hour = 0; hour < 100; hour++) expect(revivals.died(NOW + hour * 3_600_000)).toBe(0);
});

it('lets nobody begin while the site’s data are being cleared', () => {
  const revivals = new Revivals();
  expect(revivals.died(NOW - 100)).toBe(0);
  revivals.cleared(NOW);
  expect(revivals.died(NOW)).toBe(3_000);
  expect(revivals.died(NOW + 2_900)).toBe(1_000);
});
