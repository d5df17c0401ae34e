import { describe, expect, it } from 'vitest';
import { isBlack } from './bitmap.ts';
import { threshold } from './threshold.ts';

describe('threshold', () => {
  it('is black below the level only', () => {
    const gray = Uint8Array.of(0, 127, 128, 255, 99, 100, 101, 0, 0);
    const dots = (level?: number) => {
      const bitmap = threshold(gray, 9, 1, level);
      return Array.from(gray, (_, x) => (isBlack(bitmap, x, 0) ? 1 : 0)).join('');
    };
    expect(dots()).toBe('110011111');
    expect(dots(100)).toBe('100010011');
    expect(dots(0)).toBe('000000000');
    expect(dots(256)).toBe('111111111');
  });

  it('takes rows from top to bottom', () => {
    expect([...threshold(Uint8Array.of(255, 0, 0, 255), 2, 2).data]).toEqual([0x40, 0x80]);
  });
});
