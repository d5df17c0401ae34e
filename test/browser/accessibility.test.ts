import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { pictureWords } from '../../src/app/write/picture-words.ts';
import { writeWords } from '../../src/app/write/words.ts';
import { Desk } from './desk.ts';
import { printerChip, serverChip, waitForDeliveries } from './papertab-page.ts';
import { drawStripes, pngFile } from './picture-files.ts';
import { makePicture } from './pictures.ts';

/** What axe finds wrong: which rule, where, and how it puts it. */
async function findFaults(page: Page, sheet = false): Promise<string[]> {
  await page.evaluate(axe.source);
  // What is still fading in has no contrast yet.
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.all(passing.map(({ finished }) => finished));
  });
  const violations = await page.evaluate(async (withSheet) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const rules = {
      // An experiment that axe itself leaves off: it takes a number on a button for a word that its name lacks.
      'label-content-name-mismatch': { enabled: false },
      // What lies under an open dialog does not obscure it, which axe does not know.
      'target-size': { enabled: !withSheet },
    };
    return (await run(document, { runOnly: { type: 'tag', values: tags }, rules })).violations;
  }, sheet);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}

/** How far the page is wider than its window, in CSS pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe.each([
  { screen: 'desktop', look: 'light' },
  { screen: 'desktop', look: 'dark' },
  { screen: 'phone', look: 'light' },
  { screen: 'phone', look: 'dark' },
  { screen: 'narrow', look: 'light' },
] as const)('on a $screen screen, $look', ({ screen, look }) => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open({ screen, dark: look === 'dark' });
    await desk.claim();
    await desk.client.print(desk.key, 'hello');
    await waitForDeliveries(desk.page, 1);
    await desk.client.send(desk.key, 'set_delivery', [makePicture(200, 1)]);
    await waitForDeliveries(desk.page, 2, ['printed', 'held']);
    await printerChip(desk.page, words.chips.printerWords.held(1)).waitFor();
  });

  afterAll(() => desk?.close());

  it.each(['paper', 'write', 'history', 'settings'] as const)('%s has no fault and fits its window', async (place) => {
    const { page } = desk;
    await page.getByRole('link', { name: words.places[place], exact: true }).click();
    await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
    expect(await findFaults(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });

  it('a picture on its paper has no fault and fits its window', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: words.places.write, exact: true }).click();
    await page.getByRole('radio', { name: writeWords.ways.picture }).check();
    await page.getByRole('button', { name: pictureWords.choose }).waitFor();
    expect(await findFaults(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    const dialog = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: pictureWords.choose }).click();
    await (await dialog).setFiles({ ...pngFile(drawStripes(400, 300, [40, 200])) });
    await page.getByRole('radio', { name: pictureWords.kernels.threshold }).check();
    await page.locator('.preview-paper canvas').waitFor();
    expect(await findFaults(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });

  it('the sheet of the server has no fault', async () => {
    const { page } = desk;
    await serverChip(page, words.chips.serverWords.claimed).click();
    await page.getByRole('dialog', { name: words.server.heading }).waitFor();
    expect(await findFaults(page, true)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
