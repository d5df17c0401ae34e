import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorWords } from '../../src/app/error-words.ts';
import { words } from '../../src/app/words.ts';
import { readDeliveries, readJobs, readStoredPicture } from './paper.ts';
import { pieceOf, serverChip, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { engineOf, isMoving, isPrinter, looksOn, moveTo, readEpoch, runsIn, Tabs } from './tabs.ts';
import { waitFor } from './wait.ts';

/** Four seconds of paper: long enough for something to happen in the middle. */
const LONG = 1600;
/** A page asks its engine every 10 s, and gives it three chances. */
const HANGS_MS = 60_000;

let tabs: Tabs;

beforeEach(async () => {
  tabs = await Tabs.open();
});

afterEach(() => tabs?.close());

/** Sends a long message and waits until it comes out in the first tab. */
async function printLong(seed: number): Promise<number> {
  await tabs.client.send(tabs.key, 'set_delivery_and_print_no_face', [makePicture(LONG, seed)]);
  const job = await waitFor('a delivery that is printing', async () =>
    (await readDeliveries(tabs.first)).find(({ state }) => state === 'printing'),
  );
  await tabs.client.waitForStatus('acknowledged');
  return job.id;
}

describe('moving the printer to another tab', () => {
  it('takes a print with it that is on its way: it begins again, marked', async () => {
    const { first } = tabs;
    const second = await tabs.another();
    const id = await printLong(1);
    await moveTo(second);
    await isPrinter(second);
    await looksOn(first);
    const [job] = await waitForDeliveries(second, 1);
    expect(job).toMatchObject({ id, interruptions: 1 });
    expect(await readStoredPicture(second, id)).toEqual(makePicture(LONG, 1));
    await tabs.onlineAnew(2);
    await tabs.client.print(tabs.key, 'to the second');
    const jobs = await waitForDeliveries(second, 2);
    await pieceOf(first, jobs[1]!.id).waitFor();
    await tabs.client.waitForStatus('acknowledged');
    expect(tabs.proxy.connections).toBe(1);
    // The tab that was asked was heard within its five seconds, and can have it back.
    await moveTo(first);
    await isPrinter(first);
    await looksOn(second);
    await tabs.onlineAnew(3);
  });

  it('by two at once ends with one printer', async () => {
    const second = await tabs.another();
    const third = await tabs.another();
    await Promise.all([moveTo(second), moveTo(third)]);
    await looksOn(tabs.first);
    const pages = [tabs.first, second, third];
    const running = async (): Promise<number> => {
      const each = await Promise.all(pages.map((page) => runsIn(page)));
      return each.filter(Boolean).length;
    };
    // The one that comes first runs already while the other one still takes it over.
    const moving = async (): Promise<boolean> => (await Promise.all(pages.map(isMoving))).includes(true);
    await waitFor('one printer', async () => (await running()) === 1 && !(await moving()), 30_000);
    await tabs.onlineAnew(2);
    const epoch = await readEpoch(second);
    await tabs.client.print(tabs.key, 'to one of them');
    await waitForDeliveries(second, 1);
    await tabs.client.waitForStatus('acknowledged');
    expect(await running()).toBe(1);
    expect(await readEpoch(third)).toBe(epoch);
    expect(tabs.proxy.connections).toBe(1);
  });
});

describe('a printer that stands still', () => {
  it('is taken after 5 s, and thawed changes, sends and prints nothing', async () => {
    const { first } = tabs;
    const second = await tabs.another();
    const owner = await tabs.processOf(first);
    expect(owner).not.toBe(await tabs.processOf(second));
    const id = await printLong(2);
    const epoch = await readEpoch(second);
    const { length: opened } = tabs.proxy.opened;

    tabs.freeze(owner);
    const asked = Date.now();
    await moveTo(second);
    await isPrinter(second);
    expect(Date.now() - asked).toBeGreaterThan(4_000);
    await waitFor('the epoch of the second', async () => (await readEpoch(second)) === epoch + 1);
    // The server takes the old socket for a printer that is online: it cannot know that nobody reads there.
    await waitFor('another socket', () => tabs.proxy.opened.length > opened);
    await serverChip(second, words.chips.serverWords.connected).waitFor();
    await tabs.client.print(tabs.key, 'while the first stands still');
    const jobs = await waitForDeliveries(second, 2);
    expect(jobs[0]).toMatchObject({ id, interruptions: 1 });
    expect(jobs[1]).toMatchObject({ interruptions: 0 });
    await tabs.client.waitForStatus('acknowledged');

    await waitFor('all prints to be told', async () =>
      (await readDeliveries(second)).every(({ report }) => report === 'sent'),
    );
    const before = await readJobs(second);
    const sockets = tabs.proxy.opened.length;
    tabs.thaw(owner);
    await looksOn(first);
    await waitFor('the old socket to be closed', () => tabs.proxy.connections === 1);
    expect(await readEpoch(second)).toBe(epoch + 1);
    expect(await readJobs(second)).toEqual(before);
    expect(tabs.proxy.opened).toHaveLength(sockets);
    expect(await runsIn(second)).toBe(true);

    await tabs.online();
    await tabs.client.print(tabs.key, 'when it is back');
    const after = await waitForDeliveries(second, 3);
    await pieceOf(first, after[2]!.id).waitFor();
    await tabs.client.waitForStatus('acknowledged');
  });
});

describe('an engine that ends', () => {
  it('by a crash is followed by one of either tab, and nothing is lost', async () => {
    const second = await tabs.another();
    const id = await printLong(3);
    await engineOf(tabs.first)
      .evaluate(() => self.close())
      .catch(() => {});
    const [job] = await waitForDeliveries(second, 1);
    expect(job).toMatchObject({ id, interruptions: 1 });
    await tabs.online();
    await tabs.client.print(tabs.key, 'after the death');
    await waitForDeliveries(second, 2);
    await tabs.client.waitForStatus('acknowledged');
    const running = await Promise.all([tabs.first, second].map((page) => runsIn(page)));
    expect(running.filter(Boolean)).toHaveLength(1);
    expect(tabs.proxy.connections).toBe(1);
  });

  it('in an endless loop is replaced by its own page, which says so', async () => {
    const { first } = tabs;
    const id = await printLong(4);
    const hanging = engineOf(first);
    const gone = new Promise((resolve) => hanging.once('close', resolve));
    await hanging.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    await first.getByText(errorWords['engine-unresponsive'].title).waitFor({ timeout: HANGS_MS });
    await gone;
    const [job] = await waitForDeliveries(first, 1);
    expect(job).toMatchObject({ id, interruptions: 1 });
    await tabs.online(HANGS_MS);
    await tabs.client.print(tabs.key, 'after the loop');
    await waitForDeliveries(first, 2);
    await tabs.client.waitForStatus('acknowledged');
  });
});
