import { beforeEach, describe, expect, it } from 'vitest';
import { makePicture } from '../../../test/browser/pictures.ts';
import type { EscposOptions } from '../../../test/paper/escpos-options.ts';
import { EscposPaper } from '../../../test/paper/escpos-paper.ts';
import { expectSameDots } from '../../../test/paper/same-dots.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { PaperTransport } from '../../../test/support/paper-transport.ts';
import { PapertabError } from '../../errors.ts';
import { CATALOG } from '../catalog.ts';
import type { Need } from '../condition.ts';
import { printBitmap } from '../print-session.ts';
import { PrinterLine } from '../printer-line.ts';
import { createEscposDriver } from './escpos.ts';

const ROWS = 600;
const PICTURE = makePicture(ROWS, 1);
const { defaults: settings, rowsPerSecond } = CATALOG['escpos-58'];

let clock: FakeClock;
let paper: EscposPaper;
let needs: (Need | undefined)[];

beforeEach(() => {
  clock = new FakeClock();
  needs = [];
});

/** A receipt printer behind an adapter that takes bytes whether anybody hears them or not. */
function usePaper(options: EscposOptions = {}): void {
  paper = new EscposPaper({ clock, bufferBytes: 4096, rowsPerSecond: 400, cutter: false, ...options });
}

/** Connects the printer, and says how a print in that connection ended. */
async function connect({ brokenOff = false } = {}) {
  const driver = createEscposDriver();
  const line = new PrinterLine(new PaperTransport(paper), driver.reader, clock, () => {});
  const never = new AbortController().signal;
  let greeted = false;
  driver.greet({ line, settings, clock, signal: never }, { brokenOff }).then(() => (greeted = true));
  await clock.advance(20_000);
  expect(greeted).toBe(true);
  return () => {
    let ended: string | undefined;
    const options = {
      clock,
      cancelled: never,
      stopped: never,
      onRows: () => {},
      onNeeds: (need: Need | undefined) => needs.push(need),
    };
    printBitmap(PICTURE, { driver, line, settings, rowsPerSecond }, options).then(
      () => (ended = 'printed'),
      (reason) => (ended = reason instanceof PapertabError ? reason.code : String(reason)),
    );
    return () => ended;
  };
}

/** That all that came out whole is the picture, so often. */
function expectOnPaper(copies: number): void {
  expect(paper.pictures).toHaveLength(copies);
  for (const picture of paper.pictures) expectSameDots(picture, PICTURE);
  paper.checkAtRest();
}

describe('a receipt printer that is switched off behind its adapter', () => {
  it('before a job is sent it when it is on again', async () => {
    usePaper();
    const print = await connect();
    paper.powerOff();
    const ended = print();
    await clock.advance(3_600_000);
    expect(needs).toEqual(['printer-stalled']);
    paper.powerOn();
    await clock.advance(60_000);
    expect(ended()).toBe('printed');
    expectOnPaper(1);
    expect(paper.torn).toEqual([]);
  });

  it.each([
    ['in mid-job', ROWS / 3, undefined],
    ['when all was sent', ROWS - 10, undefined],
    ['in mid-job, and that says nothing of its paper', ROWS / 3, ['DLE EOT'] as const],
    ['when all was sent, and that says nothing of its paper', ROWS - 10, ['DLE EOT'] as const],
  ])('%s has lost that job, which begins again in the next connection', async (_, rows, answers) => {
    usePaper(answers === undefined ? {} : { answers });
    const print = await connect();
    paper.atRow(rows, () => paper.powerOff());
    const ended = print();
    await clock.advance(3_600_000);
    expect(paper.powered).toBe(false);
    expect(ended()).toBeUndefined();
    expect(needs.at(-1)).toBe('printer-stalled');
    paper.powerOn();
    await clock.advance(60_000);
    expect(ended()).toBe('printer-lost');
    const again = (await connect({ brokenOff: true }))();
    await clock.advance(60_000);
    expect(again()).toBe('printed');
    expectOnPaper(1);
    expect(paper.torn).toHaveLength(1);
  });

  it('is not waited for where it has never answered', async () => {
    usePaper({ answers: [] });
    const print = await connect();
    paper.powerOff();
    const ended = print();
    await clock.advance(60_000);
    expect(ended()).toBe('printed');
    expect(needs).toEqual([]);
  });
});

it('a receipt printer that is deaf to some questions for a while goes on where it was', async () => {
  usePaper({ rowsPerSecond: 33 });
  const print = await connect();
  const { onReply } = paper;
  let deaf = false;
  paper.onReply = (bytes) => {
    // What it says of its paper comes in its turn.
    if (!deaf || bytes[0] !== 0x12) onReply(bytes);
  };
  paper.atRow(ROWS / 3, () => {
    deaf = true;
    clock.after(60_000, () => {
      deaf = false;
    });
  });
  const ended = print();
  await clock.advance(60_000);
  expect(needs).toEqual(['printer-stalled']);
  await clock.advance(60_000);
  expect(ended()).toBe('printed');
  expectOnPaper(1);
  expect(paper.torn).toEqual([]);
});
