/**
 * Breaks a paragraph into lines no wider than `width`. Lines break where the language allows it between words, and
 * inside a word only where it alone is too wide. Spaces at a break vanish; those at the start of a paragraph stay.
 *
 * @param text one paragraph or several, separated by newlines; an empty one gives an empty line
 * @param measure the width of a piece of text
 * @param most lines that are of use; soon after them the rest is left out, which would only cost time
 */
export function breakLines(
  text: string,
  width: number,
  measure: (text: string) => number,
  most = Number.POSITIVE_INFINITY,
): string[] {
  const lines: string[] = [];
  for (const paragraph of text.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').split('\n')) {
    if (lines.length > most) break;
    lines.push(...breakParagraph(paragraph.trimEnd(), width, measure, most));
  }
  return lines;
}

/** More characters than any line holds, unless they take no room: a line is looked for among so many at a time. */
const LOOK_AHEAD = 512;

function breakParagraph(paragraph: string, width: number, measure: (text: string) => number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(paragraph)) {
    if (lines.length > most) return lines;
    if (piece.length <= LOOK_AHEAD && measure((line + piece).trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '';
    let rest = piece.trimStart();
    while (lines.length <= most && (rest.length > LOOK_AHEAD || measure(rest.trimEnd()) > width)) {
      const fit = fitting(rest.slice(0, LOOK_AHEAD), width, measure);
      lines.push(fit);
      rest = rest.slice(fit.length);
    }
    line = rest;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** Pieces that may not be parted: a word with what is written against it, and the space that follows. */
function pieces(paragraph: string): string[] {
  const result: string[] = [];
  let joins = true;
  for (const { segment, isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(paragraph)) {
    const opens = /^[([{“‘«¿¡]$/.test(segment);
    const isSpace = segment.trim() === '';
    const previous = result.at(-1);
    // A word begins a piece unless something was written right before it: an opening bracket, a dash.
    if (previous === undefined || (!isSpace && !joins && (isWordLike === true || opens))) result.push(segment);
    else if (!isSpace && /\s$/.test(previous)) result.push(segment);
    else result[result.length - 1] = previous + segment;
    joins = opens || (!isSpace && isWordLike !== true);
  }
  return result;
}

/** As many whole characters from the start as fit, at least one. */
function fitting(text: string, width: number, measure: (text: string) => number): string {
  let fit = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (fit !== '' && measure(fit + segment) > width) break;
    fit += segment;
  }
  return fit;
}

/** Whether the first letter of a line is written from right to left. */
export function isRightToLeft(line: string): boolean {
  const letter = /\p{L}/u.exec(line)?.[0];
  return (
    letter !== undefined &&
    /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(letter)
  );
}
