import { describe, expect, it } from 'vitest';
import { createBitmap, invert } from '../../src/imaging/bitmap.ts';
import { EscposPaper } from './escpos-paper.ts';
import { expectSameDots } from './same-dots.ts';

const hexBytes = (text: string): number[] => text.split(' ').map((byte) => Number.parseInt(byte, 16));

describe('a receipt printer on paper', () => {
  it('draws the sheet’s worked job: reset, one band of black, feed, cut', () => {
    const printer = new EscposPaper();
    printer.receive(
      Uint8Array.from([
        ...hexBytes('1b 40 1b 61 00 1d 76 30 00 30 00 18 00'),
        ...new Array(48 * 24).fill(0xff),
        ...hexBytes('1b 4a 60 1d 56 42 00'),
      ]),
    );
    printer.checkAtRest();
    expect(printer.pictures).toHaveLength(1);
    expectSameDots(printer.pictures[0], invert(createBitmap(384, 24)));
    expect(printer.events).toEqual([
      { kind: 'reset' },
      { kind: 'align', value: 0 },
      { kind: 'band', rows: 24 },
      { kind: 'picture', rows: 24 },
      { kind: 'feed', rows: 96 },
      { kind: 'cut', form: 'partial', feed: 0 },
    ]);
  });
});
