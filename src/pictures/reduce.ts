import { PapertabError } from '../errors.ts';
import type { GrayPicture } from '../imaging/gray.ts';
import { LinearResizer } from '../imaging/linear-resize.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type { Turn } from './api.ts';

/** Dots that are read back at a time: bounds the memory that a large picture takes besides itself, to 2 MB. */
const STRIP_DOTS = 1 << 19;

/** What draws: of the browser, or a test's own. */
export interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d', options: CanvasRenderingContext2DSettings): OffscreenCanvasRenderingContext2D | null;
}

export type CreateCanvas = (width: number, height: number) => Canvas;

/**
 * The rows that a picture takes when it is as wide as the head.
 *
 * @throws PapertabError `picture-size` when they are more than 10,000
 */
export function rowsAt({ width, height }: { width: number; height: number }, toWidth: number, turn: Turn): number {
  const lies = turn === 90 || turn === 270;
  const rows = Math.max(1, Math.round(lies ? (width * toWidth) / height : (height * toWidth) / width));
  if (rows > MAX_ROWS) throw new PapertabError('picture-size', `${rows} rows`);
  return rows;
}

/**
 * A picture in greys, as wide as the head and as long as its shape then makes it.
 *
 * @throws PapertabError `picture-size` when it would be longer than 10,000 rows
 */
export function reducePicture(
  picture: ImageBitmap,
  toWidth: number,
  turn: Turn,
  createCanvas: CreateCanvas,
): GrayPicture {
  const lies = turn === 90 || turn === 270;
  const width = lies ? picture.height : picture.width;
  const height = lies ? picture.width : picture.height;
  const toHeight = rowsAt(picture, toWidth, turn);

  const resizer = new LinearResizer({ width, height, toWidth, toHeight });
  const stripRows = Math.min(height, Math.max(1, Math.floor(STRIP_DOTS / width)));
  const canvas = createCanvas(width, stripRows);
  const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
  if (!context) throw new PapertabError('unexpected', 'no canvas');
  // What is transparent stays so: the resizer makes it white, in light. A turn moves dots and mixes none.
  context.globalCompositeOperation = 'copy';
  context.imageSmoothingEnabled = false;
  for (let top = 0; top < height; top += stripRows) {
    const rows = Math.min(stripRows, height - top);
    context.setTransform(matrixOf(turn, width, height, top));
    context.drawImage(picture, 0, 0);
    resizer.push(context.getImageData(0, 0, width, rows, { colorSpace: 'srgb' }).data);
  }
  return resizer.finish();
}

/** Lays the turned picture of `width` by `height` dots so that its row `top` is the canvas's first. */
function matrixOf(turn: Turn, width: number, height: number, top: number): DOMMatrix2DInit {
  switch (turn) {
    case 0:
      return { a: 1, b: 0, c: 0, d: 1, e: 0, f: -top };
    case 90:
      return { a: 0, b: 1, c: -1, d: 0, e: width, f: -top };
    case 180:
      return { a: -1, b: 0, c: 0, d: -1, e: width, f: height - top };
    case 270:
      return { a: 0, b: -1, c: 1, d: 0, e: 0, f: height - top };
  }
}
