import type { Page } from 'playwright-core';
import { settingsWords } from '../../src/app/settings/words.ts';
import { words } from '../../src/app/words.ts';

/** Sets the server's address as a user does, and goes back to the paper. */
export async function useServer(page: Page, address: string): Promise<void> {
  await page.getByRole('link', { name: words.places.settings }).click();
  await page.getByRole('radio', { name: words.server.known.own.name }).check();
  await page.getByLabel(settingsWords.server.own).fill(address);
  await page.getByRole('button', { name: settingsWords.server.use }).click();
  await page.getByRole('link', { name: words.places.paper, exact: true }).click();
}
