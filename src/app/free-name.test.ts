import { expect, it } from 'vitest';
import { freeName } from './free-name.ts';

it('gives a number to a name that is taken, and to that too', () => {
  const named = (...names: readonly string[]) => names.map((name) => ({ name }));
  expect(freeName('Little Printer', [])).toBe('Little Printer');
  expect(freeName('Little Printer', named('Kitchen'))).toBe('Little Printer');
  expect(freeName('Little Printer', named('Little Printer'))).toBe('Little Printer 2');
  expect(freeName('Little Printer', named('Little Printer 2', 'Little Printer'))).toBe('Little Printer 3');
});
