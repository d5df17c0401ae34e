import { expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { defer } from './deferred.ts';
import { watchSilence } from './silent-database.ts';

it('says once that no answer comes, and hands on the one that comes after all', async () => {
  const clock = new FakeClock();
  const silent = vi.fn();
  const answer = defer<number>();
  const watched = watchSilence(clock, answer.promise, silent);
  await clock.advance(60_000);
  expect(silent).not.toHaveBeenCalled();
  await clock.advance(60_000);
  expect(silent).toHaveBeenCalledTimes(1);
  answer.resolve(7);
  expect(await watched).toBe(7);
});

it('says nothing where the answer came, whatever it is', async () => {
  const clock = new FakeClock();
  const silent = vi.fn();
  await watchSilence(clock, Promise.resolve(), silent);
  await expect(watchSilence(clock, Promise.reject(new Error('no')), silent)).rejects.toThrow('no');
  await clock.advance(600_000);
  expect(silent).not.toHaveBeenCalled();
});

it('takes no sleep for silence: the answer that lay there is heard first', async () => {
  const clock = new FakeClock();
  const silent = vi.fn();
  const answer = defer<void>();
  const watched = watchSilence(clock, answer.promise, silent);
  clock.jump(3_600_000);
  await clock.advance(0);
  answer.resolve();
  await watched;
  await clock.advance(60_000);
  expect(silent).not.toHaveBeenCalled();
});
