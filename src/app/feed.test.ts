import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countRows, endFeed, type Feed, holdFeed, percentOf, shownRows, startFeed } from './feed.ts';

const SPEED = 400;

describe('the paper of a job', () => {
  it('moves on at the speed of the head between two counts', () => {
    const feed = countRows(startFeed(1000, 0), 100, 250, SPEED);
    expect(shownRows(feed, 250, SPEED)).toBe(100);
    expect(shownRows(feed, 500, SPEED)).toBe(200);
  });

  it('does not run away from an engine that has stopped counting', () => {
    const feed = countRows(startFeed(100_000, 0), 100, 0, SPEED);
    expect(shownRows(feed, 3_600_000, SPEED)).toBe(100 + 1.5 * SPEED);
  });

  it('never goes back when a count is behind what was shown', () => {
    const feed = countRows(startFeed(1000, 0), 100, 250, SPEED);
    const shown = shownRows(feed, 500, SPEED);
    const later = countRows(feed, shown - 20, 500, SPEED);
    expect(shownRows(later, 500, SPEED)).toBe(shown);
  });

  it('begins again when the job does', () => {
    const feed = countRows(startFeed(1000, 0), 800, 2000, SPEED);
    expect(shownRows(countRows(feed, 10, 2100, SPEED), 2100, SPEED)).toBe(10);
  });

  it('stands still while the head waits, at what the engine had counted', () => {
    const feed = holdFeed(countRows(startFeed(1000, 0), 300, 750, SPEED));
    expect(shownRows(feed, 60_000, SPEED)).toBe(300);
  });

  it('comes out whole once the job is printed, without a jump', () => {
    const counted = countRows(startFeed(1000, 0), 900, 2250, SPEED);
    const before = shownRows(counted, 2300, SPEED);
    const ended = endFeed(counted, 2300, SPEED);
    expect(shownRows(ended, 2300, SPEED)).toBe(before);
    expect(shownRows(ended, 2500, SPEED)).toBe(1000);
    expect(shownRows(ended, 9_000_000, SPEED)).toBe(1000);
  });

  it('catches up at once after the page was hidden', () => {
    const ended = endFeed(startFeed(8000, 0), 100, SPEED);
    expect(shownRows(ended, 600_000, SPEED)).toBe(8000);
  });

  it('never shows less than before nor more than there is, whatever the counts', () => {
    const counts = fc.array(fc.record({ rows: fc.nat(2000), after: fc.nat(3000) }), { maxLength: 30 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 2000 }), (steps, height) => {
        let feed: Feed = startFeed(height, 0);
        let now = 0;
        let least = 0;
        let rows = 0;
        for (const step of steps) {
          now += step.after;
          rows = Math.max(rows, Math.min(height, step.rows));
          const before = shownRows(feed, now, SPEED);
          expect(before).toBeGreaterThanOrEqual(least);
          feed = countRows(feed, rows, now, SPEED);
          least = shownRows(feed, now, SPEED);
          expect(least).toBeGreaterThanOrEqual(before);
          expect(least).toBeLessThanOrEqual(height);
        }
      }),
    );
  });
});

it('tells whole percents, and never 100 before the last row', () => {
  expect(percentOf(0, 384)).toBe(0);
  expect(percentOf(9_999, 10_000)).toBe(99);
  expect(percentOf(10_000, 10_000)).toBe(100);
  expect(percentOf(0, 0)).toBe(100);
});
