import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { HeadTime } from './head-time.ts';

describe('the time of a head', () => {
  it('runs from when the rows were given, one lot after another', async () => {
    const clock = new FakeClock();
    const head = new HeadTime(clock, 100);
    expect(head.left).toBe(0);
    head.add(2_000);
    await clock.advance(5_000);
    head.add(100);
    expect(head.left).toBe(16_000);
    await clock.advance(60_000);
    expect(head.left).toBe(0);
    head.add(50);
    expect(head.left).toBe(500);
  });

  it('is no longer than the rows take, also when the clock was set back', () => {
    const clock = new FakeClock();
    const head = new HeadTime(clock, 100);
    head.add(100);
    clock.jump(-3_600_000);
    expect(head.left).toBe(1_000);
    head.add(100);
    expect(head.left).toBe(2_000);
  });
});
