import { describe, expect, it } from 'vitest';
import { createBitmap } from '../../src/imaging/bitmap.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes, times, written } from './bytes.ts';
import type { EscposOptions } from './escpos-options.ts';
import { EscposPaper } from './escpos-paper.ts';

const ALL = '10 04 01 10 04 02 10 04 03 10 04 04';
const row = bytes('1d 76 30 00 30 00 01 00', times(48, 0xff));

function listening(options: EscposOptions = {}): { printer: EscposPaper; said: () => string } {
  const printer = new EscposPaper(options);
  const replies: number[] = [];
  printer.onReply = (reply) => replies.push(...reply);
  return { printer, said: () => written(replies.splice(0)) };
}

describe('a receipt printer, asked in real time', () => {
  it('is ready as on the sheet, and out of paper as seen', () => {
    const { printer, said } = listening();
    printer.receive(bytes(ALL));
    expect(said()).toBe('12 12 12 12');
    printer.suffer('paper-out');
    printer.receive(bytes('10 04 01 10 04 02 10 04 04'));
    expect(said()).toBe('1a 32 7e');
    printer.checkAtRest();
  });

  it.each([
    ['paper-near-end', '12 12 12 1e'],
    ['cover-open', '1a 16 52 12'],
    ['too-hot', '1a 52 52 12'],
    ['cutter', '1a 52 1a 12'],
    ['unrecoverable', '1a 52 32 12'],
    ['offline', '1a 12 12 12'],
  ] as const)('says of %s %s', (trouble, due) => {
    const { printer, said } = listening();
    printer.suffer(trouble);
    printer.receive(bytes(ALL));
    expect(said()).toBe(due);
    printer.cure();
    printer.receive(bytes(ALL));
    expect(said()).toBe('12 12 12 12');
  });

  it('answers at once though its head stands and its buffer holds a picture', () => {
    const { printer, said } = listening();
    printer.suffer('cover-open');
    printer.receive(bytes(row, row, '10 04 01'));
    expect(printer.rowsDrawn).toBe(0);
    expect(said()).toBe('1a');
  });

  it('answers to bytes of a picture that happen to ask, and draws them all the same', () => {
    const picture = bytes('1d 76 30 00 30 00 01 00', times(20, 0xff), '10 04 01', times(25, 0xff), '1b 4a 60');
    const { printer, said } = listening();
    printer.receive(picture);
    printer.checkAtRest();
    expect(said()).toBe('12');
    expect(printer.events).toContainEqual({ kind: 'asked', question: 'DLE EOT', inPicture: true });
    expect(written(printer.pictures[0]!.data.subarray(19, 24))).toBe('ff 10 04 01 ff');
    const other = listening({ realTimeInPictures: false });
    other.printer.receive(picture);
    expect(other.said()).toBe('');
    other.printer.receive(bytes('10 04 01'));
    expect(other.said()).toBe('12');
  });

  it('says nothing where it never does', () => {
    const { printer, said } = listening({ answers: [] });
    printer.receive(bytes(ALL, '1d 72 01 1b 76 1d 61 0f'));
    printer.suffer('paper-out');
    expect(said()).toBe('');
    printer.checkAtRest();
  });

  it('answers those questions only that it knows', () => {
    const { printer, said } = listening({ answers: ['ESC v'] });
    printer.receive(bytes(ALL, '1d 72 01'));
    expect(said()).toBe('');
    printer.receive(bytes('1b 76'));
    expect(said()).toBe('00');
  });
});

describe('a receipt printer, asked in turn', () => {
  it('tells of its paper only when all before has been printed', async () => {
    const clock = new FakeClock();
    const { printer, said } = listening({ rowsPerSecond: 100, clock });
    printer.receive(bytes(row, row, row, '1d 72 01'));
    await clock.advance(25);
    expect(said()).toBe('');
    await clock.advance(5);
    expect(said()).toBe('00');
    expect(printer.rowsDrawn).toBe(3);
  });

  it.each([
    ['1d 72 01', 'paper-near-end', '03'],
    ['1d 72 31', 'paper-near-end', '03'],
    ['1d 72 02', 'paper-near-end', '00'],
    ['1b 76', 'paper-near-end', '00'],
  ] as const)('answers %s with %s by %s', (asked, trouble, due) => {
    const { printer, said } = listening();
    printer.suffer(trouble);
    printer.receive(bytes(asked));
    expect(said()).toBe(due);
  });

  it('does not come to it while its head stands', () => {
    const { printer, said } = listening();
    printer.suffer('paper-out');
    printer.receive(bytes('1d 72 01'));
    expect(said()).toBe('');
    printer.cure();
    expect(said()).toBe('00');
  });
});

describe('a receipt printer, told to speak for itself', () => {
  it('says four bytes at each change of what it was asked for', () => {
    const { printer, said } = listening();
    printer.suffer('too-hot');
    printer.cure();
    expect(said()).toBe('');
    printer.receive(bytes('1d 61 0f'));
    expect(said()).toBe('');
    printer.suffer('paper-near-end');
    expect(said()).toBe('10 00 03 00');
    printer.suffer('paper-out');
    expect(said()).toBe('18 00 0f 00');
    printer.cure();
    expect(said()).toMatch(/10 00 00 00$/);
    printer.suffer('cover-open');
    expect(said()).toBe('38 00 00 00');
    printer.receive(bytes('1d 61 00'));
    printer.cure();
    expect(said()).toBe('');
  });

  it('says nothing of what it was not asked for', () => {
    const { printer, said } = listening();
    printer.receive(bytes('1d 61 04'));
    printer.suffer('paper-out');
    expect(said()).toBe('');
    printer.suffer('too-hot');
    expect(said()).toBe('18 40 0f 00');
  });
});

describe('a receipt printer whose buffer fills', () => {
  it('says XOFF with 128 bytes left and XON with 256, and tells it on its line', async () => {
    const clock = new FakeClock();
    const { printer, said } = listening({ bufferBytes: 1000, rowsPerSecond: 100, xonXoff: true, clock });
    const rows = bytes('1d 76 30 00 30 00 40 00', times(64 * 48, 0xff));
    const most = 8 + 48 + 1000 - 128;
    printer.receive(rows.subarray(0, most - 1));
    expect([said(), printer.ready]).toEqual(['', true]);
    printer.receive(rows.subarray(most - 1, most));
    expect([said(), printer.ready]).toEqual(['13', false]);
    // Three rows make 144 bytes of room beside the 128.
    await clock.advance(25);
    expect([said(), printer.ready]).toEqual(['', false]);
    await clock.advance(5);
    expect([said(), printer.ready]).toEqual(['11', true]);
    printer.check();
  });

  it('only tells it on its line where that is how it is set', () => {
    const { printer, said } = listening({
      bufferBytes: 600,
      busyAtFree: 300,
      rowsPerSecond: 100,
      clock: new FakeClock(),
    });
    printer.receive(bytes('1d 76 30 00 30 00 40 00', times(400, 0)));
    expect([said(), printer.ready]).toEqual(['', false]);
    printer.powerOff();
    expect(printer.ready).toBe(false);
    printer.powerOn();
    expect(printer.ready).toBe(true);
  });

  it('never does where it is endless', () => {
    const { printer, said } = listening({ xonXoff: true, rowsPerSecond: 1, clock: new FakeClock() });
    printer.receive(bytes('1d 76 30 00 30 00 00 08', createBitmap(384, 2048).data));
    expect([said(), printer.ready]).toEqual(['', true]);
  });
});
