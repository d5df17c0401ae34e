import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardWords } from '../../src/app/cards/card-words.ts';
import { errorWords } from '../../src/app/error-words.ts';
import { words } from '../../src/app/words.ts';
import type { Job, JobState } from '../../src/jobs/job.ts';
import { everyState, type FirstRelease, STATES, writeFirstRelease } from '../support/first-release.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { readDeliveries, readDrawnPicture, readJobs, readStoredPicture } from './paper.ts';
import { openAndClaim, openPapertab, pieceOf, readClaimCode, waitForDeliveries } from './papertab-page.ts';
import { makeNoise, makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { SiriusClient } from './sirius-client.ts';
import { readEpoch, runsIn } from './tabs.ts';
import { waitFor } from './wait.ts';

let server: PreviewServer;
let browser: TestBrowser;

beforeAll(async () => {
  server = await PreviewServer.start();
});

beforeEach(async () => {
  browser = await launchBrowser();
});

afterEach(() => browser?.close());

afterAll(() => server?.close());

/** A page of the same site on which nothing of ours runs: what the browser kept is there before the first engine is. */
async function openBlank(page: Page): Promise<void> {
  await page.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Blank</title>' }));
  await page.goto(`${server.url}blank`);
}

async function leaveBehind(page: Page, content: FirstRelease): Promise<void> {
  await openBlank(page);
  await page.evaluate(writeFirstRelease, content);
}

function picture(id: number) {
  return makePicture(60 + id, id);
}

async function waitForStates(page: Page, states: readonly JobState[]): Promise<Job[]> {
  return waitFor(`the jobs to be ${states.join(', ')}`, async () => {
    const jobs = await readJobs(page);
    return jobs.map(({ state }) => state).join() === states.join() ? jobs : undefined;
  });
}

/** Where the jobs of {@link everyState} are when all that waited has been printed. */
const AFTER: readonly JobState[] = STATES.map((state) =>
  state === 'printing' || state === 'needs-you' || state === 'waiting' ? 'printed' : state,
);

describe('what the first release left behind', () => {
  it('is all there: what waited prints, once, and what was held waits for the button', async () => {
    const { page } = browser;
    await leaveBehind(page, await everyState(picture));
    await page.goto(server.url);
    const jobs = await waitForStates(page, AFTER);
    expect(jobs.map(({ interruptions }) => interruptions)).toEqual(
      STATES.map((state) => (state === 'printing' ? 1 : 0)),
    );
    expect(jobs.every(({ bytes, faceRows }) => bytes > 0 && faceRows === 0)).toBe(true);
    for (const { id } of jobs) expect(await readStoredPicture(page, id)).toEqual(picture(id));
    for (const id of [3, 4, 5]) {
      expect(await pieceOf(page, id).count()).toBe(1);
      expect(await readDrawnPicture(page, id)).toEqual(picture(id));
    }

    await page.getByRole('button', { name: words.paper.button(1) }).click();
    const released = AFTER.map((state) => (state === 'held' ? 'printed' : state));
    await waitForStates(page, released);
    expect(await readDrawnPicture(page, 6)).toEqual(picture(6));

    await page.reload();
    await readClaimCode(page);
    const again = await waitForStates(page, released);
    expect(again.map(({ changedAt }) => changedAt).slice(0, 5)).toEqual(
      jobs.map(({ changedAt }) => changedAt).slice(0, 5),
    );
  });

  it('is not touched while an old tab holds it: the page says so, and prints once that tab is closed', async () => {
    const { page: old, context } = browser;
    await leaveBehind(old, await everyState(picture));
    // It hangs: it hears that a newer version wants the database, and does nothing.
    await old.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('papertab', 1);
          opening.onsuccess = () => {
            Object.assign(window, { held: opening.result });
            resolve();
          };
        }),
    );
    const page = await context.newPage();
    await page.goto(server.url);
    await page.getByText(errorWords['storage-blocked'].title).waitFor();
    expect(await old.evaluate(async () => (await indexedDB.databases()).map(({ version }) => version))).toEqual([1]);

    await old.close();
    await page.reload();
    await waitForStates(page, AFTER);
  });
});

describe('damaged storage', () => {
  it('costs the prints that it is about, which say so and can be deleted; the others print', async () => {
    const { page } = browser;
    const content = await everyState(picture);
    const waiting = content.jobs[4];
    const jobs = [
      waiting,
      // A record that says hardly anything, one that says nothing, one whose picture is damaged, one without any.
      { state: 'waiting', paperPrinter: 'screen' },
      null,
      waiting,
      waiting,
      waiting,
    ];
    const pictures = content.pictures.slice(0, 6).map((packed, i) => {
      return i === 3 ? { ...packed, bytes: packed.bytes.map((byte) => byte ^ 0xff) } : packed;
    });
    await leaveBehind(page, { ...content, jobs, pictures });
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('papertab', 1);
          opening.onsuccess = () => {
            const transaction = opening.result.transaction('pictures', 'readwrite');
            transaction.objectStore('pictures').delete(5);
            transaction.oncomplete = () => {
              opening.result.close();
              resolve();
            };
          };
        }),
    );
    await page.goto(server.url);
    await waitFor('the whole ones to be printed', async () => {
      const states = new Map((await readJobs(page)).map((job) => [job.id, job.state]));
      return states.get(1) === 'printed' && states.get(6) === 'printed' && states.get(5) === 'failed';
    });
    for (const id of [1, 6]) expect(await readDrawnPicture(page, id)).toEqual(picture(id));

    await page.getByRole('link', { name: words.places.history, exact: true }).click();
    for (const id of [2, 3, 4, 5]) {
      const entry = pieceOf(page, id);
      await entry.getByText(errorWords['job-picture'].title).first().waitFor();
      await entry.getByRole('button', { name: new RegExp(`^${words.actions.remove}: `) }).click();
      await entry.getByRole('button', { name: words.actions.remove, exact: true }).click();
      await entry.waitFor({ state: 'detached' });
    }
    expect((await readJobs(page)).map(({ id }) => id)).toEqual([1, 6]);
  });
});

describe('large values whose files are deleted, as by a program that frees up space', () => {
  /** Deletes what the browser keeps of the site's values in files of their own. Returns how many there were. */
  async function deleteFiles(profile: string): Promise<number> {
    const folder = join(profile, 'Default', 'IndexedDB');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.parentPath.includes('.indexeddb.blob'));
    for (const { parentPath, name } of files) await rm(join(parentPath, name));
    return files.length;
  }

  it('cost what they held alone: the tab is a printer again, and prints what comes behind them', async () => {
    const client = new SiriusClient(server.origin);
    const key = await openAndClaim(browser.page, server.url, client);
    const noises = [1, 2, 3, 4].map((seed) => makeNoise(1_500, seed));
    for (const [command, pictures] of [
      ['set_personality', noises],
      ['set_delivery', noises.slice(0, 1)],
      ['set_delivery', [picture(1)]],
    ] as const) {
      expect((await client.send(key, command, pictures)).status).toBe(200);
      await client.waitForStatus('acknowledged');
    }
    await waitForDeliveries(browser.page, 2, ['held']);
    await browser.kill();
    expect(await deleteFiles(browser.profile)).toBeGreaterThan(1);

    browser = await launchBrowser({ profile: browser.profile });
    const { page } = browser;
    await page.goto(server.url);
    await page.getByRole('button', { name: words.paper.button(2) }).click();
    await waitFor('the lost one to fail', async () => (await readDeliveries(page))[0]?.state === 'failed');
    await page.getByRole('button', { name: words.paper.button(1) }).click();
    const printed = await waitFor('the other to be printed', async () =>
      (await readDeliveries(page)).find(({ state }) => state === 'printed'),
    );
    expect(await readDrawnPicture(page, printed.id)).toEqual(picture(1));
    await waitFor('the printer to be online', () => client.isOnline(key));
  });
});

describe('site data that are cleared while it runs', () => {
  /** A service worker in control makes the page keep the storage bucket of before, locks and all, once that is cleared. */
  async function waitForControl(page: Page): Promise<void> {
    await waitFor('a service worker in control', () =>
      page.evaluate(() => navigator.serviceWorker.controller !== null),
    );
  }

  async function clearSiteData({ page, context }: TestBrowser): Promise<void> {
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes: 'all' });
  }

  async function tellsOfIt(page: Page): Promise<void> {
    const { title, explanation } = errorWords['storage-cleared'];
    const told = page.getByRole('alert').filter({ hasText: title });
    await told.getByText(explanation).waitFor();
    expect(await told.textContent()).not.toContain(errorWords['engine-lost'].title);
  }

  it('the tab says what is left and is a working printer again', async () => {
    const { page } = browser;
    const client = new SiriusClient(server.origin);
    const code = await openPapertab(page, server.url);
    const before = await client.claim(code);
    await waitForControl(page);
    await page.reload();
    await waitForControl(page);
    await waitFor('the printer to be online', () => client.isOnline(before));
    await client.send(before, 'set_delivery_and_print_no_face', [makePicture(100, 1)]);
    const [printed] = await waitForDeliveries(page, 1);

    await clearSiteData(browser);
    const newCode = await readClaimCode(page);
    expect(newCode).not.toBe(code);
    await tellsOfIt(page);
    expect(await readDeliveries(page)).toEqual([]);
    await pieceOf(page, printed!.id).waitFor({ state: 'detached' });

    const after = await client.claim(newCode);
    await waitFor('the new printer to be online', () => client.isOnline(after));
    await client.send(after, 'set_delivery_and_print_no_face', [makePicture(120, 2)]);
    const [job] = await waitForDeliveries(page, 1);
    expect(await readStoredPicture(page, job!.id)).toEqual(makePicture(120, 2));

    // It is stored anew, so that it works offline again, and takes that for no new version of itself.
    await waitForControl(page);
    expect(await page.getByText(cardWords.update.title).count()).toBe(0);
    await tellsOfIt(page);
    await waitFor('the old one to be offline', async () => !(await client.isOnline(before)), 90_000);
  });

  it('leaves one printer in two tabs, and both say so', async () => {
    const { page, context } = browser;
    const code = await openPapertab(page, server.url);
    await waitForControl(page);
    await page.reload();
    const other = await context.newPage();
    await other.goto(server.url);
    const tabs = [page, other];
    for (const tab of tabs) {
      await waitForControl(tab);
      expect(await readClaimCode(tab)).toBe(code);
    }

    await clearSiteData(browser);
    for (const tab of tabs) await tellsOfIt(tab);
    await waitFor('one new printer in both', async () => {
      const one = await readClaimCode(page);
      return one !== code && one === (await readClaimCode(other));
    });
    const epoch = await waitFor('the tabs to settle', async () => {
      const before = await readEpoch(page);
      await page.waitForTimeout(3_000);
      return (await readEpoch(page)) === before && before;
    });
    // Two that do not see each other would each begin anew every few seconds.
    await page.waitForTimeout(6_000);
    expect(await readEpoch(page)).toBe(epoch);
    expect(await Promise.all(tabs.map(runsIn))).toContain(false);
  });
});
