import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hrefOf } from '../../src/app/routes.ts';
import { settingsWords } from '../../src/app/settings/words.ts';
import { words } from '../../src/app/words.ts';
import type { Job } from '../../src/jobs/job.ts';
import { Desk } from './desk.ts';
import { readDeliveries, readDrawnPicture } from './paper.ts';
import { waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { addLittlePrinter, cardOf, goTo, openCard, openSection, readCard } from './settings-visitor.ts';
import { waitFor } from './wait.ts';

const say = settingsWords.littlePrinters;
/** Some seconds of paper on the screen, at 400 rows a second. */
const ROWS = 4_000;
/** Two presses are no double press any more, in milliseconds. */
const APART_MS = 1_100;

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
  await desk.claim();
});

afterAll(() => desk?.close());

const machine = () => desk.page.locator('.machine');
const button = () => machine().locator('.machine-button');
const labelled = (name: string) => machine().getByRole('button', { name, exact: true });
const cancel = () => labelled(words.actions.of(words.actions.stop, words.job.delivery));
const statesOf = (jobs: readonly Job[]) => jobs.map(({ state }) => state);

async function hold(key: string, ...pictures: Parameters<typeof desk.client.send>[2][number][]): Promise<void> {
  for (const picture of pictures) {
    await desk.client.send(key, 'set_delivery', [picture]);
    await desk.client.waitForStatus('acknowledged');
  }
}

describe('the button while a print is under way', () => {
  it('prints the messages that wait, one a press, and cancels nothing', async () => {
    const { page } = desk;
    const pictures = [makePicture(ROWS, 1), makePicture(40, 2), makePicture(41, 3)];
    await hold(desk.key, ...pictures);
    await labelled(words.paper.button(3)).click();
    await cancel().waitFor();
    await page.waitForTimeout(APART_MS);
    expect(await button().getAttribute('class')).toContain('held');
    await labelled(words.paper.button(2)).click();
    await labelled(words.paper.button(1)).click();
    await waitFor(
      'all to be let out',
      async () => statesOf(await readDeliveries(page)).join() === 'printing,waiting,waiting',
    );
    const printed = await waitForDeliveries(page, 3);
    expect([...printed].sort((a, b) => a.changedAt - b.changedAt)).toEqual(printed);
    for (const [i, { id }] of printed.entries()) expect(await readDrawnPicture(page, id)).toEqual(pictures[i]);
  });

  it('stops it once nothing waits any more, but not with the second half of a double click', async () => {
    const { page } = desk;
    await hold(desk.key, makePicture(ROWS, 4));
    await labelled(words.paper.button(1)).dblclick();
    await labelled(words.actions.stop).waitFor();
    await page.waitForTimeout(APART_MS);
    expect(statesOf(await readDeliveries(page)).at(-1)).toBe('printing');
    await labelled(words.actions.stop).click();
    await waitFor('it to be cancelled', async () => (await readDeliveries(page)).at(-1)?.state === 'cancelled');
  });
});

describe('a print under way', () => {
  it('is cancelled with the keyboard too, while others wait for the button', async () => {
    const { page } = desk;
    await hold(desk.key, makePicture(ROWS, 5), makePicture(40, 6));
    await labelled(words.paper.button(2)).click();
    await cancel().waitFor();
    // It stands right before the button.
    await button().focus();
    await page.keyboard.press('Shift+Tab');
    expect(await cancel().evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await waitFor('it to be cancelled', async () =>
      statesOf(await readDeliveries(page))
        .slice(-2)
        .join()
        .match(/^cancelled,held$/),
    );
    await button().click();
    await waitFor('the other one', async () => (await readDeliveries(page)).at(-1)?.state === 'printed');
  });
});

describe('what is held for a Little Printer that is removed', () => {
  it('waits for the button of the first, as was said, and is counted there', async () => {
    const { page } = desk;
    await openSection(page, 'littlePrinters');
    await addLittlePrinter(page, 'Hall');
    const key = await desk.client.claim((await readCard(cardOf(page, 'Hall'))).code, 'Hall');
    await waitFor('it to be online', () => desk.client.isOnline(key));
    const picture = makePicture(44, 7);
    await hold(key, picture);
    const card = cardOf(page, 'Hall');
    await openCard(card);
    await page.getByRole('button', { name: say.of(say.remove, 'Hall') }).click();
    const first = await page.locator('[data-little-printer] h3').first().textContent();
    await card.getByText(say.holds(1, say.holdsAt.other(first!))).waitFor();
    await page.getByRole('button', { name: say.removeYes }).click();
    await goTo(page, hrefOf('paper'));
    await labelled(words.paper.button(1)).waitFor();
    expect(await button().textContent()).toBe('1');
    await page.getByText('no longer here').waitFor();
    await button().click();
    const job = await waitFor('it on paper', async () => {
      const last = (await readDeliveries(page)).at(-1);
      return last?.state === 'printed' && last;
    });
    expect(await readDrawnPicture(page, job.id)).toEqual(picture);
  });
});
