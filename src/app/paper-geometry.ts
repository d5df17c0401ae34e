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

/**
 * The largest whole number of device pixels for a dot with which the paper and its margins fit a column; where not even
 * one does, the margins shrink first.
 *
 * @param column width of the column in CSS pixels
 * @param pixelRatio device pixels in a CSS pixel
 * @param dots width of the picture in printer dots
 */
export function paperGeometry(column: number, pixelRatio: number, dots: number): PaperGeometry {
  const room = Math.min(column, WIDEST) * pixelRatio;
  // The small allowance keeps a ratio like 1.3333 from losing a pixel to rounding.
  const devicePixels = Math.max(1, Math.floor(room / (dots + 2 * MARGIN_DOTS) + 1e-6));
  return geometryAt(devicePixels, column, pixelRatio, dots);
}

/** The same for a given number of device pixels a dot. */
export function geometryAt(devicePixels: number, column: number, pixelRatio: number, dots: number): PaperGeometry {
  const dot = devicePixels / pixelRatio;
  const width = dots * dot;
  const margin = Math.max(0, Math.min(MARGIN_DOTS * dot, Math.floor((column - width) / 2)));
  return { devicePixels, dot, width, margin, pans: width > column + 0.01 };
}
