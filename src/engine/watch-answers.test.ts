import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { watchAnswers } from './watch-answers.ts';

let clock: FakeClock;
let answers: boolean;
let waiting: (() => void)[];
const silent = vi.fn();

const ping = (): Promise<void> =>
  new Promise((resolve) => {
    if (answers) resolve();
    else waiting.push(resolve);
  });

beforeEach(() => {
  clock = new FakeClock();
  answers = true;
  waiting = [];
  silent.mockClear();
});

describe('the watch over a worker', () => {
  it('is content while it answers', async () => {
    watchAnswers(ping, clock, silent);
    await clock.advance(3_600_000);
    expect(silent).not.toHaveBeenCalled();
  });

  it('tells once that it hangs, after three questions without an answer', async () => {
    watchAnswers(ping, clock, silent);
    await clock.advance(5_000);
    answers = false;
    await clock.advance(34_000);
    expect(silent).not.toHaveBeenCalled();
    await clock.advance(300_000);
    expect(silent).toHaveBeenCalledTimes(1);
  });

  it('is patient with one that is slow', async () => {
    watchAnswers(ping, clock, silent);
    await clock.advance(5_000);
    for (let i = 0; i < 10; i++) {
      answers = false;
      await clock.advance(25_000);
      answers = true;
      for (const answer of waiting.splice(0)) answer();
      await clock.advance(10_000);
    }
    expect(silent).not.toHaveBeenCalled();
  });

  it('waits for the first answer for as long as loading takes', async () => {
    answers = false;
    watchAnswers(ping, clock, silent);
    await clock.advance(600_000);
    expect(silent).not.toHaveBeenCalled();
    for (const answer of waiting.splice(0)) answer();
    await clock.advance(40_000);
    expect(silent).toHaveBeenCalledTimes(1);
  });

  it('does not count what a page missed that was frozen, asleep or throttled', async () => {
    watchAnswers(ping, clock, silent);
    await clock.advance(5_000);
    answers = false;
    for (let i = 0; i < 20; i++) {
      clock.jump(60_000);
      await clock.advance(0);
    }
    expect(silent).not.toHaveBeenCalled();
  });

  it('does not count when the clock was set', async () => {
    watchAnswers(ping, clock, silent);
    await clock.advance(25_000);
    answers = false;
    await clock.advance(20_000);
    clock.jump(3_600_000);
    await clock.advance(25_000);
    expect(silent).not.toHaveBeenCalled();
  });

  it('counts on when a tick of a busy page was late', async () => {
    watchAnswers(ping, clock, silent);
    await clock.advance(5_000);
    answers = false;
    await clock.advance(10_000);
    clock.jump(15_000);
    await clock.advance(30_000);
    expect(silent).toHaveBeenCalledTimes(1);
  });

  it('ends', async () => {
    const stop = watchAnswers(ping, clock, silent);
    await clock.advance(5_000);
    answers = false;
    stop();
    await clock.advance(300_000);
    expect(silent).not.toHaveBeenCalled();
  });
});
