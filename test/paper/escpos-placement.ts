import { bytesPerRow } from '../../src/imaging/bitmap.ts';

/** Where a printer was told to print, in dots. */
export interface PrintArea {
  /** 0 left, 1 centred, 2 right. */
  align: number;
  margin: number;
  printWidth: number;
}

/** How the rows of one GS v 0 are to be drawn, in dots. */
export interface Placement {
  /** Where its left edge is on the head. */
  readonly left: number;
  /** From there to the right edge of the print area. */
  readonly room: number;
  readonly scaleX: number;
  readonly scaleY: number;
  /** Whether the picture is wider than the print area, beyond what fills up its last byte. */
  readonly tooWide: boolean;
}

/** Places a picture of so many bytes a row, in the mode of GS v 0, on a head of `headWidth` dots. */
export function place(bytes: number, mode: number, headWidth: number, area: PrintArea): Placement {
  const scaleX = mode & 1 ? 2 : 1;
  const width = Math.min(area.printWidth, headWidth - area.margin);
  const shift = Math.floor((Math.max(0, width - bytes * 8 * scaleX) * area.align) / 2);
  return {
    left: area.margin + shift,
    room: width - shift,
    scaleX,
    scaleY: mode & 2 ? 2 : 1,
    tooWide: bytes * scaleX > bytesPerRow(width),
  };
}

/** The head's own row for a row of a picture, and whether black dots of it fell beyond the print area. */
export function placeRow(
  row: Uint8Array,
  headWidth: number,
  { left, room, scaleX }: Placement,
): { readonly drawn: Uint8Array; readonly dropped: boolean } {
  const drawn = new Uint8Array(bytesPerRow(headWidth));
  let dropped = false;
  for (let i = 0; i < row.length * 8; i++) {
    if (((row[i >> 3]! >> (7 - (i & 7))) & 1) === 0) continue;
    for (let x = i * scaleX; x < (i + 1) * scaleX; x++) {
      if (x >= room) dropped = true;
      else drawn[(left + x) >> 3]! |= 0x80 >> ((left + x) & 7);
    }
  }
  return { drawn, dropped };
}
