import { describe, expect, it } from 'vitest';
import { pictureTitle } from './picture-title.ts';

describe('the title of a picture', () => {
  it.each([
    ['cat.jpg', 'cat'],
    ['Grandma at the sea.2024.png', 'Grandma at the sea.2024'],
    ['no ending', 'no ending'],
    ['.hidden', undefined],
    ['image.png', undefined],
    ['', undefined],
    [`${'x'.repeat(41)}.png`, `${'x'.repeat(39)}…`],
    [`${'🐈'.repeat(40)}.png`, '🐈'.repeat(40)],
  ])('of %s is %s', (name, title) => {
    expect(pictureTitle(name)).toBe(title);
  });
});
