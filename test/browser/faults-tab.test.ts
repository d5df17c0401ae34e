import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Page as PuppeteerPage } from 'puppeteer-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardWords } from '../../src/app/cards/card-words.ts';
import { formatDuration } from '../../src/app/format.ts';
import { words } from '../../src/app/words.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { PaperangDesk } from './bluetooth/desk.ts';
import { launchBrowser } from './chromium.ts';
import { launchDiscarding } from './discards.ts';
import { readDeliveries, readJobs, readStoredPicture } from './paper.ts';
import { openAndClaim, serverChip, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { expectAllAcknowledged, expectAllPrinted, named } from './printing.ts';
import { useServer } from './server-choice.ts';
import { SiriusClient } from './sirius-client.ts';
import { DIST, StaticHost } from './static-host.ts';
import { engineOf, looksOn } from './tabs.ts';
import { waitFor } from './wait.ts';

/** Ten seconds of paper: in so long a tab is discarded, or a new version installed, on a busy machine too. */
const VERY_LONG = 4000;
const AWAY_MS = 3 * 3_600_000;

/** Runs in a page of the same origin: says that the engine ran so long ago for the last time. */
function ageLastSign(ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('papertab');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction('meta', 'readwrite');
      const store = transaction.objectStore('meta');
      const reading = store.get('presence');
      reading.onsuccess = () => store.put({ ...reading.result, alive: Date.now() - ms }, 'presence');
      transaction.onabort = () => reject(transaction.error);
      transaction.oncomplete = () => {
        database.close();
        resolve();
      };
    };
  });
}

/** Waits until a page shows a text. */
function waitForText(page: PuppeteerPage, text: string): Promise<true> {
  return waitFor(text, () => page.evaluate((wanted) => document.body.textContent.includes(wanted), text));
}

describe('a tab that the browser discards in mid-print', () => {
  it('prints it again, marked, when it is back, and says for how long it was away', async () => {
    const server = await PreviewServer.start();
    const browser = await launchDiscarding();
    try {
      const { page: beside } = browser;
      const client = new SiriusClient(server.origin);
      const key = await openAndClaim(beside, server.url, client);
      // From here on the printer is in a tab of its own, and this one only reads what is stored.
      await beside.goto(`${server.origin}/local-sirius/`);
      await browser.openUnwatched(server.url);
      await waitFor('the printer to print again', async () => {
        await client.print(key, 'is somebody there');
        return (await readDeliveries(beside)).length > 0;
      });
      const picture = makePicture(VERY_LONG, 1);
      await client.send(key, 'set_delivery_and_print', [picture]);
      const id = await waitFor(
        'the picture to come out',
        async () =>
          (await readDeliveries(beside)).find(({ state, height }) => state === 'printing' && height >= VERY_LONG)?.id,
        30_000,
      );
      await client.waitForStatus('acknowledged');
      await beside.evaluate(ageLastSign, AWAY_MS);

      const again = await browser.discard();
      expect(await again.evaluate(() => 'wasDiscarded' in document && document.wasDiscarded)).toBe(true);
      await waitForText(again, cardWords.absence.discarded(formatDuration(AWAY_MS)));
      const before = (await readDeliveries(beside)).length;
      const jobs = await waitForDeliveries(beside, before);
      expect(jobs.find((job) => job.id === id)).toMatchObject({ state: 'printed', interruptions: 1 });
      expect(await readStoredPicture(beside, id)).toEqual(picture);
      await waitFor('the printer to be online', () => client.isOnline(key));
      await client.print(key, 'after that');
      await waitForDeliveries(beside, before + 1);
      await client.waitForStatus('acknowledged');
    } finally {
      await browser.close();
      await server.close();
    }
  });
});

/** What the engine and the page load only once a printer, a face or a notice asks for it. */
const LATER =
  /^(fit|draw-face|draw-notice|stamp|paper-station|paperang|escpos|pipe|received-queue|serial|serial-ports|kept-parts|copy-writer|create-connector)-/;

/** Puts a newer build onto a host, in which files have other names: those of old are gone. */
async function deploy(host: StaticHost, gone: readonly string[] = []): Promise<void> {
  let worker = await readFile(join(DIST, 'service-worker.js'), 'utf8');
  for (const path of gone) {
    const entry = new RegExp(`\\{[^{}]*"${path.replaceAll('.', '\\.')}"[^{}]*\\},?`);
    if (!entry.test(worker)) throw new Error(`${path} is not stored for offline use`);
    worker = worker.replace(entry, '');
    host.removed.add(path);
  }
  host.replaced.set('service-worker.js', `${worker}\n// A newer build.`);
}

/** Lets the browser find a newer service worker than the one that has the page, and begin to install it. */
async function beginUpdate(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise((resolve) => registration.addEventListener('updatefound', resolve));
    void registration.update();
    await found;
  });
}

describe('a new version that arrives in mid-print', () => {
  it('interrupts nothing, says that it waits, and takes over after the print when it is told to', async () => {
    const server = await PreviewServer.start();
    const host = await StaticHost.start({ base: '/papertab/' });
    const browser = await launchBrowser();
    try {
      const { page } = browser;
      const client = new SiriusClient(server.origin);
      await page.goto(host.url);
      await useServer(page, `ws://localhost:${server.port}/api/v1/connection`);
      const key = await openAndClaim(page, host.url, client);
      await waitFor('a service worker in control', () =>
        page.evaluate(() => navigator.serviceWorker.controller !== null),
      );
      await page.evaluate(() => {
        Object.assign(window, { oldPage: true });
      });
      await deploy(host);
      await beginUpdate(page);
      await waitFor('the update to wait', () =>
        page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null),
      );
      const picture = makePicture(VERY_LONG, 2);
      await client.send(key, 'set_delivery_and_print', [picture]);
      await waitFor('the picture to come out', async () =>
        (await readDeliveries(page)).some(({ state }) => state === 'printing'),
      );
      const card = page.locator('.update-card');
      await card.getByText(cardWords.update.busy).waitFor();
      await card.getByRole('button', { name: cardWords.update.after }).click();
      await card.getByText(cardWords.update.waits).waitFor();
      expect((await readDeliveries(page))[0]).toMatchObject({ state: 'printing' });
      expect(await page.evaluate(() => 'oldPage' in window)).toBe(true);

      await waitFor(
        'the page to begin anew',
        () => page.evaluate(() => !('oldPage' in window)).catch(() => false),
        60_000,
      );
      const [job] = await waitForDeliveries(page, 1);
      expect(job).toMatchObject({ interruptions: 0 });
      expect(await readStoredPicture(page, job!.id)).toEqual(picture);
      expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
      await serverChip(page, words.chips.serverWords.claimed).waitFor();
      await client.print(key, 'to the new one');
      await waitForDeliveries(page, 2);
      await client.waitForStatus('acknowledged');
    } finally {
      await browser.close();
      await host.close();
      await server.close();
    }
  });
});

describe('a new version that another tab lets in', () => {
  const NAME = 'Paperang_P2';
  let host: StaticHost;
  let desk: PaperangDesk;

  beforeEach(async () => {
    host = await StaticHost.start({ base: '/papertab/' });
    desk = await PaperangDesk.open();
  });

  afterEach(async () => {
    await desk?.close();
    await host?.close();
  });

  it('takes nothing from the one that prints: messages and notices come out, though the old files are gone', async () => {
    const { page, client } = desk;
    await page.goto(host.url);
    await useServer(page, `ws://localhost:${desk.server.port}/api/v1/connection`);
    await desk.claim(host.url);
    await waitFor('a service worker in control', () =>
      page.evaluate(() => navigator.serviceWorker.controller !== null),
    );
    const { paper } = await desk.connect({ name: NAME, paper: new PaperangPaper(PAPERANG.p2) });
    await page.getByRole('link', { name: words.places.paper, exact: true }).click();
    await page.evaluate(() => {
      Object.assign(window, { oldPage: true });
    });
    await waitFor('the engine to have loaded what a wide head takes', () =>
      engineOf(page).evaluate(() =>
        ['fit-', 'draw-face-', 'draw-notice-'].every((part) =>
          performance.getEntriesByType('resource').some(({ name }) => name.includes(`/${part}`)),
        ),
      ),
    );

    const other = await desk.context.newPage();
    await other.goto(host.url);
    await looksOn(other);
    const files = (await readdir(join(DIST, 'assets'))).filter(
      (name) => LATER.test(name) || name.startsWith('engine-'),
    );
    expect(files.length).toBeGreaterThan(10);
    await deploy(
      host,
      files.map((name) => `assets/${name}`),
    );
    await beginUpdate(other);
    const card = other.locator('.update-card');
    // Nothing is interrupted by it, so nothing is asked.
    await card.getByRole('button', { name: cardWords.update.apply, exact: true }).click();
    const readKept = (): Promise<string[]> =>
      page.evaluate(async () => {
        const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        return (await Promise.all(stores.map((store) => store.keys()))).flat().map(({ url }) => url);
      });
    await waitFor('the old files to be gone', async () => {
      const kept = await readKept();
      return kept.length > 0 && !kept.some((url) => LATER.test(url.split('/').at(-1) ?? ''));
    });

    await expectAllPrinted(client, desk.key, paper, [named('after the update', makePicture(300, 3))]);
    await expectAllAcknowledged(client, 1);
    await page.locator('.machine-button').click();
    await paper.until(() => paper.pictures.length === 2 && !paper.busy);
    paper.checkAtRest();
    const jobs = await waitFor('both to count as printed', async () => {
      const sent = (await readJobs(page)).filter(({ origin }) => origin.kind !== 'local');
      return sent.length === 2 && sent.every(({ state }) => state === 'printed') && sent;
    });
    expect(jobs.map(({ interruptions }) => interruptions)).toEqual([0, 0]);
    expect(await page.evaluate(() => 'oldPage' in window)).toBe(true);

    // An engine that dies has nothing to begin from any more, so its page begins anew, with the new version.
    await engineOf(page)
      .evaluate(() => self.close())
      .catch(() => {});
    await waitFor('the page to begin anew', () => page.evaluate(() => !('oldPage' in window)).catch(() => false));
    host.removed.clear();
    await waitFor('a message to go out', async () => {
      const { status } = await client.send(desk.key, 'set_delivery_and_print', [makePicture(40, 4)]);
      return status === 200;
    });
    await client.waitForStatus('acknowledged');
  });
});
