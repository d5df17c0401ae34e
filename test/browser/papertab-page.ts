import type { Locator, Page } from 'playwright-core';
import { words } from '../../src/app/words.ts';
import type { Job, JobState } from '../../src/jobs/job.ts';
import { type AnyPage, readDeliveries } from './paper.ts';
import type { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

/** Opens the page and waits until its printer shows its claim code, which is returned. */
export async function openPapertab(page: AnyPage, url: string): Promise<string> {
  await page.goto(url);
  return readClaimCode(page);
}

/** The claim code that the page shows, once it does. */
export async function readClaimCode(page: AnyPage): Promise<string> {
  return waitFor('a claim code on the page', async () => {
    const text = await (page as Page).evaluate(() => document.querySelector('.claim-code')?.textContent ?? '');
    return /^\w{4}(-\w{4}){3}$/.test(text) ? text : undefined;
  });
}

/**
 * Opens the page, claims its printer from outside and waits until the server has it online.
 *
 * @returns the device key
 */
export async function openAndClaim(page: AnyPage, url: string, client: SiriusClient): Promise<string> {
  const key = await client.claim(await openPapertab(page, url));
  try {
    await waitFor('the printer to be online', () => client.isOnline(key));
  } catch (error) {
    const shown = await (page as Page).evaluate(() => document.body.textContent);
    throw new Error(`The page shows: ${shown}`, { cause: error });
  }
  return key;
}

/** Waits until the page has stored `count` deliveries that are all in one of the states, and returns them. */
export function waitForDeliveries(
  page: AnyPage,
  count: number,
  states: readonly JobState[] = ['printed'],
  timeoutMs = 30_000,
): Promise<Job[]> {
  return waitFor(
    `${count} deliveries, ${states.join(' or ')}`,
    async () => {
      const deliveries = await readDeliveries(page);
      return deliveries.length === count && deliveries.every(({ state }) => states.includes(state))
        ? deliveries
        : undefined;
    },
    timeoutMs,
  );
}

/** The chip that tells how the connection to the server stands. */
export function serverChip(page: Page, word: string): Locator {
  return page.getByRole('button', { name: words.chips.label(words.chips.server, word) });
}

/**
 * Loads a page anew, and waits until its new socket is the one that the server has: until then what is sent may go to
 * the old one, and be "Timed out" for its sender.
 */
export async function reloadAndConnect(page: Page): Promise<void> {
  await page.reload();
  await serverChip(page, words.chips.serverWords.claimed).waitFor();
}

/** The chip that tells how the paper printer stands. */
export function printerChip(page: Page, word: string): Locator {
  return page.getByRole('button', { name: words.chips.label(words.chips.printer, word) });
}

/** The piece of paper of a job, or its line in the history. */
export function pieceOf(page: Page, id: number): Locator {
  return page.locator(`[data-job="${id}"]`);
}
