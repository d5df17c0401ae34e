import { PapertabError } from '../errors.ts';
import { type Bitmap, blacken, createBitmap, isBlack } from './bitmap.ts';
import { floydSteinberg } from './floyd-steinberg.ts';

const HEIGHT = 200;
const FRAME = 2;
/** From the top, in rows: where each part begins and how tall it is. */
const ZIGZAG = { top: 22, rows: 36 };
const UPRIGHT_LINES = { top: 68, rows: 18 };
const LEVEL_LINES = { top: 90, rows: 22 };
const RAMP = { top: 121, rows: 26 };
const SOLID = { top: 157, rows: 22 };
/** Thicknesses of the fine lines, each as wide as the gaps between them. */
const THICKNESSES = [1, 2, 3, 4];
const RAMP_STEPS = 16;
const RAMP_TICK = 4;

/**
 * Draws what tells at a glance how a printer prints, `width` dots wide and 200 rows tall: a frame along the outermost
 * dots, with a ruler (a tick every 8 dots, a longer one every 80) above and below, crossing diagonals that break where
 * rows are lost or shifted, lines and gaps of 1 to 4 dots, sixteen dithered greys, and a solid block for the density.
 *
 * @param width a whole number of bytes from 64 to 1248, as heads have it.
 * @throws PapertabError `picture-size` for any other.
 */
export function drawTestPattern(width: number): Bitmap {
  if (!(width >= 64 && width <= 1248 && width % 8 === 0)) throw new PapertabError('picture-size', String(width));
  const bitmap = createBitmap(width, HEIGHT);
  const margin = width < 128 ? 4 : 10;
  const inner = { left: margin, width: width - 2 * margin };
  drawFrame(bitmap);
  drawRulers(bitmap);
  drawZigzags(bitmap);
  drawFineLines(bitmap, inner);
  drawRamp(bitmap, inner);
  fill(bitmap, inner.left, SOLID.top, inner.width, SOLID.rows);
  return bitmap;
}

/** Where a part lies across the paper. */
interface Span {
  readonly left: number;
  readonly width: number;
}

function drawFrame(bitmap: Bitmap): void {
  fill(bitmap, 0, 0, bitmap.width, FRAME);
  fill(bitmap, 0, HEIGHT - FRAME, bitmap.width, FRAME);
  fill(bitmap, 0, 0, FRAME, HEIGHT);
  fill(bitmap, bitmap.width - FRAME, 0, FRAME, HEIGHT);
}

function drawRulers(bitmap: Bitmap): void {
  for (let x = 8; x < bitmap.width; x += 8) {
    const length = x % 80 === 0 ? 14 : 6;
    fill(bitmap, x, FRAME, 1, length);
    fill(bitmap, x, HEIGHT - FRAME - length, 1, length);
  }
}

/** Two lines at 45 degrees from edge to edge, up and down in turns, each the mirror of the other, even on both sides. */
function drawZigzags(bitmap: Bitmap): void {
  const { top, rows } = ZIGZAG;
  const reach = rows - 2;
  for (let x = 0; x < bitmap.width; x++) {
    const fromMiddle = Math.abs(x - (bitmap.width >> 1));
    const y = Math.abs(reach - (fromMiddle % (2 * reach)));
    fill(bitmap, x, top + y, 1, 2);
    fill(bitmap, x, top + reach - y, 1, 2);
  }
}

function drawFineLines(bitmap: Bitmap, { left, width }: Span): void {
  const gap = bitmap.width < 128 ? 2 : 10;
  const each = (width + gap) / THICKNESSES.length;
  THICKNESSES.forEach((thickness, i) => {
    const start = left + Math.floor(i * each);
    const end = left + Math.floor((i + 1) * each) - gap;
    for (let x = start; x + thickness <= end; x += 2 * thickness) {
      fill(bitmap, x, UPRIGHT_LINES.top, thickness, UPRIGHT_LINES.rows);
    }
    for (let y = 0; y + thickness <= LEVEL_LINES.rows; y += 2 * thickness) {
      fill(bitmap, start, LEVEL_LINES.top + y, end - start, thickness);
    }
  });
}

/** Greys from white to black in a thin frame, with a tick where one ends and the next begins. */
function drawRamp(bitmap: Bitmap, { left, width }: Span): void {
  const greys = Uint8Array.from({ length: width * RAMP.rows }, (_, i) => {
    const step = Math.floor(((i % width) * RAMP_STEPS) / width);
    return 255 - (255 * step) / (RAMP_STEPS - 1);
  });
  const ramp = floydSteinberg(greys, width, RAMP.rows);
  for (let y = 0; y < RAMP.rows; y++) {
    for (let x = 0; x < width; x++) if (isBlack(ramp, x, y)) blacken(bitmap, left + x, RAMP.top + y);
  }
  fill(bitmap, left, RAMP.top - 1, width, 1);
  fill(bitmap, left, RAMP.top + RAMP.rows, width, 1);
  fill(bitmap, left, RAMP.top, 1, RAMP.rows);
  fill(bitmap, left + width - 1, RAMP.top, 1, RAMP.rows);
  for (let step = 1; step < RAMP_STEPS; step++) {
    fill(bitmap, left + Math.ceil((step * width) / RAMP_STEPS), RAMP.top + RAMP.rows, 1, RAMP_TICK);
  }
}

function fill(bitmap: Bitmap, left: number, top: number, width: number, height: number): void {
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) blacken(bitmap, x, y);
  }
}
