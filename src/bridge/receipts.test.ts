import { beforeEach, describe, expect, it } from 'vitest';
import { Receipts } from './receipts.ts';

const PRINTER = '000d6f000273ce0b';

let receipts: Receipts;
let taken: string[];
let doubted: string[];

beforeEach(() => {
  receipts = new Receipts();
  taken = [];
  doubted = [];
});

function say(what: string, about = PRINTER): void {
  receipts.expect(about, () => taken.push(what));
}

function watch(what: string, about = PRINTER): void {
  receipts.watch(about, () => doubted.push(what));
}

describe('a receipt', () => {
  it('is the answer to a request that was made afterwards', () => {
    say('first');
    receipts.requested(PRINTER);
    say('second');
    expect(taken).toEqual([]);
    receipts.answered(PRINTER);
    expect(taken).toEqual(['first']);
    expect(receipts.isWaiting(PRINTER)).toBe(true);
    receipts.requested(PRINTER);
    receipts.answered(PRINTER);
    expect(taken).toEqual(['first', 'second']);
    expect(receipts.isWaiting(PRINTER)).toBe(false);
  });

  it('is not the answer to a request that was made before, however late it comes', () => {
    receipts.requested(PRINTER);
    receipts.requested(PRINTER);
    say('told');
    receipts.requested(PRINTER);
    receipts.answered(PRINTER);
    receipts.answered(PRINTER);
    expect(taken).toEqual([]);
    receipts.answered(PRINTER);
    expect(taken).toEqual(['told']);
  });

  it('comes soon after weeks without an answer', () => {
    for (let i = 0; i < 100_000; i++) receipts.requested(PRINTER);
    say('told');
    receipts.requested(PRINTER);
    for (let answers = 0; taken.length === 0; answers++) {
      expect(answers).toBeLessThan(10);
      receipts.answered(PRINTER);
    }
  });

  it('is not waited for where nothing is ever answered', () => {
    say('told');
    receipts.requested(PRINTER);
    receipts.giveUp(PRINTER);
    expect(taken).toEqual(['told']);
    receipts.answered(PRINTER);
    expect(taken).toEqual(['told']);
  });

  it('of one Little Printer says nothing of another', () => {
    say('told');
    receipts.requested('ffffffffffffffff');
    receipts.answered('ffffffffffffffff');
    receipts.answered(PRINTER);
    expect(taken).toEqual([]);
  });
});

describe('what is watched', () => {
  it('is doubted once the socket has ended, unless a request that was made afterwards has been answered', () => {
    watch('first');
    receipts.requested(PRINTER);
    watch('second');
    receipts.answered(PRINTER);
    receipts.end();
    receipts.end();
    expect(doubted).toEqual(['second']);
  });

  it('is not waited for', () => {
    watch('said');
    expect(receipts.isWaiting(PRINTER)).toBe(false);
    say('told');
    expect(receipts.isWaiting(PRINTER)).toBe(true);
    receipts.end();
    expect(taken).toEqual([]);
  });

  it('is neither proved nor lost where nothing is answered, and proved when that comes late', () => {
    receipts.requested(PRINTER);
    watch('first');
    receipts.requested(PRINTER);
    say('told');
    receipts.giveUp(PRINTER);
    expect(taken).toEqual(['told']);
    expect(doubted).toEqual([]);
    receipts.answered(PRINTER);
    watch('second');
    receipts.answered(PRINTER);
    receipts.end();
    expect(doubted).toEqual(['second']);
  });

  it('is not proved by a late answer to a request that was made before and given up', () => {
    receipts.requested(PRINTER);
    watch('said');
    receipts.giveUp(PRINTER);
    receipts.requested(PRINTER);
    receipts.answered(PRINTER);
    receipts.end();
    expect(doubted).toEqual(['said']);
  });

  it('is not more than a hundred: of the oldest there is no word any more', () => {
    for (let i = 0; i < 1_000; i++) {
      watch(String(i));
      receipts.giveUp(PRINTER);
      receipts.requested(PRINTER);
    }
    receipts.end();
    expect(doubted).toEqual(Array.from({ length: 100 }, (_, i) => String(900 + i)));
  });
});
