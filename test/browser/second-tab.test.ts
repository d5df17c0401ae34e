import { afterAll, beforeAll, describe, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { openAndClaim, waitForDeliveries } from './papertab-page.ts';
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

describe('a second tab', () => {
  it('leaves the printer to the first, and takes over when that is closed', async () => {
    const { page: first, context } = browser;
    const client = new SiriusClient(server.origin);
    const key = await openAndClaim(first, server.url, client);

    const second = await context.newPage();
    await second.goto(server.url);
    await second.getByRole('heading', { name: words.cards.elsewhere.title }).waitFor();
    await client.print(key, 'to the first');
    await waitForDeliveries(first, 1);

    await first.close();
    await second.getByRole('heading', { name: words.cards.elsewhere.title }).waitFor({ state: 'detached' });
    await waitFor('the printer to be online', () => client.isOnline(key));
    await client.print(key, 'to the second');
    await waitForDeliveries(second, 2);
    await client.waitForStatus('acknowledged');
  });
});
