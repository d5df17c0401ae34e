import { describe, expect, it } from 'vitest';
import { type Bitmap, blackShare, isBlack } from '../imaging/bitmap.ts';
import { headerText, renderHeader, renderText, wrap } from './render-text.ts';

/** Lines of at most ten letters. */
const lines = (text: string) => [...wrap(text, (line) => line.length <= 10)];

/** Columns and rows of the outermost black dots. */
function inkOf(bitmap: Bitmap) {
  const columns: number[] = [];
  const rows: number[] = [];
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++) {
      if (!isBlack(bitmap, x, y)) continue;
      columns.push(x);
      rows.push(y);
    }
  }
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return { left: least(columns), right: most(columns), top: least(rows), bottom: most(rows) };
}

describe('wrapping', () => {
  it.each<[string, string, string[]]>([
    ['breaks between words', 'one two three four', ['one two', 'three four']],
    ['keeps line breaks of every kind', 'a\nb\r\nc\rd\n\ne', ['a', 'b', 'c', 'd', '', 'e']],
    ['adds no line for a break at the end', 'a\n', ['a']],
    ['keeps spaces at the start of a line', '  a\n    b', ['  a', '    b']],
    ['keeps spaces between words', 'a   b', ['a   b']],
    ['leaves out spaces at a break', 'one two   three', ['one two', 'three']],
    ['breaks words that fit no line', 'abcdefghijklmno pq', ['abcdefghij', 'klmno pq']],
    ['begins a new line for them', 'a abcdefghijklmno', ['a', 'abcdefghij', 'klmno']],
    ['breaks Chinese and Japanese anywhere', 'ab 漢字漢字漢字漢字漢字', ['ab 漢字漢字漢字漢', '字漢字']],
    ['keeps joined letters together', '👩‍👩‍👧👩‍👩‍👧', ['👩‍👩‍👧', '👩‍👩‍👧']],
    ['turns tabs into spaces and drops other control characters', 'a\tb\u0007c', ['a    bc']],
    ['gives one line for nothing', '', ['']],
  ])('%s', (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it('need not read to the end', () => {
    const [first] = wrap('word '.repeat(2_000_000), (line) => line.length <= 10);
    expect(first).toBe('word word');
  });
});

describe('the header', () => {
  const noon = new Date(2026, 0, 2, 3, 4).getTime();

  it('has time, date and sender', () => {
    expect(headerText(noon, 'Ann')).toBe('03:04 | 02-JAN-2026 | ANN');
    expect(headerText(noon, '')).toBe('03:04 | 02-JAN-2026');
  });

  it('is centred in 40 rows', async () => {
    const bitmap = await renderHeader(headerText(noon, 'Ann'));
    expect([bitmap.width, bitmap.height]).toEqual([384, 40]);
    const { left, right, top, bottom } = inkOf(bitmap);
    expect(Math.abs(left - (383 - right))).toBeLessThanOrEqual(2);
    expect(left).toBeGreaterThan(40);
    expect(top).toBeGreaterThanOrEqual(2);
    expect(bottom).toBeLessThan(24);
  });

  it('cuts names that do not fit', async () => {
    const { left, right } = inkOf(await renderHeader(headerText(noon, 'w'.repeat(100))));
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right - left).toBeGreaterThan(340);
    const { left: begin } = inkOf(await renderHeader(headerText(noon, 'w'.repeat(100))));
    expect(begin, 'the time is still there').toBe(left);
  });
});

describe('text', () => {
  it('has 35 rows a line and begins at the left', async () => {
    const one = await renderText('Hello');
    expect([one.width, one.height]).toEqual([384, 35]);
    expect(inkOf(one).left).toBeLessThan(5);
    expect((await renderText('a\nb\nc')).height).toBe(105);
  });

  it('moves lines that begin with spaces to the right', async () => {
    expect(inkOf(await renderText('    H')).left).toBeGreaterThan(inkOf(await renderText('H')).left + 20);
  });

  it('never leaves the paper', async () => {
    const wide = await renderText('W'.repeat(40));
    expect(wide.height).toBe(3 * 35);
    expect(inkOf(wide).right).toBeLessThan(384);
  });

  it.each([
    ['emoji', '🖨️👩‍👩‍👧'],
    ['Chinese', '漢字'],
    ['Arabic', 'العربية'],
    ['letters beyond Latin-1', 'őűŁ'],
    ['half of a surrogate pair', '\ud83d'],
    ['a letter under a thousand accents', `a${'\u0301'.repeat(1000)}`],
  ])('draws %s, or a box', async (_, text) => {
    expect(blackShare(await renderText(text))).toBeGreaterThan(0);
  });

  it('ends where the server cuts', async () => {
    expect((await renderText('x\n'.repeat(100_000))).height).toBe(9_960);
    expect((await renderText('x'.repeat(1_000_000))).height).toBe(9_960);
  });
});
