import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { type BluetoothBrowser, launchWithBluetooth } from './bluetooth/launch.ts';
import { PaperangPeripheral } from './bluetooth/paperang.ts';
import { readDeliveries } from './paper.ts';
import { openAndClaim, waitForDeliveries } from './papertab-page.ts';
import { PreviewServer } from './preview-server.ts';
import { PrinterOwner } from './printer-owner.ts';
import { capturedPictures, expectAllAcknowledged, expectAllPrinted, type NamedPicture } from './printing.ts';
import { SiriusClient } from './sirius-client.ts';

const UNITS = [
  { name: 'Paperang_P1', address: '0A:00:00:00:00:01', model: PAPERANG.p1 },
  { name: 'Paperang_P2', address: '0A:00:00:00:00:02', model: PAPERANG.p2 },
] as const;

let server: PreviewServer;
let browser: BluetoothBrowser;
let client: SiriusClient;
let key: string;
let pictures: NamedPicture[];

beforeAll(async () => {
  pictures = await capturedPictures();
  server = await PreviewServer.start();
  browser = await launchWithBluetooth();
  client = new SiriusClient(server.origin);
  key = await openAndClaim(browser.page, server.url, client);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe.each(UNITS)('a $name', ({ name, address, model }) => {
  let unit: PaperangPeripheral;

  beforeAll(async () => {
    unit = await PaperangPeripheral.place(browser.adapter, browser.sessions, {
      name,
      address,
      wayIn: 'ff00',
      paper: new PaperangPaper(model),
    });
    browser.chooser.choice = { pick: address };
    const owner = new PrinterOwner(browser.page);
    await owner.connectPaperang(name);
    // Where no paper is drawn, so that the emulated printer is not the slowest part.
    await owner.openSettings();
  });

  it.each(['ff00', 'issc'] as const)('by the profile %s prints all captured pictures dot for dot', async (wayIn) => {
    if (wayIn !== 'ff00') await unit.replace({ wayIn, paper: new PaperangPaper(model) });
    const before = (await readDeliveries(browser.page)).length;
    await expectAllPrinted(client, key, unit.paper, pictures);
    const jobs = await waitForDeliveries(browser.page, before + pictures.length);
    expect(jobs.map(({ interruptions }) => interruptions)).toEqual(jobs.map(() => 0));
    await expectAllAcknowledged(client, jobs.length);
  });
});
