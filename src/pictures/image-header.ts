/** Kinds of picture files that are known by their first bytes. */
export type ImageKind = 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP' | 'AVIF' | 'HEIC';

/** What a picture file says of itself before it is decoded. */
export interface ImageHeader {
  readonly kind: ImageKind;
  /** Dots across and down as they are stored: a photo may be turned when it is shown. */
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a picture's kind and size from its bytes without decoding, because a small file can unfold to gigabytes.
 * Undefined for what is none of these kinds or cut short.
 */
export function readImageHeader(file: Uint8Array): ImageHeader | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  try {
    return read(view);
  } catch (thrown) {
    // Past the end of the file.
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

function read(view: DataView): ImageHeader | undefined {
  if (text(view, 0, 8) === '\x89PNG\r\n\x1a\n') {
    return { kind: 'PNG', width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (view.getUint16(0) === 0xffd8) return readJpeg(view);
  const start = text(view, 0, 6);
  if (start === 'GIF87a' || start === 'GIF89a') return readGif(view);
  if (start.startsWith('RIFF') && text(view, 8, 4) === 'WEBP') return readWebp(view);
  if (start.startsWith('BM')) return readBmp(view);
  if (text(view, 4, 4) === 'ftyp') return readHeif(view);
  return undefined;
}

function text(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint8(at + i)));
}

/** Goes from segment to segment to the one that begins a frame (ITU T.81, B.2.2). */
function readJpeg(view: DataView): ImageHeader | undefined {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    // C4, C8 and CC lie between the frames and are none.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { kind: 'JPEG', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/**
 * Goes from block to block to the first picture (GIF89a specification, 18 to 26): browsers make room for one that is
 * larger than what the file says of its size.
 */
function readGif(view: DataView): ImageHeader | undefined {
  const colours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1));
  let at = 13 + colours(view.getUint8(10));
  // An extension: its introducer, its kind, and pieces that each begin with their length, up to an empty one.
  while (view.getUint8(at) === 0x21) {
    at += 2;
    while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    at++;
  }
  if (view.getUint8(at) !== 0x2c) return undefined;
  return {
    kind: 'GIF',
    width: Math.max(view.getUint16(6, true), view.getUint16(at + 1, true) + view.getUint16(at + 5, true)),
    height: Math.max(view.getUint16(8, true), view.getUint16(at + 3, true) + view.getUint16(at + 7, true)),
  };
}

/** The three containers of WebP: extended, lossless and lossy (RFC 9649). */
function readWebp(view: DataView): ImageHeader | undefined {
  switch (text(view, 12, 4)) {
    case 'VP8X': {
      const uint24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      return { kind: 'WebP', width: uint24(24) + 1, height: uint24(27) + 1 };
    }
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { kind: 'WebP', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { kind: 'WebP', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return undefined;
  }
}

/** With the oldest header sides have two bytes; with all others four, and a negative height is of rows from the top. */
function readBmp(view: DataView): ImageHeader {
  if (view.getUint32(14, true) === 12) {
    return { kind: 'BMP', width: view.getUint16(18, true), height: view.getUint16(20, true) };
  }
  return { kind: 'BMP', width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

/** How far into a file of this family sizes are looked for, in bytes: they stand before the picture itself. */
const HEIF_HEAD = 1 << 20;

/**
 * AVIF and HEIC are one family of boxes (ISO/IEC 23008-12). `ispe` boxes give the size of the picture, of its tiles and of
 * thumbnails: the largest is that of the picture.
 */
function readHeif(view: DataView): ImageHeader | undefined {
  const brands = text(view, 8, Math.min(Math.max(view.getUint32(0) - 8, 4), 64));
  const kind = /avi[fs]/.test(brands) ? 'AVIF' : /hei[cxsm]|hev[cx]|mif1|msf1/.test(brands) ? 'HEIC' : undefined;
  if (!kind) return undefined;
  let header: ImageHeader | undefined;
  const end = Math.min(view.byteLength, HEIF_HEAD) - 16;
  for (let at = 0; at <= end; at++) {
    // "ispe"
    if (view.getUint32(at) !== 0x69737065) continue;
    const width = view.getUint32(at + 8);
    const height = view.getUint32(at + 12);
    if (!header || width * height > header.width * header.height) header = { kind, width, height };
  }
  return header;
}
