import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { differenceOf } from '../paper/same-dots.ts';
import { type BluetoothBrowser, launchWithBluetooth } from './bluetooth/launch.ts';
import { PaperangPeripheral, type PaperangUnit } from './bluetooth/paperang.ts';
import { readDeliveries } from './paper.ts';
import { openAndClaim, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { PrinterOwner } from './printer-owner.ts';
import { expectAllAcknowledged } from './printing.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

const NAME = 'Paperang_P1';
const ADDRESS = '0A:00:00:00:00:01';
const ROWS = 400;
/** Bytes of a frame of 21 rows of 384 dots. */
const FRAME_BYTES = 10 + 1008;

let server: PreviewServer;
let browser: BluetoothBrowser;
let client: SiriusClient;
let key: string;
let unit: PaperangPeripheral;
let seed = 0;

beforeAll(async () => {
  server = await PreviewServer.start();
  browser = await launchWithBluetooth();
  client = new SiriusClient(server.origin);
  key = await openAndClaim(browser.page, server.url, client);
  unit = await PaperangPeripheral.place(browser.adapter, browser.sessions, {
    name: NAME,
    address: ADDRESS,
    wayIn: 'ff00',
    paper: new PaperangPaper(PAPERANG.p1),
  });
  browser.chooser.choice = { pick: ADDRESS };
  const owner = new PrinterOwner(browser.page);
  await owner.connectPaperang(NAME);
  await owner.openSettings();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** A unit with nothing on its paper yet takes the place of the last one, and is connected. */
async function fresh(wayIn: PaperangUnit['wayIn'] = 'ff00'): Promise<PaperangPaper> {
  const paper = new PaperangPaper(PAPERANG.p1);
  unit.onWrite = () => 'take';
  await unit.replace({ wayIn, paper });
  await paper.until(() => paper.events.some(({ kind }) => kind === 'key'));
  return paper;
}

/**
 * Sends three pictures, of which the first meets with what `mishap` has prepared, and expects all on paper, in order and
 * dot for dot.
 *
 * @param interruptions how often the first is to say that it began again
 * @param whole how often the first may stand on paper as a whole picture
 */
async function expectAllThree(paper: PaperangPaper, interruptions: number, whole = 1): Promise<void> {
  const before = (await readDeliveries(browser.page)).length;
  const pictures = Array.from({ length: 3 }, () => makePicture(ROWS, ++seed));
  for (const picture of pictures) {
    expect((await client.send(key, 'set_delivery_and_print', [picture])).status).toBe(200);
  }
  const jobs = (await waitForDeliveries(browser.page, before + 3)).slice(-3);
  expect(jobs.map((job) => job.interruptions)).toEqual([interruptions, 0, 0]);
  const expected = [...Array.from({ length: whole - 1 }, () => pictures[0]!), ...pictures];
  expect(paper.pictures).toHaveLength(expected.length);
  expect(expected.map((picture, i) => differenceOf(paper.pictures[i], picture))).toEqual(expected.map(() => undefined));
  await expectAllAcknowledged(client, before + 3);
}

describe('a Paperang that is lost', () => {
  it('before a job has it wait until it is back', async () => {
    const paper = await fresh();
    unit.peripheral.connecting = 'refuse';
    await unit.loseLink();
    const done = expectAllThree(paper, 0);
    await waitFor('the first to wait for its printer', async () =>
      (await readDeliveries(browser.page)).some(({ state }) => state === 'needs-you'),
    );
    unit.peripheral.connecting = 'take';
    await done;
  });

  it('while it is being connected is connected anew', async () => {
    const paper = await fresh();
    unit.peripheral.connecting = 'never';
    await unit.loseLink();
    const done = expectAllThree(paper, 0);
    await waitFor('the page to be connecting', () => unit.peripheral.hangs);
    unit.peripheral.connecting = 'take';
    await unit.loseLink();
    await done;
  });

  it('while it is being greeted is greeted anew', async () => {
    const paper = await fresh();
    let lost = false;
    unit.onWrite = ({ index }) => {
      if (index === 1 && !lost) {
        lost = true;
        void unit.loseLink();
      }
      return 'take';
    };
    await unit.loseLink();
    await expectAllThree(paper, 0);
    expect(lost).toBe(true);
  });

  const moments: readonly [string, (paper: PaperangPaper, lose: () => void) => void][] = [
    ['with the first row', (paper, lose) => paper.atRow(1, lose)],
    ['after the first frame', (paper, lose) => paper.atRow(21, lose)],
    ['within a frame', (paper, lose) => paper.atByte(paper.received + 3 * FRAME_BYTES, lose)],
    ['in the middle', (paper, lose) => paper.atRow(ROWS / 2, lose)],
    ['with the last row', (paper, lose) => paper.atRow(ROWS, lose)],
  ];

  it.each(moments)('%s prints the job again from its start, and says so', async (_when, prepare) => {
    const paper = await fresh();
    prepare(paper, () => void unit.loseLink());
    await expectAllThree(paper, 1);
    expect(paper.torn.length).toBeLessThanOrEqual(1);
  });

  it('before the first row prints the job as if nothing had been', async () => {
    const paper = await fresh();
    let lost = false;
    unit.onWrite = () => {
      if (!lost && paper.events.some(({ kind }) => kind === 'density')) {
        lost = true;
        void unit.loseLink();
      }
      return 'take';
    };
    const before = (await readDeliveries(browser.page)).length;
    await expectAllThree(paper, 1);
    expect(before).toBeGreaterThan(0);
    expect(lost).toBe(true);
  });

  it('while its head is still at work prints the job once more, for nobody can know whether it was whole', async () => {
    const paper = await fresh();
    paper.suffer('busy');
    void paper
      .until(() => paper.pictures.length === 1)
      .then(async () => {
        await unit.loseLink();
        paper.cure('busy');
      });
    await expectAllThree(paper, 1, 2);
  });

  it('after a job prints nothing twice', async () => {
    const paper = await fresh();
    await expectAllThree(paper, 0);
    await unit.loseLink();
    await waitFor('the printer to be back', () => unit.peripheral.connected);
    const before = paper.pictures.length;
    const picture = makePicture(ROWS, ++seed);
    await client.send(key, 'set_delivery_and_print', [picture]);
    await paper.until(() => paper.pictures.length > before);
    expect(paper.pictures).toHaveLength(before + 1);
    expect(differenceOf(paper.pictures[before], picture)).toBeUndefined();
    const jobs = await readDeliveries(browser.page);
    await waitForDeliveries(browser.page, jobs.length);
  });

  it('while a write hangs prints the job again', async () => {
    const paper = await fresh('issc, always confirmed');
    let hung = false;
    unit.onWrite = () => {
      if (hung || paper.rowsDrawn < 100) return 'take';
      hung = true;
      return 'never';
    };
    const done = expectAllThree(paper, 1);
    await waitFor('a write to hang', () => hung && unit.peripheral.hangs);
    await unit.loseLink();
    await done;
  });
});
