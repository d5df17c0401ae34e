/** Clears settings, not what has been received already. */
export const RESET = [0x1b, 0x40] as const;
/** Alignment moves pictures too: to the left. */
export const ALIGN_LEFT = [0x1b, 0x61, 0x00] as const;
export const NO_LEFT_MARGIN = [0x1d, 0x4c, 0x00, 0x00] as const;

/** Feeds to the cutter and cuts. */
export const CUT = {
  partial: [0x1d, 0x56, 0x42, 0x00],
  full: [0x1d, 0x56, 0x41, 0x00],
} as const;

/** Asks about the paper. It is answered in its turn: when all before it has been processed. */
export const ASK_PAPER = [0x1d, 0x72, 0x01] as const;

/** White rows after a picture, so that it clears the tear bar: 12 mm at 8 dots a mm. */
export const FEED_ROWS = 96;

/** What can be asked at any time: 1 the printer, 2 why it is offline, 3 its errors, 4 its paper. */
export type StatusKind = 1 | 2 | 3 | 4;

/** Asks for a status, which is answered at once, also by a printer that is busy or offline. */
export function askStatus(kind: StatusKind): readonly number[] {
  return [0x10, 0x04, kind];
}

/** Sets how wide the print area is. Some printers begin with less than their head has. */
export function printWidth(dots: number): readonly number[] {
  return [0x1d, 0x57, dots & 0xff, dots >> 8];
}

/** Begins a picture of whole rows, at single width and height; the rows follow. */
export function rasterHeader(bytesInRow: number, rows: number): readonly number[] {
  return [0x1d, 0x76, 0x30, 0, bytesInRow & 0xff, bytesInRow >> 8, rows & 0xff, rows >> 8];
}

/** Feeds so many dots, in as many commands as it takes: one feeds 255 at most. */
export function feed(rows: number): readonly number[] {
  const bytes: number[] = [];
  for (let left = rows; left > 0; left -= 255) bytes.push(0x1b, 0x4a, Math.min(left, 255));
  return bytes;
}
