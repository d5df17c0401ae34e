import { createCanvas, loadImage } from '@napi-rs/canvas';
import { type Bitmap, blacken, createBitmap } from '../../src/imaging/bitmap.ts';

/** Reads a black and white PNG into dots. It is not the project's own code that reads it. */
export async function readPng(png: Uint8Array): Promise<Bitmap> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const bitmap = createBitmap(image.width, image.height);
  for (let y = 0, i = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, i += 4) {
      if (data[i]! < 128) blacken(bitmap, x, y);
    }
  }
  return bitmap;
}
