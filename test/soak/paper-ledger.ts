import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { fingerprint } from './numbered-picture.ts';

/** A piece of paper that came out of a printer. */
export interface Piece {
  readonly kind: 'whole' | 'torn';
  readonly print: string;
  readonly picture: Bitmap;
  /** Where that is known, id of the job that it is of; else its dots tell. */
  readonly job?: number;
}

/** As much of an emulated printer as is read. */
interface Paper {
  readonly events: readonly { readonly kind: string }[];
  readonly pictures: readonly Bitmap[];
  readonly torn: readonly Bitmap[];
}

/** All that came out of an emulated printer, in order. */
export class PaperLedger {
  readonly pieces: Piece[] = [];
  readonly #paper: Paper;
  #read = 0;
  #whole = 0;
  #torn = 0;

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  /** Takes down what has come out since the last time. */
  read(): void {
    const { events, pictures, torn } = this.#paper;
    for (; this.#read < events.length; this.#read++) {
      const { kind } = events[this.#read]!;
      if (kind !== 'picture' && kind !== 'torn') continue;
      const picture = kind === 'picture' ? pictures[this.#whole++]! : torn[this.#torn++]!;
      this.pieces.push({ kind: kind === 'picture' ? 'whole' : 'torn', print: fingerprint(picture), picture });
    }
  }
}
