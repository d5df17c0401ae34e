import { afterAll, beforeAll, describe, it } from 'vitest';
import { STEPS, type Step } from './stop-engine.ts';
import { type End, EndingTab } from './tab-ends.ts';

/** A kill takes everything with it; of the others, the steps that leave most undone. All of them are in the long tests. */
const ENDS: readonly (readonly [End, readonly Step[]])[] = [
  ['kill', STEPS],
  ['reload', ['stored', 'middle row']],
  ['crash', ['stored', 'middle row']],
];

let tab: EndingTab;

beforeAll(async () => {
  tab = await EndingTab.open();
});

afterAll(() => tab?.close());

describe.each(ENDS)('a tab that ends by a %s', (end, steps) => {
  it.each(steps)('when a delivery is at: %s', (step) => tab.checkEnd(end, step));

  it('goes on afterwards as if nothing had been', () => tab.checkGoesOn());
});
