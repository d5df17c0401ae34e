import { describe, expect, it } from 'vitest';
import { isPictureFile } from './picture-files.ts';

describe('a file', () => {
  it.each([
    [{ type: 'image/jpeg', name: 'cat.jpg' }, true],
    [{ type: 'image/svg+xml', name: 'cat' }, true],
    [{ type: '', name: 'IMG_0001.HEIC' }, true],
    [{ type: '', name: 'kitchen.printer' }, false],
    [{ type: 'text/plain', name: 'kitchen.printer' }, false],
    [{ type: 'text/plain', name: 'cat.jpg.txt' }, false],
    [{ type: 'application/pdf', name: 'cat.png' }, false],
  ])('%o is a picture: %s', (file, is) => {
    expect(isPictureFile(file)).toBe(is);
  });
});
