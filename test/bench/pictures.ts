import { createCanvas } from '@napi-rs/canvas';
import { type Bitmap, blackShare } from '../../src/imaging/bitmap.ts';
import { floydSteinberg } from '../../src/imaging/floyd-steinberg.ts';
import { threshold } from '../../src/imaging/threshold.ts';

const WIDTH = 384;
const HEIGHT = 2000;

/** The same numbers from 0 to 1 on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A gradient with waves and a quarter of noise, dithered: the shortest runs that people send. */
export function ditheredPhoto(): Bitmap {
  const random = createRandom(1);
  const gray = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const tone = 0.5 + 0.3 * Math.sin(x / 60 + y / 170) + 0.2 * Math.cos(y / 90 - x / 200);
      gray[y * WIDTH + x] = 255 * (0.75 * tone + 0.25 * random());
    }
  }
  return whiteFoot(floydSteinberg(gray, WIDTH, HEIGHT));
}

/** A page of text. */
export function textPage(): Bitmap {
  const random = createRandom(2);
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#000';
  context.font = '22px sans-serif';
  for (let y = 30; y < HEIGHT - 40; y += 28) {
    let line = '';
    while (context.measureText(line).width < 330) {
      const letters = 2 + Math.floor(9 * random());
      line += `${Array.from({ length: letters }, () => String.fromCharCode(97 + 26 * random())).join('')} `;
    }
    context.fillText(line, 10, y);
  }
  const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
  const gray = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => data[4 * i]!);
  const page = threshold(gray, WIDTH, HEIGHT);
  if (blackShare(page) < 0.02) throw new Error('no font: the page of text is empty');
  return page;
}

export function blankPage(): Bitmap {
  return threshold(new Uint8Array(WIDTH * HEIGHT).fill(255), WIDTH, HEIGHT);
}

/** Every dot black or white by chance. */
export function noisePage(): Bitmap {
  const random = createRandom(3);
  const gray = Uint8Array.from({ length: WIDTH * HEIGHT }, () => 255 * random());
  return whiteFoot(threshold(gray, WIDTH, HEIGHT));
}

/** White at the bottom right, so that the picture does not arrive inverted. */
function whiteFoot(bitmap: Bitmap): Bitmap {
  bitmap.data.fill(0, bitmap.data.length - 48);
  return bitmap;
}
