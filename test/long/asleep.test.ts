import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardWords } from '../../src/app/cards/card-words.ts';
import { formatDuration } from '../../src/app/format.ts';
import { launchBrowser, launchThrottled } from '../browser/chromium.ts';
import { type AnyPage, readDeliveries, readStoredPicture } from '../browser/paper.ts';
import { openAndClaim, waitForDeliveries } from '../browser/papertab-page.ts';
import { makePicture } from '../browser/pictures.ts';
import { PreviewServer } from '../browser/preview-server.ts';
import { SiriusClient } from '../browser/sirius-client.ts';
import { waitFor } from '../browser/wait.ts';

/**
 * Long enough for the server to give the printer up, and for an absence to be worth a word. What the page saw last may be
 * ten seconds older, and a busy machine adds to it: from 90 s on the page says two minutes.
 */
const STILL_MS = 65_000;
/** Four seconds of paper: long enough for something to happen in the middle. */
const LONG = 1600;

let server: PreviewServer;
let client: SiriusClient;

beforeEach(async () => {
  server = await PreviewServer.start();
  client = new SiriusClient(server.origin);
});

afterEach(() => server?.close());

async function pause(ms: number): Promise<void> {
  const end = Date.now() + ms;
  await waitFor(`${ms} ms`, () => Date.now() >= end, ms + 5_000);
}

/** Sends a long message and waits until it comes out. */
async function printLong(page: AnyPage, key: string): Promise<void> {
  await client.send(key, 'set_delivery_and_print', [makePicture(LONG, 1)]);
  await waitFor('the picture to come out', async () =>
    (await readDeliveries(page)).some(({ state }) => state === 'printing'),
  );
  await client.waitForStatus('acknowledged');
}

/** The print goes on where it was; the page says that it was asleep, and is a printer again. */
async function expectAwake(page: AnyPage, key: string, shows: (text: string) => Promise<boolean>): Promise<void> {
  const [job] = await waitForDeliveries(page, 1);
  expect(job).toMatchObject({ interruptions: 0 });
  expect(await readStoredPicture(page, job!.id)).toEqual(makePicture(LONG, 1));
  await waitFor('the absence', () => shows(cardWords.absence.asleep(formatDuration(STILL_MS))), 30_000);
  await waitFor('the printer to be online', () => client.isOnline(key), 60_000);
  await client.print(key, 'good morning');
  await waitForDeliveries(page, 2);
  await client.waitForStatus('acknowledged');
}

describe('for over a minute in mid-print', () => {
  it('the computer sleeps: every process of the browser stands still', { timeout: 300_000 }, async () => {
    const browser = await launchBrowser();
    const { page } = browser;
    try {
      const key = await openAndClaim(page, server.url, client);
      const session = await page.context().browser()!.newBrowserCDPSession();
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      await printLong(page, key);
      for (const { id } of processInfo) process.kill(id, 'SIGSTOP');
      try {
        await pause(STILL_MS);
        expect(await client.isOnline(key)).toBe(false);
      } finally {
        for (const { id } of processInfo) process.kill(id, 'SIGCONT');
      }
      await expectAwake(page, key, (text) => page.getByText(text).isVisible());
    } finally {
      await browser.close();
    }
  });

  it('the browser freezes the hidden page with its engine', { timeout: 300_000 }, async () => {
    const browser = await launchThrottled(300);
    const { page } = browser;
    try {
      const key = await openAndClaim(page, server.url, client);
      await browser.hide();
      await printLong(page, key);
      await browser.freeze();
      await pause(STILL_MS);
      expect(await client.isOnline(key)).toBe(false);
      await browser.thaw();
      const shows = (text: string): Promise<boolean> =>
        page.evaluate((wanted) => document.body.textContent.includes(wanted), text);
      await expectAwake(page, key, shows);
    } finally {
      await browser.close();
    }
  });
});
