import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printerErrorWords } from '../../src/app/printer-error-words.ts';
import { printerWords } from '../../src/app/printers/words.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { keepAdapter } from './bluetooth/adapter.ts';
import { type BluetoothBrowser, launchWithBluetooth } from './bluetooth/launch.ts';
import { PaperangPeripheral } from './bluetooth/paperang.ts';
import { openAndClaim, reloadAndConnect, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { PrinterOwner } from './printer-owner.ts';
import { expectAllPrinted, expectOnPaper, named, sendAll } from './printing.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

const NAME = 'Paperang_P1';
const ADDRESS = '0A:00:00:00:00:01';
const OTHER_ADDRESS = '0A:00:00:00:00:02';

let server: PreviewServer;
let browser: BluetoothBrowser;
let client: SiriusClient;
let key: string;
let owner: PrinterOwner;
let unit: PaperangPeripheral;

/** Connects a Paperang in a browser that remembers it after a reload, or does not. */
async function connect(bluetooth: 'remembers' | 'forgets'): Promise<void> {
  browser = await launchWithBluetooth({ bluetooth });
  const { adapter, chooser, page, sessions } = browser;
  key = await openAndClaim(page, server.url, client);
  owner = new PrinterOwner(page);
  const paper = new PaperangPaper(PAPERANG.p1);
  unit = await PaperangPeripheral.place(adapter, sessions, { name: NAME, address: ADDRESS, wayIn: 'ff00', paper });
  chooser.choice = { pick: ADDRESS };
  await owner.connectPaperang(NAME);
  await keepAdapter(page);
}

/** Loads the page anew, which ends its connections. */
async function reload(): Promise<void> {
  await unit.loseLink();
  await reloadAndConnect(browser.page);
  await owner.openSettings();
}

beforeEach(async () => {
  server = await PreviewServer.start();
  client = new SiriusClient(server.origin);
});

afterEach(async () => {
  await browser?.close();
  await server?.close();
});

describe('after a reload', () => {
  it('a Paperang is connected by itself where the browser remembers it', async () => {
    await connect('remembers');
    const { shown } = browser.chooser;
    await reload();
    await expectAllPrinted(client, key, unit.paper, [named('after the reload', makePicture(60, 1))]);
    expect(browser.chooser.shown).toBe(shown);
  });

  it('one tap connects it where the browser does not, and what has waited comes out', async () => {
    await connect('forgets');
    await reload();
    const { main } = owner;
    await main.getByText(printerErrorWords['printer-tap'].title).first().waitFor();
    const pictures = [named('the first', makePicture(60, 2)), named('the second', makePicture(60, 3))];
    await sendAll(client, key, pictures);
    // The printer is away, and so the tab is the queue: senders are not kept waiting.
    await client.waitForStatus('acknowledged');
    expect(unit.paper.pictures).toEqual([]);

    const tap = main.getByRole('button', { name: printerWords.actions.tap }).first();
    browser.chooser.choice = 'close';
    await tap.click();
    await main.getByText(printerWords.connect.notListed.bluetooth[0][0]).waitFor();

    const paper = new PaperangPaper(PAPERANG.p2);
    const { adapter, sessions } = browser;
    await PaperangPeripheral.place(adapter, sessions, {
      name: 'Paperang_P2',
      address: OTHER_ADDRESS,
      wayIn: 'ff00',
      paper,
    });
    browser.chooser.choice = { pick: OTHER_ADDRESS };
    await tap.click();
    await main.getByText(printerWords.tap.other(NAME)).waitFor();

    browser.chooser.choice = { pick: ADDRESS };
    await tap.click();
    await expectOnPaper(unit.paper, pictures);
    await waitForDeliveries(browser.page, 2);
    await waitFor('nothing to be asked any more', async () => (await tap.count()) === 0);
    expect(paper.received).toBe(0);
  });
});
