import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmaps } from '../../../../test/support/arbitraries.ts';
import { toHex } from '../../../../test/support/scripted-printer.ts';
import { createBitmap } from '../../../imaging/bitmap.ts';
import { CATALOG } from '../../catalog.ts';
import { SESSION_KEY, STANDARD_KEY } from './commands.ts';
import { encodePaperangJob } from './job.ts';

const SETTINGS = CATALOG['paperang-p1'].defaults;
const OPTIONS = { key: STANDARD_KEY, paperType: true };

interface Frame {
  readonly command: number;
  readonly index: number;
  readonly payload: Uint8Array;
}

/** Reads one whole frame, apart from the encoder, and fails on anything amiss. */
function readFrame(bytes: Uint8Array, key: number): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getUint16(3, true);
  expect([bytes[0], bytes.at(-1), bytes.length]).toEqual([2, 3, length + 10]);
  const payload = bytes.subarray(5, 5 + length);
  expect(view.getUint32(5 + length, true)).toBe(crc32(payload, key));
  return { command: bytes[1]!, index: bytes[2]!, payload };
}

function rowsOf(frames: readonly Frame[]): Uint8Array {
  return Uint8Array.from(frames.filter(({ command }) => command === 0).flatMap(({ payload }) => [...payload]));
}

describe('a Paperang job', () => {
  it('sets density and type of paper, prints, and feeds', () => {
    const chunks = [...encodePaperangJob(createBitmap(384, 30), SETTINGS, OPTIONS)];
    const hex = chunks.map(({ bytes }) => toHex(bytes));
    expect(hex.at(0)).toBe('02 19 00 01 00 4b 5e 11 50 7f 03');
    expect(hex.at(1)).toBe('02 2c 00 01 00 00 46 89 5e 9e 03');
    expect(hex.at(-1)).toBe('02 1a 00 02 00 18 01 6e fd 3f b8 03');
    expect(chunks.map(({ rows }) => rows)).toEqual([0, 0, 21, 9, 0]);
    expect(chunks.every(({ complete }) => complete)).toBe(true);
  });

  it('leaves the type of paper out for models that hang on it, and names labels to those that do not', () => {
    const commands = (paperType: boolean) =>
      [...encodePaperangJob(createBitmap(384, 1), { ...SETTINGS, paper: 'label' }, { ...OPTIONS, paperType })]
        .map(({ bytes }) => readFrame(bytes, STANDARD_KEY))
        .map(({ command, payload }) => [command, payload.length === 1 ? payload[0] : undefined]);
    expect(commands(false).map(([command]) => command)).toEqual([0x19, 0x00, 0x1a]);
    expect(commands(true)[1]).toEqual([0x2c, 1]);
  });

  it.each([
    [384, 21],
    [576, 14],
    [1248, 6],
  ])('puts whole rows of %i dots into a frame, %i of them', (width, rows) => {
    const chunks = [...encodePaperangJob(createBitmap(width, 50), { ...SETTINGS, headWidth: width }, OPTIONS)];
    const data = chunks.filter((chunk) => chunk.rows > 0);
    expect(data[0]!.rows).toBe(rows);
    for (const { bytes, rows } of data) expect(bytes.length - 10).toBe((rows * width) / 8);
  });

  it('carries every row once, in order, under the key in use', () => {
    const width = fc.constantFrom(8, 64, 384, 576);
    fc.assert(
      fc.property(bitmaps({ width, height: fc.integer({ min: 1, max: 90 }) }), (bitmap) => {
        const chunks = [...encodePaperangJob(bitmap, SETTINGS, { key: SESSION_KEY, paperType: false })];
        const frames = chunks.map(({ bytes }) => readFrame(bytes, SESSION_KEY));
        expect(rowsOf(frames)).toEqual(Uint8Array.from(bitmap.data));
        expect(chunks.reduce((sum, { rows }) => sum + rows, 0)).toBe(bitmap.height);
      }),
      { numRuns: 40 },
    );
  });

  it('feeds further with white rows, which are none of the picture', () => {
    const bitmap = createBitmap(384, 5);
    bitmap.data.fill(0xff);
    const chunks = [...encodePaperangJob(bitmap, { ...SETTINGS, extraFeed: 50 }, OPTIONS)];
    const rows = rowsOf(chunks.map(({ bytes }) => readFrame(bytes, STANDARD_KEY)));
    expect(rows.length).toBe(55 * 48);
    expect(rows.subarray(5 * 48).every((byte) => byte === 0)).toBe(true);
    expect(chunks.map((chunk) => chunk.rows)).toEqual([0, 0, 5, 0, 0, 0, 0]);
  });

  it('counts the frames of a transfer from 0, over and over', () => {
    const chunks = [...encodePaperangJob(createBitmap(384, 21 * 260), { ...SETTINGS, extraFeed: 30 }, OPTIONS)];
    const frames = chunks.map(({ bytes }) => readFrame(bytes, STANDARD_KEY)).filter(({ command }) => command === 0);
    expect(frames.map(({ index }) => index)).toEqual(Array.from({ length: 262 }, (_, i) => i % 256));
  });

  it('frames 2,000 rows in far less time than they take to print', () => {
    const bitmap = createBitmap(384, 2_000);
    for (let warm = 0; warm < 20; warm++) Array.from(encodePaperangJob(bitmap, SETTINGS, OPTIONS));
    const times = Array.from({ length: 9 }, () => {
      const begun = performance.now();
      Array.from(encodePaperangJob(bitmap, SETTINGS, OPTIONS));
      return performance.now() - begun;
    });
    expect(Math.min(...times)).toBeLessThan(5);
  });
});
