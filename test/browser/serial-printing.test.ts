import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printerErrorWords } from '../../src/app/printer-error-words.ts';
import { EscposPaper } from '../paper/escpos-paper.ts';
import { readDeliveries } from './paper.ts';
import { openAndClaim, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { PrinterOwner } from './printer-owner.ts';
import { capturedPictures, expectAllAcknowledged, expectAllPrinted, type NamedPicture, named } from './printing.ts';
import { launchWithAdapters, type SerialBrowser } from './serial/launch.ts';
import { SerialPrinter } from './serial/printer.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

let server: PreviewServer;
let browser: SerialBrowser;
let client: SiriusClient;
let key: string;
let owner: PrinterOwner;
let printer: SerialPrinter;
let captured: NamedPicture[];

beforeAll(async () => {
  captured = await capturedPictures();
  server = await PreviewServer.start();
  browser = await launchWithAdapters(server.origin);
  client = new SiriusClient(server.origin);
  key = await openAndClaim(browser.page, server.url, client);
  owner = new PrinterOwner(browser.page);
  printer = new SerialPrinter(browser.adapters[0], new EscposPaper({ cutter: false }));
  await printer.plug();
  await owner.connectSerial('escpos-58');
  await owner.openSettings();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Plugs another printer into the same adapter. It is found by itself. */
async function usePaper(paper: EscposPaper): Promise<EscposPaper> {
  await printer.unplug();
  printer = new SerialPrinter(browser.adapters[0], paper);
  await printer.plug();
  return paper;
}

async function expectPrintedAndAcknowledged(pictures: readonly NamedPicture[]): Promise<void> {
  const before = (await readDeliveries(browser.page)).length;
  await expectAllPrinted(client, key, printer.paper, pictures);
  const jobs = await waitForDeliveries(browser.page, before + pictures.length);
  expect(jobs.map(({ interruptions }) => interruptions)).toEqual(jobs.map(() => 0));
  await expectAllAcknowledged(client, jobs.length);
}

describe('a receipt printer on a serial line', () => {
  it('of 58 mm prints all captured pictures dot for dot', async () => {
    await expectPrintedAndAcknowledged(captured);
  });

  it('that is slow holds the page back, and loses nothing', async () => {
    // Its buffer never overflows: the line takes only what it has room for.
    const paper = await usePaper(new EscposPaper({ bufferBytes: 4096, rowsPerSecond: 1200, cutter: false }));
    const jobs = (await readDeliveries(browser.page)).length;
    const printed = expectPrintedAndAcknowledged([named('slow', makePicture(2000, 1))]);
    await paper.until(() => paper.rowsDrawn > 600);
    const [job] = (await readDeliveries(browser.page)).slice(jobs);
    expect(job?.state).toBe('printing');
    await printed;
  });

  it('that says XOFF is given a rest', async () => {
    await usePaper(
      new EscposPaper({
        xonXoff: true,
        bufferBytes: 65_536,
        busyAtFree: 40_000,
        readyAtFree: 60_000,
        rowsPerSecond: 1500,
        cutter: false,
      }),
    );
    await expectPrintedAndAcknowledged([named('with pauses', makePicture(3000, 2))]);
  });

  it('that runs out of paper says so, and goes on by itself once it has some', async () => {
    const paper = await usePaper(new EscposPaper({ cutter: false }));
    paper.atRow(200, () => paper.suffer('paper-out'));
    const printed = expectPrintedAndAcknowledged([
      named('cut short', makePicture(900, 3)),
      named('next', makePicture(60, 4)),
    ]);
    await browser.page.getByText(printerErrorWords['printer-paper-out'].title).first().waitFor();
    await waitFor('the job to say so', async () =>
      (await readDeliveries(browser.page)).some(
        ({ state, error }) => state === 'needs-you' && error?.code === 'printer-paper-out',
      ),
    );
    // Its sender knows that it has arrived, whatever the paper does.
    await client.waitForStatus('acknowledged');
    paper.cure();
    await printed;
  });

  it('that never answers is believed to be as fast as its head, and is given its last bytes before it is let go', async () => {
    const paper = await usePaper(new EscposPaper({ answers: [], cutter: false }));
    const before = (await readDeliveries(browser.page)).length;
    // It takes the picture but for its end, and that when nobody waits for it any more.
    printer.takeAtMost(6_000);
    await client.send(key, 'set_delivery_and_print', [makePicture(150, 5)]);
    await waitForDeliveries(browser.page, before + 1);
    expect(paper.pictures).toHaveLength(0);
    await owner.forget();
    printer.goOn();
    await paper.until(() => paper.pictures.length === 1);
    expect(paper.pictures[0]).toEqual(makePicture(150, 5));
    paper.checkAtRest();
  });

  it('of 80 mm prints all captured pictures dot for dot, and cuts after each', async () => {
    const paper = await usePaper(new EscposPaper({ headWidth: 576 }));
    await owner.connectSerial('escpos-80');
    await owner.openSettings();
    await expectPrintedAndAcknowledged(captured);
    expect(paper.events.filter(({ kind }) => kind === 'cut')).toHaveLength(captured.length);
  });
});
