import { afterAll, beforeAll, expect, it } from 'vitest';
import { BusyPage } from './memory.ts';

const FEW = 40;
const MANY = 160;
/** Bytes that nobody misses: what is compiled and cached as the page goes on. */
const SLACK = 1_500_000;

let busy: BusyPage;

beforeAll(async () => {
  busy = await BusyPage.open();
});

afterAll(() => busy?.close());

it(`a page that has printed ${MANY} messages shows and keeps about as much as after ${FEW}`, async () => {
  await busy.printUntil(FEW);
  const before = await busy.measure();
  await busy.printUntil(MANY);
  const after = await busy.measure();
  // Only the prints that are in view have elements.
  expect(after.pieces).toBeLessThanOrEqual(before.pieces + 5);
  expect(after.elements).toBeLessThan(before.elements * 1.2);
  expect(after.page).toBeLessThan(before.page * 1.2 + SLACK);
  expect(after.engine).toBeLessThan(before.engine * 1.2 + SLACK);
});
