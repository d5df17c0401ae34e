import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorWords } from '../../src/app/error-words.ts';
import { faceWords } from '../../src/app/printers/faces/words.ts';
import { hrefOf } from '../../src/app/routes.ts';
import { settingsWords } from '../../src/app/settings/words.ts';
import { backupWords } from '../../src/app/sheets/backup-words.ts';
import { words } from '../../src/app/words.ts';
import type { LittlePrinterRecord } from '../../src/engine/records.ts';
import { drawFace } from '../../src/imaging/faces/draw-face.ts';
import { stack } from '../../src/imaging/stack.ts';
import { expectSameDots } from '../paper/same-dots.ts';
import { callEngine, holdEngine } from '../soak/engine-hand.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { readKept, readLittlePrinters } from './kept.ts';
import { readDeliveries, readJobs, readStoredPicture } from './paper.ts';
import { openAndClaim, openPapertab } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { PrinterOwner } from './printer-owner.ts';
import { addLittlePrinter, cardOf, goTo, openCard, openSection, readCard, renameOn } from './settings-visitor.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

const PASSPHRASE = 'lamp oyster kettle Tuesday';
/** White rows between a message and the face below it, unless the user has set others. */
const GAP = 24;
/** A printer for paper that is never there: what it is to print waits. */
const AWAY = { transport: 'bluetooth', device: 'a device of another computer' } as const;

const [PRINTED, HELD, WAITING] = [makePicture(60, 1), makePicture(62, 2), makePicture(64, 3)];

let server: PreviewServer;
let client: SiriusClient;
/** The browser that the backup is made in, and the one that it is brought into. */
let first: TestBrowser;
let second: TestBrowser;
let hall: string;
let kitchen: string;
/** The Little Printers of the first browser, and its bridge address. */
let littlePrinters: Map<string, LittlePrinterRecord>;
let bridgeAddress: string;
let file: Buffer;

beforeAll(async () => {
  server = await PreviewServer.start();
  client = new SiriusClient(server.origin);
  first = await launchBrowser();
  await first.context.addInitScript(holdEngine);
});

afterAll(async () => {
  await first?.close();
  await second?.close();
  await server?.close();
});

async function readBridgeAddress(page: Page): Promise<string> {
  return (await readKept<string>(page, 'meta')).get('bridge-address') ?? '';
}

/** Gives the printers names and faces, lets one message come out, and two wait in different ways. */
async function furnish(page: Page): Promise<void> {
  hall = await openAndClaim(page, server.url, client);
  await openSection(page, 'littlePrinters');
  await renameOn(page.locator('[data-little-printer]').first(), 'Hall');
  await addLittlePrinter(page, 'Kitchen');
  kitchen = await client.claim((await readCard(cardOf(page, 'Kitchen'))).code, 'Kitchen');
  for (const [name, face] of [
    ['Hall', 'dot'],
    ['Kitchen', 'nell'],
  ] as const) {
    await openCard(cardOf(page, name));
    await cardOf(page, name).getByRole('radio', { name: faceWords.names[face] }).check();
  }
  await waitFor('both to be online', async () => (await client.isOnline(hall)) && (await client.isOnline(kitchen)));
  await callEngine(page, 'addPaperPrinter', { name: 'Far away', model: 'paperang-p1', link: AWAY });
  const paper = cardOf(page, 'Hall').getByLabel(settingsWords.littlePrinters.paper, { exact: true });
  await paper.selectOption({ label: words.models.screen });
  const storage = await openSection(page, 'storage');
  await keptPrints(storage, '100').check();

  await client.send(hall, 'set_delivery_and_print', [PRINTED!]);
  await client.send(kitchen, 'set_delivery', [HELD!]);
  await client.send(kitchen, 'set_delivery_and_print', [WAITING!]);
  await waitFor('the messages', async () => {
    const [one, two, three, ...more] = (await readDeliveries(page)).map(({ state }) => state);
    const waits = three === 'waiting' || three === 'needs-you';
    return one === 'printed' && two === 'held' && waits && more.length === 0;
  });
}

function keptPrints(storage: Locator, count: string): Locator {
  return storage
    .getByRole('group', { name: settingsWords.storage.keepPrints })
    .getByRole('radio', { name: count, exact: true });
}

it('everything goes into one file, locked with a passphrase', async () => {
  const { page } = first;
  const say = backupWords.make;
  await furnish(page);
  littlePrinters = await readLittlePrinters(page);
  bridgeAddress = await readBridgeAddress(page);

  const section = await openSection(page, 'backup');
  await section.getByRole('button', { name: settingsWords.backup.make }).click();
  const sheet = page.getByRole('dialog', { name: say.heading });
  await sheet.getByText(say.contents.littlePrinters('Hall and Kitchen', 2)).waitFor();
  await sheet.getByText(say.contents.unprinted(2)).waitFor();
  await sheet.getByRole('switch', { name: say.history }).check();
  await sheet.getByLabel(say.passphrase, { exact: true }).fill(PASSPHRASE);
  const download = page.waitForEvent('download');
  await sheet.getByRole('button', { name: say.save }).click();
  file = await readFile(await (await download).path());
  await sheet.getByText(say.savedText((await download).suggestedFilename())).waitFor();
  expect((await download).suggestedFilename()).toMatch(/^papertab-\d{4}-\d\d-\d\d\.papertab$/);
  for (const { name, secret, claimCode } of littlePrinters.values()) {
    for (const text of [name, secret, claimCode]) expect(file.includes(text)).toBe(false);
  }
});

describe('a browser that is another printer', () => {
  const say = backupWords.restore;
  /** What it keeps. */
  let before: unknown;

  beforeAll(async () => {
    second = await launchBrowser();
    await openPapertab(second.page, server.url);
    before = await everything();
    const section = await openSection(second.page, 'backup');
    await section.getByRole('button', { name: settingsWords.backup.restore }).click();
  });

  const sheet = (): Locator => second.page.getByRole('dialog', { name: say.heading });

  async function everything(): Promise<unknown> {
    const { page } = second;
    const jobs = (await readJobs(page)).filter(({ origin }) => origin.kind !== 'local');
    return [
      await readLittlePrinters(page),
      await readBridgeAddress(page),
      await readKept(page, 'paper-printers'),
      jobs,
    ];
  }

  /** The print ids that the server was told of: of each at least once. */
  async function reported(): Promise<Set<number>> {
    const reports = (await client.reports()).filter(({ kind }) => kind === 'delivery');
    return new Set(reports.map(({ printId }) => printId));
  }

  async function choose(buffer: Buffer): Promise<void> {
    const chooser = second.page.waitForEvent('filechooser');
    await sheet().getByRole('button', { name: say.choose }).click();
    await (await chooser).setFiles({ name: 'mine.papertab', mimeType: 'application/octet-stream', buffer });
  }

  async function unlock(passphrase: string): Promise<void> {
    await sheet().getByLabel(say.passphrase, { exact: true }).fill(passphrase);
    await sheet().getByRole('button', { name: say.open }).click();
  }

  it('says so of a damaged file, and changes nothing', async () => {
    const damaged = Buffer.from(file);
    damaged[file.length >> 1]! ^= 1;
    await choose(damaged);
    await unlock(PASSPHRASE);
    await sheet().getByText(errorWords['backup-unreadable'].title).waitFor();
    expect(await everything()).toEqual(before);
  });

  it('takes everything in for its own, which nobody wanted, and says that the old place must stop', async () => {
    const { page } = second;
    await choose(file);
    await unlock('lamp oyster kettle Monday');
    await sheet().getByText(errorWords['backup-passphrase'].title).waitFor();
    const field = sheet().getByLabel(say.passphrase, { exact: true });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const note = page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`);
    expect(await note.textContent()).toContain(errorWords['backup-passphrase'].title);
    expect(await everything()).toEqual(before);

    await unlock(PASSPHRASE);
    await sheet().getByText(say.oneOnly.title).waitFor();
    for (const name of ['Hall', 'Kitchen', 'Far away']) await sheet().getByText(name, { exact: true }).waitFor();
    await sheet().getByText(say.held(2)).waitFor();
    await sheet().getByRole('button', { name: say.use, exact: true }).click();
    await sheet().getByText(say.done).waitFor();
    await sheet().getByRole('button', { name: words.app.done }).click();

    const here = await readLittlePrinters(page);
    expect([...here.keys()].sort()).toEqual([...littlePrinters.keys()].sort());
    for (const [address, printer] of littlePrinters) {
      expect(here.get(address)).toEqual({ ...printer, imported: true });
    }
    const bridges = [await readBridgeAddress(page), (before as unknown[])[1], bridgeAddress];
    expect(new Set(bridges).size).toBe(3);
    await openSection(page, 'littlePrinters');
    for (const { name, claimCode } of littlePrinters.values()) {
      expect((await readCard(cardOf(page, name))).code).toBe(claimCode);
    }
    expect(await keptPrints(await openSection(page, 'storage'), '100').isChecked()).toBe(true);
    const [printed] = await readDeliveries(page);
    expectSameDots(await readStoredPicture(page, printed!.id), stack(PRINTED!, GAP, drawFace('dot')));
  });

  it('is all of them once the old place has stopped, and what waited comes out once, at the button', async () => {
    const { page } = second;
    await first.close();
    await waitFor('them to be online', async () => (await client.isOnline(hall)) && (await client.isOnline(kitchen)));
    await client.send(hall, 'set_delivery_and_print_no_face', [makePicture(40, 4)]);
    await client.waitForStatus('acknowledged');
    await waitFor('it to be printed', async () => (await readDeliveries(page)).at(-1)?.state === 'printed');

    // What it was to print on is not here.
    await new PrinterOwner(page).forget();
    await goTo(page, hrefOf('paper'));
    const address = [...littlePrinters.values()].find(({ name }) => name === 'Kitchen')!.deviceAddress;
    await page.getByLabel(words.paper.choose, { exact: true }).selectOption(address);
    const ids = (await readDeliveries(page)).filter(({ state }) => state === 'held').map(({ id }) => id);
    for (const [i, picture] of [HELD!, WAITING!].entries()) {
      await page.getByRole('button', { name: words.paper.button(2 - i), exact: true }).click();
      const job = await waitFor('it to be printed', async () =>
        (await readDeliveries(page)).find(({ id, state }) => id === ids[i] && state === 'printed'),
      );
      expectSameDots(await readStoredPicture(page, job.id), stack(picture, GAP, drawFace('nell')));
    }
    await waitFor('the server to hear of them', async () => (await reported()).size === 4);
    await page.reload();
    await page.getByRole('button', { name: words.paper.button(0), exact: true }).waitFor();
    const deliveries = await readDeliveries(page);
    expect(deliveries.map(({ state }) => state)).toEqual(['printed', 'printed', 'printed', 'printed']);
  });

  it('takes it in once more, beside what it has by then', async () => {
    const { page } = second;
    await openSection(page, 'littlePrinters');
    await addLittlePrinter(page, 'Study');
    const here = [...(await readLittlePrinters(page)).keys()];
    expect(here).toHaveLength(3);
    const section = await openSection(page, 'backup');
    await section.getByRole('button', { name: settingsWords.backup.restore }).click();
    await choose(file);
    await unlock(PASSPHRASE);
    await sheet().getByRole('button', { name: say.use, exact: true }).click();
    await sheet().getByText(say.done).waitFor();
    expect([...(await readLittlePrinters(page)).keys()]).toEqual(here);
  });
});
