import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { differenceOf } from '../paper/same-dots.ts';
import { connectPaperang, placePaperang, printMessagesOn, retry } from './bluetooth/connect-with-puppeteer.ts';
import type { PaperangPeripheral } from './bluetooth/paperang.ts';
import { launchThrottled, type ThrottledBrowser } from './chromium.ts';
import { readDeliveries } from './paper.ts';
import { openAndClaim, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { RecordingProxy } from './recording-proxy.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

/** Chrome's own grace is five minutes; the throttling that follows is the same. */
const GRACE_S = 10;
/** A heartbeat is due every 10 s; the server takes a printer as offline after 60 s. */
const MOST_BETWEEN_HEARTBEATS_MS = 30_000;
const PAPERANG_NAME = 'Paperang_P1';

let server: PreviewServer;
let proxy: RecordingProxy;
let browser: ThrottledBrowser;
let printer: PaperangPeripheral;
let client: SiriusClient;
let key: string;

beforeAll(async () => {
  server = await PreviewServer.start();
  proxy = await RecordingProxy.start(server.origin);
  browser = await launchThrottled(GRACE_S, { bluetooth: true });
  printer = await placePaperang(browser.page, {
    name: PAPERANG_NAME,
    address: '0A:00:00:00:00:01',
    wayIn: 'ff00',
    paper: new PaperangPaper(PAPERANG.p1),
  });
  client = new SiriusClient(proxy.origin);
  key = await openAndClaim(browser.page, proxy.origin, client);
  await connectPaperang(browser.page);
  await printMessagesOn(browser.page, words.models.screen);
  // Chrome does not throttle a page in earnest that holds a device.
  printer.peripheral.connecting = 'refuse';
  await printer.loseLink();
});

afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await server?.close();
});

/** Whether a count does not rise for three seconds: a page that is hidden, but not throttled yet, counts once a second. */
async function stoodStill(count: () => Promise<number>): Promise<boolean> {
  const before = await count();
  const asked = Date.now();
  await waitFor('three seconds', () => Date.now() - asked > 3_000);
  return (await count()) === before;
}

/** Starts a count in the page, ten times a second as long as its timers are not throttled, and returns how to read it. */
async function startCounting(): Promise<() => Promise<number>> {
  const { page } = browser;
  await page.evaluate(() => {
    const counter = { ticks: 0 };
    setInterval(() => counter.ticks++, 100);
    Object.assign(window, { counter });
  });
  return () => page.evaluate(() => (window as unknown as { counter: { ticks: number } }).counter.ticks);
}

/** Waits until so many heartbeats have come since a moment, and returns the longest time between two, from then to now. */
async function longestGap(since: number, count: number): Promise<number> {
  const beats = await waitFor(
    `${count} heartbeats`,
    () => {
      const later = proxy.heartbeats.filter((at) => at >= since);
      return later.length >= count ? later : undefined;
    },
    count * MOST_BETWEEN_HEARTBEATS_MS,
  );
  const moments = [since, ...beats];
  return Math.max(...beats.map((at, i) => at - moments[i]!));
}

describe('a hidden page', () => {
  it('stays on the server and prints while its own timers fire once a minute', { timeout: 240_000 }, async () => {
    const { page } = browser;
    const ticks = await startCounting();
    await browser.hide();
    const hidden = Date.now();
    expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');
    await waitFor('its timers to stop', () => stoodStill(ticks), 120_000);

    const throttled = Date.now();
    await client.send(key, 'set_delivery_and_print', [makePicture(1200, 1)]);
    await client.print(key, 'and one more');
    await waitForDeliveries(page, 2, ['printed'], 20_000);
    // Three seconds of paper at the head's own speed, not at the speed of a sleeping page.
    expect(Date.now() - throttled).toBeLessThan(15_000);

    const before = await ticks();
    await longestGap(Date.now(), 3);
    // Thirty seconds in which a page that is merely hidden counts to thirty. A few it may: it has just changed its title,
    // for which Chrome lets a page be awake for a moment.
    expect((await ticks()) - before).toBeLessThan(10);
    expect(await longestGap(hidden, 10)).toBeLessThanOrEqual(MOST_BETWEEN_HEARTBEATS_MS);
    expect(proxy.opened).toHaveLength(1);
  });

  it.each(['ff00', 'issc'] as const)(
    'prints on a Paperang by the profile %s, also when its link breaks',
    async (wayIn) => {
      const { page } = browser;
      const before = (await readDeliveries(page)).length;
      const paper = new PaperangPaper(PAPERANG.p1);
      await printMessagesOn(page, PAPERANG_NAME);
      // Connecting is work for the page, too.
      await printer.replace({ wayIn, paper });
      if (printer.peripheral.connecting === 'refuse') {
        printer.peripheral.connecting = 'take';
        await retry(page);
      }
      const ticks = await startCounting();
      const began = Date.now();

      paper.atRow(900, () => setImmediate(() => void printer.loseLink()));
      const picture = makePicture(2_000, 7);
      await client.send(key, 'set_delivery_and_print', [picture]);
      const jobs = await waitForDeliveries(page, before + 1);
      expect(jobs.at(-1)?.interruptions).toBe(1);
      expect(paper.pictures.map((out) => differenceOf(out, picture))).toEqual([undefined]);
      paper.check();
      await client.waitForStatus('acknowledged');
      // All the while its timers were slow, or stood still: ten a second is what was asked for.
      expect(await ticks()).toBeLessThan((Date.now() - began) / 500);
    },
  );

  it('that was frozen comes back at once when it thaws', async () => {
    const { page } = browser;
    await browser.freeze();
    const frozen = Date.now();
    await waitFor('a heartbeat that does not come', () => Date.now() - frozen > 14_000, 20_000);
    expect(proxy.heartbeats.filter((at) => at > frozen + 3_000)).toEqual([]);

    const { length: opened } = proxy.opened;
    await browser.thaw();
    await waitFor('a new socket', () => proxy.opened.length > opened, 10_000);
    await waitFor('the old one to be gone', () => proxy.connections === 1, 10_000);
    await waitFor('the printer to be online', () => client.isOnline(key), 10_000);
    await client.print(key, 'after the frost');
    await waitForDeliveries(page, 5);
    await client.waitForStatus('acknowledged');

    await browser.show();
    expect(await longestGap(Date.now(), 2)).toBeLessThanOrEqual(MOST_BETWEEN_HEARTBEATS_MS);
  });
});
