import type { Locator, Page } from 'playwright-core';
import { SECTIONS, type SectionName } from '../../src/app/settings/sections.ts';
import { settingsWords } from '../../src/app/settings/words.ts';
import { waitFor } from './wait.ts';

const say = settingsWords.littlePrinters;

/** Goes to a place of the page by its link. */
export async function goTo(page: Page, link: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
}

/** Goes to a section of the settings, and gives it. */
export async function openSection(page: Page, name: SectionName): Promise<Locator> {
  await goTo(page, SECTIONS[name]);
  const section = page.locator(`[data-section="${name}"]`);
  await section.waitFor();
  return section;
}

/** Adds a Little Printer; the section of the Little Printers must be in view. */
export async function addLittlePrinter(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: settingsWords.add.open }).click();
  await page.getByLabel(settingsWords.add.label).fill(name);
  await page.getByRole('button', { name: settingsWords.add.add, exact: true }).click();
  await cardOf(page, name).waitFor();
}

/** What the settings show of a Little Printer. */
export function cardOf(page: Page, name: string): Locator {
  return page
    .locator('[data-little-printer]')
    .filter({ has: page.getByRole('heading', { name, level: 3, exact: true }) });
}

/** Opens what can be set of a Little Printer. */
export async function openCard(card: Locator): Promise<void> {
  const more = card.locator('details.more');
  if ((await more.getAttribute('open')) === null) await more.locator('summary').click();
}

export async function renameOn(card: Locator, name: string): Promise<void> {
  await openCard(card);
  const field = card.getByLabel(settingsWords.printer.name, { exact: true });
  await field.fill(name);
  await field.press('Enter');
  await card.page().getByRole('heading', { name, level: 3, exact: true }).waitFor();
}

/** The claim code and the device address that a card shows. */
export async function readCard(card: Locator): Promise<{ code: string; address: string }> {
  const code = await waitFor(
    'a claim code',
    async () => (await card.locator('.claim-code').textContent()) ?? undefined,
  );
  return { code, address: (await card.getAttribute('data-little-printer')) ?? '' };
}

/** The switch that tells senders whether the paper is away. */
export function offlineSwitch(card: Locator): Locator {
  return card.getByRole('switch', { name: say.offline });
}
