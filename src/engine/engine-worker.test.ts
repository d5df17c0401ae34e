import { expect, it } from 'vitest';
import { reasonIn, workerName } from './engine-worker.ts';

it.each(['engine-lost', 'engine-unresponsive'] as const)(
  'an engine learns from its name that it follows %s',
  (code) => {
    expect(reasonIn(workerName(code))).toEqual({ code });
  },
);

it('the first engine of a page follows nobody', () => {
  expect(reasonIn(workerName())).toBeUndefined();
  expect(reasonIn('papertab-engine after lunch')).toBeUndefined();
});
