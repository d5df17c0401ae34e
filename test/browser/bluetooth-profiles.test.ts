import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { type BluetoothBrowser, launchWithBluetooth } from './bluetooth/launch.ts';
import { PaperangPeripheral } from './bluetooth/paperang.ts';
import { openAndClaim, waitForDeliveries } from './papertab-page.ts';
import { PreviewServer } from './preview-server.ts';
import { PrinterOwner } from './printer-owner.ts';
import { capturedPictures, expectAllAcknowledged, expectOnPaper, type NamedPicture, sendAll } from './printing.ts';
import { SiriusClient } from './sirius-client.ts';

const UNITS = [
  { name: 'Paperang_P1', wayIn: 'ff00', model: PAPERANG.p1 },
  { name: 'Paperang_P1_issc', wayIn: 'issc', model: PAPERANG.p1 },
  { name: 'Paperang_P2', wayIn: 'ff00', model: PAPERANG.p2 },
  { name: 'Paperang_P2_issc', wayIn: 'issc', model: PAPERANG.p2 },
] as const;

let server: PreviewServer;
let browser: BluetoothBrowser;
let client: SiriusClient;
let pictures: NamedPicture[];
const papers = UNITS.map(({ model }) => new PaperangPaper(model));

beforeAll(async () => {
  pictures = await capturedPictures();
  server = await PreviewServer.start();
  browser = await launchWithBluetooth();
  client = new SiriusClient(server.origin);
  const key = await openAndClaim(browser.page, server.url, client);
  const owner = new PrinterOwner(browser.page);
  for (const [i, { name, wayIn }] of UNITS.entries()) {
    const address = `0A:00:00:00:00:0${i + 1}`;
    await PaperangPeripheral.place(browser.adapter, browser.sessions, { name, address, wayIn, paper: papers[i]! });
    browser.chooser.choice = { pick: address };
    await owner.connectPaperang(name);
    // Where no paper is drawn, so that the page's own is not the slowest of all.
    await owner.openSettings();
    // The newest printer is the one that messages come out of. The others go on with what they have.
    await sendAll(client, key, pictures);
  }
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('four Paperangs at a time', () => {
  it.each(UNITS.map(({ name, wayIn, model }, i) => ({ i, name, wayIn, dots: model.headWidth })))(
    '$name, by the profile $wayIn, $dots dots across, prints all captured pictures dot for dot',
    ({ i }) => expectOnPaper(papers[i]!, pictures),
  );

  it('have their senders know, and print nothing twice', async () => {
    const jobs = await waitForDeliveries(browser.page, UNITS.length * pictures.length);
    expect(jobs.filter(({ interruptions }) => interruptions > 0)).toEqual([]);
    await expectAllAcknowledged(client, jobs.length);
  });
});
