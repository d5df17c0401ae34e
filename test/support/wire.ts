import { readFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { type Bitmap, blacken, createBitmap } from '../../src/imaging/bitmap.ts';

const FOLDER = new URL('../fixtures/wire/', import.meta.url);

/** A frame captured from a sirius server, as its `index.json` describes it. */
export interface WireFrame {
  readonly frame: string;
  readonly type: 'BridgeCommand' | 'DeviceCommand';
  readonly command?: string;
  readonly command_id?: number;
  readonly images?: readonly string[];
  readonly size?: readonly (readonly [width: number, height: number])[];
  readonly arrives_inverted?: readonly boolean[];
  readonly rle_bytes?: readonly number[];
}

/** One that brings pictures. */
export type PictureFrame = Required<WireFrame>;

export const WIRE_FRAMES: readonly WireFrame[] = JSON.parse(readFileSync(new URL('index.json', FOLDER), 'utf8'));

export const PICTURE_FRAMES = WIRE_FRAMES.filter((row): row is PictureFrame => row.type === 'DeviceCommand');

/** The text of a frame as it came through the socket. */
export function readFrame(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8').trimEnd();
}

/** The upright picture that went into the server's encoder. */
export async function readPicture(name: string): Promise<Bitmap> {
  return readPng(readFileSync(new URL(name, FOLDER)));
}

/** The dots of a PNG file of two colours, read by a decoder that is not ours. */
export async function readPng(file: Uint8Array): Promise<Bitmap> {
  const image = await loadImage(file);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const bitmap = createBitmap(image.width, image.height);
  for (let i = 0; i < image.width * image.height; i++) {
    if (data[4 * i]! < 128) blacken(bitmap, i % image.width, Math.floor(i / image.width));
  }
  return bitmap;
}
