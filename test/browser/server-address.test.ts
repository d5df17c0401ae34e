import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorWords } from '../../src/app/error-words.ts';
import { settingsWords } from '../../src/app/settings/words.ts';
import { words } from '../../src/app/words.ts';
import { Desk } from './desk.ts';
import { findFreePort } from './free-port.ts';
import { serverChip, waitForDeliveries } from './papertab-page.ts';
import { waitFor } from './wait.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
  await desk.claim();
});

afterAll(() => desk?.close());

/** Sets the server's address as a user does. */
async function useServer(address: string): Promise<void> {
  const { page } = desk;
  await page.getByRole('link', { name: words.places.settings }).click();
  await page.getByRole('radio', { name: words.server.known.own.name }).check();
  await page.getByLabel(settingsWords.server.own).fill(address);
  await page.getByRole('button', { name: settingsWords.server.use }).click();
}

/** Waits until the page says in words why it is not connected. */
async function expectTrouble(title: string): Promise<void> {
  const { page } = desk;
  await page.getByRole('link', { name: words.places.paper, exact: true }).click();
  await page.getByRole('heading', { name: title }).waitFor({ timeout: 30_000 });
  await serverChip(page, words.chips.serverWords.lost).waitFor();
}

describe('a server address', () => {
  it('with a wrong path is told as such', async () => {
    await useServer(`localhost:${desk.server.port}/api/v1/nothing`);
    await expectTrouble(errorWords['server-wrong-path'].title);
  });

  it('at which nobody listens is told as unreachable', async () => {
    await useServer(`localhost:${await findFreePort()}`);
    await expectTrouble(errorWords['server-unreachable'].title);
  });

  it('that is none is not taken', async () => {
    await useServer('localhost:1').catch(() => undefined);
    const { page } = desk;
    await page.getByLabel(settingsWords.server.own).fill('not an address');
    expect(await page.getByRole('button', { name: settingsWords.server.use }).isDisabled()).toBe(true);
    await page.getByText(errorWords['server-address'].title).waitFor();
  });

  it('is completed from its host alone, and the printer is there again', async () => {
    await useServer(`http://localhost:${desk.server.port}/`);
    await waitFor('the printer to be online', () => desk.client.isOnline(desk.key), 30_000);
    await desk.client.print(desk.key, 'back again');
    await waitForDeliveries(desk.page, 1);
  });
});
