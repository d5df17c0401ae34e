import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBitmap, invert } from '../../src/imaging/bitmap.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes, times } from './bytes.ts';
import { CUT, FEED, noise, onHead, outcome, printing, RESET, raster, rowsOf } from './escpos-jobs.ts';
import { EscposPaper } from './escpos-paper.ts';
import { MalformedStream } from './fault.ts';
import { expectSameDots } from './same-dots.ts';

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
    ['zeros between commands', bytes('00 00'), 'no reset follows the NUL bytes from byte 2 on'],
    ['zeros around a question', bytes('00 10 04 01 00'), 'no reset follows the NUL bytes from byte 2 on'],
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

  it('zeros at the end, unless a reset follows them', () => {
    const printer = printing({}, RESET, full, FEED, '00 00');
    printer.check();
    expect(() => printer.checkAtRest()).toThrow('no reset follows the NUL bytes');
    printer.receive(bytes(RESET));
    printer.checkAtRest();
    printer.receive(bytes('00'));
    printer.powerOff();
    printer.powerOn();
    printer.checkAtRest();
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

  it('its way out of any noise but the promise of a picture, and keeps none of it in its buffer', () => {
    const noisy = fc.array(fc.constantFrom(0x1b, 0x1d, 0x10, 0x12, 0x04, 0x40, 0x56, 0x61, 0x42, 0x00, 0x0a, 0x99));
    fc.assert(
      fc.property(noisy, (garbage) => {
        const printer = new EscposPaper({ bufferBytes: 4096, cutter: 'ignores' });
        // As many bytes as the longest command may still want.
        printer.receive(bytes(garbage, times(3, 0)));
        expect(printer.freeBytes).toBe(4096);
        printer.receive(bytes(RESET, '0a', full, FEED));
        expectSameDots(printer.pictures.at(-1), noise(384, 2));
      }),
    );
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
