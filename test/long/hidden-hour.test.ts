import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchThrottled, type ThrottledBrowser } from '../browser/chromium.ts';
import { readDeliveries } from '../browser/paper.ts';
import { openAndClaim, waitForDeliveries } from '../browser/papertab-page.ts';
import { PreviewServer } from '../browser/preview-server.ts';
import { RecordingProxy } from '../browser/recording-proxy.ts';
import { SiriusClient } from '../browser/sirius-client.ts';
import { waitFor } from '../browser/wait.ts';

/** How long the page stays hidden; an hour unless told otherwise. */
const MINUTES = Number(process.env.LONG_MINUTES ?? 60);
const MESSAGE_EVERY_MINUTES = 5;
const MOST_BETWEEN_HEARTBEATS_MS = 30_000;
/** As Chrome itself waits before it throttles a hidden page's timers to one a minute. */
const GRACE_S = 300;

let server: PreviewServer;
let proxy: RecordingProxy;
let browser: ThrottledBrowser;

beforeAll(async () => {
  server = await PreviewServer.start();
  proxy = await RecordingProxy.start(server.origin);
  browser = await launchThrottled(GRACE_S);
});

afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await server?.close();
});

it(`stays on the server for ${MINUTES} minutes with the page hidden`, { timeout: (MINUTES + 5) * 60_000 }, async () => {
  const client = new SiriusClient(proxy.origin);
  const key = await openAndClaim(browser.page, proxy.origin, client);
  await browser.hide();
  const begun = Date.now();
  let sent = 0;
  while (Date.now() - begun < MINUTES * 60_000) {
    await client.print(key, `message ${++sent}`);
    await client.waitForStatus('acknowledged');
    await waitForDeliveries(browser.page, sent);
    const next = Math.min(begun + MINUTES * 60_000, begun + sent * MESSAGE_EVERY_MINUTES * 60_000);
    await waitFor('the next message to be due', () => Date.now() >= next, (MESSAGE_EVERY_MINUTES + 1) * 60_000);
  }
  const beats = proxy.heartbeats.filter((at) => at >= begun);
  const moments = [begun, ...beats, Date.now()];
  const gaps = moments.slice(1).map((at, i) => at - moments[i]!);
  const longest = Math.max(...gaps);
  console.log(
    `${MINUTES} minutes hidden: ${beats.length} heartbeats, longest gap ${longest} ms, ${proxy.opened.length} socket(s), ` +
      `${(await readDeliveries(browser.page)).length} of ${sent} messages printed`,
  );
  expect(longest).toBeLessThanOrEqual(MOST_BETWEEN_HEARTBEATS_MS);
  expect(proxy.opened).toHaveLength(1);
});
