import { type ImageSize, imageSize } from '../../../src/local-sirius/image-size.ts';
import { type SvgAttributes, type SvgSize, svgSize } from '../../../src/page/pictures/svg-size.ts';
import { type ImageHeader, readImageHeader } from '../../../src/pictures/image-header.ts';
import { type ByteSeed, type Field, mutateBytes } from '../bytes.ts';
import type { Random } from '../random.ts';
import { must, target } from '../target.ts';
import { changeCharacter } from '../texts.ts';

type Part = string | readonly number[] | { readonly value: number; readonly size: 2 | 3 | 4; readonly big?: boolean };

/** Bytes made of letters, bytes and numbers; the numbers are its fields. */
function file(...parts: readonly Part[]): ByteSeed {
  const bytes: number[] = [];
  const fields: Field[] = [];
  for (const part of parts) {
    if (typeof part === 'string') bytes.push(...Buffer.from(part, 'latin1'));
    else if (!('value' in part)) bytes.push(...part);
    else {
      const { value, size, big = false } = part;
      fields.push({ at: bytes.length, size, bigEndian: big });
      for (let i = 0; i < size; i++) bytes.push((value >> (8 * (big ? size - 1 - i : i))) & 255);
    }
  }
  return { bytes: Uint8Array.from(bytes), fields };
}

const big = (value: number, size: 2 | 4 = 4): Part => ({ value, size, big: true });
const little = (value: number, size: 2 | 3 | 4 = 2): Part => ({ value, size });
const zeros = (count: number): number[] => new Array<number>(count).fill(0);
const ispe = (width: number, height: number): Part[] => [big(20), 'ispe', zeros(4), big(width), big(height)];

const SEEDS: readonly ByteSeed[] = [
  file('\x89PNG\r\n\x1a\n', big(13), 'IHDR', big(37), big(21), [1, 0, 0, 0, 0], zeros(16)),
  file(
    [0xff, 0xd8, 0xff, 0xe1],
    big(6, 2),
    'Exif',
    [0xff, 0xff, 0xc4],
    big(3, 2),
    [9, 0xff, 0xc2],
    big(11, 2),
    [8],
    big(21, 2),
    big(37, 2),
    zeros(8),
  ),
  file(
    'GIF89a',
    little(37),
    little(21),
    [0x80, 0, 0],
    zeros(6),
    [0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x21, 0xfe, 2, 1, 2, 1, 9],
    [0, 0x2c],
    little(1),
    little(2),
    little(30),
    little(9),
    [0],
  ),
  file('GIF87a', little(37), little(21), [0, 0, 0, 0x2c], little(0), little(0), little(37), little(21), [0, 2, 2]),
  file('RIFF', little(90, 4), 'WEBPVP8X', little(10, 4), zeros(4), little(36, 3), little(20, 3), zeros(8)),
  file('RIFF', little(90, 4), 'WEBPVP8L', little(10, 4), [0x2f], little(0x50024, 4), zeros(8)),
  file('RIFF', little(90, 4), 'WEBPVP8 ', little(10, 4), [0, 0, 0, 0x9d, 1, 0x2a], little(37), little(21), zeros(8)),
  file('BM', zeros(12), little(40, 4), little(37, 4), little(-21, 4), zeros(16)),
  file('BM', zeros(12), little(12, 4), little(37), little(21), zeros(8)),
  file(big(20), 'ftypheic', zeros(4), 'mif1', ...ispe(5, 4), ...ispe(37, 21), ...ispe(8, 8), zeros(9)),
  file(big(24), 'ftypavif', zeros(4), 'mif1miaf', ...ispe(37, 21), zeros(20)),
];

function generateFile(random: Random): Uint8Array {
  return mutateBytes(random.pick(SEEDS), random);
}

/** A picture of one of the kinds, known by its first bytes. */
function hasMagic(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(12, bytes.length)).toString('latin1');
  return /^\x89PNG|^\xff\xd8|^GIF8|^RIFF....WEBP|^BM|^....ftyp/s.test(start);
}

export const imageHeaders = target<Uint8Array, ImageHeader | undefined>({
  name: 'image-headers',
  codes: [],
  generate: generateFile,
  feed: (bytes) => readImageHeader(bytes),
  judge: (bytes, header) => (header !== undefined ? 'accepted' : hasMagic(bytes) ? 'refused' : 'outside'),
  mostBytes: () => 0,
  check(bytes, header) {
    if (header === undefined) return;
    must(hasMagic(bytes), 'its kind is in its first bytes');
    for (const side of [header.width, header.height]) {
      must(Number.isInteger(side) && side >= 0 && side <= 0xffff_ffff, 'a side that can be written in a file');
    }
    // The reader goes by where its bytes begin, not by the buffer that they are in.
    const within = new Uint8Array(bytes.length + 7);
    within.set(bytes, 5);
    const again = readImageHeader(within.subarray(5, 5 + bytes.length));
    must(JSON.stringify(again) === JSON.stringify(header), 'the same in the middle of a buffer');
  },
});

/** The stand-in server's own reader. */
export const sentImages = target<Uint8Array, ImageSize | undefined>({
  name: 'sent-images',
  codes: [],
  generate: generateFile,
  feed: (bytes) => imageSize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
  judge: (bytes, size) => (size !== undefined ? 'accepted' : hasMagic(bytes) ? 'refused' : 'outside'),
  mostBytes: () => 0,
  check(_bytes, size) {
    if (size === undefined) return;
    for (const side of [size.width, size.height]) {
      must(Number.isInteger(side) && side >= 0 && side <= 0xffff_ffff, 'a side that can be written in a file');
    }
  },
});

const LENGTHS = [
  ...['300', '1e3px', '.5in', '+12.5mm', '100%', '0', '-5', '1e-7', '999999999', '1e300', '1e999', 'auto', '', '3em'],
  ...['1px', '16384', '12pc', '2.54cm', 'NaN', 'Infinity', '0x10', '5constructor', '5__proto__'],
];
const BOXES = [
  '0 0 300 150',
  '0,0,1e3,1',
  '0 0 0 0',
  '0 0 1e-6 1e9',
  '0 0 1e-5 9e8',
  '1 2 3',
  '0 0 NaN 5',
  '',
  '0 0 5 5 5',
];

export const svgSizes = target<SvgAttributes, SvgSize>({
  name: 'svg-sizes',
  codes: [],
  generate(random) {
    const one = (from: readonly string[]): string | null => {
      if (random.once(6)) return null;
      const text = random.pick(from);
      return random.once(3) ? changeCharacter(text, random) : text;
    };
    return { width: one(LENGTHS), height: one(LENGTHS), viewBox: one(BOXES) };
  },
  feed: (attributes) => svgSize(attributes),
  mostBytes: () => 0,
  check(_attributes, { width, height, dotsWide, dotsHigh }) {
    must(Number.isFinite(width) && width > 0 && Number.isFinite(height) && height > 0, 'sides');
    must(Number.isInteger(dotsWide) && dotsWide >= 1 && dotsWide <= 16_384, 'dots across');
    must(Number.isInteger(dotsHigh) && dotsHigh >= 1 && dotsHigh <= 16_384, 'dots down');
    must(dotsWide * dotsHigh <= 16_000_000, 'dots in all');
  },
});
