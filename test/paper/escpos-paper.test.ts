import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bitmap, blacken, bytesPerRow, createBitmap, invert, isBlack } from '../../src/imaging/bitmap.ts';
import { bitmaps } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes, times, written } from './bytes.ts';
import type { EscposOptions } from './escpos-options.ts';
import { EscposPaper } from './escpos-paper.ts';
import { MalformedStream } from './fault.ts';
import { expectSameDots } from './same-dots.ts';

const RESET = '1b 40';
const FEED = '1b 4a 60';
const CUT = '1d 56 42 00';

/** A picture as one GS v 0 in a mode of it. */
function raster(bitmap: Bitmap, mode = 0): Uint8Array<ArrayBuffer> {
  const x = bytesPerRow(bitmap.width);
  return bytes('1d 76 30', [mode, x & 0xff, x >> 8, bitmap.height & 0xff, bitmap.height >> 8], bitmap.data);
}

/** Rows `from` to `to` of a picture. */
function rowsOf(bitmap: Bitmap, from: number, to: number): Bitmap {
  const stride = bytesPerRow(bitmap.width);
  return { width: bitmap.width, height: to - from, data: bitmap.data.slice(from * stride, to * stride) };
}

/** A picture drawn at column `left` of a wider one, each dot `scaleX` by `scaleY`. */
function onHead(bitmap: Bitmap, headWidth: number, left: number, scaleX = 1, scaleY = 1): Bitmap {
  const head = createBitmap(headWidth, bitmap.height * scaleY);
  for (let y = 0; y < head.height; y++) {
    for (let x = 0; x < bitmap.width * scaleX; x++) {
      if (isBlack(bitmap, Math.floor(x / scaleX), Math.floor(y / scaleY))) blacken(head, left + x, y);
    }
  }
  return head;
}

/** A picture without symmetry, some of it black. */
function noise(width: number, height: number): Bitmap {
  const bitmap = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if ((x * x + 3 * x * y + 5 * y) % 7 < 3) blacken(bitmap, x, y);
  }
  return bitmap;
}

function printing(options: EscposOptions, ...parts: (string | Iterable<number>)[]): EscposPaper {
  const printer = new EscposPaper(options);
  printer.receive(bytes(...parts));
  return printer;
}

/** All that a stream comes to. */
function outcome(stream: Uint8Array, options: EscposOptions): string {
  const printer = new EscposPaper(options);
  printer.receive(stream);
  let unrest = '';
  try {
    printer.checkAtRest();
  } catch (error) {
    unrest = String(error);
  }
  return JSON.stringify([unrest, printer.pictures.map(({ data }) => written(data)), printer.events, printer.nuls]);
}

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

  it('and ignores NUL, XON and XOFF, and a cut where it takes no notice of one', () => {
    const printer = printing({ cutter: 'ignores' }, times(300, 0), '11 13', raster(small), FEED, CUT);
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

describe('a receipt printer notices', () => {
  const picture = noise(64, 6);
  const options = { headWidth: 64 };
  const sound = bytes(
    '1b 40 1b 61 00 1d 4c 00 00 1d 57 40 00',
    raster(rowsOf(picture, 0, 4)),
    raster(rowsOf(picture, 4, 6)),
    FEED,
    CUT,
  );

  it('any bit of a job that is wrong', () => {
    const due = outcome(sound, options);
    const unnoticed: string[] = [];
    for (let at = 0; at < sound.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const stream = sound.slice();
        stream[at]! ^= 1 << bit;
        if (outcome(stream, options) === due) unnoticed.push(`${at}.${bit}`);
      }
    }
    expect(unnoticed).toEqual([]);
  });

  it('any byte that is lost or doubled', () => {
    const due = outcome(sound, options);
    for (let at = 0; at < sound.length; at++) {
      expect(outcome(bytes(sound.subarray(0, at), sound.subarray(at + 1)), options)).not.toBe(due);
      expect(outcome(bytes(sound.subarray(0, at + 1), sound.subarray(at)), options)).not.toBe(due);
    }
  });

  it('where a job is cut off', () => {
    for (let length = 0; length < sound.length - 4; length++) {
      const printer = printing(options, sound.subarray(0, length));
      expect(printer.pictures).toEqual([]);
      printer.check();
    }
    const begun = printing(options, sound.subarray(0, 50));
    expect(begun.expected).toBe(4 * 8 - (50 - 13 - 8));
    expect(() => begun.checkAtRest()).toThrow(MalformedStream);
  });

  const full = raster(noise(384, 2));

  it.each([
    ['text', bytes('48 69'), 'text in a picture job'],
    ['a carriage return', bytes('0d'), 'text in a picture job'],
    ['a tab', bytes('09'), 'there is no command 09'],
    ['an unknown ESC', bytes('1b 21'), 'there is no command 1b 21'],
    ['an unknown GS', bytes('1d 28'), 'there is no command 1d 28'],
    ['another DLE', bytes('10 14'), 'there is no command 10 14'],
    ['another DC2', bytes('12 2a'), 'there is no command 12 2a'],
    ['GS v 1', bytes('1d 76 31 00 01 00 01 00'), 'there is no command 1d 76 31'],
    ['a mode that does not exist', raster(noise(8, 1), 4), 'GS v 0 with 04 01 00 01 00'],
    ['a picture without rows', bytes('1d 76 30 00 30 00 00 00'), 'GS v 0 with 00 30 00 00 00'],
    ['a picture without columns', bytes('1d 76 30 00 00 00 05 00'), 'GS v 0 with 00 00 00 05 00'],
    ['a picture wider than the paper', raster(createBitmap(392, 1)), 'rows of 49 bytes are wider than the print area'],
    ['a doubled picture wider than the paper', raster(createBitmap(200, 1), 1), 'wider than the print area'],
    ['an alignment that does not exist', bytes('1b 61 03'), 'ESC a with 03'],
    ['a margin beyond the paper', bytes('1d 4c 80 01'), 'GS L with 80 01'],
    ['a print width beyond the paper', bytes('1d 57 88 01'), 'GS W with 88 01'],
    ['no print width', bytes('1d 57 00 00'), 'GS W with 00 00'],
    ['a cut that does not exist', bytes('1d 56 02'), 'GS V with the mode 02'],
    ['a status that does not exist', bytes('10 04 05'), 'DLE EOT with 05'],
    ['a sensor that does not exist', bytes('1d 72 03'), 'GS r with 03'],
  ])('%s, by its offset', (_, wrong, message) => {
    const printer = printing({}, RESET, wrong, FEED, full, FEED);
    expect(() => printer.check()).toThrow(message);
    expect(printer.faults.map(({ offset }) => offset).slice(0, 1)).toEqual([2]);
    expectSameDots(printer.pictures.at(-1), noise(384, 2));
  });

  it('a picture that does not begin a line', () => {
    const printer = printing({}, '41 42 43', full, FEED);
    expect(printer.pictures).toEqual([]);
    expect(printer.faults).toMatchObject([
      { offset: 0, message: 'text in a picture job' },
      { offset: 3, message: 'GS v 0 is not at the start of a line' },
    ]);
  });

  it('black dots beyond the print area, which are not drawn, once for a picture', () => {
    const bitmap = invert(createBitmap(384, 3));
    const printer = printing({ headWidth: 380 }, raster(bitmap), FEED);
    expect(printer.faults).toMatchObject([{ offset: 0, message: 'black dots beyond the print area' }]);
    expectSameDots(printer.pictures[0], invert(createBitmap(380, 3)));
    const narrow = printing({ printWidth: 320 }, raster(bitmap), FEED);
    expect(narrow.faults).toMatchObject([{ offset: 0, message: 'rows of 48 bytes are wider than the print area' }]);
    expectSameDots(narrow.pictures[0], onHead(invert(createBitmap(320, 3)), 384, 0));
    printing({ printWidth: 320 }, '1d 57 80 01', raster(bitmap), FEED).checkAtRest();
  });

  it('more rows than it takes at once', () => {
    expect(() => printing({ maxRows: 24 }, raster(createBitmap(8, 25))).check()).toThrow('25 rows, more than 24');
    printing({ maxRows: 24 }, raster(createBitmap(8, 24)), FEED).checkAtRest();
    printing({}, raster(createBitmap(8, 2303)), FEED).checkAtRest();
    expect(() => printing({}, raster(createBitmap(8, 2304))).check()).toThrow('2304 rows, more than 2303');
  });

  it('a cut where there is no cutter', () => {
    const printer = printing({ cutter: false }, full, FEED, CUT);
    expect(() => printer.check()).toThrow('a cut, to a printer without a cutter');
  });

  it('bytes that come while its buffer is full, from the first one lost', () => {
    const clock = new FakeClock();
    const printer = new EscposPaper({ bufferBytes: 200, rowsPerSecond: 100, clock });
    printer.receive(raster(noise(384, 20)));
    // The header and the first row are with the head.
    expect(printer.faults[0]).toMatchObject({ kind: 'overflow', offset: 8 + 48 + 200 });
    expect(() => printer.checkAtRest()).toThrow(MalformedStream);
  });

  it('what comes while it starts', async () => {
    const clock = new FakeClock();
    const printer = new EscposPaper({ bootMs: 500, clock });
    printer.receive(full.subarray(0, 70));
    printer.opened();
    printer.receive(bytes('1b 40'));
    expect(printer.faults).toMatchObject([{ offset: 70, message: 'sent while the printer starts' }]);
    await clock.advance(500);
    printer.receive(bytes(RESET, full, FEED));
    expect(printer.torn.map(({ height }) => height)).toEqual([1]);
    expectSameDots(printer.pictures[0], noise(384, 2));
  });
});

describe('a receipt printer loses', () => {
  const bitmap = noise(320, 10);

  it('everything with its cable, where it lives from that', () => {
    const printer = new EscposPaper();
    printer.receive(bytes('1d 4c 08 00', raster(bitmap).subarray(0, 8 + 4 * 40 + 7)));
    printer.unplug();
    printer.receive(bytes(RESET));
    printer.plug();
    printer.receive(bytes(raster(bitmap), FEED));
    printer.checkAtRest();
    expect(printer.torn.map(({ height }) => height)).toEqual([4]);
    expectSameDots(printer.pictures[0], onHead(bitmap, 384, 0));
  });

  it('nothing with its cable, where it has power of its own: it waits for the rest of a picture', () => {
    const printer = new EscposPaper({ survivesUnplug: true });
    printer.receive(raster(bitmap).subarray(0, 8 + 4 * 40 + 7));
    printer.unplug();
    printer.plug();
    expect(printer.expected).toBe(6 * 40 - 7);
    // A reset without more would be taken for dots.
    printer.receive(bytes(times(6 * 40, 0), RESET, raster(bitmap), FEED));
    printer.checkAtRest();
    expect(printer.nuls).toBe(7);
    expect(printer.torn.map(({ height }) => height)).toEqual([10]);
    expectSameDots(printer.pictures[0], onHead(bitmap, 384, 0));
  });
});
