import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { RightToSpeak } from './right-to-speak.ts';

describe('the right to speak', () => {
  it('is asked for anew when an answer is lost, instead of being waited for without end', async () => {
    const clock = new FakeClock();
    const answers = [new Promise<boolean>(() => {}), Promise.resolve(true)];
    const right = new RightToSpeak(clock, () => answers.shift() ?? Promise.resolve(true));
    const said: string[] = [];
    const speak = (words: string) =>
      right.speak(
        () => said.push(words),
        () => said.push(`not ${words}`),
      );
    speak('first');
    await clock.advance(10_000);
    speak('second');
    expect(said).toEqual([]);
    await clock.advance(20_000);
    // Nobody can tell: whoever waits for the word is told that it did not go out.
    expect(said).toEqual(['not first', 'not second']);
    speak('third');
    await clock.advance(0);
    expect(said.at(-1)).toBe('third');
  });

  it('counts from the question when an answer takes long', async () => {
    const clock = new FakeClock();
    let answer = (_: boolean): void => {};
    let asked = 0;
    const right = new RightToSpeak(clock, () => {
      asked += 1;
      return asked === 1 ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(true);
    });
    const said: string[] = [];
    right.speak(() => said.push('word'));
    await clock.advance(20_000);
    answer(true);
    await clock.advance(0);
    expect([asked, said]).toEqual([2, ['word']]);
    // Whoever waits no longer gives nothing up later.
    await clock.advance(60_000);
    expect(said).toEqual(['word']);
  });
});
