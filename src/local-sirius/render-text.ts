import type { Bitmap } from '../imaging/bitmap.ts';
import { HEAD_WIDTH, MAX_ROWS } from '../sirius/runs.ts';
import { draw, FONT_FAMILIES, lettersToBitmap, loadCanvas } from './canvas.ts';

/** Sizes of the server's own layout, in dots. */
export const HEADER_ROWS = 40;
const HEADER_FONT = `700 17px ${FONT_FAMILIES}`;
const HEADER_BASELINE = 17;
const TEXT_FONT = `400 30px ${FONT_FAMILIES}`;
const LINE_ROWS = 35;
const LINE_BASELINE = 27;
/** What comes after the header; anything longer is cut off by the server anyway. */
export const MAX_CONTENT_ROWS = MAX_ROWS - HEADER_ROWS;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Scripts that are written without spaces and may be broken after any letter. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Code units: some people pile hundreds of accents on a letter. */
const MAX_GRAPHEME = 64;
/** Code units that are certainly more than a line; no longer text is measured. */
const MAX_LINE = 1_000;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The line above every message, `HH:MM | DD-MON-YYYY | SENDER` in the time of this computer. */
export function headerText(now: number, from: string): string {
  const date = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const day = `${two(date.getDate())}-${MONTHS[date.getMonth()]}-${date.getFullYear()}`;
  return [time, day, from.toUpperCase()].filter((part) => part !== '').join(' | ');
}

/** The header of a message: {@link HEADER_ROWS} rows, its line centred, a name that is too long cut. */
export async function renderHeader(line: string): Promise<Bitmap> {
  const rgba = await draw(HEAD_WIDTH, HEADER_ROWS, (context) => {
    context.font = HEADER_FONT;
    context.textAlign = 'center';
    const letters = [...lettersOf(line)];
    let fitting = line;
    while (context.measureText(fitting).width > HEAD_WIDTH && letters.pop() !== undefined) {
      fitting = `${letters.join('')}…`;
    }
    context.fillText(fitting, HEAD_WIDTH / 2, HEADER_BASELINE);
  });
  return lettersToBitmap(rgba, HEAD_WIDTH, HEADER_ROWS);
}

/**
 * Text as the server sets it: line breaks and spaces at the start of a line are kept, long lines are wrapped between
 * words, and words that fit no line within them.
 */
export async function renderText(text: string): Promise<Bitmap> {
  const { createCanvas } = await loadCanvas();
  const ruler = createCanvas(1, 1).getContext('2d');
  ruler.font = TEXT_FONT;
  const fits = (line: string) => line.length <= MAX_LINE && ruler.measureText(line).width <= HEAD_WIDTH;
  const lines: string[] = [];
  for (const line of wrap(text, fits)) {
    lines.push(line);
    if (lines.length * LINE_ROWS >= MAX_CONTENT_ROWS) break;
  }
  const height = Math.min(lines.length * LINE_ROWS, MAX_CONTENT_ROWS);
  const rgba = await draw(HEAD_WIDTH, height, (context) => {
    context.font = TEXT_FONT;
    for (const [index, line] of lines.entries()) context.fillText(line, 0, index * LINE_ROWS + LINE_BASELINE);
  });
  return lettersToBitmap(rgba, HEAD_WIDTH, height);
}

/** The lines of a text, one after another, so that nobody has to wait for the end of a very long one. */
export function* wrap(text: string, fits: (line: string) => boolean): Generator<string> {
  for (const [paragraph] of text.matchAll(/[^\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029]|$)/g)) {
    const clean = paragraph.replace(/\t/g, '    ').replace(/\p{Cc}/gu, '');
    // The match at the very end is no line of its own.
    if (paragraph !== '' || text === '') yield* wrapParagraph(clean, fits);
  }
}

function* wrapParagraph(paragraph: string, fits: (line: string) => boolean): Generator<string> {
  let line = '';
  for (const [token] of paragraph.matchAll(/\s+|\S+/g)) {
    const isSpace = /^\s/.test(token);
    for (const part of isSpace ? [token] : unbreakable(token)) {
      if (fits((line + part).trimEnd())) {
        line += part;
        continue;
      }
      // Spaces at a break are left out, except those that begin a paragraph.
      if (line.trim() !== '') {
        yield line.trimEnd();
        line = '';
      }
      if (fits(line + part)) {
        line += part;
        continue;
      }
      for (const letter of lettersOf(part)) {
        if (line !== '' && !fits(line + letter)) {
          yield line.trimEnd();
          line = '';
        }
        line += letter;
      }
    }
  }
  yield line.trimEnd();
}

/** What of a word must stay together: all of it, or each letter of a script without spaces. */
function* unbreakable(word: string): Generator<string> {
  if (!UNSPACED.test(word)) {
    yield word;
    return;
  }
  let run = '';
  for (const letter of lettersOf(word)) {
    if (UNSPACED.test(letter)) {
      if (run !== '') yield run;
      run = '';
      yield letter;
    } else run += letter;
  }
  if (run !== '') yield run;
}

/** What readers see as letters. In pieces, because each step takes time in proportion to the text that is looked at. */
function* lettersOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = from + MAX_LINE;
    const isInPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
    const piece = text.slice(from, isInPair ? end - 1 : end);
    for (const { segment } of graphemes.segment(piece)) yield segment.slice(0, MAX_GRAPHEME);
    from += piece.length;
  }
}
