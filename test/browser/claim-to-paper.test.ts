import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { readDrawnPicture, readJobs, readStoredPicture } from './paper.ts';
import { pieceOf, readClaimCode, serverChip, waitForDeliveries } from './papertab-page.ts';
import { PreviewServer } from './preview-server.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

let server: PreviewServer;
let browser: TestBrowser;

beforeAll(async () => {
  server = await PreviewServer.start();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('from an opened address to a message on paper', () => {
  it('shows a claim code, is claimed on the claim page, prints what curl sends and still has it after a reload', async () => {
    const { context, page } = browser;
    const client = new SiriusClient(server.origin);

    await page.goto(server.url);
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
    expect((await field.inputValue()).toLowerCase()).toBe(code);
    await field.fill(code.toUpperCase().replaceAll('-', ' '));
    await claimPage.getByRole('button', { name: /^claim/i }).click();
    const printUrl = await waitFor(
      'the device key on the claim page',
      async () => /\/printkey\/\w+/.exec((await claimPage.locator('body').textContent()) ?? '')?.[0],
    );
    await claimPage.close();

    const response = await fetch(`${server.origin}${printUrl}?from=Ann`, {
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

  it('notices by itself that it was claimed', async () => {
    await serverChip(browser.page, words.chips.serverWords.claimed).waitFor({ timeout: 60_000 });
  });
});
