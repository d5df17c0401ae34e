import { type Bitmap, bytesPerRow, createBitmap } from '../bitmap.ts';
import { flatten, type Polyline } from './path.ts';

/** What an area is filled with: whether the dot at column `x`, row `y` is black. */
export type Tone = (x: number, y: number) => boolean;

export const BLACK: Tone = () => true;
export const WHITE: Tone = () => false;

/** Slanting lines, `width` dots of every `period` along a row; they fall to the left where `lean` is 1, to the right where it is -1. */
export function hatch(period: number, width: number, lean = 1): Tone {
  return (x, y) => (((x + lean * y) % period) + period) % period < width;
}

/** Round dots in rows that are shifted by half: `period` from middle to middle. */
export function dots(period: number, radius: number): Tone {
  return (x, y) => {
    const row = Math.round(y / period);
    const shifted = x - (row % 2) * (period / 2);
    return Math.hypot(shifted - Math.round(shifted / period) * period, y - row * period) <= radius;
  };
}

/** A sheet to draw on as one cuts a stamp: black and white cover each other, and every edge is crisp. */
export class Stamp {
  readonly bitmap: Bitmap;

  constructor(height: number) {
    this.bitmap = createBitmap(384, height);
  }

  /** Fills what a path encloses; where its parts overlap twice, it is left as it is. */
  fill(path: string, tone: Tone = BLACK): void {
    const lines = flatten(path);
    for (let y = 0; y < this.bitmap.height; y++) {
      const crossings = crossingsAt(lines, y + 0.5);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const end = Math.ceil(crossings[i + 1]! - 0.5);
        for (let x = Math.ceil(crossings[i]! - 0.5); x < end; x++) this.#set(x, y, tone(x, y));
      }
    }
  }

  /** Draws along a path with round ends, `width` dots thick, and at its end `endWidth`. */
  line(path: string, width: number, endWidth = width, tone: Tone = BLACK): void {
    for (const line of flatten(path)) {
      const steps = Math.max(1, line.length - 1);
      line.forEach((to, i) => {
        const from = line[Math.max(0, i - 1)]!;
        this.#stroke(from, to, (width + ((endWidth - width) * i) / steps) / 2, tone);
      });
    }
  }

  /** Fills with white, or with `tone`, and draws the edge on top. */
  shape(path: string, width: number, tone: Tone = WHITE): void {
    this.fill(path, tone);
    this.line(path, width);
  }

  #stroke(from: Polyline[number], to: Polyline[number], radius: number, tone: Tone): void {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const square = dx * dx + dy * dy;
    for (let y = Math.floor(Math.min(from.y, to.y) - radius); y <= Math.max(from.y, to.y) + radius; y++) {
      for (let x = Math.floor(Math.min(from.x, to.x) - radius); x <= Math.max(from.x, to.x) + radius; x++) {
        const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
        const along = square === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / square));
        if (Math.hypot(px - along * dx, py - along * dy) <= radius) this.#set(x, y, tone(x, y));
      }
    }
  }

  #set(x: number, y: number, black: boolean): void {
    const { width, height, data } = this.bitmap;
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const at = y * bytesPerRow(width) + (x >> 3);
    const bit = 0x80 >> (x & 7);
    data[at] = black ? data[at]! | bit : data[at]! & ~bit;
  }
}

/** Where a row crosses the edges of closed lines, from left to right. */
function crossingsAt(lines: readonly Polyline[], y: number): number[] {
  const found: number[] = [];
  for (const line of lines) {
    line.forEach((to, i) => {
      const from = line.at(i - 1)!;
      if (from.y <= y !== to.y <= y) found.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
    });
  }
  return found.sort((a, b) => a - b);
}
