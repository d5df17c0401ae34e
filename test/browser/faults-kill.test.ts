import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { readDeliveries, readJobs, readStoredPicture } from './paper.ts';
import { openAndClaim, serverChip, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { SiriusClient } from './sirius-client.ts';
import { STEPS, type Step, stopEngineAt } from './stop-engine.ts';
import { waitFor } from './wait.ts';

const ROWS = 300;
/** Steps at which some of the print is on paper already, so that it begins again and is marked. */
const BEGUN: readonly Step[] = ['first row', 'middle row', 'last row'];

/** How a tab can end without being asked. */
type End = 'reload' | 'crash' | 'kill';

let server: PreviewServer;
let client: SiriusClient;
let browser: TestBrowser;
let page: Page;
let key: string;
let seed = 0;

beforeAll(async () => {
  server = await PreviewServer.start();
  client = new SiriusClient(server.origin);
  browser = await launchBrowser();
  ({ page } = browser);
  key = await openAndClaim(page, server.url, client);
  // What the page prints for a first visit is not what is to be stopped.
  await waitFor('the greeting', async () => (await readJobs(page)).some(({ state }) => state === 'printed'));
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Ends the tab, and opens it again with what it has kept. */
async function endTab(end: End): Promise<void> {
  if (end === 'reload') {
    await page.reload();
    return;
  }
  if (end === 'kill') {
    await browser.kill();
    browser = await launchBrowser({ profile: browser.profile });
    ({ page } = browser);
  } else {
    const session = await browser.context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    // It is never answered: whoever would answer is gone.
    session.send('Page.crash').catch(() => {});
    await crashed;
    const dead = page;
    page = await browser.context.newPage();
    await dead.close();
  }
  await page.goto(server.url);
}

async function checkEnd(end: End, step: Step): Promise<void> {
  const before = (await readDeliveries(page)).length;
  const reports = (await client.reports()).length;
  const picture = makePicture(ROWS, ++seed);
  const reached = await stopEngineAt(page, step, ROWS);
  await client.send(key, 'set_delivery_and_print', [picture]);
  await reached();
  const acknowledged = step !== 'received' && step !== 'stored';
  if (acknowledged) await client.waitForStatus('acknowledged');

  await endTab(end);
  // The server may take the old connection for one that lives: only the page knows that it has a new one.
  await serverChip(page, words.chips.serverWords.claimed).waitFor();
  await waitFor('the printer to be online again', () => client.isOnline(key));
  if (!acknowledged) expect((await client.messages())[0]?.status).not.toBe('acknowledged');
  if (step === 'received') {
    // Nobody was told that it arrived, and there is nothing of it.
    expect(await readDeliveries(page)).toHaveLength(before);
    return;
  }

  const jobs = await waitForDeliveries(page, before + 1);
  const job = jobs.at(-1)!;
  expect(job).toMatchObject({ state: 'printed', interruptions: BEGUN.includes(step) ? 1 : 0 });
  expect(await readStoredPicture(page, job.id)).toEqual(picture);
  // In the moment between the two nobody can know whether the acknowledgement went out.
  if (step !== 'acknowledged') expect(job.answered).toBe(acknowledged);
  await waitFor('the report', async () => (await readDeliveries(page)).every(({ report }) => report === 'sent'));
  // At least once is promised; that the engine never got to send one makes it once.
  await waitFor('the report to arrive', async () => (await client.reports()).length > reports);
  expect(await client.reports()).toHaveLength(reports + 1);
}

describe.each(['reload', 'crash', 'kill'] as const)('a tab that ends by a %s', (end) => {
  it.each(STEPS)('when a delivery is at: %s', (step) => checkEnd(end, step));

  it('goes on afterwards as if nothing had been', async () => {
    const before = (await readDeliveries(page)).length;
    await client.send(key, 'set_delivery_and_print', [makePicture(40, ++seed)]);
    await waitForDeliveries(page, before + 1);
    await client.waitForStatus('acknowledged');
  });
});
