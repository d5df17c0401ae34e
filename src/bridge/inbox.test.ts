import { expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { Inbox } from './inbox.ts';

it('works on nothing within the event that brings it, then on one after another', async () => {
  const clock = new FakeClock();
  const done: string[] = [];
  const inbox = new Inbox(clock, async (text) => {
    done.push(`begin ${text}`);
    await Promise.resolve();
    done.push(`end ${text}`);
  });
  inbox.take('a');
  inbox.take('b');
  expect(done).toEqual([]);
  await clock.advance(0);
  expect(done).toEqual(['begin a', 'end a', 'begin b', 'end b']);
});

it('refuses a text above the bound, and more than the bound of all that waits', async () => {
  const clock = new FakeClock();
  let worked = 0;
  const inbox = new Inbox(clock, async () => {
    worked++;
  });
  const tooLarge = expect.objectContaining({ code: 'frame-too-large' });
  expect(() => inbox.take('x'.repeat(8_000_001))).toThrow(tooLarge);
  inbox.take('x'.repeat(8_000_000));
  inbox.take('x'.repeat(8_000_000));
  expect(() => inbox.take('x')).toThrow(tooLarge);
  await clock.advance(0);
  expect(worked).toBe(2);
  inbox.take('x');
  await clock.advance(0);
  expect(worked).toBe(3);
});

it('works to the end on what came before it was closed, and takes no more', async () => {
  const clock = new FakeClock();
  const done: string[] = [];
  const inbox = new Inbox(clock, async (text) => {
    done.push(text);
  });
  inbox.take('a');
  inbox.close();
  inbox.take('b');
  await clock.advance(0);
  expect(done).toEqual(['a']);
});
