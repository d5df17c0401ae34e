import type { PaperBlock } from '../page/paper-block.ts';

export const NOTE_SIZES = ['small', 'medium', 'large', 'huge'] as const;
export type NoteSize = (typeof NOTE_SIZES)[number];

export const NOTE_ALIGNS = ['start', 'centre'] as const;
export type NoteAlign = (typeof NOTE_ALIGNS)[number];

/** Height of the type in dots. */
const SIZES: Readonly<Record<NoteSize, number>> = { small: 26, medium: 34, large: 52, huge: 88 };

/** A note as it goes to paper; what is only white space is none. */
export function noteBlocks(text: string, size: NoteSize, align: NoteAlign): PaperBlock[] {
  const body = text.replace(/\s+$/, '').replace(/^(\s*\n)+/, '');
  if (body === '') return [];
  const dots = SIZES[size];
  return [
    { kind: 'space', rows: 24 },
    { kind: 'text', text: body, size: dots, align, bold: dots >= 52, leading: dots >= 52 ? 1.15 : 1.3 },
    { kind: 'space', rows: 40 },
  ];
}
