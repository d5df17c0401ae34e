import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBitmap, invert } from '../../src/imaging/bitmap.ts';
import { bitmaps } from '../support/arbitraries.ts';
import { bytes, times } from './bytes.ts';
import { CUT, FEED, noise, onHead, printing, RESET, raster, rowsOf } from './escpos-jobs.ts';
import { EscposPaper } from './escpos-paper.ts';
import { expectSameDots } from './same-dots.ts';

describe('the worked sequences', () => {
  it('reset, align, draw one band of black, feed, and cut', () => {
    const printer = printing({}, '1b 40 1b 61 00 1d 76 30 00 30 00 18 00', times(1152, 0xff), '1b 4a 60 1d 56 42 00');
    printer.checkAtRest();
    expect(printer.pictures).toHaveLength(1);
    expectSameDots(printer.pictures[0], invert(createBitmap(384, 24)));
    expect(printer.events).toEqual([
      { kind: 'reset' },
      { kind: 'align', value: 0 },
      { kind: 'band', rows: 24 },
      { kind: 'picture', rows: 24 },
      { kind: 'feed', rows: 96 },
      { kind: 'cut', form: 'partial', mode: 0x42, feed: 0 },
    ]);
  });

  it('draw one black row', () => {
    const printer = printing({}, '1d 76 30 00 30 00 01 00', times(48, 0xff));
    printer.check();
    expectSameDots(printer.drawn, invert(createBitmap(384, 1)));
  });

  it.each([
    [384, '1d 76 30 00 30 00 80 00'],
    [576, '1d 76 30 00 48 00 80 00'],
  ])('announce a band of 128 rows on a head of %d', (headWidth, header) => {
    const data = noise(headWidth, 128);
    const printer = printing({ headWidth }, header, data.data, FEED);
    printer.checkAtRest();
    expectSameDots(printer.pictures[0], data);
  });

  it('set the heat as Adafruit does, and take the width that some printers have to be told', () => {
    const printer = printing({}, '1b 37 0b 78 28 1d 57 80 01 12 23 a4 1b 38 00 00 0c 1b 33 18 1b 32');
    printer.checkAtRest();
    expect(printer.events).toEqual([
      { kind: 'heat', values: [11, 120, 40] },
      { kind: 'print-width', value: 384 },
      { kind: 'density', value: 0xa4 },
      { kind: 'sleep', value: 0 },
      { kind: 'form-feed' },
      { kind: 'line-spacing', value: 24 },
      { kind: 'line-spacing', value: 30 },
    ]);
  });
});

describe('a receipt printer draws', () => {
  it('bands as one picture, whatever pieces the bytes come in', () => {
    fc.assert(
      fc.property(
        bitmaps({ width: fc.constant(384), height: fc.integer({ min: 2, max: 20 }) }),
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 8 }),
        (bitmap, where, sizes) => {
          const seam = 1 + (where % (bitmap.height - 1));
          const bands = [rowsOf(bitmap, 0, seam), rowsOf(bitmap, seam, bitmap.height)];
          let rest = bytes(RESET, ...bands.map((band) => raster(band)), FEED, CUT);
          const printer = new EscposPaper();
          for (const size of sizes) {
            printer.receive(rest.subarray(0, size));
            rest = rest.slice(size);
          }
          printer.receive(rest);
          printer.checkAtRest();
          expect(printer.pictures).toHaveLength(1);
          expectSameDots(printer.pictures[0], bitmap);
        },
      ),
      { numRuns: 50 },
    );
  });

  const small = noise(48, 5);

  it.each([
    ['at the left', '1b 61 00', 0],
    ['centred', '1b 61 01', 168],
    ['at the right', '1b 61 02', 336],
    ['behind a margin', '1d 4c 0b 00', 11],
    ['centred behind a margin', '1d 4c 64 00 1b 61 31', 100 + 118],
    ['at the right of a print width', '1d 57 c8 00 1b 61 32', 152],
    ['centred in a print width behind a margin', '1d 4c 0a 00 1d 57 c8 00 1b 61 01', 10 + 76],
    ['where a reset puts it', '1d 4c 64 00 1b 61 02 1d 57 c8 00 1b 40', 0],
  ])('%s', (_, setting, left) => {
    const printer = printing({}, setting, raster(small), FEED);
    printer.checkAtRest();
    expectSameDots(printer.pictures[0], onHead(small, 384, left));
  });

  it.each([
    [0, 1, 1],
    [1, 2, 1],
    [2, 1, 2],
    [3, 2, 2],
    [0x30, 1, 1],
    [0x31, 2, 1],
    [0x32, 1, 2],
    [0x33, 2, 2],
  ])('in mode %d each dot %d by %d', (mode, scaleX, scaleY) => {
    const printer = printing({}, '1b 61 01', raster(small, mode), FEED);
    printer.checkAtRest();
    expectSameDots(printer.pictures[0], onHead(small, 384, (384 - 48 * scaleX) / 2, scaleX, scaleY));
  });

  it('on a head whose width is no multiple of eight', () => {
    const bitmap = noise(546, 3);
    const printer = printing({ headWidth: 546 }, raster(bitmap), FEED);
    printer.checkAtRest();
    expectSameDots(printer.pictures[0], bitmap);
  });

  it('small feeds as white rows of the picture, but not behind its last', () => {
    const [above, below] = [rowsOf(small, 0, 2), rowsOf(small, 2, 5)];
    const printer = printing({}, '1b 4a 05', raster(above), '1b 4a 07 1b 33 04 1b 64 02', raster(below), '0a 0a', CUT);
    printer.checkAtRest();
    const due = createBitmap(384, 20);
    const [first, second] = [onHead(above, 384, 0), onHead(below, 384, 0)];
    due.data.set(first.data, 0);
    due.data.set(second.data, 17 * 48);
    expect(printer.pictures).toHaveLength(1);
    expectSameDots(printer.pictures[0], due);
  });

  it.each([
    ['a long feed', '1b 4a 18', true],
    ['feeds that are long together', '1b 4a 0c 1b 4a 0c', true],
    ['one line', '0a', true],
    ['two lines', '1b 64 02', true],
    ['a cut', '1d 56 00', true],
    ['a short feed', '1b 4a 17', false],
  ])('until the end of a picture, which is %s', (_, end, ends) => {
    const printer = printing({}, raster(small), end);
    expect(printer.pictures).toHaveLength(ends ? 1 : 0);
    if (ends) printer.checkAtRest();
    else expect(() => printer.checkAtRest()).toThrow('5 rows were drawn and not fed out');
  });

  it('and cuts in all the ways that there are', () => {
    const printer = printing({}, '1d 56 00 1d 56 31 1d 56 41 05 1d 56 42 06 1d 56 61 07 1d 56 68 08');
    printer.checkAtRest();
    expect(printer.events).toMatchObject([
      { form: 'full', feed: 0 },
      { form: 'partial', feed: 0 },
      { form: 'full', feed: 5 },
      { form: 'partial', feed: 6 },
      { form: 'full', feed: 7 },
      { form: 'partial', feed: 8 },
    ]);
  });

  it('and ignores NUL before a reset, XON and XOFF, and a cut where it takes no notice of one', () => {
    const printer = printing({ cutter: 'ignores' }, times(300, 0), RESET, '11 13', raster(small), FEED, CUT);
    printer.checkAtRest();
    expect(printer.nuls).toBe(300);
    expect(printer.events.some(({ kind }) => kind === 'cut')).toBe(false);
  });

  it('and leaves torn what a reset ends', () => {
    const printer = printing({}, raster(small), RESET, raster(small), FEED);
    printer.checkAtRest();
    expect(printer.torn).toHaveLength(1);
    expect(printer.pictures).toHaveLength(1);
  });
});
