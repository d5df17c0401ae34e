import type { Random } from './random.ts';

/** A piece of a text that means something, and what may stand there instead. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly others: readonly string[];
}

/** A valid text to begin with, and where its fields are. */
export interface TextSeed {
  readonly text: string;
  /** In order of their start. */
  readonly spans: readonly Span[];
}

/** A field of a {@link compose}d text. */
export interface Piece {
  readonly text: string;
  readonly others: readonly string[];
}

/** A text of fixed parts and fields. */
export function compose(...parts: readonly (string | Piece)[]): TextSeed {
  let text = '';
  const spans: Span[] = [];
  for (const part of parts) {
    const start = text.length;
    text += typeof part === 'string' ? part : part.text;
    if (typeof part !== 'string') spans.push({ start, end: text.length, others: part.others });
  }
  return { text, spans };
}

const CHARACTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).concat(
  ['\u00a0', '\u0130', '\u0131', '\u2011', '\u2028', '\u200b', '\ufeff', '\uff10', '\uff21', '\ufb01', '\ufdfa'],
  ['\ud800', '\udc00', '\u{1d7d8}', '\u{1f5a8}', '\u0301', '\u00df'],
);

/**
 * The seed's text, changed at none, one or two places: a field, or a character.
 *
 * @param fieldsIn16 how many of 16 mutations change a field
 */
export function mutateText({ text, spans }: TextSeed, random: Random, fieldsIn16 = 11): string {
  let changed = text;
  let rightmost = text.length;
  for (let mutations = random.mutations(); mutations > 0; mutations--) {
    if ((random.next() & 15) >= fieldsIn16) {
      changed = changeCharacter(changed, random);
      rightmost = 0;
      continue;
    }
    const span = random.pick(spans);
    // From the right to the left, so that the places of fields stay what they were.
    if (span.end > rightmost) continue;
    rightmost = span.start;
    changed = changed.slice(0, span.start) + otherField(text, span, spans, random) + changed.slice(span.end);
  }
  return changed;
}

function otherField(text: string, span: Span, spans: readonly Span[], random: Random): string {
  const old = text.slice(span.start, span.end);
  switch (random.below(10)) {
    case 0:
      return '';
    case 1: {
      const other = random.pick(spans);
      return text.slice(other.start, other.end);
    }
    case 2:
      return changeCharacter(old, random);
    case 3:
      return old + random.pick(span.others);
    default:
      return random.pick(span.others);
  }
}

/** The text with one character replaced, put in or taken out, or cut short. */
export function changeCharacter(text: string, random: Random): string {
  const at = random.below(text.length);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at);
    case 1:
    case 2:
      return text.slice(0, at) + random.pick(CHARACTERS) + text.slice(at);
    case 3:
      return text.slice(0, at) + text.slice(at + 1);
    case 4: {
      const end = at + random.below(16);
      return text.slice(0, end) + text.slice(at);
    }
    default:
      return text.slice(0, at) + random.pick(CHARACTERS) + text.slice(at + 1);
  }
}
