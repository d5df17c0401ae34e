import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { idleState } from './idle-state.ts';
import { hostOn } from './view-host.ts';
import { type FromGuest, type FromOwner, MOST_CALLS, MOST_CALLS_OF_ALL, VERSION } from './view-messages.ts';

let clock: FakeClock;
let posted: (FromGuest | FromOwner)[];
/** Ends the calls that are under way. */
let answers: (() => void)[];
let hear: (data: unknown) => void;
let lastNumber: number;

beforeEach(() => {
  clock = new FakeClock();
  posted = [];
  answers = [];
  lastNumber = 0;
  const openHost = hostOn(
    (listener) => {
      hear = listener;
      return { post: (message) => posted.push(message), close: () => {} };
    },
    clock,
    'o',
  );
  openHost({
    state: () => idleState({ phase: 'running' }),
    request: (name) => new Promise((resolve) => answers.push(() => resolve(name))),
    notice: () => {},
    letGo: () => {},
  });
});

/** Asks for so many pictures at once; which of them were refused, and with what code. */
async function ask(guest: string, count: number): Promise<string[]> {
  const before = posted.length;
  for (let i = 0; i < count; i++) {
    const number = lastNumber++;
    hear({ papertab: VERSION, type: 'ask', guest, to: 'o', number, at: clock.now(), name: 'picture', args: [number] });
  }
  await clock.advance(0);
  return posted.slice(before).flatMap((message) => (message.type === 'refused' ? [message.error.code] : []));
}

async function answerAll(): Promise<void> {
  for (const answer of answers.splice(0)) answer();
  await clock.advance(0);
}

describe('the calls of other tabs', () => {
  it('are under way in a bounded number for each tab, whatever the others ask', async () => {
    expect(await ask('one', MOST_CALLS)).toEqual([]);
    expect(await ask('two', MOST_CALLS)).toEqual([]);
    expect(await ask('one', 2)).toEqual(['engine-silent', 'engine-silent']);
    expect(await ask('three', 1)).toEqual([]);
  });

  it('and for all of them together', async () => {
    for (let i = 0; i < MOST_CALLS_OF_ALL; i++) expect(await ask(`tab ${i}`, 1)).toEqual([]);
    expect(await ask('one more', 1)).toEqual(['engine-silent']);
  });

  it('make room for others once they are answered', async () => {
    await ask('one', MOST_CALLS);
    await answerAll();
    expect(posted.filter(({ type }) => type === 'done')).toHaveLength(MOST_CALLS);
    expect(await ask('one', MOST_CALLS)).toEqual([]);
    expect(await ask('one', 1)).toEqual(['engine-silent']);
  });
});
