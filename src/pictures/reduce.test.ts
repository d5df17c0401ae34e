import { createCanvas, DOMMatrix, type Canvas as NodeCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { PapertabError } from '../errors.ts';
import type { GrayPicture } from '../imaging/gray.ts';
import { type Canvas, reducePicture } from './reduce.ts';

/** The canvas of Node draws as the browser's does; it wants its matrices and options in another shape. */
function createTestCanvas(width: number, height: number): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const setTransform = context.setTransform.bind(context);
  const getImageData = context.getImageData.bind(context);
  return Object.assign(canvas, {
    getContext: () =>
      Object.assign(context, {
        setTransform: ({ a, b, c, d, e, f }: Required<DOMMatrix2DInit>) =>
          setTransform(new DOMMatrix([a, b, c, d, e, f])),
        getImageData: (x: number, y: number, w: number, h: number) => getImageData(x, y, w, h),
      }),
  }) as unknown as Canvas;
}

function reduce(picture: NodeCanvas, ...rest: [width: number, turn: 0 | 90 | 180 | 270]): GrayPicture {
  return reducePicture(picture as unknown as ImageBitmap, ...rest, createTestCanvas);
}

/** A picture of 40 by 20: black at the top left, red right of it, clear below. */
function makeQuarters(): NodeCanvas {
  const canvas = createCanvas(40, 20);
  const context = canvas.getContext('2d');
  context.fillStyle = '#000';
  context.fillRect(0, 0, 20, 10);
  context.fillStyle = '#f00';
  context.fillRect(20, 0, 20, 10);
  return canvas;
}

const BLACK = 0;
/** Red has 21.26 % of white's light, which sRGB writes as 127. */
const RED = 127;
const WHITE = 255;

/** The grey in the middle of each quarter: top left, top right, bottom left, bottom right. */
function quarters({ width, height, data }: GrayPicture): number[] {
  return [0.25, 0.75].flatMap((y) =>
    [0.25, 0.75].map((x) => data[Math.floor(height * y) * width + Math.floor(width * x)]!),
  );
}

describe('a picture that is reduced', () => {
  it.each([
    [0, 16, 8, [BLACK, RED, WHITE, WHITE]],
    [90, 16, 32, [WHITE, BLACK, WHITE, RED]],
    [180, 16, 8, [WHITE, WHITE, RED, BLACK]],
    [270, 16, 32, [RED, WHITE, BLACK, WHITE]],
  ] as const)('turned by %i° is as wide as the head, and what is clear is white', (turn, width, height, greys) => {
    const reduced = reduce(makeQuarters(), 16, turn);
    expect([reduced.width, reduced.height]).toEqual([width, height]);
    expect(quarters(reduced)).toEqual(greys);
  });

  it.each([0, 90, 180, 270] as const)('turned by %i° has no seam between the strips that it is read in', (turn) => {
    const wide = createCanvas(3000, 700);
    const context = wide.getContext('2d');
    context.fillStyle = '#808080';
    context.fillRect(0, 0, 3000, 700);
    expect(new Set(reduce(wide, 96, turn).data)).toEqual(new Set([128]));
  });

  it('is refused when it would be longer than the paper', () => {
    expect(reduce(createCanvas(2, 500), 40, 0).height).toBe(10_000);
    expect(() => reduce(createCanvas(2, 501), 40, 0)).toThrow(new PapertabError('picture-size', '10020 rows'));
    expect(reduce(createCanvas(2, 501), 40, 90).height).toBe(1);
  });

  it('has at least one row', () => {
    expect(reduce(createCanvas(3000, 1), 96, 0)).toMatchObject({ width: 96, height: 1 });
  });
});
