import { Buffer } from 'node:buffer';
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

/** A file as it is chosen, dropped or pasted. */
export interface TestFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function draw(width: number, height: number, drawing: (context: SKRSContext2D) => void): Canvas {
  const canvas = createCanvas(width, height);
  drawing(canvas.getContext('2d'));
  return canvas;
}

/** A picture of upright stripes of equal width, each of one grey. */
export function drawStripes(width: number, height: number, greys: readonly number[]): Canvas {
  return draw(width, height, (context) => {
    for (const [i, grey] of greys.entries()) {
      context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
      context.fillRect((width / greys.length) * i, 0, width / greys.length, height);
    }
  });
}

/** What a camera would take, roughly: soft light, many shades, some noise, so that it is as large as a photo is. */
export function drawPhoto(width: number, height: number): Canvas {
  return draw(width, height, (context) => {
    const light = context.createLinearGradient(0, 0, width, height);
    light.addColorStop(0, '#20304a');
    light.addColorStop(0.5, '#c8b090');
    light.addColorStop(1, '#fff8e8');
    context.fillStyle = light;
    context.fillRect(0, 0, width, height);
    let state = 1;
    for (let i = 0; i < 20_000; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      context.fillStyle = `hsl(${state % 360} 40% ${state % 100}% / 30%)`;
      context.fillRect(state % width, (state >>> 8) % height, 3 + (state % 40), 3 + ((state >>> 4) % 40));
    }
  });
}

export function pngFile(canvas: Canvas, name = 'picture.png'): TestFile {
  return { name, mimeType: 'image/png', buffer: canvas.toBuffer('image/png') };
}

/** @param orientation as Exif has it: 6 means that the camera was held upright and the picture is stored lying. */
export function jpegFile(canvas: Canvas, name = 'photo.jpg', orientation = 1): TestFile {
  const jpeg = canvas.toBuffer('image/jpeg', 92);
  // One directory with one entry: tag 0x0112, a short.
  const exif = Buffer.from([
    ...[0xff, 0xe1, 0, 34, ...Buffer.from('Exif\0\0')],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
  ]);
  return { name, mimeType: 'image/jpeg', buffer: Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]) };
}

export function svgFile(text: string): TestFile {
  return { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(text) };
}

/**
 * A film of two frames of two dots each, as small as GIF allows: first black and white, then white and black.
 */
export function gifFile(): TestFile {
  // Codes of three bits, the lowest first: clear, the two dots, end.
  const frame = (first: number, second: number): number[] => {
    const codes = [4, first, second, 5].reduce((bits, code, i) => bits | (code << (3 * i)), 0);
    return [0x21, 0xf9, 4, 0, 50, 0, 0, 0, 0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, codes & 255, codes >> 8, 0];
  };
  const palette = [0, 0, 0, 255, 255, 255];
  return {
    name: 'film.gif',
    mimeType: 'image/gif',
    buffer: Buffer.from([
      ...[...Buffer.from('GIF89a'), 2, 0, 1, 0, 0x80, 0, 0, ...palette],
      ...frame(0, 1),
      ...frame(1, 0),
      0x3b,
    ]),
  };
}
