import { beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { loadAhead } from './load-ahead.ts';

let clock: FakeClock;
/** What was asked for, in order. */
let asked: string[];
/** What cannot be loaded at present. */
let missing: Set<string>;

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
  missing = new Set();
});

function part(name: string): () => Promise<unknown> {
  return async () => {
    asked.push(name);
    if (missing.has(name)) throw new TypeError('Failed to fetch dynamically imported module');
  };
}

it('leaves the start alone, then loads everything, once', async () => {
  loadAhead(clock, [part('face'), part('fit')]);
  await clock.advance(1_000);
  expect(asked).toEqual([]);
  await clock.advance(5_000);
  expect(asked).toEqual(['face', 'fit']);
  await clock.advance(3_600_000);
  expect(asked).toEqual(['face', 'fit']);
});

it('tries again for what did not come, now and then, until it is there', async () => {
  missing.add('face');
  loadAhead(clock, [part('face'), part('fit')]);
  await clock.advance(600_000);
  const tries = asked.filter((name) => name === 'face').length;
  expect(tries).toBeGreaterThan(1);
  expect(tries).toBeLessThan(20);
  missing.clear();
  await clock.advance(120_000);
  asked.length = 0;
  await clock.advance(3_600_000);
  expect(asked).toEqual([]);
});

it('is not kept by one from the others', async () => {
  missing.add('face');
  loadAhead(clock, [part('face'), part('fit')]);
  await clock.advance(600_000);
  expect(asked.filter((name) => name === 'fit')).toEqual(['fit']);
});
