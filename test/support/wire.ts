import { readFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { type Bitmap, bytesPerRow, createBitmap } from '../../src/imaging/bitmap.ts';

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

const pictures = new Map<string, Promise<Bitmap>>();

/** The upright picture that went into the server's encoder. */
export function readPicture(name: string): Promise<Bitmap> {
  const picture = pictures.get(name) ?? readPng(readFileSync(new URL(name, FOLDER)));
  pictures.set(name, picture);
  return picture;
}

/** The dots of a PNG file of two colours, read by a decoder that is not ours. */
export async function readPng(file: Uint8Array): Promise<Bitmap> {
  const image = await loadImage(file);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, width, height).data;
  const bitmap = createBitmap(width, height);
  const stride = bytesPerRow(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[4 * (y * width + x)]! < 128) bitmap.data[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return bitmap;
}
