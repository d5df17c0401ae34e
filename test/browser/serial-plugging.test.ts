import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printerErrorWords } from '../../src/app/printer-error-words.ts';
import { printerWords } from '../../src/app/printers/words.ts';
import { words } from '../../src/app/words.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { fitToHead } from '../../src/imaging/fit.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { EscposOptions } from '../paper/escpos-options.ts';
import { EscposPaper } from '../paper/escpos-paper.ts';
import { expectSameDots } from '../paper/same-dots.ts';
import { readDeliveries } from './paper.ts';
import { printerChip, reloadAndConnect, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { expectAllAcknowledged } from './printing.ts';
import { SerialDesk } from './serial/desk.ts';
import type { SerialPrinter } from './serial/printer.ts';

const { ready, away } = words.chips.printerWords;

let desk: SerialDesk;

beforeAll(async () => {
  desk = await SerialDesk.open();
  await desk.claim();
  await desk.use(new EscposPaper({ cutter: false }));
  await desk.owner.connectSerial('escpos-58');
  // Where no paper is drawn, so that the emulated printer is not the slowest part.
  await desk.owner.openSettings();
});

afterAll(() => desk?.close());

/** The job that is cut short, of five bands, and two that wait behind it. */
const PICTURES = [makePicture(600, 1), makePicture(90, 2), makePicture(130, 3)];
const [{ height: ROWS }] = PICTURES as [Bitmap];

/** Moments of the first job, found by what the printer has received, and how often that picture comes out whole. */
const MOMENTS: readonly (readonly [string, (paper: EscposPaper) => boolean, copies: number])[] = [
  ['before its first row', (paper) => paper.rowsDrawn === 0 && paper.expected > 0, 1],
  ['in its first band', (paper) => paper.rowsDrawn === 40, 1],
  ['in the middle of a row', (paper) => paper.rowsDrawn === 200 && paper.expected % 48 === 20, 1],
  ['between two bands', (paper) => paper.rowsDrawn === 256 && paper.expected === 0, 1],
  ['in its last band', (paper) => paper.rowsDrawn === 560, 1],
  ['before it is fed out', (paper) => paper.rowsDrawn === ROWS, 1],
  // Nobody can know then that it is on paper.
  ['while its end is waited for', (paper) => paper.pictures.length === 1, 2],
];

/** Waits until a printer holds these pictures and no others, and the page has printed as many jobs as were sent. */
async function expectOnPaper(paper: EscposPaper, pictures: readonly Bitmap[]): Promise<Job[]> {
  const sent = (await readDeliveries(desk.page)).length;
  const jobs = await waitForDeliveries(desk.page, sent);
  await expectAllAcknowledged(desk.client, sent);
  pictures.forEach((picture, i) => {
    expectSameDots(paper.pictures[i], picture);
  });
  expect(paper.pictures).toHaveLength(pictures.length);
  paper.checkAtRest();
  return jobs;
}

/** Plugs in a printer and waits until the page has greeted it. */
async function useReadyPrinter(options: EscposOptions): Promise<SerialPrinter> {
  const printer = await desk.use(new EscposPaper(options));
  await printer.paper.until(() => printer.paper.events.some(({ kind }) => kind === 'asked'));
  await printerChip(desk.page, ready).waitFor();
  return printer;
}

describe.each([
  ['and with it its power', {}],
  ['while it has power of its own, and waits for the rest of a band', { survivesUnplug: true }],
])('a receipt printer that loses its cable %s', (_, options) => {
  const usePrinter = (): Promise<SerialPrinter> => useReadyPrinter({ cutter: false, ...options });

  it.each(MOMENTS)('%s prints the job whole when it is back, and all that waits', async (_, moment, copies) => {
    const printer = await usePrinter();
    const { paper } = printer;
    const pulled = printer.pullWhen(() => moment(paper));
    await desk.send(...PICTURES);
    await pulled;
    await printerChip(desk.page, away).waitFor();
    await printer.plug();
    await paper.until(() => paper.pictures.length === PICTURES.length - 1 + copies);
    const [first, ...rest] = PICTURES;
    const jobs = await expectOnPaper(paper, [...new Array<Bitmap>(copies).fill(first!), ...rest]);
    expect(jobs.slice(-3).map((job) => job.interruptions)).toEqual([1, 0, 0]);
    expect(paper.torn.length).toBeLessThanOrEqual(1);
  });

  it('before a job, and again when it is opened and when it is greeted, prints it when it is back', async () => {
    const printer = await usePrinter();
    const { paper } = printer;
    await printer.unplug();
    await printerChip(desk.page, away).waitFor();
    await desk.send(...PICTURES);
    // Opened, or not even that.
    const before = paper.received;
    await printer.plug();
    await printer.unplug();
    expect(paper.received).toBe(before);
    // After the first command of the greeting.
    const pulled = printer.pullWhen(() => paper.received === before + 2);
    await printer.plug();
    await pulled;
    await printer.plug();
    await paper.until(() => paper.pictures.length === PICTURES.length);
    const jobs = await expectOnPaper(paper, PICTURES);
    expect(jobs.slice(-3).map((job) => job.interruptions)).toEqual([0, 0, 0]);
    expect(paper.torn).toEqual([]);
  });

  it('after a job is not sent that one again', async () => {
    const printer = await usePrinter();
    const { paper } = printer;
    const [first, ...rest] = PICTURES;
    await desk.send(first!);
    await waitForDeliveries(desk.page, (await readDeliveries(desk.page)).length);
    await printer.unplug();
    await desk.send(...rest);
    await printer.plug();
    await paper.until(() => paper.pictures.length === PICTURES.length);
    const jobs = await expectOnPaper(paper, PICTURES);
    expect(jobs.slice(-3).map((job) => job.interruptions)).toEqual([0, 0, 0]);
  });
});

describe('a receipt printer with an adapter of which the browser remembers the grant', () => {
  it('is connected by itself after the page was loaded anew', async () => {
    const { paper } = await useReadyPrinter({ cutter: false });
    await reloadAndConnect(desk.page);
    await printerChip(desk.page, ready).waitFor();
    await desk.send(PICTURES[1]!);
    await paper.until(() => paper.pictures.length === 1);
    await expectOnPaper(paper, [PICTURES[1]!]);
  });

  it('prints a job whole during which the page was loaded anew', async () => {
    // It takes so few bytes at a time, and the job is so long, that much of it is still on the page then.
    const picture = makePicture(1800, 4);
    const printer = await useReadyPrinter({ cutter: false, bufferBytes: 2048 });
    const { paper } = printer;
    const stopped = printer.stopWhen(() => paper.rowsDrawn === 200 && paper.expected % 48 === 20);
    await desk.send(picture);
    await stopped;
    await desk.page.reload();
    printer.goOn();
    await paper.until(() => paper.pictures.length === 1);
    const jobs = await expectOnPaper(paper, [picture]);
    expect(jobs.at(-1)?.interruptions).toBe(1);
  });
});

describe('two receipt printers with equal adapters', () => {
  const NARROW = words.models['escpos-58'];
  const WIDE = words.models['escpos-80'];
  const papers = [new EscposPaper({ cutter: false }), new EscposPaper({ headWidth: 576 })] as const;
  let wide: SerialPrinter;

  beforeAll(async () => {
    await desk.use(papers[0]);
    await printerChip(desk.page, ready).waitFor();
    wide = await desk.use(papers[1], { adapter: 1 });
    desk.browser.choice = 'another';
    await desk.owner.connectSerial('escpos-80');
    await desk.owner.openSettings();
  });

  /** The card of a paper printer in the settings. */
  const cardOf = (name: string): Locator =>
    desk.main.getByRole('article').filter({ has: desk.page.getByRole('heading', { name, exact: true }) });

  /** Lets messages come out on one of them, sends a picture, and waits until it is on that one's paper. */
  async function expectToPrint(name: string, paper: EscposPaper, picture: Bitmap): Promise<Job> {
    const before = papers.map(({ pictures }) => pictures.length);
    await desk.owner.printOn(name);
    await printerChip(desk.page, ready).waitFor();
    await desk.send(picture);
    await paper.until(() => paper.pictures.length > before[papers.indexOf(paper)]!);
    const jobs = await waitForDeliveries(desk.page, (await readDeliveries(desk.page)).length);
    expectSameDots(paper.pictures.at(-1), fitToHead(picture, paper.headWidth));
    papers.forEach((one, i) => {
      expect(one.pictures).toHaveLength(before[i]! + (one === paper ? 1 : 0));
      one.checkAtRest();
    });
    return jobs.at(-1)!;
  }

  it('print each what it is sent', async () => {
    await expectToPrint(WIDE, papers[1], makePicture(200, 21));
    await expectToPrint(NARROW, papers[0], makePicture(210, 22));
  });

  it('are told apart by a centimetre of paper after the page was loaded anew', async () => {
    await desk.page.reload();
    for (const name of [NARROW, WIDE]) {
      await cardOf(name).getByText(printerErrorWords['printer-which'].title).waitFor();
    }
    await cardOf(WIDE).getByRole('button', { name: printerWords.actions.which }).click();
    const sheet = desk.page.getByRole('dialog');
    const fed = papers.map(() => 0);
    for (const adapter of [1, 2]) {
      const before = papers.map(({ events }) => events.length);
      await sheet.getByRole('button', { name: printerWords.which.feedOf(adapter) }).click();
      await sheet
        .getByText(printerWords.which.fed)
        .nth(adapter - 1)
        .waitFor();
      papers.forEach(({ events }, i) => {
        const feeds = events.slice(before[i]).filter(({ kind }) => kind === 'feed');
        if (feeds.length === 0) return;
        expect(feeds).toEqual([{ kind: 'feed', rows: 80 }]);
        fed[i] = adapter;
      });
    }
    expect([...fed].sort()).toEqual([1, 2]);
    await sheet.getByRole('button', { name: printerWords.which.chooseOf(fed[1]!) }).click();
    // With that said, there is only one left that the other can be.
    for (const name of [NARROW, WIDE]) await cardOf(name).getByText(ready, { exact: true }).waitFor();
    await expectToPrint(NARROW, papers[0], makePicture(220, 23));
    await expectToPrint(WIDE, papers[1], makePicture(230, 24));
  });

  it('are not mistaken for each other when one is pulled out in mid-job and comes back', async () => {
    const start = papers[1].rowsDrawn;
    void wide.pullWhen(() => papers[1].rowsDrawn === start + 150).then(() => wide.plug());
    const job = await expectToPrint(WIDE, papers[1], makePicture(400, 25));
    expect(job.interruptions).toBe(1);
    await expectToPrint(NARROW, papers[0], makePicture(240, 26));
  });
});
