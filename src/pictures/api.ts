import type { Bitmap } from '../imaging/bitmap.ts';
import type { KernelName } from '../imaging/kernels.ts';
import type { Tone } from '../imaging/tone.ts';

/** Degrees that a picture is turned by, clockwise. */
export type Turn = 0 | 90 | 180 | 270;

/** How a picture is to come out of the head. */
export interface RenderSettings extends Tone {
  /** Dots across the head; the picture is as long as its shape then makes it. */
  readonly width: number;
  readonly turn: Turn;
  readonly kernel: KernelName;
  /** From 0 to 256: greys below it become black with the kernels that decide each dot for itself. 128 if not given. */
  readonly level?: number;
}

/** A picture that has been opened: what was decoded of it stays at hand, so that it can be rendered again and again. */
export interface OpenPicture {
  /** Dots across, upright as its file says. */
  readonly width: number;
  /** Rows, upright as its file says. */
  readonly height: number;
  /**
   * The picture as dots of the head. One that waits for its turn when a newer one is asked for is dropped: it resolves
   * with undefined, as all do after {@link close}. Rejects with `picture-size` when it would be longer than 10,000 rows,
   * with `pictures-lost` when the worker died (the next one is rendered by another), with `picture-file` when it can no
   * longer be decoded.
   */
  render(settings: RenderSettings): Promise<Bitmap | undefined>;
  /** Lets go of everything that is kept of it. */
  close(): void;
}

/** What the pictures worker does for `client.ts`. Every call rejects with a `PapertabError`. */
export interface PicturesApi {
  /**
   * Decodes a picture. Rejects with `picture-file` for what is none that the browser can read (`detail` is its kind where
   * that is known) and with `picture-file-size` for one of too many dots.
   */
  open(file: Blob): Promise<Opened>;
  /** Rejects with `picture-size` when it would be longer than 10,000 rows. */
  render(id: number, settings: RenderSettings): Promise<Bitmap>;
  close(id: number): void;
}

export interface Opened {
  readonly id: number;
  /** Upright as the file says. */
  readonly width: number;
  readonly height: number;
}
