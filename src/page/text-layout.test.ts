import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines, isRightToLeft } from './text-layout.ts';

/** Every character is ten wide. */
const measure = (text: string): number => [...text].length * 10;

describe('lines', () => {
  it('break between words, and lose the spaces there', () => {
    expect(breakLines('the good bread', 80, measure)).toEqual(['the good', 'bread']);
    expect(breakLines('the   good   bread', 80, measure)).toEqual(['the', 'good', 'bread']);
  });

  it('keep what is written against a word with it', () => {
    expect(breakLines('Hello, world! (again)', 60, measure)).toEqual(['Hello,', 'world!', '(again', ')']);
    expect(breakLines('say "hi there" now', 70, measure)).toEqual(['say "hi', 'there"', 'now']);
  });

  it('break inside a word only where it alone is too wide', () => {
    expect(breakLines('an incomprehensible word', 100, measure)).toEqual(['an', 'incomprehe', 'nsible', 'word']);
    expect(breakLines('👩‍👩‍👧👩‍👩‍👧', 50, measure)).toEqual(['👩‍👩‍👧', '👩‍👩‍👧']);
  });

  it('cost no more than their own length, however long a text has no break', () => {
    let measured = 0;
    const counting = (text: string): number => {
      measured += text.length;
      return measure(text);
    };
    const text = 'x'.repeat(50_000);
    expect(breakLines(text, 500, counting).join('')).toBe(text);
    // A line is tried letter by letter: some 50 times its own length, and never with all that follows.
    expect(measured).toBeLessThan(text.length * 100);
  });

  it('are not sought far beyond those that are of use', () => {
    for (const text of ['a\n'.repeat(50_000), 'a'.repeat(50_000), 'a '.repeat(50_000)]) {
      const lines = breakLines(text, 500, measure, 100).length;
      expect(lines).toBeGreaterThan(100);
      expect(lines).toBeLessThan(110);
    }
  });

  it('are kept as they were written, with their indentation and the empty ones', () => {
    expect(breakLines('a\n\n  b\r\nc\td', 200, measure)).toEqual(['a', '', '  b', 'c    d']);
    expect(breakLines('', 200, measure)).toEqual(['']);
  });

  it('break where a language without spaces allows it', () => {
    expect(breakLines('今日は良い天気ですね', 50, measure).every((line) => measure(line) <= 50)).toBe(true);
  });

  it('never are too wide, and never lose a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.integer({ min: 30, max: 400 }), (text, width) => {
        const graphemes = (line: string): number => [...new Intl.Segmenter().segment(line)].length * 10;
        const lines = breakLines(text, width, graphemes);
        expect(lines.every((line) => graphemes(line) <= width)).toBe(true);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

it('knows a line that is written from right to left by its first letter', () => {
  expect(isRightToLeft('שלום')).toBe(true);
  expect(isRightToLeft('12 مرحبا')).toBe(true);
  expect(isRightToLeft('Hello שלום')).toBe(false);
  expect(isRightToLeft('123')).toBe(false);
});
