import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardWords } from '../../src/app/cards/card-words.ts';
import { historyWords } from '../../src/app/history/words.ts';
import { words } from '../../src/app/words.ts';
import { writeWords } from '../../src/app/write/words.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { readDrawnPicture, readJobs } from './paper.ts';
import { openAndClaim, openPapertab, pieceOf, readClaimCode, waitForDeliveries } from './papertab-page.ts';
import { PreviewServer } from './preview-server.ts';
import { SiriusClient } from './sirius-client.ts';
import { DIST, StaticHost } from './static-host.ts';
import { waitFor } from './wait.ts';

let browser: TestBrowser;

beforeEach(async () => {
  browser = await launchBrowser();
});

afterEach(async () => {
  await browser?.close();
});

/** Waits until a service worker has the page. */
async function waitForControl(page: Page): Promise<void> {
  await waitFor('a service worker in control', () => page.evaluate(() => navigator.serviceWorker.controller !== null));
}

/** Writes a note as a user does, and waits until it is on paper. */
async function printNote(page: Page, text: string): Promise<void> {
  const before = (await readJobs(page)).length;
  await page.getByRole('link', { name: words.places.write, exact: true }).click();
  await page.getByLabel(writeWords.label, { exact: true }).fill(text);
  await page.getByRole('button', { name: writeWords.print, exact: true }).click();
  await waitFor('the note on paper', async () => (await readJobs(page))[before]?.state === 'printed');
}

describe.each(['/', '/papertab/'])('the page at %s', (base) => {
  it('prints, and after the first visit loads and prints without its server', async () => {
    const { page, context } = browser;
    const server = await PreviewServer.start(base);
    try {
      const client = new SiriusClient(server.origin);
      const key = await openAndClaim(page, server.url, client);
      const code = await readClaimCode(page);
      await client.print(key, 'hello');
      const [job] = await waitForDeliveries(page, 1);
      const message = await client.waitForStatus('acknowledged');
      const meant = await client.picture(message.id);
      await waitForControl(page);
      await server.kill();

      await page.reload();
      expect(await readClaimCode(page)).toBe(code);
      await pieceOf(page, job!.id).waitFor();
      expect(await readDrawnPicture(page, job!.id)).toEqual(meant);
      await printNote(page, 'written without a network');
      await page.close();

      const later = await context.newPage();
      await later.goto(`${server.url}?from=bookmark#/history`);
      await later.getByRole('list', { name: historyWords.list }).locator('[data-job]').first().waitFor();

      await server.resume();
      await waitFor('the printer to be online again', () => client.isOnline(key), 60_000);
    } finally {
      await server.close();
    }
  });
});

describe('what lives beside the page on the same origin', () => {
  it('is reached past the service worker', async () => {
    const { page, context } = browser;
    const server = await PreviewServer.start();
    try {
      await openPapertab(page, server.url);
      await waitForControl(page);
      const claimPage = await context.newPage();
      await claimPage.goto(`${server.origin}/local-sirius/`);
      expect(await claimPage.title()).toContain('local-sirius');
      const answer = await claimPage.goto(`${server.origin}/printkey/nobody`);
      expect(answer?.status()).toBe(404);
      expect(answer?.fromServiceWorker()).toBe(false);
    } finally {
      await server.close();
    }
  });
});

describe('a new version', () => {
  it('waits until the user lets it in, and never takes over by itself', async () => {
    const { page } = browser;
    const host = await StaticHost.start({ base: '/papertab/' });
    try {
      await openPapertab(page, host.url);
      await waitForControl(page);
      await page.evaluate(() => {
        Object.assign(window, { oldPage: true });
      });

      const worker = await readFile(join(DIST, 'service-worker.js'), 'utf8');
      host.replaced.set('service-worker.js', `${worker}\n// A newer build.`);
      await page.evaluate(async () => {
        await (await navigator.serviceWorker.ready).update();
      });
      await page.getByRole('heading', { name: cardWords.update.title }).waitFor();
      await waitFor('the new version to wait', () =>
        page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null),
      );
      // It stays so through whatever the page does.
      await printNote(page, 'still the old one');
      expect(await page.evaluate(() => 'oldPage' in window)).toBe(true);
      expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)).toBe(true);

      await page.getByRole('link', { name: words.places.paper, exact: true }).click();
      await page.getByRole('button', { name: cardWords.update.apply }).click();
      await waitFor('the page to begin anew', () => page.evaluate(() => !('oldPage' in window)).catch(() => false));
      await readClaimCode(page);
      expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
    } finally {
      await host.close();
    }
  });
});

describe('the app', () => {
  it('can be installed', async () => {
    const { page, context } = browser;
    const host = await StaticHost.start({ base: '/papertab/' });
    try {
      await openPapertab(page, host.url);
      await waitForControl(page);
      const session = await context.newCDPSession(page);
      expect((await session.send('Page.getAppManifest')).errors).toEqual([]);
      expect((await session.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
    } finally {
      await host.close();
    }
  });
});
