import { describe, expect, it } from 'vitest';
import { takingTurns } from './turns.ts';

describe('changes that take turns', () => {
  it('happen one after another, in the order in which they were asked for', async () => {
    const inTurn = takingTurns(() => false);
    const seen: string[] = [];
    const change = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all([inTurn(change('first')), inTurn(change('second'))])).toEqual(['first', 'second']);
    expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('go on after one that failed, which is told to whoever asked for it', async () => {
    const inTurn = takingTurns(() => false);
    const failed = inTurn(() => Promise.reject(new Error('refused')));
    expect(await inTurn(async () => 'done')).toBe('done');
    await expect(failed).rejects.toThrow('refused');
  });

  it('do not begin any more once it is over, also those that were asked for before', async () => {
    let isOver = false;
    const inTurn = takingTurns(() => isOver);
    const first = inTurn(async () => {
      isOver = true;
    });
    const second = inTurn(async () => 'done');
    await first;
    await expect(second).rejects.toMatchObject({ code: 'engine-superseded' });
  });
});
