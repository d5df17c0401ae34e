import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { launchBrowser } from './chromium.ts';
import { Desk } from './desk.ts';
import { readDrawnPicture, readJobs, readStoredPicture } from './paper.ts';
import { openAndClaim, pieceOf, printerChip, readClaimCode, serverChip, waitForDeliveries } from './papertab-page.ts';
import { waitFor } from './wait.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});

afterAll(() => desk?.close());

describe('from an opened address to a message on paper', () => {
  it('shows a claim code, is claimed on the claim page, prints what curl sends and still has it after a reload', async () => {
    const { client, context, page } = desk;

    await page.goto(desk.server.url);
    const code = await readClaimCode(page);
    // The screen printer greets before anybody has done anything.
    const greeting = await waitFor('the greeting on paper', async () =>
      (await readJobs(page)).find(({ state }) => state === 'printed'),
    );
    expect(greeting.origin).toMatchObject({ kind: 'local', source: 'greeting' });

    const opening = context.waitForEvent('page');
    await page.getByRole('link', { name: words.cards.claim.open }).click();
    const claimPage = await opening;
    const field = claimPage.getByLabel(/claim code/i);
    await waitFor('the code, brought along in the link', async () => (await field.inputValue()).toLowerCase() === code);
    await field.fill(code.toUpperCase().replaceAll('-', ' '));
    await claimPage.getByRole('button', { name: /^claim/i }).click();
    const printUrl = await waitFor('the device key on the claim page', async () => {
      const shown = (await claimPage.locator('code').allTextContents()).find((text) =>
        /^http\S+\/printkey\/\w+$/.test(text),
      );
      return shown ?? false;
    });
    await claimPage.close();

    const response = await fetch(`${printUrl}?from=Ann`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: 'hello',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'sent' });

    const [job] = await waitForDeliveries(page, 1);
    const message = await client.waitForStatus('acknowledged');
    const meant = await client.picture(message.id);
    expect(meant.width).toBe(384);
    expect(await readStoredPicture(page, job!.id)).toEqual(meant);
    expect(await readDrawnPicture(page, job!.id)).toEqual(meant);

    await page.reload();
    await pieceOf(page, job!.id).waitFor();
    expect(await readDrawnPicture(page, job!.id)).toEqual(meant);
    expect(await readJobs(page)).toHaveLength(2);
  });

  it('notices by itself that it was claimed, and is ready again after a print', async () => {
    const second = await launchBrowser();
    try {
      const { client, server } = desk;
      const key = await openAndClaim(second.page, server.url, client);
      await client.print(key, 'hello');
      await waitForDeliveries(second.page, 1);
      await printerChip(second.page, words.chips.printerWords.ready).waitFor();
      // The server never pushes the key: the printer asks for it again every 30 seconds.
      await serverChip(second.page, words.chips.serverWords.claimed).waitFor({ timeout: 45_000 });
    } finally {
      await second.close();
    }
  });
});
