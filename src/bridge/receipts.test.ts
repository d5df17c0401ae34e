import { beforeEach, describe, expect, it } from 'vitest';
import { Receipts } from './receipts.ts';

const PRINTER = '000d6f000273ce0b';

let receipts: Receipts;
let taken: string[];

beforeEach(() => {
  receipts = new Receipts();
  taken = [];
});

function say(what: string, about = PRINTER): void {
  receipts.expect(about, () => taken.push(what));
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
