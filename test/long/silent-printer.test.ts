import { afterAll, beforeAll, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { PaperangDesk } from '../browser/bluetooth/desk.ts';
import { printerChip, waitForDeliveries } from '../browser/papertab-page.ts';
import { makePicture } from '../browser/pictures.ts';
import { expectAllAcknowledged } from '../browser/printing.ts';
import { waitFor } from '../browser/wait.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { differenceOf } from '../paper/same-dots.ts';

/** As long as a write may take before the connection counts as dead, and a moment for the next one. */
const GIVEN_UP_MS = 120_000;

let desk: PaperangDesk;

beforeAll(async () => {
  desk = await PaperangDesk.open();
  await desk.claim();
});

afterAll(() => desk?.close());

it('a write that never returns is given up after a minute: the link is made anew, and the job printed whole', {
  timeout: 300_000,
}, async () => {
  const { client, key, page } = desk;
  const paper = new PaperangPaper(PAPERANG.p1);
  const unit = await desk.connect({ wayIn: 'issc', paper });
  await desk.owner.openSettings();

  const pictures = [makePicture(300, 1), makePicture(40, 2)];
  unit.onWrite = () => (paper.rowsDrawn < 150 ? 'take' : 'never');
  for (const picture of pictures) await client.send(key, 'set_delivery_and_print', [picture]);
  await waitFor('a write that hangs', () => unit.hangs);
  await expectAllAcknowledged(client, pictures.length);
  await printerChip(page, words.chips.printerWords.needsYou).waitFor();
  const { connections } = unit.peripheral;
  await waitFor('the link to be given up', () => !unit.hangs || unit.peripheral.connections > connections, GIVEN_UP_MS);
  unit.onWrite = () => 'take';

  const jobs = await waitForDeliveries(page, pictures.length, ['printed'], 60_000);
  expect(jobs.map(({ interruptions }) => interruptions)).toEqual([1, 0]);
  expect(pictures.map((picture, i) => differenceOf(paper.pictures[i], picture)).filter(Boolean)).toEqual([]);
  expect(paper.pictures).toHaveLength(pictures.length);
  paper.checkAtRest();
  await printerChip(page, words.chips.printerWords.ready).waitFor();
});
