import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { differenceOf } from '../paper/same-dots.ts';
import { Bench, type Desk } from '../soak/bench.ts';
import { History } from '../soak/history.ts';
import { fingerprint } from '../soak/numbered-picture.ts';
import { readDrawnPicture } from './paper.ts';
import { makePicture } from './pictures.ts';
import { waitFor } from './wait.ts';

/** All together, a third of them for each Little Printer. */
const MESSAGES = 300;

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});

afterAll(() => bench?.close());

/** Pictures of a few rows, no two alike. */
const PICTURES = Array.from({ length: MESSAGES }, (_, i) => makePicture(10 + (i % 9), i + 1));

function picturesOf(desk: Desk): Bitmap[] {
  return PICTURES.filter((_, i) => bench.desks[i % bench.desks.length] === desk);
}

/** Sends them as fast as the server takes them, to one Little Printer after another. */
async function sendAll(): Promise<void> {
  for (const [i, picture] of PICTURES.entries()) {
    const { key } = bench.desks[i % bench.desks.length]!;
    const { status } = await bench.client.send(key, 'set_delivery_and_print_no_face', [picture]);
    expect(status).toBe(200);
  }
}

/** Waits until the page has printed them all. */
async function readHistory(): Promise<History> {
  const history = new History();
  await waitFor(
    `${MESSAGES} messages to be printed`,
    async () => {
      await history.read(bench.page);
      const jobs = [...history.jobs.values()].filter(({ origin }) => origin.kind === 'delivery');
      return jobs.length === MESSAGES && jobs.every(({ report }) => report === 'sent');
    },
    180_000,
  );
  return history;
}

describe('three Little Printers on one bridge', () => {
  it(`take ${MESSAGES} messages, and each prints its own on its own paper, in order`, {
    timeout: 240_000,
  }, async () => {
    await sendAll();
    const history = await readHistory();
    const papers = { screen: undefined, bluetooth: bench.paperang.paper, serial: bench.receipts.paper };
    for (const desk of bench.desks) {
      const due = picturesOf(desk);
      const jobs = [...history.jobs.values()].filter(
        ({ origin }) => origin.kind === 'delivery' && origin.littlePrinter === desk.littlePrinter,
      );
      expect(jobs.map(({ print }) => print)).toEqual(due.map(fingerprint));
      expect(new Set(jobs.map(({ paperPrinter }) => paperPrinter))).toEqual(new Set([desk.paperPrinter]));
      expect(jobs.every(({ state, interruptions }) => state === 'printed' && interruptions === 0)).toBe(true);
      const paper = papers[desk.name];
      if (paper === undefined) {
        // The screen: what is newest is to be seen.
        const last = jobs.at(-1)!;
        expect(differenceOf(await readDrawnPicture(bench.page, last.id), due.at(-1)!)).toBeUndefined();
        continue;
      }
      expect(due.map((picture, at) => differenceOf(paper.pictures[at], picture)).filter(Boolean)).toEqual([]);
      expect(paper.pictures).toHaveLength(due.length);
      expect(paper.torn).toEqual([]);
      paper.checkAtRest();
    }
    const { sent, told } = bench.ledger;
    expect(sent.filter(({ acknowledged }) => acknowledged)).toHaveLength(MESSAGES);
    // One socket for all three, and every print told once.
    expect(new Set(sent.map(({ socket }) => socket)).size).toBe(1);
    expect(told.map(({ kind }) => kind)).toEqual(PICTURES.map(() => 1));
  });
});
