import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { Desk } from './desk.ts';
import { readDeliveries, readStoredPicture } from './paper.ts';
import { pieceOf, serverChip, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { waitFor } from './wait.ts';

/** Four seconds of paper: long enough for something to happen in the middle. */
const LONG = 1600;
/** Enough restarts that each of a print's moments is met. */
const RESTARTS = 10;

let desk: Desk;

beforeEach(async () => {
  desk = await Desk.open();
  await desk.claim();
});

afterEach(() => desk?.close());

/** Waits until a delivery is in the middle of its print. */
async function waitForPrinting(): Promise<number> {
  const job = await waitFor('a delivery that is printing', async () =>
    (await readDeliveries(desk.page)).find(({ state }) => state === 'printing'),
  );
  await waitFor('its first rows', async () => {
    const progress = desk.page.getByRole('progressbar');
    // Where the print has not begun to be shown, or is over, there is none.
    const rows = await progress.getAttribute('aria-valuenow', { timeout: 500 }).catch(() => null);
    return Number(rows ?? 0) > 0;
  });
  return job.id;
}

describe('a print that is interrupted', () => {
  it('by a reload starts again and says so', async () => {
    const { page } = desk;
    const picture = makePicture(LONG, 1);
    await desk.client.send(desk.key, 'set_delivery_and_print', [picture]);
    const id = await waitForPrinting();
    await desk.client.waitForStatus('acknowledged');

    await page.reload();
    const [job] = await waitForDeliveries(page, 1);
    expect(job).toMatchObject({ id, interruptions: 1 });
    expect(await readStoredPicture(page, id)).toEqual(picture);
    await pieceOf(page, id).getByText(words.paper.interrupted).waitFor();
  });

  it('by the engine’s death starts again in a new engine, without a reload', async () => {
    const { page } = desk;
    await desk.client.send(desk.key, 'set_delivery_and_print', [makePicture(LONG, 2)]);
    const id = await waitForPrinting();

    const engine = page.workers().find((worker) => worker.url().startsWith('blob:'));
    expect(engine).toBeDefined();
    // It may be gone before it can say so.
    await engine!.evaluate(() => self.close()).catch(() => {});

    const [job] = await waitForDeliveries(page, 1);
    expect(job).toMatchObject({ id, interruptions: 1 });
    // The new engine is on the server, and takes the next message.
    await waitFor('the printer to be online again', () => desk.client.isOnline(desk.key));
    await desk.client.print(desk.key, 'after the death');
    await waitForDeliveries(page, 2);
    await desk.client.waitForStatus('acknowledged');
    expect(page.workers().filter((worker) => worker.url().startsWith('blob:'))).toHaveLength(1);
  });

  it('by the death of the server goes on, and the bridge comes back', async () => {
    const { page } = desk;
    const picture = makePicture(LONG, 3);
    await desk.client.send(desk.key, 'set_delivery_and_print', [picture]);
    const id = await waitForPrinting();
    await desk.client.waitForStatus('acknowledged');

    await desk.server.kill();
    await serverChip(page, words.chips.serverWords.lost).waitFor();
    const [job] = await waitForDeliveries(page, 1);
    expect(job).toMatchObject({ id, interruptions: 0 });
    expect(await readStoredPicture(page, id)).toEqual(picture);

    await desk.server.resume();
    await waitFor('the printer to be online again', () => desk.client.isOnline(desk.key), 60_000);
    // Ids begin again after the server's restart: the same id is another message.
    await desk.client.print(desk.key, 'after the restart');
    await waitForDeliveries(page, 2);
    await waitFor('every print reported', async () =>
      (await readDeliveries(page)).every(({ report }) => report === 'sent'),
    );
  });
});

describe('a server that dies again and again in mid-print', () => {
  it('loses nothing that was acknowledged, and nothing is printed twice', { timeout: 300_000 }, async () => {
    const { page } = desk;
    let acknowledged = 0;
    for (let round = 1; round <= RESTARTS; round++) {
      await waitFor('the printer to be online', () => desk.client.isOnline(desk.key), 60_000);
      await desk.client.send(desk.key, 'set_delivery_and_print', [makePicture(LONG, round)]);
      await desk.client.waitForStatus('acknowledged');
      acknowledged++;
      await waitForPrinting();
      await desk.server.kill();
      await desk.server.resume();
      // A user who looks at the page asks for the connection at once; so does this one.
      await desk.page.evaluate(() => window.dispatchEvent(new Event('online')));
    }
    // The server may be back sooner than a print is out: then they queue.
    const jobs = await waitForDeliveries(page, acknowledged, ['printed'], 90_000);
    expect(jobs.map(({ interruptions }) => interruptions)).toEqual(jobs.map(() => 0));
    for (const [i, { id }] of jobs.entries()) {
      expect(await readStoredPicture(page, id)).toEqual(makePicture(LONG, i + 1));
    }
  });
});
