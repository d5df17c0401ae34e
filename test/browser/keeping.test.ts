import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardWords } from '../../src/app/cards/card-words.ts';
import { errorWords } from '../../src/app/error-words.ts';
import { historyWords } from '../../src/app/history/words.ts';
import { hrefOf } from '../../src/app/routes.ts';
import { settingsWords } from '../../src/app/settings/words.ts';
import { words } from '../../src/app/words.ts';
import { readPrinterFile } from '../../src/sirius/printer-file.ts';
import { Desk } from './desk.ts';
import { giveFolder, pickNext, picturesIn, removeFolderOf } from './folder.ts';
import { readKept, readLittlePrinters, writeKept } from './kept.ts';
import { readDeliveries, readJobs } from './paper.ts';
import { reloadAndConnect } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { addLittlePrinter, cardOf, goTo, openCard, openSection, readCard, renameOn } from './settings-visitor.ts';
import { engineOf } from './stop-engine.ts';
import { waitFor } from './wait.ts';

const HOUR = 3_600_000;

let desk: Desk;
let seed = 0;

beforeAll(async () => {
  desk = await Desk.open();
  await desk.context.addInitScript(giveFolder);
  await desk.claim();
});

afterAll(() => desk?.close());

/** Sends a small picture that is like no other, and waits until it is safe. Gives the picture. */
async function send(command: 'set_delivery_no_face' | 'set_delivery_and_print_no_face') {
  const picture = makePicture(16 + (seed % 5), ++seed);
  expect((await desk.client.send(desk.key, command, [picture])).status).toBe(200);
  await desk.client.waitForStatus('acknowledged');
  return picture;
}

describe('several Little Printers', () => {
  const say = settingsWords.littlePrinters;
  let second: string;

  it('are added, claimed and renamed on the page', async () => {
    const { page } = desk;
    await openSection(page, 'littlePrinters');
    await addLittlePrinter(page, 'Kitchen');
    second = await desk.client.claim((await readCard(cardOf(page, 'Kitchen'))).code, 'Kitchen');
    await waitFor('it to be online', () => desk.client.isOnline(second));
    await cardOf(page, 'Kitchen').getByText(say.claims.claimed).waitFor();
    await renameOn(cardOf(page, 'Kitchen'), 'Larder');
    await goTo(page, hrefOf('paper'));
    const option = page.getByLabel(words.paper.choose, { exact: true }).getByRole('option', { name: 'Larder' });
    await option.waitFor({ state: 'attached' });
    expect(await desk.client.isOnline(desk.key)).toBe(true);
  });

  it('are others after a reset; the old one is kept, and comes back with its claim', async () => {
    const { page } = desk;
    await openSection(page, 'littlePrinters');
    const old = await readCard(cardOf(page, 'Larder'));
    await openCard(cardOf(page, 'Larder'));
    await page.getByRole('button', { name: say.of(say.reset, 'Larder'), exact: true }).click();
    await page.getByRole('button', { name: say.resetYes, exact: true }).click();
    await waitFor('the old one to be offline', async () => !(await desk.client.isOnline(second)));
    const reset = await waitFor('another claim code', async () => {
      const shown = await readCard(cardOf(page, 'Larder'));
      return shown.code === old.code ? undefined : shown;
    });
    expect(reset.address).not.toBe(old.address);
    const third = await desk.client.claim(reset.code, 'Larder');
    await waitFor('the new one to be online', () => desk.client.isOnline(third));

    const retired = page.locator('details.retired');
    await retired.locator('summary').click();
    await retired.getByText(old.code).waitFor();
    await retired.getByRole('button', { name: say.of(settingsWords.retired.forget, 'Larder'), exact: true }).click();
    const download = page.waitForEvent('download');
    await retired.getByRole('button', { name: say.saveFirst, exact: true }).click();
    const file = readPrinterFile(await readFile(await (await download).path(), 'utf8'));
    expect(file).toMatchObject({ deviceAddress: old.address, claimCode: old.code, codeMatches: true });
    expect((await download).suggestedFilename()).toBe(`${old.address}.printer`);
    await retired.getByRole('button', { name: say.removeNo, exact: true }).click();
    await retired.getByRole('button', { name: say.of(settingsWords.retired.takeBack, 'Larder'), exact: true }).click();
    await waitFor('the old one to be online', () => desk.client.isOnline(second));
    expect(await desk.client.isOnline(third)).toBe(true);
    await page.locator(`[data-little-printer="${old.address}"]`).waitFor();

    // Two clicks, and the one that was made by the reset is gone with its secret.
    const card = page.locator(`[data-little-printer="${reset.address}"]`);
    await openCard(card);
    await card.getByRole('button', { name: say.of(say.remove, 'Larder'), exact: true }).click();
    await card.getByRole('button', { name: say.removeYes, exact: true }).click();
    await waitFor('the new one to be offline', async () => !(await desk.client.isOnline(third)));
    await card.waitFor({ state: 'detached' });
    const kept = await readLittlePrinters(page);
    expect(kept.has(reset.address)).toBe(false);
    expect(kept.get(old.address)?.claimCode).toBe(old.code);
  });
});

describe('the history', () => {
  it('keeps as many prints as the settings say, and whatever waits', async () => {
    const { page } = desk;
    const say = settingsWords.storage;
    const section = await openSection(page, 'storage');
    const prints = section.getByRole('group', { name: say.keepPrints });
    await prints.getByRole('radio', { name: say.own }).check();
    await section.getByLabel(say.ownPrints).fill('10');
    await section.getByRole('button', { name: say.set }).click();
    await waitFor('the limit', () => prints.getByRole('radio', { name: '10', exact: true }).isChecked());

    // The oldest of all wait for the button.
    for (let i = 0; i < 3; i++) await send('set_delivery_no_face');
    for (let i = 0; i < 15; i++) await send('set_delivery_and_print_no_face');
    const printed = await waitFor('ten prints', async () => {
      const jobs = (await readJobs(page)).filter(({ state }) => state !== 'held');
      return jobs.length === 10 && jobs.every(({ state }) => state === 'printed') && jobs;
    });
    const held = (await readJobs(page)).filter(({ state }) => state === 'held');
    expect(held).toHaveLength(3);
    // Numbers rise by one: none of the newest ten is missing.
    const last = held[2]!.id + 15;
    expect(printed.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, i) => last - 9 + i));
    expect((await readKept(page, 'pictures')).size).toBe(13);

    await section.getByText(`${say.use}: ${say.prints('13')}`).waitFor();
    await section.getByText(/of the .+ that this browser grants are in use/).waitFor();
    await goTo(page, hrefOf('history'));
    const list = page.getByRole('list', { name: historyWords.list });
    await list.locator('[aria-setsize="13"]').first().waitFor();
  });
});

describe('the folder of copies', () => {
  const say = settingsWords.copies;

  it('gets every print, dot for dot; when it is gone printing goes on, and another one takes its place', async () => {
    const { page } = desk;
    await openSection(page, 'storage');
    const copies = page.getByRole('region', { name: say.label });
    await pickNext(page, 'Prints');
    await copies.getByRole('button', { name: say.choose }).click();
    await copies.getByText(say.ready('Prints')).waitFor();
    const sent = [];
    for (let i = 0; i < 3; i++) sent.push(await send('set_delivery_and_print_no_face'));
    const copied = await waitFor('three copies', async () => {
      const files = await picturesIn(page, 'Prints');
      return files.size === 3 && files;
    });
    expect([...copied.values()]).toEqual(sent);
    for (const name of copied.keys()) expect(name).toMatch(/^\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d message \d+\.png$/);

    await removeFolderOf(page, 'Prints');
    const missed = await send('set_delivery_and_print_no_face');
    await copies.getByText(errorWords['copies-failed'].title).waitFor();
    await waitFor('it to be printed', async () => (await readDeliveries(page)).at(-1)?.state === 'printed');

    await pickNext(page, 'More prints');
    await copies.getByRole('button', { name: say.another }).click();
    await copies.getByText(say.ready('More prints')).waitFor();
    await waitFor('what the other folder has missed', async () => (await picturesIn(page, 'More prints')).size === 1);
    await reloadAndConnect(page);
    await copies.getByText(say.ready('More prints')).waitFor();
    const later = await send('set_delivery_and_print_no_face');
    const more = await waitFor('the next', async () => {
      const files = await picturesIn(page, 'More prints');
      return files.size === 2 && files;
    });
    expect([...more.values()]).toEqual([missed, later]);
  });

  it('waits for the browser to allow it, which is said outside the settings; what it has missed follows', async () => {
    const { page } = desk;
    const before = [...(await picturesIn(page, 'More prints')).values()];
    // As Chrome does after a restart.
    await (await engineOf(page)).evaluate(() =>
      Object.assign(FileSystemHandle.prototype, { queryPermission: async () => 'prompt' }),
    );
    const missed = [await send('set_delivery_and_print_no_face'), await send('set_delivery_and_print_no_face')];
    await waitFor('them to be printed', async () => (await readDeliveries(page)).at(-1)?.state === 'printed');
    await goTo(page, hrefOf('paper'));
    const card = page.getByRole('complementary', { name: words.app.nextStep });
    await card.getByText(cardWords.copies.needsTap('More prints')).waitFor();
    await card.getByRole('link', { name: cardWords.copies.settings }).click();
    const copies = page.getByRole('region', { name: say.label });
    await copies.getByText(say.tap('More prints')).waitFor();
    expect((await picturesIn(page, 'More prints')).size).toBe(before.length);

    // The next engine may write there, and knows what has no copy.
    const wanted = [...before, ...missed];
    for (let round = 0; round < 2; round++) {
      await reloadAndConnect(page);
      await copies.getByText(say.ready('More prints')).waitFor();
      wanted.push(await send('set_delivery_and_print_no_face'));
      const made = await waitFor('all copies', async () => {
        const files = await picturesIn(page, 'More prints');
        return files.size >= wanted.length && files;
      });
      expect([...made.values()]).toEqual(wanted);
    }
  });
});

describe('a tab that was away', () => {
  it('says for how long, until that is dismissed', async () => {
    const { context, page: old } = desk;
    const page = await context.newPage();
    await old.close();
    // A page of the same site on which nothing of ours runs.
    await page.goto(`${desk.server.url}icons/icon-192.png`);
    await writeKept(page, 'meta', 'presence', { alive: Date.now() - 2 * HOUR });

    await page.goto(desk.server.url);
    const told = page.getByText(/^Papertab was closed for 2 hours/);
    await told.waitFor();
    await page.getByText(cardWords.absence.lost).waitFor();
    await page.reload();
    await told.waitFor();
    await page.locator('.absence-line').getByRole('button', { name: words.app.dismiss }).click();
    await told.waitFor({ state: 'detached' });
    await waitFor('it to be kept', async () => {
      const { absence } = (await readKept<{ absence?: unknown }>(page, 'meta')).get('presence') ?? {};
      return absence === undefined;
    });
    await page.reload();
    await page.getByRole('button', { name: words.paper.button(3) }).waitFor();
    await waitFor('it to be online', () => desk.client.isOnline(desk.key));
    expect(await told.count()).toBe(0);
  });
});
