import { afterAll, beforeAll, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { type BluetoothBrowser, launchWithBluetooth } from '../browser/bluetooth/launch.ts';
import { PaperangPeripheral } from '../browser/bluetooth/paperang.ts';
import { openAndClaim, printerChip, waitForDeliveries } from '../browser/papertab-page.ts';
import { makePicture } from '../browser/pictures.ts';
import { PreviewServer } from '../browser/preview-server.ts';
import { PrinterOwner } from '../browser/printer-owner.ts';
import { expectAllAcknowledged } from '../browser/printing.ts';
import { SiriusClient } from '../browser/sirius-client.ts';
import { waitFor } from '../browser/wait.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { differenceOf } from '../paper/same-dots.ts';

const NAME = 'Paperang_P1';
const ADDRESS = '0A:00:00:00:00:01';
/** As long as a write may take before the connection counts as dead, and a moment for the next one. */
const GIVEN_UP_MS = 120_000;

let server: PreviewServer;
let browser: BluetoothBrowser;

beforeAll(async () => {
  server = await PreviewServer.start();
  browser = await launchWithBluetooth();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('a write that never returns is given up after a minute: the link is made anew, and the job printed whole', {
  timeout: 300_000,
}, async () => {
  const { page, adapter, sessions, chooser } = browser;
  const client = new SiriusClient(server.origin);
  const key = await openAndClaim(page, server.url, client);
  const paper = new PaperangPaper(PAPERANG.p1);
  const unit = await PaperangPeripheral.place(adapter, sessions, {
    name: NAME,
    address: ADDRESS,
    wayIn: 'issc',
    paper,
  });
  chooser.choice = { pick: ADDRESS };
  const owner = new PrinterOwner(page);
  await owner.connectPaperang(NAME);
  await owner.openSettings();

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
