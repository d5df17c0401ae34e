import { PapertabError } from '../errors.ts';
import type { GrayPicture } from './gray.ts';
import { type Line, resizeLine, resizeLines } from './line-resize.ts';
import { LIGHT, toGrey } from './linear-light.ts';

/** Dots along a side of either picture. */
const MAX_SIDE = 65_535;
/** Dots of the picture made, which is all that is ever held whole. */
const MAX_DOTS = 1 << 25;

/** The light of a colour is that of its red, green and blue in these shares (Rec. ITU-R BT.709). */
const RED = LIGHT.map((light) => 0.2126 * light);
const GREEN = LIGHT.map((light) => 0.7152 * light);
const BLUE = LIGHT.map((light) => 0.0722 * light);

/** The sizes of the picture that comes in and of the one that is made, in dots. */
export interface ResizeSizes {
  readonly width: number;
  readonly height: number;
  readonly toWidth: number;
  readonly toHeight: number;
}

/**
 * Turns a coloured picture into a grey one of another size, as light mixes: not the numbers are averaged but the light
 * that they stand for, so that fine patterns of dark and light keep their brightness. What is transparent is white.
 * Where it shrinks, each dot is the mean of exactly what it covers; where it grows, dots are joined by a smooth curve.
 *
 * The picture comes row by row and only a few rows are kept, so that it never has to be in memory as a whole.
 */
export class LinearResizer {
  readonly #sizes: ResizeSizes;
  readonly #light: Line;
  readonly #take: (line: Line) => void;
  readonly #greys: Uint8Array<ArrayBuffer>;
  #taken = 0;
  #made = 0;

  /** @throws PapertabError `picture-size` if a side is no whole number above 0, or is beyond any picture. */
  constructor({ width, height, toWidth, toHeight }: ResizeSizes) {
    const right = [width, height, toWidth, toHeight].every(
      (side) => Number.isInteger(side) && 0 < side && side <= MAX_SIDE,
    );
    if (!right || toWidth * toHeight > MAX_DOTS) {
      throw new PapertabError('picture-size', `${width} x ${height} to ${toWidth} x ${toHeight}`);
    }
    this.#sizes = { width, height, toWidth, toHeight };
    this.#light = new Float64Array(width);
    this.#greys = new Uint8Array(toWidth * toHeight);
    const resize = resizeLine(width, toWidth);
    this.#take = resizeLines(height, toHeight, width, (line) => this.#keep(resize(line)));
  }

  /**
   * Takes the next rows, from top to bottom, as many as there are: four bytes a dot, sRGB with alpha, colours not
   * multiplied by it. They are not kept and may be used again.
   *
   * @throws PapertabError `picture-size` if they are no whole rows or more than are left.
   */
  push(rgba: Uint8ClampedArray | Uint8Array): void {
    const { width, height } = this.#sizes;
    const rows = rgba.length / (4 * width);
    if (!Number.isInteger(rows) || this.#taken + rows > height) {
      throw new PapertabError('picture-size', `${rows} rows after ${this.#taken} of ${height}`);
    }
    this.#taken += rows;
    for (let row = 0; row < rows; row++) {
      lightOf(rgba, 4 * width * row, this.#light);
      this.#take(this.#light);
    }
  }

  /**
   * The picture made, once all rows have been taken.
   *
   * @throws PapertabError `picture-size` if rows are missing.
   */
  finish(): GrayPicture {
    const { height, toWidth, toHeight } = this.#sizes;
    if (this.#taken < height) throw new PapertabError('picture-size', `${this.#taken} rows of ${height}`);
    return { width: toWidth, height: toHeight, data: this.#greys };
  }

  #keep(line: Line): void {
    const greys = this.#greys;
    const start = this.#made * line.length;
    for (let x = 0; x < line.length; x++) greys[start + x] = toGrey(line[x]!);
    this.#made++;
  }
}

/** The light of as many dots as the line has, from `offset` on, on white paper. */
function lightOf(rgba: Uint8ClampedArray | Uint8Array, offset: number, line: Line): void {
  for (let x = 0, i = offset; x < line.length; x++, i += 4) {
    const light = RED[rgba[i]!]! + GREEN[rgba[i + 1]!]! + BLUE[rgba[i + 2]!]!;
    const alpha = rgba[i + 3]!;
    line[x] = alpha === 255 ? light : 1 + (alpha / 255) * (light - 1);
  }
}
