import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { stack } from '../../src/imaging/stack.ts';
import { CATALOG } from '../../src/printers/catalog.ts';
import { type CommandName, pictureCount } from '../../src/sirius/commands.ts';
import { Desk } from './desk.ts';
import { readDeliveries, readDrawnPicture, readStoredPicture } from './paper.ts';
import { makePicture } from './pictures.ts';
import { waitFor } from './wait.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
  await desk.claim();
});

afterAll(() => desk?.close());

/** Waits for the delivery after those in `before`, once it has come to `state`. */
async function nextDelivery(before: number, state: 'printed' | 'held') {
  return waitFor(`delivery ${before + 1} to be ${state}`, async () => {
    const job = (await readDeliveries(desk.page))[before];
    return job?.state === state ? job : undefined;
  });
}

function makePng(): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(640, 400);
  const context = canvas.getContext('2d');
  const shade = context.createLinearGradient(0, 0, 640, 400);
  shade.addColorStop(0, 'black');
  shade.addColorStop(1, 'white');
  context.fillStyle = shade;
  context.fillRect(0, 0, 640, 400);
  return new Uint8Array(canvas.toBuffer('image/png'));
}

describe('what senders send', () => {
  const kinds: readonly [string, string, () => string | Uint8Array<ArrayBuffer>][] = [
    ['plain text', 'text/plain', () => 'Grüße\nfrom the other side of the street'],
    ['a picture', 'image/png', makePng],
    ['JSON with text', 'application/json', () => JSON.stringify({ text: 'Milk, eggs, and the good bread' })],
    ['a page', 'text/html', () => '<h1>Today</h1><p>Rain, then <b>sun</b>.</p>'],
    ['JSON with a page', 'application/json', () => JSON.stringify({ html: '<ul><li>one<li>two</ul>' })],
  ];

  it.each(kinds)('%s comes out dot for dot, and its sender is told so', async (_what, contentType, body) => {
    const before = (await readDeliveries(desk.page)).length;
    const sent = await desk.client.print(desk.key, body(), contentType);
    expect(sent).toMatchObject({ status: 200, body: { status: 'sent' } });

    const job = await nextDelivery(before, 'printed');
    const message = await desk.client.waitForStatus('acknowledged');
    const meant = await desk.client.picture(message.id);
    expect(meant.height).toBeGreaterThan(80);
    expect(await readStoredPicture(desk.page, job.id)).toEqual(meant);
    expect(await readDrawnPicture(desk.page, job.id)).toEqual(meant);
  });

  it('another type is refused, and nothing is printed', async () => {
    const before = (await readDeliveries(desk.page)).length;
    expect((await desk.client.print(desk.key, 'hello', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect(await readDeliveries(desk.page)).toHaveLength(before);
  });
});

describe('what the server commands', () => {
  const pictures = (command: CommandName): Bitmap[] =>
    Array.from({ length: pictureCount(command) }, (_, i) => makePicture(40 + i, i + 1));

  it.each(['set_delivery_and_print', 'set_delivery_and_print_no_face'] as const)('%s is printed', async (command) => {
    const before = (await readDeliveries(desk.page)).length;
    const sent = pictures(command);
    expect((await desk.client.send(desk.key, command, sent)).status).toBe(200);
    const job = await nextDelivery(before, 'printed');
    expect(await readStoredPicture(desk.page, job.id)).toEqual(sent[0]);
    await desk.client.waitForStatus('acknowledged');
  });

  it.each(['set_delivery', 'set_delivery_no_face'] as const)('%s waits for the button', async (command) => {
    const before = (await readDeliveries(desk.page)).length;
    const sent = pictures(command);
    expect((await desk.client.send(desk.key, command, sent)).status).toBe(200);
    const held = await nextDelivery(before, 'held');
    // The sender is told that it is safe, not that it is on paper.
    await desk.client.waitForStatus('acknowledged');
    expect((await readDeliveries(desk.page)).find(({ id }) => id === held.id)?.state).toBe('held');

    await desk.page.getByRole('button', { name: words.paper.button(1) }).click();
    const printed = await nextDelivery(before, 'printed');
    expect(printed.id).toBe(held.id);
    expect(await readDrawnPicture(desk.page, held.id)).toEqual(sent[0]);
  });

  it('set_personality_with_message prints its message, with the face that came with it', async () => {
    const before = (await readDeliveries(desk.page)).length;
    const sent = pictures('set_personality_with_message');
    expect((await desk.client.send(desk.key, 'set_personality_with_message', sent)).status).toBe(200);
    const job = await nextDelivery(before, 'printed');
    expect(await readStoredPicture(desk.page, job.id)).toEqual(
      stack(sent.at(-1)!, CATALOG.screen.defaults.faceGap, sent[0]!),
    );
    await desk.client.waitForStatus('acknowledged');
    expect(await readDeliveries(desk.page)).toHaveLength(before + 1);
  });

  it.each(['set_personality', 'set_quip'] as const)('%s is taken and prints nothing', async (command) => {
    const before = (await readDeliveries(desk.page)).length;
    expect((await desk.client.send(desk.key, command, pictures(command))).status).toBe(200);
    await desk.client.waitForStatus('acknowledged');
    expect(await readDeliveries(desk.page)).toHaveLength(before);
  });
});
