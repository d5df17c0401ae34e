import { type Bitmap, bytesPerRow, createBitmap } from '../../src/imaging/bitmap.ts';

const WIDTH = 384;

/** Run-length data to one byte a dot, still rotated, a run at a time. 1 is black. */
export function bytesByFill(runs: Uint8Array): Uint8Array {
  let dots = 0;
  for (let i = 0; i < runs.length; i++) dots += runs[i]! < 252 ? runs[i]! : (runs[i]! - 251) * WIDTH;
  const bytes = new Uint8Array(dots);
  let at = 0;
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i]!;
    const length = run < 252 ? run : (run - 251) * WIDTH;
    if ((i & 1) === 1) bytes.fill(1, at, at + length);
    at += length;
  }
  return bytes;
}

/** Run-length data to one number a dot, still rotated, dot by dot, as the known bridge clients do. 1 is black. */
export function numbersByPush(runs: Uint8Array): number[] {
  const dots: number[] = [];
  let black = 0;
  for (const run of runs) {
    const length = run < 252 ? run : (run - 251) * WIDTH;
    for (let i = 0; i < length; i++) dots.push(black);
    black = 1 - black;
  }
  return dots;
}

/** What the other decoders leave to be done before there is a picture; not measured, to their advantage. */
export function toBitmap(dots: ArrayLike<number>): Bitmap {
  const bitmap = createBitmap(WIDTH, dots.length / WIDTH);
  const stride = bytesPerRow(WIDTH);
  for (let i = 0; i < dots.length; i++) {
    const upright = dots.length - 1 - i;
    const x = upright % WIDTH;
    if (dots[i] === 1) bitmap.data[Math.floor(upright / WIDTH) * stride + (x >> 3)]! |= 0x80 >> (x & 7);
  }
  return bitmap;
}
