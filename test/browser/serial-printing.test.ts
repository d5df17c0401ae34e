import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printerErrorWords } from '../../src/app/printer-error-words.ts';
import { printerWords } from '../../src/app/printers/words.ts';
import { words } from '../../src/app/words.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import type { Job, JobState } from '../../src/jobs/job.ts';
import { EscposPaper } from '../paper/escpos-paper.ts';
import { expectSameDots } from '../paper/same-dots.ts';
import { readDeliveries } from './paper.ts';
import { printerChip, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { capturedPictures, expectAllAcknowledged, expectAllPrinted, type NamedPicture } from './printing.ts';
import { SerialDesk } from './serial/desk.ts';
import { waitFor } from './wait.ts';

const { ready, connecting } = words.chips.printerWords;
/** In so much time a print that goes on shows another percentage. */
const STANDS_STILL_MS = 1_000;

let desk: SerialDesk;
let captured: NamedPicture[];

beforeAll(async () => {
  captured = await capturedPictures();
  desk = await SerialDesk.open();
  await desk.claim();
  await desk.use(new EscposPaper({ cutter: false }));
  await desk.owner.connectSerial('escpos-58');
  // Where no paper is drawn, so that the emulated printer is not the slowest part.
  await desk.owner.openSettings();
});

afterAll(() => desk?.close());

/** Sends pictures and waits until they are on paper, dot for dot, and nobody has to be told anything any more. */
async function expectPrintedAndAcknowledged(paper: EscposPaper, pictures: readonly NamedPicture[]): Promise<void> {
  const before = (await readDeliveries(desk.page)).length;
  await expectAllPrinted(desk.client, desk.key, paper, pictures);
  const jobs = await waitForDeliveries(desk.page, before + pictures.length);
  expect(jobs.map(({ interruptions }) => interruptions)).toEqual(jobs.map(() => 0));
  await expectAllAcknowledged(desk.client, jobs.length);
}

/** Waits until a paper holds these pictures and no others, the page knows it, and no message is unacknowledged. */
async function expectOnPaper(paper: EscposPaper, ...pictures: readonly Bitmap[]): Promise<void> {
  await paper.until(() => (paper.pictures.length >= pictures.length && !paper.busy) || paper.faults.length > 0);
  paper.check();
  pictures.forEach((picture, i) => {
    expectSameDots(paper.pictures[i], picture);
  });
  const jobs = await waitForDeliveries(desk.page, (await readDeliveries(desk.page)).length);
  expect(jobs.map(({ interruptions }) => interruptions)).toEqual(jobs.map(() => 0));
  await expectAllAcknowledged(desk.client, jobs.length);
  expect(paper.pictures).toHaveLength(pictures.length);
  expect(paper.torn).toEqual([]);
  paper.checkAtRest();
}

/** How far the page says that a print is; 0 where it says nothing. */
async function readPercent(): Promise<number> {
  return Number(/Printing (\d+)%/.exec((await desk.main.textContent()) ?? '')?.[1] ?? 0);
}

async function stateOf({ id }: Job): Promise<JobState | undefined> {
  return (await readDeliveries(desk.page)).find((job) => job.id === id)?.state;
}

/** Waits until a delivery waits for paper, the page says so, and its sender knows that it has arrived all the same. */
async function expectPaperOut({ id }: Job): Promise<void> {
  await waitFor('the job to wait for paper', async () => {
    const job = (await readDeliveries(desk.page)).find((one) => one.id === id);
    return job?.state === 'needs-you' && job.error?.code === 'printer-paper-out';
  });
  await desk.main.getByText(printerErrorWords['printer-paper-out'].title).first().waitFor();
  await desk.client.waitForStatus('acknowledged');
}

describe('a receipt printer on a serial line', () => {
  it('of 58 mm prints all captured pictures dot for dot', async () => {
    const { paper } = await desk.use(new EscposPaper({ cutter: false }));
    await expectPrintedAndAcknowledged(paper, captured);
  });

  it('that is slow, and then stops, holds the page back, and goes on where it was', async () => {
    // Its buffer never overflows: the line takes only what it has room for.
    const { paper } = await desk.use(new EscposPaper({ bufferBytes: 4096, rowsPerSecond: 1200, cutter: false }));
    const picture = makePicture(3000, 1);
    paper.atRow(paper.rowsDrawn + 900, () => paper.suffer('offline'));
    const [job] = await desk.send(picture);
    await paper.until(() => paper.rowsDrawn === 900);
    // Nothing is heaped up before a printer that does not take it: what is under way fits between here and there.
    const percent = await waitFor('the print to stand still', async () => {
      const shown = await readPercent();
      await desk.page.waitForTimeout(STANDS_STILL_MS);
      return shown >= 20 && shown === (await readPercent()) && shown;
    });
    expect(((percent * picture.height) / 100 - 900) * 48).toBeLessThan(48 * 1024);
    expect(await stateOf(job!)).toBe('printing');
    expect(paper.rowsDrawn).toBe(900);
    paper.cure();
    await expectOnPaper(paper, picture);
  });

  it('that says XOFF is given a rest', async () => {
    // Its line cannot be held back, and brings bytes faster than its head prints.
    const paper = new EscposPaper({
      xonXoff: true,
      bufferBytes: 28_000,
      busyAtFree: 24_000,
      readyAtFree: 26_000,
      rowsPerSecond: 900,
      cutter: false,
    });
    await desk.use(paper, { unheldBytesPerSecond: 100_000 });
    let rests = 0;
    const { onReply } = paper;
    paper.onReply = (bytes) => {
      if (bytes.includes(0x13)) rests += 1;
      onReply(bytes);
    };
    const picture = makePicture(2400, 3);
    await desk.send(picture);
    await expectOnPaper(paper, picture);
    expect(rests).toBeGreaterThan(1);
  });

  it('without paper says so before it is sent a print, and prints by itself once it has some', async () => {
    const { paper } = await desk.use(new EscposPaper({ cutter: false }));
    paper.suffer('paper-out');
    const pictures = [makePicture(300, 4), makePicture(60, 5)];
    const [job] = await desk.send(...pictures);
    await expectPaperOut(job!);
    expect(paper.rowsDrawn).toBe(0);
    paper.cure();
    await expectOnPaper(paper, ...pictures);
  });

  it('that runs out of paper says so, and goes on by itself where it was', async () => {
    const { paper } = await desk.use(new EscposPaper({ cutter: false }));
    paper.atRow(200, () => paper.suffer('paper-out'));
    const pictures = [makePicture(900, 6), makePicture(60, 7)];
    const [job] = await desk.send(...pictures);
    await expectPaperOut(job!);
    expect(paper.rowsDrawn).toBe(200);
    paper.cure();
    await expectOnPaper(paper, ...pictures);
  });

  it('that never answers prints all the same', async () => {
    const { paper } = await desk.use(new EscposPaper({ answers: [], cutter: false }));
    const pictures = [makePicture(260, 8), makePicture(1, 9), makePicture(200, 10)];
    await desk.send(...pictures);
    await expectOnPaper(paper, ...pictures);
  });

  it.each([
    ['another speed is chosen', () => chooseBaudRate(115_200)],
    ['it is forgotten', () => desk.owner.forget()],
  ])('is given its last bytes when %s while they are on their way', async (_, letGo) => {
    // It never answers, so it is believed to be as fast as its head; the whole job fits on the way to it.
    const picture = makePicture(15, 11);
    const printer = await desk.use(new EscposPaper({ answers: [], cutter: false }));
    const { paper } = printer;
    await paper.until(() => paper.events.some(({ kind }) => kind === 'asked'));
    await printerChip(desk.page, ready).waitFor();
    printer.stop();
    const greeted = paper.received;
    const [job] = await desk.send(picture);
    await waitFor('the page to have sent it all', async () => (await stateOf(job!)) === 'printed');
    expect(paper.received).toBe(greeted);
    await letGo();
    printer.goOn();
    await expectOnPaper(paper, picture);
  });

  it('of 80 mm prints all captured pictures dot for dot, and cuts after each', async () => {
    const { paper } = await desk.use(new EscposPaper({ headWidth: 576 }));
    await desk.owner.connectSerial('escpos-80');
    await desk.owner.openSettings();
    await expectPrintedAndAcknowledged(paper, captured);
    expect(paper.events.filter(({ kind }) => kind === 'cut')).toHaveLength(captured.length);
  });
});

async function chooseBaudRate(rate: number): Promise<void> {
  await desk.main.getByLabel(printerWords.settings.fields.baudRate.label).selectOption(String(rate));
  await printerChip(desk.page, connecting).waitFor();
}
