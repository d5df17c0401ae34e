import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

const CODE = 'vt4y-q4xv-7pe8-4fsy';

describe('what is given to others', () => {
  it.each([
    [`claim ${CODE} taken`, 'claim … taken'],
    ['claim VT4YQ4XV7PE84FSY taken', 'claim … taken'],
    ['claim vt4y q4xv 7pe8 4fsy taken', 'claim … taken'],
    ['another: 6xwh-441j-8115-zyrh.', 'another: ….'],
    ['{"secret":"eb93bb3d9a","n":1}', '{"secret":"…","n":1}'],
  ])('has no secret in “%s”', (text, clean) => {
    expect(redact(text, [CODE])).toBe(clean);
  });

  it.each(['db708b77ae2ee5b5 set_delivery 14,226 bytes'])('keeps “%s”', (text) => {
    expect(redact(text, [CODE])).toBe(text);
  });
});
