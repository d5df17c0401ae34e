import { expect, it } from 'vitest';
import type { JobOrigin } from '../jobs/job.ts';
import { whoseButton } from './whose-button.ts';

const here = [{ deviceAddress: 'aa' }, { deviceAddress: 'bb' }];
const sentTo = (littlePrinter: string): JobOrigin => ({ kind: 'delivery', littlePrinter, printId: 1, face: false });

it('lets a message wait for the button of the Little Printer that it was sent to', () => {
  expect(whoseButton({ origin: sentTo('aa') }, here)).toBe('aa');
  expect(whoseButton({ origin: sentTo('bb') }, here)).toBe('bb');
});

it('lets what is of no Little Printer that is here wait for the button of the first', () => {
  expect(whoseButton({ origin: sentTo('gone') }, here)).toBe('aa');
  expect(whoseButton({ origin: { kind: 'local', source: 'note' } }, here)).toBe('aa');
  expect(whoseButton({ origin: sentTo('gone') }, [])).toBeUndefined();
});
