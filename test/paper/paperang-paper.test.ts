import { describe, expect, it } from 'vitest';
import { bytesPerRow, createBitmap, invert } from '../../src/imaging/bitmap.ts';
import { PAPERANG, PaperangPaper } from './paperang-paper.ts';
import { expectSameDots } from './same-dots.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text.split(' ').map((byte) => Number.parseInt(byte, 16)));

describe('a Paperang on paper', () => {
  it('draws ten black rows and ends the picture with the feed, both as on the sheet', () => {
    const printer = new PaperangPaper(PAPERANG.p1);
    const rows = [
      ...bytes('02 00 00 e0 01'),
      ...new Array(10 * bytesPerRow(384)).fill(0xff),
      ...bytes('dc e3 a9 0a 03'),
    ];
    printer.receive(Uint8Array.from(rows));
    printer.receive(bytes('02 1a 00 02 00 18 01 6e fd 3f b8 03'));
    printer.checkAtRest();
    expect(printer.pictures).toHaveLength(1);
    expectSameDots(printer.pictures[0], invert(createBitmap(384, 10)));
  });
});
