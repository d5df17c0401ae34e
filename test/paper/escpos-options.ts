import type { PaperOptions } from './emulated-paper.ts';

/** How a receipt printer differs from the next one. */
export interface EscposOptions extends PaperOptions {
  /** Whether it cuts; `ignores` is a printer that has no cutter and takes no notice when it is told to use it. */
  readonly cutter?: boolean | 'ignores';
  /** The questions that it answers; all by default, none for the many printers that never say a word. */
  readonly answers?: readonly EscposQuestion[];
  /** Most rows in one GS v 0. */
  readonly maxRows?: number;
  /** Whether it says XOFF and XON as its buffer fills and empties. Either way {@link EscposPaper.ready} tells it. */
  readonly xonXoff?: boolean;
  /** Bytes left in the buffer at which it is busy, and those at which it is ready again. */
  readonly busyAtFree?: number;
  readonly readyAtFree?: number;
  /** Whether DLE EOT is obeyed also where its bytes are part of a picture. */
  readonly realTimeInPictures?: boolean;
  /** Rows of feeding that end a picture. */
  readonly endFeedRows?: number;
  /** Dots of the print area until GS W says otherwise; some printers have it smaller than their head. */
  readonly printWidth?: number;
  /** Rows of a line feed until ESC 3 says otherwise. */
  readonly lineSpacing?: number;
  /** Whether it has power of its own: then it goes on expecting the rest of a picture after it was unplugged. */
  readonly survivesUnplug?: boolean;
  /** A printer that starts anew when its port is opened, and is deaf meanwhile: for how long. */
  readonly bootMs?: number;
}

export type EscposQuestion = 'DLE EOT' | 'GS r' | 'GS a' | 'ESC v';

export type EscposEvent =
  | { readonly kind: 'reset' | 'form-feed' | 'rebooted' }
  /** Rows of white that it was told to feed. */
  | { readonly kind: 'feed'; readonly rows: number }
  /** `mode`: the byte after GS V. `feed`: rows beyond the cutter that it was told to feed first. */
  | { readonly kind: 'cut'; readonly form: 'full' | 'partial'; readonly mode: number; readonly feed: number }
  | { readonly kind: 'align' | 'margin' | 'print-width' | 'line-spacing' | 'sleep' | 'density'; readonly value: number }
  | { readonly kind: 'heat'; readonly values: readonly number[] }
  | { readonly kind: 'band'; readonly rows: number }
  /** It was asked for its status, or took bytes of a picture for that. */
  | { readonly kind: 'asked'; readonly question: EscposQuestion; readonly inPicture: boolean };
