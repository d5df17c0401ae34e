import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { QUIET, UNSANDBOXED } from './chromium.ts';
import { requireChromium } from './find-chromium.ts';
import { makeTemporaryFolder, removeFolder } from './temporary.ts';
import { waitFor } from './wait.ts';

/** A browser that discards a tab when it is told to, as it does by itself where memory is short. */
export interface DiscardingBrowser {
  /** A tab beside. */
  readonly page: Page;
  /** Opens an address in a tab of its own that nothing watches: a tab with DevTools at it is never discarded. */
  openUnwatched(url: string): Promise<void>;
  /** Discards that tab. Resolves to what is in its place: loaded anew, and watched. */
  discard(): Promise<Page>;
  close(): Promise<void>;
}

/** Launches Chromium with the page of its own from which tabs can be discarded. */
export async function launchDiscarding(): Promise<DiscardingBrowser> {
  const profile = await makeTemporaryFolder('profile');
  await writeFile(join(profile, 'Local State'), JSON.stringify({ internal_only_uis_enabled: true }));
  let unwatched: string | undefined;
  const browser = await puppeteer.launch({
    executablePath: requireChromium(),
    userDataDir: profile,
    headless: true,
    pipe: true,
    args: [...QUIET, ...(UNSANDBOXED ? ['--no-sandbox'] : [])],
    targetFilter: (target) => unwatched === undefined || target.url() !== unwatched,
  });
  const session = await browser.target().createCDPSession();
  const page = (await browser.pages())[0] ?? (await browser.newPage());
  return {
    page,
    openUnwatched: async (url) => {
      unwatched = url;
      await session.send('Target.createTarget', { url });
    },
    discard: async () => {
      const url = unwatched;
      if (url === undefined) throw new Error('There is no tab to discard');
      const list = await browser.newPage();
      await list.goto('chrome://discards/');
      await list.bringToFront();
      unwatched = undefined;
      await waitFor('the tab in the list', () => list.evaluate(discardTab, url));
      const found = await waitFor('the tab to be loaded anew', async () =>
        (await browser.pages()).find((one) => one.url() === url),
      );
      await list.close();
      return found;
    },
    close: async () => {
      await browser.close();
      await removeFolder(profile);
    },
  };
}

/** Runs in the browser's list of tabs: discards the one with this address. Whether it was there. */
function discardTab(url: string): boolean {
  const main = document.querySelector('discards-main')?.shadowRoot;
  const rows = [...(main?.querySelector('discards-tab')?.shadowRoot?.querySelectorAll('tbody tr') ?? [])];
  const row = rows.find((one) => one.querySelector('.tab-url-cell')?.textContent?.trim() === url);
  const actions = [...(row?.querySelectorAll<HTMLElement>('.actions-cell div') ?? [])];
  const action = actions.find(({ textContent }) => textContent.includes('Urgent Discard'));
  action?.click();
  return action !== undefined;
}
