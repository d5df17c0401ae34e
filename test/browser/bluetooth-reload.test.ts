import { afterEach, describe, expect, it } from 'vitest';
import { printerErrorWords } from '../../src/app/printer-error-words.ts';
import { printerWords } from '../../src/app/printers/words.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { keepAdapter } from './bluetooth/adapter.ts';
import { PAPERANG_NAME, PaperangDesk } from './bluetooth/desk.ts';
import type { PaperangPeripheral } from './bluetooth/paperang.ts';
import { reloadAndConnect, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { expectAllPrinted, expectOnPaper, named, sendAll } from './printing.ts';
import { waitFor } from './wait.ts';

const OTHER_ADDRESS = '0A:00:00:00:00:02';

let desk: PaperangDesk;
let unit: PaperangPeripheral;

/** Connects a Paperang in a browser that remembers it after a reload, or does not. */
async function connect(bluetooth: 'remembers' | 'forgets'): Promise<void> {
  desk = await PaperangDesk.open({ bluetooth });
  await desk.claim();
  unit = await desk.connect();
  await keepAdapter(desk.page);
}

/** Loads the page anew, which ends its connections. */
async function reload(): Promise<void> {
  await unit.loseLink();
  await reloadAndConnect(desk.page);
  await desk.owner.openSettings();
}

afterEach(() => desk?.close());

describe('after a reload', () => {
  it('a Paperang is connected by itself where the browser remembers it', async () => {
    await connect('remembers');
    const { shown } = desk.browser.chooser;
    await reload();
    await expectAllPrinted(desk.client, desk.key, unit.paper, [named('after the reload', makePicture(60, 1))]);
    expect(desk.browser.chooser.shown).toBe(shown);
  });

  it('one tap connects it where the browser does not, and what has waited comes out', async () => {
    await connect('forgets');
    await reload();
    const { main } = desk.owner;
    await main.getByText(printerErrorWords['printer-tap'].title).first().waitFor();
    const pictures = [named('the first', makePicture(60, 2)), named('the second', makePicture(60, 3))];
    await sendAll(desk.client, desk.key, pictures);
    // The printer is away, and so the tab is the queue: senders are not kept waiting.
    await desk.client.waitForStatus('acknowledged');
    expect(unit.paper.pictures).toEqual([]);

    const tap = main.getByRole('button', { name: printerWords.actions.tap }).first();
    desk.browser.chooser.choice = 'close';
    await tap.click();
    await main.getByText(printerWords.connect.notListed.bluetooth[0][0]).waitFor();

    const paper = new PaperangPaper(PAPERANG.p2);
    await desk.place({ name: 'Paperang_P2', address: OTHER_ADDRESS, paper });
    desk.pick(OTHER_ADDRESS);
    await tap.click();
    await main.getByText(printerWords.tap.other(PAPERANG_NAME)).waitFor();

    desk.pick();
    await tap.click();
    await expectOnPaper(unit.paper, pictures);
    await waitForDeliveries(desk.page, 2);
    await waitFor('nothing to be asked any more', async () => (await tap.count()) === 0);
    expect(paper.received).toBe(0);
  });
});
