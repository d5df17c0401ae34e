import type { PaperBlock } from '../page/paper-block.ts';
import { formatDay } from './format.ts';
import { greetingWords } from './greeting-words.ts';

/** A paper tab with a face, our own: what looks out of the slot on the first visit. */
const FACE: PaperBlock = {
  kind: 'drawing',
  rows: 150,
  width: 160,
  strokeWidth: 6,
  strokes: [
    // The slot that it comes out of.
    'M10 14 H150',
    // The paper, with a torn lower edge.
    'M28 14 V128 L41 138 L54 127 L67 139 L80 128 L93 139 L106 127 L119 138 L132 128 V14',
    // A smile.
    'M58 86 Q80 110 102 86',
  ],
  fills: ['M54 60 a7 9 0 1 0 14 0 a7 9 0 1 0 -14 0', 'M92 60 a7 9 0 1 0 14 0 a7 9 0 1 0 -14 0'],
};

/** The first thing that the printer prints: who it is, and its claim code. */
export function greetingBlocks(claimCode: string, now: number): PaperBlock[] {
  const say = greetingWords;
  const [first, second] = [claimCode.slice(0, 9), claimCode.slice(10)];
  return [
    { kind: 'space', rows: 32 },
    FACE,
    { kind: 'space', rows: 12 },
    { kind: 'text', text: say.hello, size: 76, bold: true, align: 'centre', leading: 1.15 },
    { kind: 'text', text: say.who, size: 30, align: 'centre' },
    { kind: 'space', rows: 28 },
    { kind: 'rule' },
    { kind: 'space', rows: 18 },
    { kind: 'text', text: say.code, size: 26, align: 'centre' },
    { kind: 'text', text: first, size: 62, mono: true, align: 'centre', leading: 1.1 },
    { kind: 'text', text: second, size: 62, mono: true, align: 'centre', leading: 1.1 },
    { kind: 'space', rows: 22 },
    { kind: 'rule' },
    { kind: 'space', rows: 24 },
    { kind: 'text', text: say.what, size: 28, align: 'centre' },
    { kind: 'space', rows: 20 },
    { kind: 'text', text: say.sign(formatDay(now)), size: 24, align: 'centre' },
    { kind: 'space', rows: 48 },
  ];
}
