import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';
import { type Bitmap, createBitmap } from '../imaging/bitmap.ts';
import { floydSteinberg } from '../imaging/floyd-steinberg.ts';
import { HttpProblem } from './http.ts';

type CanvasModule = typeof Canvas;
export type Context = Canvas.SKRSContext2D;

const require = createRequire(import.meta.url);

/** One name for each file of the bundled font: a canvas looks on in the next family for what one lacks. */
const FONT_FILES = [
  ['Papertab Latin', 'latin-400-normal'],
  ['Papertab Latin', 'latin-700-normal'],
  ['Papertab Extended', 'latin-ext-400-normal'],
  ['Papertab Extended', 'latin-ext-700-normal'],
] as const;

/** The bundled font, then whatever the system has for other scripts. */
export const FONT_FAMILIES = '"Papertab Latin", "Papertab Extended", sans-serif';

/** Where a file of the bundled font is, such as `latin-400-normal`. */
export function fontFile(name: string): string {
  return require.resolve(`@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-${name}.woff2`);
}

/** Where the fixed-width face is, for codes and commands. */
export function monoFontFile(): string {
  return require.resolve(
    '@fontsource/atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-400-normal.woff2',
  );
}

let loading: Promise<CanvasModule> | undefined;

/**
 * The canvas library with the bundled font, loaded when the first picture is drawn: neither a build nor a machine that
 * has no binary of it needs it.
 *
 * @throws HttpProblem 501 where the library does not load.
 */
export function loadCanvas(): Promise<CanvasModule> {
  loading ??= import('@napi-rs/canvas').then(
    (canvas) => {
      for (const [family, file] of FONT_FILES) canvas.GlobalFonts.registerFromPath(fontFile(file), family);
      return canvas;
    },
    (thrown) => {
      loading = undefined;
      throw new HttpProblem(501, 'no-canvas', `Pictures cannot be drawn on this computer: ${thrown}`);
    },
  );
  return loading;
}

/** Draws on white and hands back grey tones with alpha gone: 0 is black, 255 white, rows from top to bottom. */
export async function draw(
  width: number,
  height: number,
  paint: (context: Context) => void,
): Promise<Uint8ClampedArray> {
  const { createCanvas } = await loadCanvas();
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#000';
  paint(context);
  return context.getImageData(0, 0, width, height).data;
}

/** Perceived brightness of RGBA dots. */
export function toGray(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const gray = new Uint8ClampedArray(rgba.length / 4);
  for (let i = 0; i < gray.length; i++) {
    gray[i] = 0.299 * rgba[4 * i]! + 0.587 * rgba[4 * i + 1]! + 0.114 * rgba[4 * i + 2]!;
  }
  return gray;
}

/** Smoothed edges of letters darker than this are ink: above the middle, so that hairlines do not break. */
const INK_BELOW = 150;

/** Letters as dots: the smoothed edges of black ones become crisp, what has colour (emoji) is dithered. */
export function lettersToBitmap(rgba: Uint8ClampedArray, width: number, height: number): Bitmap {
  const gray = toGray(rgba);
  for (let i = 0; i < gray.length; i++) {
    const colourless = rgba[4 * i] === rgba[4 * i + 1] && rgba[4 * i] === rgba[4 * i + 2];
    if (colourless) gray[i] = gray[i]! < INK_BELOW ? 0 : 255;
  }
  return floydSteinberg(gray, width, height);
}

/** Bitmaps of one width below each other, with `foot` white rows under the last, cut at `maxRows`. */
export function stack(bitmaps: readonly Bitmap[], foot: number, maxRows: number): Bitmap {
  const width = bitmaps[0]!.width;
  const rows = bitmaps.reduce((sum, { height }) => sum + height, foot);
  const stacked = createBitmap(width, Math.min(rows, maxRows));
  let offset = 0;
  for (const { data } of bitmaps) {
    stacked.data.set(data.subarray(0, stacked.data.length - offset), offset);
    offset += Math.min(data.length, stacked.data.length - offset);
  }
  return stacked;
}
