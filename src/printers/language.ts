import type { Bitmap } from '../imaging/bitmap.ts';

/** A piece of a job for the wire. */
export interface Chunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Rows of the picture that it carries, whole ones only. */
  readonly rows: number;
}

/** How a bitmap becomes a printer's bytes. A generator: the first dots leave while the rest is encoded. */
export type Encode = (bitmap: Bitmap) => Generator<Chunk, void, undefined>;
