import { afterAll, beforeAll, expect, it } from 'vitest';
import { BusyPage, type Memory } from '../browser/memory.ts';

const FEW = 500;
const MANY = Number(process.env.LONG_PRINTS ?? 5_000);
const MOST_GROWTH = 1.2;

let busy: BusyPage;

beforeAll(async () => {
  busy = await BusyPage.open();
});

afterAll(() => busy?.close());

function say(prints: number, { page, engine, elements, pieces }: Memory): void {
  const [ofPage, ofEngine] = [page, engine].map((bytes) => `${(bytes / 1024 / 1024).toFixed(2)} MB`);
  console.log(
    `After ${prints} prints: page ${ofPage}, engine ${ofEngine}, ${elements} elements, ${pieces} of them prints`,
  );
}

it(`takes after ${MANY} prints at most a fifth more than after ${FEW}`, { timeout: 3_600_000 }, async () => {
  await busy.printUntil(FEW);
  const before = await busy.measure();
  say(FEW, before);
  for (let prints = 2 * FEW; prints < MANY; prints += FEW) {
    await busy.printUntil(prints);
    say(prints, await busy.measure());
  }
  await busy.printUntil(MANY);
  const after = await busy.measure();
  say(MANY, after);
  expect(after.page).toBeLessThanOrEqual(before.page * MOST_GROWTH);
  expect(after.engine).toBeLessThanOrEqual(before.engine * MOST_GROWTH);
  expect(after.pieces).toBeLessThanOrEqual(before.pieces + 5);
  expect(after.elements).toBeLessThan(before.elements * MOST_GROWTH);
});
