import type { Driver } from '../driver.ts';
import { encodeForScreen } from '../languages/screen.ts';

/** How to speak with the page's own paper: it needs no greeting, has no troubles, and what is written to it is on paper. */
export const screenDriver: Driver<never> = {
  reader: { push: () => [], conditionOf: () => undefined },
  greet: async () => ({}),
  encode: encodeForScreen,
  ask: async () => undefined,
  finish: async () => 'said',
  abandon: () => new Uint8Array(0),
};
