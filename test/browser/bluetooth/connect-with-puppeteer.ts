import type { Page } from 'puppeteer-core';
import { printerWords } from '../../../src/app/printers/words.ts';
import { words } from '../../../src/app/words.ts';
import { openPuppeteerDevtools } from '../devtools.ts';
import { EmulatedAdapter } from './adapter.ts';
import { Chooser } from './chooser.ts';
import { recordCharacteristics } from './notifications.ts';
import { PaperangPeripheral, type PaperangUnit } from './paperang.ts';

/** Puts a Paperang into the reach of a page that has not been opened yet. */
export async function placePaperang(
  page: Page,
  unit: PaperangUnit & { readonly name: string; readonly address: string },
): Promise<PaperangPeripheral> {
  await page.evaluateOnNewDocument(recordCharacteristics);
  const sessions = await openPuppeteerDevtools(page);
  const adapter = new EmulatedAdapter(sessions.browser);
  await adapter.set('powered-on');
  await Chooser.open(sessions.page, { pick: unit.address });
  return PaperangPeripheral.place(adapter, sessions, unit);
}

/** Connects it, as the page says that it is done, and leaves the page at its settings. */
export async function connectPaperang(page: Page): Promise<void> {
  const { kind, before, connecting } = printerWords.connect;
  const press = (text: string): Promise<void> => page.locator(`dialog ::-p-text(${text})`).click();
  await page.evaluate(() => {
    location.hash = '#/settings/printers';
  });
  await page.locator(`main ::-p-text(${words.cards.connect.open})`).click();
  await press(kind.paperang.note);
  await press(before.paperang.open);
  await press(connecting.skip);
  await press(words.app.done);
  await page.evaluate(() => {
    location.hash = '#/settings/printers';
  });
}

/** Lets messages come out on another paper printer. Works in a hidden page too, where nobody could click. */
export function printMessagesOn(page: Page, name: string): Promise<void> {
  return page.evaluate((wanted) => {
    const options = [...document.querySelectorAll<HTMLOptionElement>('main option')];
    const option = options.find(({ textContent }) => textContent === wanted);
    const select = option?.closest('select');
    if (option === undefined || !select) throw new Error(`There is no ${wanted} to print on`);
    select.value = option.value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }, name);
}

/** Tries to connect a printer that is away at once, instead of when its turn comes. */
export function retry(page: Page): Promise<void> {
  return clickUnseen(page, 'main button', printerWords.actions.retry);
}

function clickUnseen(page: Page, selector: string, text: string): Promise<void> {
  return page.evaluate(
    (among, wanted) => {
      const all = [...document.querySelectorAll<HTMLElement>(among)];
      const found = all.find(({ textContent }) => textContent.trim() === wanted);
      if (found === undefined) throw new Error(`There is no ${wanted} to click`);
      found.click();
    },
    selector,
    text,
  );
}
