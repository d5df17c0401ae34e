import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorWords } from '../../src/app/error-words.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { RETURN_CODES } from '../../src/sirius/return-code.ts';
import { Desk } from './desk.ts';
import { readDeliveries, readStoredPicture } from './paper.ts';
import { makePicture } from './pictures.ts';
import type { Message } from './sirius-client.ts';
import { waitFor } from './wait.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
  await desk.claim();
});

afterAll(() => desk?.close());

/** Sends a picture and resolves with what became of it. */
async function sendAndHear(picture: Bitmap): Promise<Message> {
  const { client, key } = desk;
  await client.send(key, 'set_delivery_and_print', [picture]);
  return waitFor('an answer', async () => {
    const [newest] = await client.messages();
    return newest?.status === 'sent' ? undefined : newest;
  });
}

it('a message that cannot be kept is refused with the code for it, the user is told, and the next one is kept', {
  timeout: 180_000,
}, async () => {
  const { context, page } = desk;
  const full = page.getByText(errorWords['storage-full'].title).first();
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: desk.server.origin, quotaSize: 1_000 });
  // Chromium goes by what it last knew of the quota for up to half a minute: each try takes a second of paper.
  const refused = await waitFor(
    'a message that is refused',
    async () => {
      const answered = await sendAndHear(makePicture(400, 1));
      if (answered.status !== 'acknowledged') return answered;
      // The end of a print is stored as well, and may be the first that is refused.
      await waitFor('the print, or the word that there is no room', async () => {
        return (await readDeliveries(page)).every(({ state }) => state === 'printed') || (await full.isVisible());
      });
      return undefined;
    },
    90_000,
  );
  expect(refused).toMatchObject({ status: 'problem', returnCode: RETURN_CODES.filesystemWriteError });
  await full.waitFor();

  await session.send('Storage.overrideQuotaForOrigin', { origin: desk.server.origin });
  await waitFor(
    'a message that is kept again',
    async () => (await sendAndHear(makePicture(200, 2))).status === 'acknowledged',
    60_000,
  );
  // Of those before it, the oldest have been deleted to make room.
  const newest = await waitFor('it to be printed', async () => {
    const deliveries = await readDeliveries(page);
    return deliveries.every(({ state }) => state === 'printed') && deliveries.at(-1);
  });
  expect(await readStoredPicture(page, newest.id)).toEqual(makePicture(200, 2));
});
