import { afterAll, beforeAll, describe, it } from 'vitest';
import { STEPS } from '../browser/stop-engine.ts';
import { EndingTab } from '../browser/tab-ends.ts';

let tab: EndingTab;

beforeAll(async () => {
  tab = await EndingTab.open();
});

afterAll(() => tab?.close());

describe.each(['reload', 'crash', 'kill'] as const)('a tab that ends by a %s', (end) => {
  it.each(STEPS)('when a delivery is at: %s', { timeout: 120_000 }, (step) => tab.checkEnd(end, step));

  it('goes on afterwards as if nothing had been', { timeout: 120_000 }, () => tab.checkGoesOn());
});
