/** Kinds of images that are taken. */
export type ImageKind = 'png' | 'gif' | 'jpeg' | 'webp' | 'avif';

export interface ImageSize {
  readonly kind: ImageKind;
  readonly width: number;
  readonly height: number;
}

/**
 * What kind of image a file is and its size in dots, read from its first bytes without decoding: a small file can
 * unfold to gigabytes. `undefined` for a file that is none of these kinds, or cut short.
 */
export function imageSize(file: Buffer): ImageSize | undefined {
  try {
    if (file.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) {
      return { kind: 'png', width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
    }
    const start = file.toString('latin1', 0, 16);
    if (/^GIF8[79]a/.test(start)) return { kind: 'gif', width: file.readUInt16LE(6), height: file.readUInt16LE(8) };
    if (start.startsWith('\xff\xd8')) return jpegSize(file);
    if (/^RIFF.{4}WEBP/s.test(start)) return webpSize(file);
    if (/^.{4}ftypavi[fs]/s.test(start)) return avifSize(file);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
  }
  return undefined;
}

/** Walks the segments of a JPEG to the one that begins a frame. */
function jpegSize(file: Buffer): ImageSize | undefined {
  let at = 2;
  while (file.readUInt8(at) === 0xff) {
    const marker = file.readUInt8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { kind: 'jpeg', height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
    at += 2 + file.readUInt16BE(at + 2);
  }
  return undefined;
}

/** The three flavours of WebP: with extensions, without loss, and plain. */
function webpSize(file: Buffer): ImageSize | undefined {
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { kind: 'webp', width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = file.readUInt32LE(21);
      return { kind: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { kind: 'webp', width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
    default:
      return undefined;
  }
}

/** The largest of the sizes that an AVIF file gives (`ispe` boxes: of the image, of its tiles, of a thumbnail). */
function avifSize(file: Buffer): ImageSize | undefined {
  let size: ImageSize | undefined;
  for (let at = file.indexOf('ispe'); at !== -1; at = file.indexOf('ispe', at + 4)) {
    if (at + 16 > file.length) break;
    const [width, height] = [file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
    if (size === undefined || width * height > size.width * size.height) size = { kind: 'avif', width, height };
  }
  return size;
}
