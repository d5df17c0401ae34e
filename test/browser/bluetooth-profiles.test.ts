import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { PaperangDesk } from './bluetooth/desk.ts';
import { waitForDeliveries } from './papertab-page.ts';
import { capturedPictures, expectAllAcknowledged, expectOnPaper, type NamedPicture, sendAll } from './printing.ts';

const UNITS = [
  { name: 'Paperang_P1', wayIn: 'ff00', model: PAPERANG.p1 },
  { name: 'Paperang_P1_issc', wayIn: 'issc', model: PAPERANG.p1 },
  { name: 'Paperang_P2', wayIn: 'ff00', model: PAPERANG.p2 },
  { name: 'Paperang_P2_issc', wayIn: 'issc', model: PAPERANG.p2 },
] as const;

let desk: PaperangDesk;
let pictures: NamedPicture[];
const papers = UNITS.map(({ model }) => new PaperangPaper(model));

beforeAll(async () => {
  pictures = await capturedPictures();
  desk = await PaperangDesk.open();
  await desk.claim();
  for (const [i, { name, wayIn }] of UNITS.entries()) {
    await desk.connect({ name, address: `0A:00:00:00:00:0${i + 1}`, wayIn, paper: papers[i]! });
    // Where no paper is drawn, so that the page's own is not the slowest of all.
    await desk.owner.openSettings();
    // The newest printer is the one that messages come out of. The others go on with what they have.
    await sendAll(desk.client, desk.key, pictures);
  }
});

afterAll(() => desk?.close());

describe('four Paperangs at a time', () => {
  it.each(UNITS.map(({ name, wayIn, model }, i) => ({ i, name, wayIn, dots: model.headWidth })))(
    '$name, by the profile $wayIn, $dots dots across, prints all captured pictures dot for dot',
    ({ i }) => expectOnPaper(papers[i]!, pictures),
  );

  it('have their senders know, and print nothing twice', async () => {
    const jobs = await waitForDeliveries(desk.page, UNITS.length * pictures.length);
    expect(jobs.filter(({ interruptions }) => interruptions > 0)).toEqual([]);
    await expectAllAcknowledged(desk.client, jobs.length);
  });
});
