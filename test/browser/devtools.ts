import type { CDPSession, Page } from 'playwright-core';
import type { Page as PuppeteerPage } from 'puppeteer-core';

/** A DevTools connection, to one page or to the whole browser, whichever driver opened it. */
export type DevtoolsSession = Pick<CDPSession, 'send' | 'on'>;

/** The two connections that emulated devices need: some commands exist in one only, some in the other. */
export interface DevtoolsSessions {
  readonly browser: DevtoolsSession;
  readonly page: DevtoolsSession;
}

/** Opens both for a page of playwright's. */
export async function openDevtools(page: Page): Promise<DevtoolsSessions> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The page belongs to no browser');
  return { browser: await browser.newBrowserCDPSession(), page: await page.context().newCDPSession(page) };
}

/** Opens both for a page of puppeteer's, whose sessions are the same but for their types. */
export async function openPuppeteerDevtools(page: PuppeteerPage): Promise<DevtoolsSessions> {
  const browser = await page.browser().target().createCDPSession();
  return {
    browser: browser as unknown as DevtoolsSession,
    page: (await page.createCDPSession()) as unknown as DevtoolsSession,
  };
}
