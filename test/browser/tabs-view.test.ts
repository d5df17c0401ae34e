import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { callEngine } from '../soak/engine-hand.ts';
import { readDrawnPicture, readJobs, readStoredPicture } from './paper.ts';
import { pieceOf, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { runsIn, Tabs } from './tabs.ts';
import { waitFor } from './wait.ts';

/** Four seconds of paper: long enough to be seen while it comes out. */
const LONG = 1600;

let tabs: Tabs;
let first: Page;
let second: Page;

beforeAll(async () => {
  tabs = await Tabs.open();
  first = tabs.first;
  second = await tabs.another();
});

afterAll(() => tabs?.close());

async function jobOf(id: number) {
  return (await readJobs(first)).find((job) => job.id === id);
}

describe('a tab that the printer does not run in', () => {
  it('shows the paper come out, dot for dot', async () => {
    const picture = makePicture(LONG, 1);
    await tabs.client.send(tabs.key, 'set_delivery_and_print_no_face', [picture]);
    await waitFor('rows that come out in the second tab', async () => {
      const value = await second
        .getByRole('progressbar')
        .getAttribute('aria-valuenow')
        .catch(() => null);
      return Number(value ?? 0) > 0;
    });
    const [job] = await waitForDeliveries(first, 1);
    expect(await readDrawnPicture(second, job!.id)).toEqual(picture);
    await tabs.client.waitForStatus('acknowledged');
  });

  it('prints, and both tabs show it', async () => {
    const picture = makePicture(200, 2);
    const { id } = await callEngine(second, 'print', picture, { source: 'picture', title: 'from the second tab' });
    await waitFor('it to be printed', async () => (await jobOf(id))?.state === 'printed');
    expect(await readStoredPicture(first, id)).toEqual(picture);
    expect(await readDrawnPicture(first, id)).toEqual(picture);
    expect(await readDrawnPicture(second, id)).toEqual(picture);
  });

  it('lets a held message out with the button', async () => {
    const picture = makePicture(60, 3);
    await tabs.client.send(tabs.key, 'set_delivery_no_face', [picture]);
    const button = second.getByRole('button', { name: words.paper.button(1) });
    await button.click();
    const jobs = await waitForDeliveries(first, 2);
    expect(await readDrawnPicture(second, jobs[1]!.id)).toEqual(picture);
  });

  it('cancels what is on its way', async () => {
    const { id } = await callEngine(second, 'print', makePicture(LONG, 4), { source: 'picture' });
    await waitFor('it to be printing', async () => (await jobOf(id))?.state === 'printing');
    await callEngine(second, 'cancel', id);
    await waitFor('it to be cancelled', async () => (await jobOf(id))?.state === 'cancelled');
  });

  it('is told what is wrong with what it asks', async () => {
    await expect(callEngine(second, 'cancel', 999_999)).rejects.toThrow('job-unknown');
  });

  it('changes settings, which hold for all', async () => {
    const [printer] = await callEngine(first, 'jobs', { limit: 1 });
    expect(printer).toBeDefined();
    await callEngine(second, 'configure', { keepPrints: 12_345 });
    await first.reload();
    // Reloaded, the first is the one that looks on.
    await waitFor('the second to be the printer', () => runsIn(second));
    const stored = await second.evaluate(
      () =>
        new Promise<unknown>((resolve, reject) => {
          const opening = indexedDB.open('papertab');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const reading = opening.result.transaction('meta').objectStore('meta').get('settings');
            reading.onsuccess = () => {
              opening.result.close();
              resolve(reading.result);
            };
          };
        }),
    );
    expect(stored).toMatchObject({ keepPrints: 12_345 });
  });

  it('has taken over by then, with nothing lost and nothing doubled', async () => {
    await tabs.onlineAnew(2);
    await tabs.client.print(tabs.key, 'after it all');
    const jobs = await waitForDeliveries(second, 3);
    expect(jobs.map(({ interruptions }) => interruptions)).toEqual([0, 0, 0]);
    await pieceOf(first, jobs[2]!.id).waitFor();
    await tabs.client.waitForStatus('acknowledged');
    expect(tabs.proxy.connections).toBe(1);
  });
});
