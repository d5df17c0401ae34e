import { PapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { GrayPicture } from '../imaging/gray.ts';
import { KERNELS } from '../imaging/kernels.ts';
import { applyTone, toneTable } from '../imaging/tone.ts';
import type { RenderSettings, Turn } from './api.ts';
import { rowsAt } from './reduce.ts';

/** Greys that are kept of one picture: each way to turn it, and one more for another head. */
const MAX_GREYS = 5;

/** What turns a file into greys, so that a test can pass its own. */
export interface PictureTools {
  decode(file: Blob): Promise<ImageBitmap>;
  /** Greys as wide as the head; rejects with `picture-size` when that makes it too long. */
  reduce(picture: ImageBitmap, width: number, turn: Turn): GrayPicture;
}

/**
 * A picture between its file and the paper. What is kept is small: the greys at the head's width, from which tone and
 * dots are made. The picture itself takes four bytes a dot, 48 MB for a common photo; it is let go as soon as it has been
 * reduced, and decoded again when it is turned or goes to a head of another width.
 */
export class KeptPicture {
  readonly width: number;
  readonly height: number;
  readonly #file: Blob;
  readonly #tools: PictureTools;
  /** What was decoded and not reduced yet. */
  #decoded: ImageBitmap | undefined;
  /** By width and turn; the one used last is the last. */
  readonly #greys = new Map<string, GrayPicture>();

  private constructor(file: Blob, decoded: ImageBitmap, tools: PictureTools) {
    this.#file = file;
    this.#decoded = decoded;
    this.#tools = tools;
    this.width = decoded.width;
    this.height = decoded.height;
  }

  /** Decodes a file; rejects with what `tools.decode` rejects with. */
  static async open(file: Blob, tools: PictureTools): Promise<KeptPicture> {
    return new KeptPicture(file, await tools.decode(file), tools);
  }

  /** Rejects with what the tools reject with. */
  async render(settings: RenderSettings): Promise<Bitmap> {
    const greys = await this.#greysAt(settings.width, settings.turn);
    const { width, height, data } = applyTone(greys, toneTable(settings));
    return KERNELS[settings.kernel](data, width, height, settings.level);
  }

  close(): void {
    this.#decoded?.close();
    this.#decoded = undefined;
    this.#greys.clear();
  }

  async #greysAt(width: number, turn: Turn): Promise<GrayPicture> {
    if (!Number.isInteger(width) || width < 1) throw new PapertabError('picture-size', `${width} dots wide`);
    const key = `${width} ${turn}`;
    const greys = this.#greys.get(key) ?? (await this.#reduce(width, turn));
    this.#greys.delete(key);
    this.#greys.set(key, greys);
    for (const oldest of this.#greys.keys()) {
      if (this.#greys.size <= MAX_GREYS) break;
      this.#greys.delete(oldest);
    }
    return greys;
  }

  async #reduce(width: number, turn: Turn): Promise<GrayPicture> {
    // Before anything is decoded for nothing.
    rowsAt(this, width, turn);
    const decoded = this.#decoded ?? (await this.#tools.decode(this.#file));
    this.#decoded = undefined;
    try {
      return this.#tools.reduce(decoded, width, turn);
    } finally {
      decoded.close();
    }
  }
}
