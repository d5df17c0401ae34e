import { PapertabError } from '../errors.ts';
import { type Bitmap, blacken, createBitmap } from '../imaging/bitmap.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type { PaperBlock } from './paper-block.ts';
import { breakLines, isRightToLeft } from './text-layout.ts';

/** White on either side, in dots. */
const MARGIN = 12;
/** Rows that are drawn at a time: bounds the memory that a long note takes. */
const BAND_ROWS = 512;
const FAMILY = "'Atkinson Hyperlegible Next', 'Atkinson fallback', sans-serif";
const MONO_FAMILY = "'Atkinson Hyperlegible Mono', 'Atkinson mono fallback', monospace";

/** The parts of the browser that draw. */
export interface DrawPlatform {
  createCanvas(width: number, height: number): HTMLCanvasElement | OffscreenCanvas;
  /** A path of SVG path data. */
  createPath(data: string): Path2D;
  /** Waits for a font; drawn before it is here, text would come out in another. */
  loadFont(font: string): Promise<unknown>;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** A block with its place: `top` rows from the head of the page. */
interface Placed {
  readonly block: PaperBlock;
  readonly top: number;
  readonly height: number;
  readonly lines: readonly string[];
}

/**
 * Sets blocks for the head, one under the other: black where the drawing is more black than white, so that letters stay
 * crisp.
 *
 * @param width dots across the head
 * @throws PapertabError `picture-size` when it would be longer than 10,000 rows, `unexpected` when nothing can be drawn
 */
export async function drawPaper(blocks: readonly PaperBlock[], width: number, platform: DrawPlatform): Promise<Bitmap> {
  await loadFonts(blocks, platform);
  const canvas = platform.createCanvas(width, BAND_ROWS);
  const context = canvas.getContext('2d', { willReadFrequently: true }) as Context | null;
  if (!context) throw new PapertabError('unexpected', 'no canvas');
  const placed = place(blocks, width, context);
  const last = placed.at(-1);
  const height = last ? last.top + last.height : 0;
  if (height === 0 || height > MAX_ROWS) throw new PapertabError('picture-size', `${height} rows`);

  const bitmap = createBitmap(width, height);
  for (let top = 0; top < height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - top);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, BAND_ROWS);
    context.fillStyle = '#000';
    context.strokeStyle = '#000';
    for (const item of placed) {
      if (item.top + item.height <= top || item.top >= top + rows) continue;
      context.setTransform(1, 0, 0, 1, 0, item.top - top);
      draw(item, width, context, platform);
    }
    pack(context.getImageData(0, 0, width, rows).data, bitmap, top, rows);
  }
  return bitmap;
}

async function loadFonts(blocks: readonly PaperBlock[], platform: DrawPlatform): Promise<void> {
  const fonts = new Set(blocks.filter((block) => block.kind === 'text').map(fontOf));
  // A font that does not come is no reason not to print: the system's stands in.
  await Promise.allSettled([...fonts].map((font) => platform.loadFont(font)));
}

function fontOf(block: PaperBlock & { kind: 'text' }): string {
  const family = block.mono ? MONO_FAMILY : FAMILY;
  return `${block.bold && !block.mono ? 600 : 400} ${block.size}px ${family}`;
}

function lineHeight(block: PaperBlock & { kind: 'text' }): number {
  return Math.round(block.size * (block.leading ?? 1.25));
}

function place(blocks: readonly PaperBlock[], width: number, context: Context): Placed[] {
  let top = 0;
  return blocks.map((block) => {
    let lines: string[] = [];
    let height: number;
    if (block.kind === 'text') {
      context.font = fontOf(block);
      const measure = (text: string): number => context.measureText(text).width;
      lines = breakLines(block.text, width - 2 * MARGIN, measure, Math.ceil(MAX_ROWS / lineHeight(block)));
      height = lines.length * lineHeight(block);
    } else {
      height = block.kind === 'rule' ? 3 : block.rows;
    }
    const item = { block, top, height, lines };
    top += height;
    return item;
  });
}

function draw({ block, lines }: Placed, width: number, context: Context, platform: DrawPlatform): void {
  switch (block.kind) {
    case 'space':
      return;
    case 'rule':
      for (let x = MARGIN; x < width - MARGIN; x += 12) context.fillRect(x, 0, 6, 3);
      return;
    case 'text': {
      context.font = fontOf(block);
      context.textBaseline = 'middle';
      for (const [i, line] of lines.entries()) {
        const rightToLeft = isRightToLeft(line);
        context.direction = rightToLeft ? 'rtl' : 'ltr';
        context.textAlign = block.align === 'centre' ? 'center' : 'start';
        const x = block.align === 'centre' ? width / 2 : rightToLeft ? width - MARGIN : MARGIN;
        context.fillText(line, x, (i + 0.5) * lineHeight(block));
      }
      return;
    }
    case 'drawing':
      context.translate(Math.round((width - block.width) / 2), 0);
      context.lineWidth = block.strokeWidth;
      context.lineCap = 'round';
      context.lineJoin = 'round';
      for (const path of block.strokes) context.stroke(platform.createPath(path));
      for (const path of block.fills) context.fill(platform.createPath(path));
      return;
  }
}

/** Packs opaque RGBA rows into the bitmap from row `top` on. Noise that some browsers add to canvases is far below the threshold. */
function pack(rgba: Uint8ClampedArray, bitmap: Bitmap, top: number, rows: number): void {
  for (let y = 0, i = 0; y < rows; y++) {
    for (let x = 0; x < bitmap.width; x++, i += 4) {
      if (rgba[i]! + rgba[i + 1]! + rgba[i + 2]! < 384) blacken(bitmap, x, top + y);
    }
  }
}
