import { createCanvas, Path2D as NodePath } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { type Bitmap, blackShare, isBlack } from '../imaging/bitmap.ts';
import type { PaperBlock } from './paper-block.ts';
import { type DrawPlatform, drawPaper } from './text-bitmap.ts';

/** A real canvas, of Node. */
const platform: DrawPlatform = {
  createCanvas: (width, height) => createCanvas(width, height) as unknown as OffscreenCanvas,
  createPath: (data) => new NodePath(data) as unknown as Path2D,
  loadFont: async () => undefined,
};

/** The columns between which a bitmap has ink, in the rows from `top` on. */
function inkColumns(bitmap: Bitmap, top: number, bottom: number): [number, number] {
  const columns: number[] = [];
  for (let y = top; y < bottom; y++) for (let x = 0; x < bitmap.width; x++) if (isBlack(bitmap, x, y)) columns.push(x);
  return [Math.min(...columns), Math.max(...columns)];
}

const text = (change: Partial<PaperBlock & { kind: 'text' }> = {}): PaperBlock => ({
  kind: 'text',
  text: 'Hello',
  size: 40,
  ...change,
});

describe('a page set for the head', () => {
  it('is as wide as the head and as long as its blocks', async () => {
    const bitmap = await drawPaper([{ kind: 'space', rows: 20 }, text(), { kind: 'space', rows: 30 }], 384, platform);
    expect([bitmap.width, bitmap.height]).toEqual([384, 20 + 50 + 30]);
    expect(blackShare(bitmap)).toBeGreaterThan(0.005);
    expect(blackShare(bitmap)).toBeLessThan(0.3);
  });

  it('has white above and below the words, and keeps off the edges', async () => {
    const bitmap = await drawPaper([{ kind: 'space', rows: 20 }, text(), { kind: 'space', rows: 30 }], 384, platform);
    expect(inkColumns(bitmap, 0, 20)).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(inkColumns(bitmap, 70, 100)).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const [first, last] = inkColumns(bitmap, 20, 70);
    expect(first).toBeGreaterThanOrEqual(12);
    expect(last).toBeLessThan(372);
  });

  it('puts words in the middle when asked to', async () => {
    const bitmap = await drawPaper([text({ align: 'centre' })], 384, platform);
    const [first, last] = inkColumns(bitmap, 0, 50);
    expect(Math.abs(first + last - 383)).toBeLessThan(12);
  });

  it('wraps what is too wide', async () => {
    const bitmap = await drawPaper([text({ text: 'word '.repeat(30) })], 384, platform);
    expect(bitmap.height).toBeGreaterThan(3 * 50);
    expect(bitmap.height % 50).toBe(0);
  });

  it('comes out whole where it is longer than what is drawn at a time', async () => {
    const tall = await drawPaper([{ kind: 'space', rows: 490 }, text(), { kind: 'rule' }], 384, platform);
    const short = await drawPaper([text(), { kind: 'rule' }], 384, platform);
    const stride = 48;
    expect([...tall.data.subarray(490 * stride)]).toEqual([...short.data]);
  });

  it('draws in the middle of the paper', async () => {
    const square: PaperBlock = {
      kind: 'drawing',
      rows: 20,
      width: 20,
      strokes: [],
      fills: ['M0 0H20V20H0Z'],
      strokeWidth: 1,
    };
    const bitmap = await drawPaper([square], 384, platform);
    expect(inkColumns(bitmap, 0, 20)).toEqual([182, 201]);
    expect(blackShare(bitmap)).toBeCloseTo(20 / 384);
  });

  it('is refused when it is longer than a print can be, or empty', async () => {
    await expect(drawPaper([{ kind: 'space', rows: 10_001 }], 384, platform)).rejects.toMatchObject({
      code: 'picture-size',
    });
    await expect(drawPaper([], 384, platform)).rejects.toMatchObject({ code: 'picture-size' });
    expect((await drawPaper([{ kind: 'space', rows: 10_000 }], 384, platform)).height).toBe(10_000);
  });

  it('is drawn all the same when a font does not come', async () => {
    const without = { ...platform, loadFont: () => Promise.reject(new Error('offline')) };
    expect(blackShare(await drawPaper([text()], 384, without))).toBeGreaterThan(0);
  });
});
