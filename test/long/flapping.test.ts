import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { Desk } from '../browser/desk.ts';
import { FaultProxy } from '../browser/fault-proxy.ts';
import { readStoredPicture } from '../browser/paper.ts';
import { serverChip, waitForDeliveries } from '../browser/papertab-page.ts';
import { makePicture } from '../browser/pictures.ts';
import { waitFor } from '../browser/wait.ts';

const FLAPS = 10;
const EVERY_MS = 6_000;
/** Two answers in a row that do not come, and the time until the first is asked for. */
const NOTICED_WITHIN_MS = 100_000;

let desk: Desk;
let proxy: FaultProxy;
const acknowledged: Bitmap[] = [];

beforeAll(async () => {
  desk = await Desk.open();
  proxy = await desk.putBefore(FaultProxy.start);
  await desk.claim(`${proxy.origin}/`);
  await deliver(makePicture(40, 1));
  await waitFor('the key', () => proxy.said.some(({ type }) => type === 'BridgeCommandResponse'));
});

afterAll(() => desk?.close());

/** Sends a picture until it does not meet a printer that is offline, and waits until it is safe. */
async function deliver(picture: Bitmap): Promise<void> {
  await waitFor(
    'a message to go out',
    async () => (await desk.client.send(desk.key, 'set_delivery_and_print', [picture])).status === 200,
    NOTICED_WITHIN_MS,
  );
  await desk.client.waitForStatus('acknowledged');
  acknowledged.push(picture);
}

/** Cuts the connection and waits for the next; how long that took, in milliseconds. */
async function flap(): Promise<number> {
  const { opened } = proxy;
  const cutAt = Date.now();
  proxy.cut();
  await waitFor('the next socket', () => proxy.opened > opened, NOTICED_WITHIN_MS);
  return proxy.openedAt - cutAt;
}

async function expectAllOnPaper(): Promise<void> {
  const jobs = await waitForDeliveries(desk.page, acknowledged.length);
  for (const [i, { id }] of jobs.entries()) {
    expect(await readStoredPicture(desk.page, id)).toEqual(acknowledged[i]);
  }
}

describe('a network that', () => {
  it('flaps ten times a minute, which nobody helps with: a message gets through each time', {
    timeout: 180_000,
  }, async () => {
    const gaps: number[] = [];
    for (let i = 0; i < FLAPS; i++) {
      const next = Date.now() + EVERY_MS;
      await deliver(makePicture(40, 10 + i));
      // Time between two flaps, not a wait for anything.
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - Date.now())));
      gaps.push(await flap());
    }
    console.log(`${FLAPS} flaps: without a socket for ${gaps.join(', ')} ms`);
    await deliver(makePicture(40, 30));
    await serverChip(desk.page, words.chips.serverWords.connected).waitFor();
    await expectAllOnPaper();
  });

  it('goes half-open, which nothing tells of: it is noticed by the answers that are missing', {
    timeout: 240_000,
  }, async () => {
    const { opened } = proxy;
    proxy.halfOpen();
    await waitFor('the next socket', () => proxy.opened > opened, NOTICED_WITHIN_MS);
    await deliver(makePicture(40, 40));
    await expectAllOnPaper();
  });
});
