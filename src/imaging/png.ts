import { PapertabError } from '../errors.ts';
import { type Bitmap, bytesPerRow } from './bitmap.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const BIT_DEPTH = 1;
const GREYSCALE = 0;

/**
 * A bitmap as a PNG file of 1-bit greys. Needs `CompressionStream`, which Node, pages and workers have.
 *
 * @throws PapertabError `picture-size` for a bitmap without dots: there is no such PNG.
 */
export async function encodePng(bitmap: Bitmap): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = bitmap;
  if (width === 0 || height === 0) throw new PapertabError('picture-size', 'no dots');
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = BIT_DEPTH;
  header[9] = GREYSCALE;
  return concatenate([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', await deflate(scanLines(bitmap))),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** The rows of a PNG: a byte that says "as is" before each, and 1 for white where a bitmap has 1 for black. */
function scanLines({ width, height, data }: Bitmap): Uint8Array<ArrayBuffer> {
  const stride = bytesPerRow(width);
  const lines = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < stride; i++) lines[y * (stride + 1) + 1 + i] = ~data[y * stride + i]!;
  }
  return lines;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}

/** Length, four letters, content, and the checksum of letters and content. */
function chunk(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** The checksum of each byte value alone (CRC-32, polynomial 0xedb88320, reflected). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}
