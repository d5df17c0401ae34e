import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printerErrorWords } from '../../src/app/printer-error-words.ts';
import { printerWords } from '../../src/app/printers/words.ts';
import { words } from '../../src/app/words.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { Need } from '../../src/printers/condition.ts';
import { EscposPaper } from '../paper/escpos-paper.ts';
import type { EscposTrouble } from '../paper/escpos-status.ts';
import { differenceOf } from '../paper/same-dots.ts';
import { GARBLINGS, garble } from './garble.ts';
import { readDeliveries } from './paper.ts';
import { printerChip, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { expectAllAcknowledged } from './printing.ts';
import { SerialDesk } from './serial/desk.ts';
import type { SerialPrinter } from './serial/printer.ts';
import { waitFor } from './wait.ts';

/** Rows of the job that meets with something, and of those behind it. */
const ROWS = 400;
const FEW_ROWS = 40;
/** As many as come in a day from friends who write every hour. */
const A_DAY = 24;
const WHEN = ['before a job', 'in mid-job'];
const { ready, away, needsYou } = words.chips.printerWords;

let desk: SerialDesk;
let printer: SerialPrinter;
let seed = 0;

beforeAll(async () => {
  desk = await SerialDesk.open();
  await desk.claim();
  printer = await desk.use(new EscposPaper({ cutter: false }));
  await desk.owner.connectSerial('escpos-58');
  // Where no paper is drawn, so that the emulated printer is not the slowest part.
  await desk.owner.openSettings();
});

afterAll(() => desk?.close());

/** Makes a picture of each number of rows, which no other one is like. */
function makePictures(rows: readonly number[]): Bitmap[] {
  return rows.map((count) => makePicture(count, ++seed));
}

/**
 * Waits until these pictures are on paper behind those that were out already, in order, each once, and every sender
 * knows. Only the first of their jobs was interrupted, so often.
 */
async function expectPrinted(out: number, pictures: readonly Bitmap[], interruptions = 0): Promise<void> {
  const { paper } = printer;
  await paper.until(() => paper.pictures.length >= out + pictures.length || paper.faults.length > 0);
  const jobs = await waitForDeliveries(desk.page, (await readDeliveries(desk.page)).length, ['printed'], 60_000);
  const interrupted = jobs.slice(-pictures.length).map((job) => job.interruptions);
  expect(interrupted).toEqual([interruptions, ...pictures.slice(1).map(() => 0)]);
  await expectAllAcknowledged(desk.client, jobs.length);
  expect(pictures.map((picture, i) => differenceOf(paper.pictures[out + i], picture)).filter(Boolean)).toEqual([]);
  expect(paper.pictures).toHaveLength(out + pictures.length);
  expect(paper.torn).toEqual([]);
  paper.checkAtRest();
}

/** Waits until a job waits for its printer, the page says what that needs, and its sender has nothing to wait for. */
async function expectNeeds({ id }: Job, needs: Need): Promise<void> {
  await waitFor('the job to say so', async () => {
    const job = (await readDeliveries(desk.page)).find((one) => one.id === id);
    return job?.state === 'needs-you' && job.error?.code === needs;
  });
  await printerChip(desk.page, needsYou).waitFor();
  await desk.main.getByText(printerErrorWords[needs].title).first().waitFor();
  await desk.client.waitForStatus('acknowledged');
}

describe('a receipt printer', () => {
  const TROUBLES: readonly (readonly [EscposTrouble, Need])[] = [
    ['cover-open', 'printer-cover-open'],
    ['too-hot', 'printer-too-hot'],
  ];

  describe.each(TROUBLES)('that says %s', (trouble, needs) => {
    it.each(WHEN)('%s is waited for, and goes on by itself', async (when) => {
      const { paper } = printer;
      const out = paper.pictures.length;
      const happens = (): void => paper.suffer(trouble);
      if (when === 'before a job') happens();
      else paper.atRow(paper.rowsDrawn + ROWS / 2, happens);
      const pictures = makePictures([ROWS, FEW_ROWS]);
      const [sent] = await desk.send(...pictures);
      await expectNeeds(sent!, needs);
      expect(paper.pictures).toHaveLength(out);
      paper.cure(trouble);
      await expectPrinted(out, pictures);
      await printerChip(desk.page, ready).waitFor();
    });
  });

  it.each(GARBLINGS)('whose replies come %s prints what it is sent, once', async (how) => {
    const { paper } = printer;
    const out = paper.pictures.length;
    const replies = garble(paper, how);
    const pictures = makePictures([ROWS, FEW_ROWS, FEW_ROWS]);
    await desk.send(...pictures);
    await expectPrinted(out, pictures);
    expect(replies.garbled).toBeGreaterThan(0);
    replies.stop();
    const [after] = makePictures([FEW_ROWS]);
    await desk.send(after!);
    await expectPrinted(out + pictures.length, [after!]);
    await printerChip(desk.page, ready).waitFor();
  });

  it.each(WHEN)('switched off behind its adapter %s is waited for, and prints it whole when it is on', async (when) => {
    const { paper } = printer;
    const out = paper.pictures.length;
    const isBegun = when === 'in mid-job';
    if (isBegun) paper.atRow(paper.rowsDrawn + ROWS / 2, () => paper.powerOff());
    else paper.powerOff();
    const pictures = makePictures([ROWS, FEW_ROWS]);
    const [sent] = await desk.send(...pictures);
    await expectNeeds(sent!, 'printer-stalled');
    expect(paper.pictures).toHaveLength(out);
    paper.powerOn();
    await paper.until(() => paper.pictures.length > out || paper.faults.length > 0);
    expect(paper.torn.splice(0)).toHaveLength(isBegun ? 1 : 0);
    await expectPrinted(out, pictures, isBegun ? 1 : 0);
    await printerChip(desk.page, ready).waitFor();
  });

  it('that is off while a day of messages arrives prints them in order when it is back', async () => {
    const { paper } = printer;
    const out = paper.pictures.length;
    await printer.unplug();
    await printerChip(desk.page, away).waitFor();
    const pictures = makePictures(Array.from({ length: A_DAY }, () => FEW_ROWS));
    await desk.send(...pictures);
    await expectAllAcknowledged(desk.client, (await readDeliveries(desk.page)).length);
    await printer.plug();
    await expectPrinted(out, pictures);
    await printerChip(desk.page, ready).waitFor();
  });
});

describe('a receipt printer that is unplugged while another one with an equal adapter is plugged in', () => {
  const NARROW = words.models['escpos-58'];
  const WIDE = words.models['escpos-80'];
  let wide: SerialPrinter;

  /** The card of a paper printer in the settings. */
  const cardOf = (name: string): Locator =>
    desk.main.getByRole('article').filter({ has: desk.page.getByRole('heading', { name, exact: true }) });

  beforeAll(async () => {
    wide = await desk.use(new EscposPaper({ headWidth: 576 }), { adapter: 1 });
    desk.browser.choice = 'another';
    await desk.owner.connectSerial('escpos-80');
    await desk.owner.openSettings();
    await desk.owner.printOn(NARROW);
    await printerChip(desk.page, ready).waitFor();
  });

  /** Lets each adapter feed a little paper, and says by which of them the narrow printer is. */
  async function tellWhich(name: string): Promise<void> {
    await cardOf(name).getByRole('button', { name: printerWords.actions.which }).click();
    const { sheet } = desk.owner;
    const { events } = printer.paper;
    let found = 0;
    for (const adapter of [1, 2]) {
      const before = events.length;
      await sheet.getByRole('button', { name: printerWords.which.feedOf(adapter) }).click();
      await sheet
        .getByText(printerWords.which.fed)
        .nth(adapter - 1)
        .waitFor();
      if (events.slice(before).some(({ kind }) => kind === 'feed')) found = adapter;
    }
    await sheet.getByRole('button', { name: printerWords.which.chooseOf(found) }).click();
  }

  it('is waited for: nothing of its messages comes out on the other', async () => {
    const out = printer.paper.pictures.length;
    await printer.unplug();
    await wide.unplug();
    await printerChip(desk.page, away).waitFor();
    const pictures = makePictures([ROWS, FEW_ROWS]);
    await desk.send(...pictures);
    await wide.plug();
    // It may be either: nobody prints on it before somebody has said which one it is.
    for (const name of [NARROW, WIDE]) {
      await cardOf(name).getByText(printerErrorWords['printer-which'].title).waitFor();
    }
    await expectAllAcknowledged(desk.client, (await readDeliveries(desk.page)).length);
    expect(wide.paper.rowsDrawn).toBe(0);
    await printer.plug();
    await tellWhich(NARROW);
    await expectPrinted(out, pictures);
    expect(wide.paper.rowsDrawn).toBe(0);
    wide.paper.checkAtRest();
  });
});
