import { describe, expect, it } from 'vitest';
import { strengthOf } from './passphrase-strength.ts';

describe('the strength of a passphrase', () => {
  it.each([
    ['', 'weak'],
    ['hunter2', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnopqrst', 'weak'],
    ['paper lantern', 'fair'],
    ['paper lantern otter seven', 'strong'],
    ['x7#Kq!mB2vZp@9Lw', 'strong'],
  ])('of “%s” is %s', (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength);
  });
});
