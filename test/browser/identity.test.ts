import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsWords } from '../../src/app/settings/words.ts';
import { importWords } from '../../src/app/sheets/import-words.ts';
import { words } from '../../src/app/words.ts';
import { readPrinterFile } from '../../src/sirius/printer-file.ts';
import { Desk } from './desk.ts';
import { openPapertab, readClaimCode, waitForDeliveries } from './papertab-page.ts';
import { waitFor } from './wait.ts';

/** A sample that is around in the wild: its claim code was computed for another address. */
const BROKEN_FILE =
  '     address: db708b77ae2ee5b5\r\n      secret: 1011795836314\r\n  claim code: fojy-q4xv-7pe2-xt00\r\n';
const CORRECTED_CODE = 'vt4y-q4xv-7pe8-4fsy';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});

afterAll(() => desk?.close());

async function openImport(page: Page): Promise<void> {
  await page.getByRole('link', { name: words.places.settings }).click();
  await page.getByRole('button', { name: settingsWords.printer.import }).click();
}

describe('the printer of this browser', () => {
  let file: string;
  let code: string;

  it('is saved as a file that says who it is', async () => {
    const { page } = desk;
    code = await openPapertab(page, desk.server.url);
    await page.getByRole('link', { name: words.places.settings }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('main').getByRole('button', { name: settingsWords.littlePrinters.file }).click();
    file = await readFile(await (await download).path(), 'utf8');
    expect(readPrinterFile(file)).toMatchObject({ claimCode: code, codeMatches: true });
    expect((await download).suggestedFilename()).toBe(`${readPrinterFile(file).deviceAddress}.printer`);
  });

  it('is replaced by one from a file whose wrong claim code is shown and corrected on the user’s word', async () => {
    const { page } = desk;
    await openImport(page);
    await page.getByLabel(importWords.paste).fill(BROKEN_FILE);
    await page.getByRole('button', { name: importWords.read }).click();
    await page.getByText(importWords.wrongCode.title).waitFor();
    await page.getByText(importWords.oneOnly.title).waitFor();
    await page.getByRole('button', { name: importWords.useCorrected }).click();
    await page.getByRole('link', { name: words.places.paper, exact: true }).click();
    await waitFor('the corrected code', async () => (await readClaimCode(page)) === CORRECTED_CODE);

    const { client } = desk;
    const key = await client.claim(CORRECTED_CODE);
    await waitFor('the printer to be online', () => client.isOnline(key));
    await client.print(key, 'to the printer from the file');
    await waitForDeliveries(page, 1);
    await client.waitForStatus('acknowledged');
  });

  it('comes back from its own file, chosen as a file', async () => {
    const { page } = desk;
    await openImport(page);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: importWords.choose }).click();
    await (await chooser).setFiles({ name: 'mine.printer', mimeType: 'text/plain', buffer: Buffer.from(file) });
    // The one that is here is claimed, so it is not replaced unless that is wanted.
    await page.getByRole('radio', { name: importWords.replace(importWords.defaultName) }).check();
    await page.getByRole('button', { name: importWords.use, exact: true }).click();
    await page.getByRole('link', { name: words.places.paper, exact: true }).click();
    await waitFor('its own code again', async () => (await readClaimCode(page)) === code);
  });
});
