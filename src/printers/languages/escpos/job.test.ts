import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EscposPaper } from '../../../../test/paper/escpos-paper.ts';
import { bitmaps } from '../../../../test/support/arbitraries.ts';
import { toHex } from '../../../../test/support/scripted-printer.ts';
import { createBitmap } from '../../../imaging/bitmap.ts';
import { CATALOG } from '../../catalog.ts';
import { askStatus, CUT, feed, printWidth, RESET, rasterHeader } from './commands.ts';
import { encodeEndOfBand, encodeEscposAbandon, encodeEscposJob } from './job.ts';

const SETTINGS = CATALOG['escpos-58'].defaults;

function hex(bytes: readonly number[]): string {
  return toHex(Uint8Array.from(bytes));
}

function black(width: number, height: number) {
  const bitmap = createBitmap(width, height);
  bitmap.data.fill(0xff);
  return bitmap;
}

describe('commands, byte for byte', () => {
  it.each<[string, readonly number[], string]>([
    ['reset', RESET, '1b 40'],
    ['head of 24 rows', rasterHeader(48, 24), '1d 76 30 00 30 00 18 00'],
    ['head of one row', rasterHeader(48, 1), '1d 76 30 00 30 00 01 00'],
    ['head of a band', rasterHeader(48, 128), '1d 76 30 00 30 00 80 00'],
    ['head of a band of 576 dots', rasterHeader(72, 128), '1d 76 30 00 48 00 80 00'],
    ['feed of 12 mm', feed(96), '1b 4a 60'],
    ['feed of more than one command takes', feed(600), '1b 4a ff 1b 4a ff 1b 4a 5a'],
    ['print width', printWidth(384), '1d 57 80 01'],
    ['print width of 80 mm paper', printWidth(576), '1d 57 40 02'],
    ['partial cut', CUT.partial, '1d 56 42 00'],
    ['full cut', CUT.full, '1d 56 41 00'],
    ['status', askStatus(4), '10 04 04'],
  ])('%s', (_what, bytes, expected) => expect(hex(bytes)).toBe(expected));
});

describe('an ESC/POS job', () => {
  it('is reset, margins, width, a band, feed and cut, byte for byte', () => {
    const chunks = [...encodeEscposJob(black(384, 24), { ...SETTINGS, cut: 'partial' })];
    expect(chunks.map(({ bytes }) => toHex(bytes)).join(' ')).toBe(
      [
        '1b 40 1b 61 00 1d 4c 00 00 1d 57 80 01',
        `1d 76 30 00 30 00 18 00 ${'ff '.repeat(1152).trim()}`,
        '1b 4a 60',
        '1d 56 42 00',
      ].join(' '),
    );
  });

  it('sends one black row as the sheet has it', () => {
    const [, row] = encodeEscposJob(black(384, 1), SETTINGS);
    expect(toHex(row!.bytes)).toBe(`1d 76 30 00 30 00 01 00 ${'ff '.repeat(48).trim()}`);
  });

  it('is complete only at the ends of bands, and where it carries no rows', () => {
    const chunks = [...encodeEscposJob(createBitmap(384, 150), { ...SETTINGS, cut: 'full' })];
    expect(chunks.map(({ rows, complete }) => (complete ? `${rows}.` : `${rows}`))).toEqual([
      '0.',
      ...Array(7).fill('16'),
      '16.',
      '16',
      '6.',
      '0.',
      '0.',
    ]);
  });

  it('keeps bands short for printers with a small memory', () => {
    const chunks = [...encodeEscposJob(createBitmap(384, 50), { ...SETTINGS, careful: true })];
    expect(chunks.map(({ rows, complete }) => (complete ? `${rows}.` : `${rows}`))).toEqual([
      '0.',
      '16',
      '8.',
      '16',
      '8.',
      '2.',
      '0.',
    ]);
  });

  it('sends no more than about a kilobyte at once, of the widest heads too', () => {
    for (const width of [384, 576, 832, 1248]) {
      for (const { bytes, rows } of encodeEscposJob(createBitmap(width, 300), { ...SETTINGS, headWidth: width })) {
        expect(bytes.length).toBeLessThanOrEqual(1024 + 8);
        expect(rows).toBeLessThanOrEqual(16);
      }
    }
  });

  it('cuts only where the settings say so, and feeds as far as they say', () => {
    const tail = (settings: Partial<typeof SETTINGS>) =>
      [...encodeEscposJob(createBitmap(384, 1), { ...SETTINGS, ...settings })]
        .slice(2)
        .map(({ bytes }) => toHex(bytes));
    expect(tail({ cut: 'none' as never })).toEqual(['1b 4a 60']);
    expect(tail({ extraFeed: 200 as never })).toEqual(['1b 4a ff 1b 4a 29']);
  });

  it('carries every row once, in bands that say how many', () => {
    const width = fc.constantFrom(8, 64, 384, 576, 832);
    const height = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(bitmaps({ width, height }), fc.boolean(), (bitmap, careful) => {
        const stride = bitmap.width / 8;
        const chunks = [...encodeEscposJob(bitmap, { ...SETTINGS, careful })];
        const stream = chunks.slice(1, -1).flatMap(({ bytes }) => [...bytes]);
        const rows: number[] = [];
        for (let at = 0; at < stream.length; ) {
          const [, , , , low, high, count] = stream.slice(at, at + 8);
          expect(stream.slice(at, at + 4)).toEqual([0x1d, 0x76, 0x30, 0]);
          expect(low! + high! * 256).toBe(stride);
          expect(count).toBeLessThanOrEqual(careful ? 24 : 128);
          at += 8 + count! * stride;
          rows.push(...stream.slice(at - count! * stride, at));
        }
        expect(Uint8Array.from(rows)).toEqual(Uint8Array.from(bitmap.data));
        expect(chunks.reduce((sum, chunk) => sum + chunk.rows, 0)).toBe(bitmap.height);
      }),
      { numRuns: 40 },
    );
  });
});

describe('leaving a job', () => {
  it('resets and feeds', () => expect(toHex(encodeEscposAbandon())).toBe('1b 40 1b 4a 60'));

  it('fills up the longest band that may still be waited for, and its header', () => {
    expect(encodeEndOfBand(384)).toEqual(new Uint8Array(8 + 48 * 128));
    expect(encodeEndOfBand(576)).toEqual(new Uint8Array(8 + 72 * 128));
  });

  it('brings a printer out of the longest band, wherever in it the line broke', () => {
    const [preparation, ...band] = [...encodeEscposJob(black(384, 128), SETTINGS)].map(({ bytes }) => bytes);
    const whole = band.slice(0, 8).flatMap((bytes) => [...bytes]);
    for (const broken of [...Array(12).keys(), 1_000, whole.length - 1, whole.length]) {
      const printer = new EscposPaper();
      printer.receive(preparation!);
      printer.receive(Uint8Array.from([...whole.slice(0, broken), ...encodeEndOfBand(384)]));
      expect(printer.expected, `broken off after ${broken} bytes`).toBe(0);
      printer.receive(encodeEscposAbandon());
      expect(printer.events.at(-2)).toEqual({ kind: 'reset' });
    }
  });
});
