import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageHeader } from './image-header.ts';

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part)),
  );
}

const u32 = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];

/** An `ispe` box: its length, name, version and the two sides. */
const ispe = (width: number, height: number): (string | number[])[] => [
  u32(20),
  'ispe',
  u32(0),
  u32(width),
  u32(height),
];

/** The head of a picture in a GIF, at a place in the whole. */
const gifPicture = (width: number, height: number, [left, top] = [0, 0]): number[] => [
  0x2c,
  ...[left, top, width, height].flatMap((value) => [value! & 255, value! >> 8]),
  0,
];

describe('the header of a picture', () => {
  const canvas = createCanvas(37, 21);
  canvas.getContext('2d').fillRect(3, 3, 9, 9);

  it.each([
    ['PNG', canvas.toBuffer('image/png')],
    ['JPEG', canvas.toBuffer('image/jpeg')],
    ['WebP', canvas.toBuffer('image/webp')],
    ['AVIF', canvas.toBuffer('image/avif')],
    ['GIF', bytes('GIF89a', [37, 0, 21, 0, 0, 0, 0], gifPicture(37, 21))],
    ['GIF', bytes('GIF87a', [37, 0, 21, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255], gifPicture(5, 5))],
    ['BMP', bytes('BM', Array(12).fill(0), [40, 0, 0, 0], [37, 0, 0, 0], [21, 0, 0, 0])],
    ['BMP', bytes('BM', Array(12).fill(0), [40, 0, 0, 0], [37, 0, 0, 0], [235, 255, 255, 255])],
    ['BMP', bytes('BM', Array(12).fill(0), [12, 0, 0, 0], [37, 0, 21, 0])],
    ['WebP', bytes('RIFF', u32(0), 'WEBPVP8L', u32(0), [0x2f], [36, 0, 5, 0])],
    ['WebP', bytes('RIFF', u32(0), 'WEBPVP8X', u32(0), [0, 0, 0, 0], [36, 0, 0], [20, 0, 0])],
    ['HEIC', bytes(u32(20), 'ftypheic', u32(0), 'mif1', ...ispe(5, 4), ...ispe(37, 21), ...ispe(8, 8))],
  ] as const)('says that it is a %s, and its size', (kind, file) => {
    expect(readImageHeader(file)).toEqual({ kind, width: 37, height: 21 });
  });

  it('is found in a JPEG behind whatever stands before its frame', () => {
    const notes = bytes([0xff, 0xe1, 0, 6], 'Exif', [0xff, 0xff, 0xc4, 0, 3, 9]);
    const frame = [0xff, 0xc2, 0, 11, 8, 0, 21, 0, 37];
    expect(readImageHeader(bytes([0xff, 0xd8], [...notes], frame))).toEqual({ kind: 'JPEG', width: 37, height: 21 });
  });

  it('has the size of the first picture of a GIF where that is larger than what is said of the whole', () => {
    const notes = [0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x21, 0xfe, 2, 0x2c, 0x2c, 1, 0, 0];
    const file = bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0], notes, gifPicture(20_000, 16_000, [50, 60]));
    expect(readImageHeader(file)).toEqual({ kind: 'GIF', width: 20_050, height: 16_060 });
  });

  it('is read where a file lies in the middle of a buffer', () => {
    const file = canvas.toBuffer('image/png');
    const around = new Uint8Array(file.length + 8);
    around.set(file, 5);
    expect(readImageHeader(around.subarray(5, 5 + file.length))).toMatchObject({ width: 37, height: 21 });
  });

  it.each([
    ['an empty file', bytes()],
    ['a text', bytes('Milk, eggs, and the good bread')],
    ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a film of the same family', bytes(u32(20), 'ftypisom', u32(0), 'mp41', ...ispe(37, 21))],
    ['a GIF without a picture', bytes('GIF89a', [37, 0, 21, 0, 0, 0, 0, 0x3b])],
    ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xd9])],
  ])('is not there in %s', (_what, file) => {
    expect(readImageHeader(file)).toBeUndefined();
  });

  it('that is cut short is none, and nothing makes it throw', () => {
    const png = canvas.toBuffer('image/png');
    for (let length = 0; length < 20; length++) expect(readImageHeader(png.subarray(0, length))).toBeUndefined();
    const starts = ['\x89PNG\r\n\x1a\n', '\xff\xd8', 'GIF89a', 'RIFF0000WEBPVP8 ', 'BM', '0000ftypavif'];
    fc.assert(
      fc.property(fc.constantFrom('', ...starts), fc.uint8Array({ maxLength: 64 }), (start, rest) => {
        const header = readImageHeader(bytes(start, [...rest]));
        expect(header === undefined || (header.width >= 0 && header.height >= 0)).toBe(true);
      }),
    );
  });
});
