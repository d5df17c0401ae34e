import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printerErrorWords } from '../../src/app/printer-error-words.ts';
import { printerWords } from '../../src/app/printers/words.ts';
import { words } from '../../src/app/words.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import type { Need } from '../../src/printers/condition.ts';
import type { PaperangTrouble } from '../paper/paperang-options.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { differenceOf } from '../paper/same-dots.ts';
import { PaperangDesk } from './bluetooth/desk.ts';
import type { PaperangPeripheral, PaperangUnit } from './bluetooth/paperang.ts';
import { GARBLINGS, garble } from './garble.ts';
import { readDeliveries } from './paper.ts';
import { printerChip, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { expectAllAcknowledged } from './printing.ts';
import { waitFor } from './wait.ts';

const OTHER_ADDRESS = '0A:00:00:00:00:02';
/** Rows of the job that meets with something, and of those behind it. */
const ROWS = 240;
const FEW_ROWS = 40;
/** As many as come in a day from friends who write every hour. */
const A_DAY = 24;
const { ready, away, needsYou } = words.chips.printerWords;

let desk: PaperangDesk;
let unit: PaperangPeripheral;
let seed = 0;

beforeAll(async () => {
  desk = await PaperangDesk.open();
  await desk.claim();
  unit = await desk.connect({ paper: new PaperangPaper({ ...PAPERANG.p1, pushesStatus: true }) });
  // Where no paper is drawn, so that the emulated printer is not the slowest part.
  await desk.owner.openSettings();
});

afterAll(() => desk?.close());

/** The printer is another unit, in the same place, which the page has found and greeted. */
async function use(paper: PaperangPaper, wayIn: PaperangUnit['wayIn'] = 'ff00'): Promise<void> {
  const { connections } = unit.peripheral;
  await unit.replace({ wayIn, paper });
  await waitFor('the next connection', () => unit.peripheral.connections > connections);
  await printerChip(desk.page, ready).waitFor();
}

interface Delivery {
  /** Waits until all is on paper, in order, each picture once, and every sender knows. */
  readonly printed: (interruptions?: number) => Promise<void>;
  /** The first of its jobs, as it is stored just now. */
  readonly first: () => ReturnType<typeof readFirst>;
}

async function readFirst(index: number) {
  return (await readDeliveries(desk.page))[index];
}

/** Sends pictures of so many rows, each a message of its own, until each is acknowledged. */
async function deliver(rows: readonly number[]): Promise<Delivery> {
  const { paper } = unit;
  const out = paper.pictures.length;
  const before = (await readDeliveries(desk.page)).length;
  const pictures = rows.map((count): Bitmap => makePicture(count, ++seed));
  for (const picture of pictures) {
    expect((await desk.client.send(desk.key, 'set_delivery_and_print', [picture])).status).toBe(200);
  }
  await expectAllAcknowledged(desk.client, before + rows.length);
  return {
    first: () => readFirst(before),
    printed: async (interruptions = 0) => {
      await paper.until(() => paper.pictures.length >= out + rows.length || paper.faults.length > 0);
      const jobs = (await waitForDeliveries(desk.page, before + rows.length, ['printed'], 60_000)).slice(before);
      expect(jobs.map((job) => job.interruptions)).toEqual(rows.map((_, i) => (i === 0 ? interruptions : 0)));
      const differences = pictures.map((picture, i) => differenceOf(paper.pictures[out + i], picture));
      expect(differences.filter(Boolean)).toEqual([]);
      expect(paper.pictures).toHaveLength(out + rows.length);
      paper.checkAtRest();
    },
  };
}

describe('a Paperang', () => {
  const TROUBLES: readonly (readonly [PaperangTrouble, Need])[] = [
    ['paper-out', 'printer-paper-out'],
    ['cover-open', 'printer-cover-open'],
    ['too-hot', 'printer-too-hot'],
    ['battery-empty', 'printer-battery-empty'],
  ];

  describe.each(TROUBLES)('that says %s', (trouble, needs) => {
    it.each(['before a job', 'in mid-job'])('%s is waited for, and goes on by itself', async (when) => {
      const { paper } = unit;
      const out = paper.pictures.length;
      const happens = (): void => paper.suffer(trouble);
      if (when === 'before a job') happens();
      else paper.atRow(paper.rowsDrawn + ROWS / 2, happens);
      const delivery = await deliver([ROWS, FEW_ROWS]);
      await waitFor('the job to say so', async () => {
        const job = await delivery.first();
        return job?.state === 'needs-you' && job.error?.code === needs;
      });
      await printerChip(desk.page, needsYou).waitFor();
      await desk.owner.main.getByText(printerErrorWords[needs].title).first().waitFor();
      expect(paper.pictures).toHaveLength(out);
      paper.cure(trouble);
      await delivery.printed();
      await printerChip(desk.page, ready).waitFor();
    });
  });

  it('whose battery is low, before a job and in another, says so and prints', async () => {
    const { paper } = unit;
    const warning = desk.owner.main.getByText(printerWords.state.batteryLow);
    paper.suffer('battery-low');
    await (await deliver([ROWS])).printed();
    await warning.waitFor();
    paper.cure('battery-low');
    await warning.waitFor({ state: 'detached' });
    paper.atRow(paper.rowsDrawn + ROWS / 2, () => paper.suffer('battery-low'));
    await (await deliver([ROWS, FEW_ROWS])).printed();
    await warning.waitFor();
    paper.cure('battery-low');
  });

  it('that refuses a write in mid-job is connected anew, and prints the job whole', async () => {
    const paper = new PaperangPaper({ ...PAPERANG.p1, pushesStatus: true });
    await use(paper, 'issc');
    const { connections } = unit.peripheral;
    let refused = 0;
    unit.onWrite = () => {
      if (refused > 0 || paper.rowsDrawn < ROWS / 2) return 'take';
      refused++;
      return 'refuse';
    };
    await (await deliver([ROWS, FEW_ROWS])).printed(1);
    unit.onWrite = () => 'take';
    expect(refused).toBe(1);
    expect(unit.peripheral.connections).toBe(connections + 1);
  });

  it.each(GARBLINGS)('whose replies come %s prints what it is sent, once', async (how) => {
    const paper = new PaperangPaper({ ...PAPERANG.p1, pushesStatus: true });
    await use(paper);
    const replies = garble(paper, how);
    await (await deliver([ROWS, FEW_ROWS, FEW_ROWS])).printed();
    expect(replies.garbled).toBeGreaterThan(0);
    replies.stop();
    await (await deliver([FEW_ROWS])).printed();
    await printerChip(desk.page, ready).waitFor();
  });

  it('that is off while a day of messages arrives prints them in order when it is back, and another does not', async () => {
    await use(new PaperangPaper({ ...PAPERANG.p1, pushesStatus: true }));
    unit.peripheral.connecting = 'refuse';
    await unit.loseLink();
    await printerChip(desk.page, away).waitFor();
    // Of the same make and name; nobody has chosen it.
    const other = await desk.place({ address: OTHER_ADDRESS });
    const { attempts } = unit.peripheral;
    const delivery = await deliver(Array.from({ length: A_DAY }, () => FEW_ROWS));
    await waitFor('an attempt', () => unit.peripheral.attempts > attempts, 60_000);
    expect(await delivery.first()).toMatchObject({ state: 'needs-you', error: { code: 'printer-away' } });
    expect(unit.paper.pictures).toEqual([]);
    unit.peripheral.connecting = 'take';
    await delivery.printed();
    await printerChip(desk.page, ready).waitFor();
    expect(other.peripheral.attempts).toBe(0);
  });
});
