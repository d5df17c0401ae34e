import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EscposPaper } from '../paper/escpos-paper.ts';
import { readDeliveries } from './paper.ts';
import { openAndClaim, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { PrinterOwner } from './printer-owner.ts';
import { launchWithAdapters, type SerialBrowser } from './serial/launch.ts';
import { SerialPrinter } from './serial/printer.ts';
import { SiriusClient } from './sirius-client.ts';

let server: PreviewServer;
let browser: SerialBrowser;
let client: SiriusClient;
let key: string;
let printer: SerialPrinter;

beforeAll(async () => {
  server = await PreviewServer.start();
  browser = await launchWithAdapters(server.origin);
  client = new SiriusClient(server.origin);
  key = await openAndClaim(browser.page, server.url, client);
  const owner = new PrinterOwner(browser.page);
  printer = new SerialPrinter(browser.adapters[0], new EscposPaper({ cutter: false }));
  await printer.plug();
  await owner.connectSerial('escpos-58');
  await owner.openSettings();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('a receipt printer whose cable is pulled', () => {
  it('prints a job anew when it is back', async () => {
    const { paper } = printer;
    const picture = makePicture(900, 1);
    paper.atRow(300, () => void printer.unplug());
    await client.send(key, 'set_delivery_and_print', [picture]);
    await paper.until(() => !paper.powered);
    await printer.plug();
    await paper.until(() => paper.pictures.length === 1);
    expect(paper.pictures[0]).toEqual(picture);
    const [job] = await waitForDeliveries(browser.page, (await readDeliveries(browser.page)).length);
    expect(job?.interruptions).toBe(1);
    paper.checkAtRest();
  });
});
