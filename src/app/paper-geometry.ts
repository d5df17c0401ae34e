/** How a print lies on the screen: one printer dot is a whole number of device pixels. */
export interface PaperGeometry {
  /** Device pixels that a dot takes in each direction. */
  readonly devicePixels: number;
  /** The same in CSS pixels, perhaps a fraction. */
  readonly dot: number;
  /** Width of the picture in CSS pixels. */
  readonly width: number;
  /** Blank paper on either side of the picture, in CSS pixels. */
  readonly margin: number;
  /** Whether the picture is wider than its column, so that it has to be moved to be seen. */
  readonly pans: boolean;
}

/** The widest that paper gets, in CSS pixels: beyond it a print stops looking like one. */
const WIDEST = 560;

/** Blank paper on either side of the head, in dots: paper is wider than what is printed on it. */
const MARGIN_DOTS = 16;
/** What of it stays where the paper would otherwise take less than half of its column. */
const LEAST_MARGIN_DOTS = 3;

/**
 * The largest whole number of device pixels for a dot with which the paper and its margins fit a column; where that would
 * make it very small, and where not even one does, the margins shrink first.
 *
 * @param column width of the column in CSS pixels
 * @param pixelRatio device pixels in a CSS pixel
 * @param dots width of the picture in printer dots
 */
export function paperGeometry(column: number, pixelRatio: number, dots: number): PaperGeometry {
  const room = Math.min(column, WIDEST) * pixelRatio;
  // The small allowance keeps a ratio like 1.3333 from losing a pixel to rounding.
  const most = (margin: number): number => Math.max(1, Math.floor(room / (dots + 2 * margin) + 1e-6));
  const roomy = most(MARGIN_DOTS);
  const devicePixels = roomy * dots < room / 2 ? most(LEAST_MARGIN_DOTS) : roomy;
  return geometryAt(devicePixels, column, pixelRatio, dots);
}

/** Dots across what servers send. */
const USUAL_DOTS = 384;

/**
 * The paper of a head: as wide as its own dots or as those of a message, whichever is wider on this screen. A finer head
 * has more dots, and on a small screen they take less room than a message does.
 *
 * @param column width of the column in CSS pixels
 * @param pixelRatio device pixels in a CSS pixel
 * @param head dots across the head
 */
export function paperOfHead(column: number, pixelRatio: number, head: number): PaperGeometry {
  const own = paperGeometry(column, pixelRatio, head);
  if (head <= USUAL_DOTS) return own;
  const usual = paperGeometry(column, pixelRatio, USUAL_DOTS);
  return !usual.pans && (own.pans || usual.width > own.width) ? usual : own;
}

/** The same for a given number of device pixels a dot. */
export function geometryAt(devicePixels: number, column: number, pixelRatio: number, dots: number): PaperGeometry {
  const dot = devicePixels / pixelRatio;
  const width = dots * dot;
  const margin = Math.max(0, Math.min(MARGIN_DOTS * dot, Math.floor((column - width) / 2)));
  return { devicePixels, dot, width, margin, pans: width > column + 0.01 };
}

/**
 * How a picture lies on paper that was made for another head width: as wide as the paper where whole device pixels allow
 * that, else in its middle. What the paper cannot take lies as it would by itself.
 *
 * @param paper how a picture as wide as the head lies
 * @param own how the picture lies by itself
 * @param dots width of the picture in printer dots
 */
export function within(paper: PaperGeometry, own: PaperGeometry, dots: number): PaperGeometry {
  const pixelRatio = paper.devicePixels / paper.dot;
  const devicePixels = Math.floor((paper.width / dots) * pixelRatio + 1e-6);
  if (paper.pans || devicePixels < 1) return own;
  const dot = devicePixels / pixelRatio;
  const width = dots * dot;
  return { devicePixels, dot, width, margin: paper.margin + (paper.width - width) / 2, pans: false };
}
