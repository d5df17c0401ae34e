import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorWords } from '../../src/app/error-words.ts';
import { words } from '../../src/app/words.ts';
import { SERVED_AFTER_MS } from '../../src/bridge/ending.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { type Bitmap, equalBitmaps } from '../../src/imaging/bitmap.ts';
import { encodeBase64 } from '../../src/sirius/base64.ts';
import { encodePayload } from '../../src/sirius/payload.ts';
import { RETURN_CODES } from '../../src/sirius/return-code.ts';
import { Desk } from './desk.ts';
import { FaultProxy } from './fault-proxy.ts';
import { saysUnanswered } from './history-visitor.ts';
import { readDeliveries, readStoredPicture } from './paper.ts';
import { serverChip, waitForDeliveries } from './papertab-page.ts';
import { makeNoise, makePicture } from './pictures.ts';
import { forgetSeen, seenOn, watchWords } from './seen-words.ts';
import { useServer } from './server-choice.ts';
import { waitFor } from './wait.ts';

const { connected, lost } = words.chips.serverWords;
/** Ids that the server itself does not get to in this test. */
const OUR_ID = 900_000;

let desk: Desk;
let proxy: FaultProxy;
/** What everything that was acknowledged looks like, in the order in which it was sent. */
const ledger: Bitmap[] = [];
/** How much of the ledger has been found on paper. */
let checked = 0;
/** A message whose answer was swallowed. */
let unheard: string | undefined;

beforeAll(async () => {
  desk = await Desk.open();
  proxy = await desk.putBefore(FaultProxy.start);
  await watchWords(desk.page);
  await desk.claim();
  // The page comes from elsewhere, as most do: only the server has the faults.
  await useServer(desk.page, proxy.origin);
  // A delivery makes the printer ask for its key, with which it can tell that a socket lives.
  await deliver(makePicture(40, 1));
  await waitFor('the key', () => proxy.said.some(({ type }) => type === 'BridgeCommandResponse'));
});

// What one test leaves behind is no fault of the next.
afterEach(() => proxy.heal());

afterAll(() => desk?.close());

/** Sends a picture once the printer is online and waits until its sender knows that it is safe. */
async function deliver(picture: Bitmap, command: 'set_delivery_and_print' | 'set_delivery' = 'set_delivery_and_print') {
  await waitFor(
    'a message to go out',
    async () =>
      (await desk.client.isOnline(desk.key)) && (await desk.client.send(desk.key, command, [picture])).status === 200,
    30_000,
  );
  await desk.client.waitForStatus('acknowledged');
  ledger.push(picture);
}

/** What the proxy sends of its own is as good as acknowledged once it is answered with success. */
function deviceCommand(
  commandId: number,
  picture: Bitmap,
  change: { device_address?: string; binary_payload?: string } = {},
): string {
  const { bridge_address, device_address } = proxy.said.findLast(({ type }) => type === 'DeviceEvent')!;
  return JSON.stringify({
    type: 'DeviceCommand',
    bridge_address,
    device_address,
    command_id: commandId,
    timestamp: '0',
    binary_payload: encodeBase64(encodePayload('set_delivery_and_print', commandId, [picture])),
    ...change,
  });
}

function answers(commandId: number, count: number, type?: string): Promise<(number | undefined)[]> {
  return waitFor(`${count} answers to command ${commandId}`, () => {
    const codes = proxy.answers(commandId, type);
    return codes.length >= count ? codes : undefined;
  });
}

/** Everything acknowledged is there, once, dot for dot and in order; nothing else is; all is printed that is to be. */
async function expectNothingLostNothingDoubled(held = 0): Promise<void> {
  const { page } = desk;
  const jobs = await waitForDeliveries(page, ledger.length, held > 0 ? ['printed', 'held'] : ['printed']);
  expect(jobs.filter(({ state }) => state === 'held')).toHaveLength(held);
  for (; checked < ledger.length; checked++) {
    const stored = await readStoredPicture(page, jobs[checked]!.id);
    expect(stored !== undefined && equalBitmaps(stored, ledger[checked]!), `delivery ${checked + 1}`).toBe(true);
  }
  expect(jobs.map(({ interruptions }) => interruptions)).toEqual(jobs.map(() => 0));
}

/** The page has said that the connection is lost, and why. */
async function expectToldLost(...codes: readonly ErrorCode[]): Promise<void> {
  const { page } = desk;
  await waitFor(
    `the page to say ${codes.join()}`,
    async () => {
      const seen = await seenOn(page);
      const titles = codes.map((code) => errorWords[code].title);
      return (
        seen.includes(words.chips.label(words.chips.server, lost)) && titles.every((title) => seen.includes(title))
      );
    },
    30_000,
  ).catch(async (error) => {
    throw new Error(`It said ${JSON.stringify(await seenOn(page))}`, { cause: error });
  });
}

/** The tab has come back by itself, says so, and takes the next message. */
async function expectRecovered(): Promise<void> {
  await deliver(makePicture(40, 1_000 + ledger.length));
  await serverChip(desk.page, connected).waitFor();
  await expectNothingLostNothingDoubled();
}

/** Begins a fault: what the page said before is of no account. */
async function fresh(): Promise<{ page: Page; opened: number }> {
  await forgetSeen(desk.page);
  return { page: desk.page, opened: proxy.opened };
}

describe('a socket that', () => {
  it('is refused', async () => {
    await fresh();
    await proxy.refuse();
    await expectToldLost('server-lost', 'server-unreachable');
    expect(
      (await desk.client.send(desk.key, 'set_delivery_and_print', [makePicture(40, 2)])).status,
      'to the sender',
    ).toBe(504);
    await proxy.heal();
    await expectRecovered();
  });

  it('is opened on a wrong path', async () => {
    const { page } = await fresh();
    await useServer(page, `${proxy.origin.replace('http://', '')}/api/v1/nothing`);
    await expectToldLost('server-wrong-path');
    await useServer(page, proxy.origin);
    await expectRecovered();
  });

  it('is closed at once, again and again', async () => {
    await fresh();
    proxy.slams = true;
    proxy.cut();
    await expectToldLost('runs-elsewhere');
    await proxy.heal();
    await expectRecovered();
  });

  it('is closed with 1005 right after a message of ours', async () => {
    await fresh();
    // Closed sooner than that, it would never have been served: it counts from when the page says that it is open.
    await serverChip(desk.page, connected).waitFor();
    const since = Date.now();
    await waitFor('the socket to be in service', () => Date.now() - since > SERVED_AFTER_MS);
    proxy.hangUpAfter('DeviceCommandResponse');
    await deliver(makePicture(40, 3));
    await expectToldLost('server-rejected');
    await expectRecovered();
  });

  it('breaks with 1006 in the middle of a message', async () => {
    await fresh();
    const answered = proxy.said.length;
    proxy.strain({ delay: 20, piece: 2_000 });
    await desk.client.send(desk.key, 'set_delivery_and_print', [makePicture(400, 4)]);
    proxy.cut();
    await proxy.heal();
    await expectToldLost('server-lost');
    const [message] = await desk.client.messages();
    expect(message?.status, 'nobody says that it is safe').toBe('sent');
    expect(proxy.said.slice(answered).some(({ type }) => type === 'DeviceCommandResponse')).toBe(false);
    await expectRecovered();
  });

  it('breaks between storing and acknowledging: it prints once, and no answer goes to another socket', async () => {
    const { page, opened } = await fresh();
    await deliver(makePicture(40, 9));
    // What came after it was answered: whatever happens now, this one was acknowledged.
    await waitFor('the report', async () => (await readDeliveries(page)).at(-1)?.report === 'sent');
    const picture = makePicture(40, 5);
    proxy.mute = true;
    await desk.client.send(desk.key, 'set_delivery_and_print', [picture]);
    const [acknowledged, swallowed] = (await waitForDeliveries(page, ledger.length + 1)).slice(-2);
    ledger.push(picture);
    expect(await saysUnanswered(page, swallowed!.id), 'while nobody can know').toBe(false);
    proxy.cut();
    await proxy.heal();
    await waitFor('the next socket', () => proxy.opened > opened);
    await waitFor('the history to say so', () => saysUnanswered(page, swallowed!.id));
    expect(await saysUnanswered(page, acknowledged!.id)).toBe(false);
    await expectRecovered();
    const [, message] = await desk.client.messages();
    expect(message?.status).toBe('sent');
    unheard = message?.id;
  });

  it('is half-open: nothing comes through, and neither side is told', async () => {
    const { page, opened } = await fresh();
    proxy.halfOpen();
    await desk.client.send(desk.key, 'set_delivery_and_print', [makePicture(40, 6)]);
    // The network has changed; without that it is noticed when two answers in a row are missing.
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expectToldLost('server-silent');
    await waitFor('the next socket', () => proxy.opened > opened);
    await expectRecovered();
  });

  it('is slow, and brings its messages in pieces of 100 bytes', async () => {
    const { opened } = await fresh();
    proxy.strain({ delay: 1, piece: 100 });
    await deliver(makePicture(60, 7));
    await proxy.heal();
    await expectRecovered();
    expect(proxy.opened).toBe(opened);
  });

  it('flaps ten times, each time with a message just acknowledged', async () => {
    const { page } = await fresh();
    for (let round = 0; round < 10; round++) {
      await deliver(makePicture(20, 100 + round));
      const { opened } = proxy;
      proxy.cut();
      // A user who looks at the page asks for the connection at once; so does this one.
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await waitFor('the next socket', () => proxy.opened > opened);
    }
    await expectToldLost('server-lost');
    await expectRecovered();
  });

  it('broke before an answer came through lets its sender read "Timed out"', async () => {
    const statusOf = async (id?: string) => (await desk.client.messages()).find((message) => message.id === id)?.status;
    await waitFor('"Timed out"', async () => (await statusOf(unheard)) === 'timed-out', 70_000);
  });
});

describe('a server that', () => {
  it('is killed, and counts its ids from the beginning again', async () => {
    await fresh();
    await deliver(makePicture(40, 10));
    const idsBefore = acknowledgedIds();
    await desk.server.kill();
    await expectToldLost('server-lost');
    await desk.server.resume();
    for (let i = 0; i < 3; i++) await deliver(makePicture(40, 11 + i));
    const ids = acknowledgedIds().slice(idsBefore.length);
    expect(Math.max(...ids), 'the ids began again').toBeLessThan(Math.max(...idsBefore));
    expect(
      ids.some((id) => idsBefore.includes(id)),
      'an id came for a second time',
    ).toBe(true);
    await expectRecovered();
  });

  it('gives the same id to another picture, on one socket and on the next', async () => {
    const { opened } = await fresh();
    const pictures = [makePicture(40, 20), makePicture(40, 21), makePicture(40, 22)];
    proxy.inject(deviceCommand(OUR_ID, pictures[0]!), deviceCommand(OUR_ID, pictures[1]!));
    expect(await answers(OUR_ID, 2)).toEqual([0, 0]);
    proxy.cut();
    await waitFor('the next socket', () => proxy.opened > opened);
    await waitFor('the printer to be online', () => desk.client.isOnline(desk.key));
    proxy.inject(deviceCommand(OUR_ID, pictures[2]!));
    expect(await answers(OUR_ID, 3)).toEqual([0, 0, 0]);
    ledger.push(...pictures);
    await expectRecovered();
  });

  it('repeats a command on one socket', async () => {
    await fresh();
    const picture = makePicture(40, 30);
    proxy.inject(...Array<string>(3).fill(deviceCommand(OUR_ID + 1, picture)));
    expect(await answers(OUR_ID + 1, 3)).toEqual([0, 0, 0]);
    ledger.push(picture);
    await expectRecovered();
  });

  it('is given the same picture twice on purpose', async () => {
    await fresh();
    const picture = makePicture(40, 40);
    await deliver(picture);
    await deliver(picture);
    await expectRecovered();
  });

  it('sends ten at once', async () => {
    const { opened } = await fresh();
    const pictures = Array.from({ length: 10 }, (_, i) => makePicture(30 + i, 50 + i));
    proxy.inject(...pictures.map((picture, i) => deviceCommand(OUR_ID + 10 + i, picture)));
    for (let i = 0; i < 10; i++) expect(await answers(OUR_ID + 10 + i, 1)).toEqual([0]);
    ledger.push(...pictures);
    await expectRecovered();
    expect(proxy.opened).toBe(opened);
  });
});

describe('a frame that', () => {
  it('is above the bound closes the socket', async () => {
    await fresh();
    proxy.inject('x'.repeat(8_000_001));
    await expectToldLost('frame-too-large');
    await expectRecovered();
  });

  it('is no UTF-8 closes the socket', async () => {
    await fresh();
    proxy.inject(Buffer.from([0x22, 0xc3, 0x28, 0xff, 0x22]));
    await expectToldLost('server-lost');
    await expectRecovered();
  });

  it.each([
    ['is not JSON', 'frame-not-json', 'hello {'],
    ['is no message', 'frame-invalid', '{"type":"DeviceGossip"}'],
  ] as const)('%s is passed over, and the user is told', async (_, code, frame) => {
    const { page, opened } = await fresh();
    proxy.inject(frame);
    await expectSaid(page, code);
    await expectRecovered();
    expect(proxy.opened).toBe(opened);
  });

  it('is an unknown command is answered as such', async () => {
    const { page, opened } = await fresh();
    const payload = encodePayload('set_delivery_and_print', OUR_ID + 30, [makePicture(40, 60)]);
    payload.set([0x66, 0x06], 2);
    proxy.inject(deviceCommand(OUR_ID + 30, makePicture(8, 1), { binary_payload: encodeBase64(payload) }));
    expect(await answers(OUR_ID + 30, 1)).toEqual([RETURN_CODES.bridgeError]);
    await expectSaid(page, 'payload-command');
    const { bridge_address } = proxy.said.at(-1)!;
    const leave = { type: 'BridgeCommand', bridge_address, command_id: OUR_ID + 31, timestamp: '0' };
    proxy.inject(JSON.stringify({ ...leave, json_payload: { name: 'leave', params: {} } }));
    expect(await answers(OUR_ID + 31, 1, 'BridgeCommandResponse')).toEqual([RETURN_CODES.bridgeError]);
    await expectRecovered();
    expect(proxy.opened).toBe(opened);
  });

  it('is for an unknown device is answered as such', async () => {
    const { opened } = await fresh();
    const stranger = { device_address: '00000000000000aa' };
    proxy.inject(deviceCommand(OUR_ID + 32, makePicture(40, 61), stranger));
    expect(await answers(OUR_ID + 32, 1)).toEqual([RETURN_CODES.deviceUnknown]);
    await expectRecovered();
    expect(proxy.opened).toBe(opened);
  });

  it('has 2.3 MB is kept dot for dot', async () => {
    const { opened } = await fresh();
    // Held: a metre and more of paper is not what this is about.
    await deliver(makeNoise(9_000, 70), 'set_delivery');
    await expectNothingLostNothingDoubled(1);
    expect(proxy.opened).toBe(opened);
  });
});

/** The page has said what was wrong with a message, and is connected all the while. */
async function expectSaid(page: Page, code: ErrorCode): Promise<void> {
  await waitFor(`the page to say ${code}`, async () => {
    const seen = await seenOn(page);
    return seen.some((text) => text.includes(errorWords[code].title));
  });
  expect(await seenOn(page)).not.toContain(words.chips.label(words.chips.server, lost));
}

/** Ids of the commands that were answered with success, in order. */
function acknowledgedIds(): number[] {
  return proxy.said
    .filter(({ type, return_code: code }) => type === 'DeviceCommandResponse' && code === 0)
    .flatMap(({ command_id: id }) => (id !== undefined && id < OUR_ID ? [id] : []));
}
