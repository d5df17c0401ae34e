import { describe, expect, it } from 'vitest';
import { CATALOG } from '../../printers/catalog.ts';
import { TEST_OUTCOMES } from './remedies.ts';
import { remedyWords } from './remedy-words.ts';
import { printerWords } from './words.ts';

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String(value('X', 'X', 'X'))];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('the words about printers', () => {
  it('neither blame nor whine nor show the machinery', () => {
    const bad = /oops|sorry|exception|undefined|invalid|NaN|GATT|characteristic|raster|bitmap|!/i;
    expect(textsOf([printerWords, remedyWords]).filter((text) => bad.test(text))).toEqual([]);
  });

  it('have something to try for whatever went wrong, with any kind of printer', () => {
    for (const outcome of TEST_OUTCOMES) {
      const { paperang, receipt } = remedyWords[outcome];
      expect(Math.min(paperang.length, receipt.length)).toBeGreaterThan(0);
    }
  });

  it('tell every model from the others', () => {
    expect(Object.keys(printerWords.modelNotes)).toEqual(Object.keys(CATALOG));
    const notes = Object.values(printerWords.modelNotes);
    expect(new Set(notes).size).toBe(notes.length);
  });
});
