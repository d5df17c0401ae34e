import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { drawFace } from '../../src/imaging/faces/draw-face.ts';
import { drawNotice } from '../../src/imaging/faces/draw-notice.ts';
import { stack } from '../../src/imaging/stack.ts';
import type { CommandName } from '../../src/sirius/commands.ts';
import { expectSameDots } from '../paper/same-dots.ts';
import { Bench, type Desk } from '../soak/bench.ts';
import { callEngine } from '../soak/engine-hand.ts';
import { readDrawnPicture, readJobs } from './paper.ts';
import { makePicture } from './pictures.ts';
import { engineOf } from './stop-engine.ts';
import { waitFor } from './wait.ts';

/** White rows between a message and the face below it, unless the user has set others. */
const GAP = 24;
/** As `did_print` says it. */
const [DELIVERY, NOTHING, QUIP] = [0x01, 0x10, 0x11];

const FACE = makePicture(60, 1);
const [NOTHING_TO_PRINT, NO_BRIDGE, NO_INTERNET] = [makePicture(50, 2), makePicture(52, 3), makePicture(54, 4)];
const PERSONALITY = [FACE, NOTHING_TO_PRINT, NO_BRIDGE, NO_INTERNET];
const QUIPS = [makePicture(40, 5), makePicture(42, 6), makePicture(44, 7)];
const OTHER_FACE = makePicture(66, 8);

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});

afterAll(() => bench?.close());

/** Sends a command, and waits until it is acknowledged. */
async function send(desk: Desk, command: CommandName, pictures: readonly Bitmap[]): Promise<void> {
  const { status } = await bench.client.send(desk.key, command, pictures);
  expect(status).toBe(200);
  await bench.client.waitForStatus('acknowledged');
}

async function press({ littlePrinter }: Desk): Promise<void> {
  await callEngine(bench.page, 'pressButton', littlePrinter);
}

/** What the engine takes for chance from now on. */
async function setChance(chance: number): Promise<void> {
  await (await engineOf(bench.page)).evaluate((value) => {
    Math.random = () => value;
  }, chance);
}

/** The jobs of a Little Printer in the order of their arrival, without those that its page has made. */
async function jobsOf({ littlePrinter }: Desk) {
  return (await readJobs(bench.page)).filter(
    ({ origin }) => origin.kind !== 'local' && origin.littlePrinter === littlePrinter,
  );
}

/** Waits until a Little Printer has printed exactly these, in this order, and compares every dot with what it has on paper. */
async function expectPrinted(desk: Desk, pictures: readonly Bitmap[]): Promise<void> {
  const jobs = await waitFor(`${pictures.length} prints of ${desk.name}`, async () => {
    const printed = (await jobsOf(desk)).filter(({ state }) => state === 'printed');
    return printed.length === pictures.length && printed;
  });
  if (desk.name === 'screen') {
    for (const [i, { id }] of jobs.entries()) {
      const newest = i === jobs.length - 1;
      // What is older may be out of sight, where nothing is drawn.
      if (newest) expectSameDots(await readDrawnPicture(bench.page, id), pictures[i]!);
    }
    return;
  }
  const { paper } = desk.name === 'bluetooth' ? bench.paperang : bench.receipts;
  await paper.until(() => paper.pictures.length >= pictures.length && !paper.busy);
  for (const [i, picture] of pictures.entries()) expectSameDots(paper.pictures[i], picture);
  expect(paper.pictures).toHaveLength(pictures.length);
  paper.checkAtRest();
}

/** The kinds that a Little Printer has reported, in order. */
function reportsOf({ littlePrinter }: Desk): number[] {
  return bench.ledger.told.filter((told) => told.littlePrinter === littlePrinter).map(({ kind }) => kind);
}

async function expectReported(desk: Desk, kinds: readonly (number | undefined)[]): Promise<void> {
  await waitFor(`${kinds.length} reports of ${desk.name}`, () => reportsOf(desk).length >= kinds.length);
  expect(reportsOf(desk)).toEqual(kinds);
}

describe.each([0, 1, 2])('the seven picture commands', (place) => {
  it(`come out as they are meant to, on ${['the screen', 'a Paperang', 'a receipt printer'][place]}`, async () => {
    const desk = bench.desks[place]!;
    const due: Bitmap[] = [];
    const told: (number | undefined)[] = [];
    const expectPaper = async (picture: Bitmap, kind: number | undefined): Promise<void> => {
      due.push(picture);
      told.push(kind);
      await expectPrinted(desk, due);
      await expectReported(desk, told);
    };
    await setChance(0);

    // Until the server has given it a face, that which the user has picked.
    await send(desk, 'set_delivery_and_print', [makePicture(100, 10)]);
    await expectPaper(makePicture(100, 10), DELIVERY);
    await callEngine(bench.page, 'configureLittlePrinter', desk.littlePrinter, { face: 'dot' });
    await send(desk, 'set_delivery_and_print', [makePicture(101, 11)]);
    await expectPaper(stack(makePicture(101, 11), GAP, drawFace('dot')), DELIVERY);
    await press(desk);
    await expectPaper(drawNotice('nothing-to-print'), NOTHING);

    // A personality prints nothing by itself.
    await send(desk, 'set_personality', PERSONALITY);
    await send(desk, 'set_delivery_and_print', [makePicture(102, 12)]);
    await expectPaper(stack(makePicture(102, 12), GAP, FACE), DELIVERY);
    await send(desk, 'set_delivery_and_print_no_face', [makePicture(103, 13)]);
    await expectPaper(makePicture(103, 13), DELIVERY);

    // Held until the button is pressed, one after the other.
    await send(desk, 'set_delivery', [makePicture(104, 14)]);
    await send(desk, 'set_delivery_no_face', [makePicture(105, 15)]);
    expect((await jobsOf(desk)).slice(-2).map(({ state }) => state)).toEqual(['held', 'held']);
    await expectPrinted(desk, due);
    expect(reportsOf(desk)).toEqual(told);
    await press(desk);
    await expectPaper(stack(makePicture(104, 14), GAP, FACE), DELIVERY);
    await press(desk);
    await expectPaper(makePicture(105, 15), DELIVERY);

    await press(desk);
    await expectPaper(NOTHING_TO_PRINT!, NOTHING);
    await send(desk, 'set_quip', QUIPS);
    await setChance(0.99);
    await press(desk);
    await expectPaper(QUIPS[2]!, QUIP);

    // The message comes with the face that came with it.
    await send(desk, 'set_personality_with_message', [OTHER_FACE, ...PERSONALITY.slice(1), makePicture(106, 16)]);
    await expectPaper(stack(makePicture(106, 16), GAP, OTHER_FACE), DELIVERY);
  });
});

describe('the button while the server is away', () => {
  it('prints what cannot be seen, and reports nothing of it', async () => {
    const desk = bench.desks[0]!;
    // What it has certainly been told is not said again.
    await waitFor('every report to have arrived', async () =>
      (await jobsOf(desk)).every(({ report }) => report !== 'due'),
    );
    const told = reportsOf(desk).length;
    await bench.server.kill();
    await bench.page.getByRole('button', { name: /Not connected/ }).waitFor();
    await press(desk);
    const job = await waitFor('what is seen', async () =>
      (await jobsOf(desk)).find(({ origin, state }) => {
        const shows = origin.kind === 'button' ? origin.shows : '';
        return state === 'printed' && shows.startsWith('cannot-see');
      }),
    );
    const { shows } = job.origin as Extract<typeof job.origin, { kind: 'button' }>;
    const seen = shows === 'cannot-see-internet' ? NO_INTERNET : NO_BRIDGE;
    expectSameDots(await readDrawnPicture(bench.page, job.id), seen!);
    await bench.server.resume();
    await bench.waitUntilOnline();
    expect(reportsOf(desk)).toHaveLength(told);
  });
});
