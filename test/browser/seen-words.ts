import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** Everything that the page has said since the test last asked it to forget. */
    seenWords: Set<string>;
  }
}

/** Runs in the page, before all else: keeps what chips, headings and alerts say, however short the moment. */
function watch(): void {
  window.seenWords = new Set();
  const look = (): void => {
    for (const element of document.querySelectorAll('h2, [role="alert"], button[aria-label]')) {
      const text = element.getAttribute('aria-label') ?? element.textContent ?? '';
      if (text !== '') window.seenWords.add(text);
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}

/** Has every page that is opened from now on keep what it says. */
export async function watchWords(page: Page): Promise<void> {
  await page.addInitScript(watch);
}

/** What the page has said since it was opened, or since {@link forgetSeen}: names of buttons, headings, alerts. */
export function seenOn(page: Page): Promise<string[]> {
  return page.evaluate(() => [...window.seenWords]);
}

/** Begins anew. */
export async function forgetSeen(page: Page): Promise<void> {
  await page.evaluate(() => window.seenWords.clear());
}
