import { describe, expect, it } from 'vitest';
import { actionWords, errorWords } from './error-words.ts';

describe.each(Object.entries(errorWords))('the words for %s', (_, { title, explanation, action }) => {
  it('are a title, what happened, and something to do or nothing', () => {
    expect(title).toMatch(/^[A-Z].*[^.!]$/);
    expect(explanation).toMatch(/^[A-Z].*\.$/);
    expect(action === 'none' || action in actionWords).toBe(true);
  });

  it('neither blame nor whine nor show the machinery', () => {
    expect(`${title} ${explanation}`).not.toMatch(/oops|sorry|exception|null|undefined|socket|1006|invalid/i);
  });
});
