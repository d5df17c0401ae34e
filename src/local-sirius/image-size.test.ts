import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { imageSize } from './image-size.ts';

const canvas = createCanvas(300, 7);
canvas.getContext('2d').fillRect(10, 1, 50, 3);

const GIF = Buffer.from('R0lGODlhLAEHAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const FILES: Record<string, Buffer> = {
  png: canvas.toBuffer('image/png'),
  jpeg: canvas.toBuffer('image/jpeg'),
  webp: canvas.toBuffer('image/webp'),
  avif: canvas.toBuffer('image/avif'),
  gif: GIF,
};

describe.each(Object.entries(FILES))('a %s file', (kind, file) => {
  it('tells its size', () => {
    expect(imageSize(file)).toEqual({ kind, width: 300, height: 7 });
  });

  it('is none when it is cut short', () => {
    for (const length of [0, 1, 4, 8]) expect(imageSize(file.subarray(0, length))).toBeUndefined();
  });
});

it('knows lossless and extended WebP', () => {
  const lossless = Buffer.alloc(30);
  lossless.write('RIFF\0\0\0\0WEBPVP8L', 'latin1');
  lossless.writeUInt32LE((299 | (6 << 14)) >>> 0, 21);
  expect(imageSize(lossless)).toEqual({ kind: 'webp', width: 300, height: 7 });
  const extended = Buffer.alloc(30);
  extended.write('RIFF\0\0\0\0WEBPVP8X', 'latin1');
  extended.writeUIntLE(299, 24, 3);
  extended.writeUIntLE(6, 27, 3);
  expect(imageSize(extended)).toEqual({ kind: 'webp', width: 300, height: 7 });
});

it('takes nothing else for an image', () => {
  for (const text of ['', 'hello', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'RIFF....WAVE']) {
    expect(imageSize(Buffer.from(text))).toBeUndefined();
  }
});
