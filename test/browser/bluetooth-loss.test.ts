import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { differenceOf } from '../paper/same-dots.ts';
import { PaperangDesk } from './bluetooth/desk.ts';
import type { PaperangPeripheral } from './bluetooth/paperang.ts';
import { readDeliveries } from './paper.ts';
import { waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { expectAllAcknowledged } from './printing.ts';
import { waitFor } from './wait.ts';

/** Rows of the job that meets with a mishap, and of those behind it. */
const ROWS = 300;
const FEW_ROWS = 40;

let desk: PaperangDesk;
let unit: PaperangPeripheral;
let seed = 0;

beforeAll(async () => {
  desk = await PaperangDesk.open();
  await desk.claim();
  unit = await desk.connect();
  await desk.owner.openSettings();
});

afterAll(() => desk?.close());

/** The link breaks just now, in the middle of whatever is going on. */
function lose(): void {
  void unit.loseLink();
}

async function send(picture: Bitmap): Promise<void> {
  expect((await desk.client.send(desk.key, 'set_delivery_and_print', [picture])).status).toBe(200);
}

/** How often the printer has fed a picture out. */
function feeds(): number {
  return unit.paper.events.filter(({ kind }) => kind === 'feed').length;
}

interface Moment {
  readonly when: string;
  /** Sends the job and lets the link break at the moment that it is about. */
  readonly meet: (job: () => Promise<void>) => Promise<void>;
  /** Whether the job had begun by then, so that it is marked as printed again. */
  readonly begun: boolean;
  /** Whether its paper was out by then, so that it comes out twice. */
  readonly twice?: boolean;
}

/** Lets the link break when the head has drawn so many more rows, and the printer has taken in the frame that they are of. */
function loseAfterRows(rows: number): Moment['meet'] {
  return async (job) => {
    unit.paper.atRow(unit.paper.rowsDrawn + rows, () => setImmediate(lose));
    await job();
  };
}

const MOMENTS: readonly Moment[] = [
  {
    when: 'before the printer is there',
    begun: false,
    meet: async (job) => {
      unit.peripheral.connecting = 'refuse';
      const { attempts } = unit.peripheral;
      await unit.loseLink();
      await job();
      await waitFor('an attempt', () => unit.peripheral.attempts > attempts);
      // Its sender is not kept waiting.
      await desk.client.waitForStatus('acknowledged');
      unit.peripheral.connecting = 'take';
    },
  },
  {
    when: 'while it is being connected',
    begun: false,
    meet: async (job) => {
      unit.peripheral.connecting = 'never';
      await unit.loseLink();
      await job();
      await waitFor('an attempt that hangs', () => unit.peripheral.hangs);
      unit.peripheral.connecting = 'take';
      await unit.loseLink();
    },
  },
  {
    when: 'while it is greeted',
    begun: false,
    meet: async (job) => {
      await unit.loseLink();
      let writes = 0;
      let lost = false;
      unit.onWrite = () => {
        writes += 1;
        if (writes === 3) {
          void unit.loseLink().then(() => {
            lost = true;
          });
        }
        return 'take';
      };
      await job();
      await waitFor('the link to break over a question', () => lost);
    },
  },
  { when: 'at its first row', begun: true, meet: loseAfterRows(1) },
  {
    when: 'in the middle of a frame',
    begun: true,
    meet: async (job) => {
      unit.paper.atByte(unit.paper.received + 2_500, lose);
      await job();
    },
  },
  { when: 'in the middle of the job', begun: true, meet: loseAfterRows(ROWS / 2) },
  {
    when: 'at its last row',
    begun: true,
    meet: async (job) => {
      // At once: what feeds the paper out may be here already.
      unit.paper.atRow(unit.paper.rowsDrawn + ROWS, lose);
      await job();
    },
  },
  {
    when: 'while the page waits for the end',
    begun: true,
    twice: true,
    meet: async (job) => {
      const already = feeds();
      unit.paper.suffer('busy');
      await job();
      await unit.paper.until(() => feeds() > already);
      await unit.loseLink();
      unit.paper.cure('busy');
    },
  },
  {
    when: 'after it',
    begun: false,
    meet: async (job) => {
      const before = (await readDeliveries(desk.page)).length;
      await job();
      await waitForDeliveries(desk.page, before + 1);
      await unit.loseLink();
    },
  },
  {
    when: 'while a write hangs',
    begun: true,
    meet: async (job) => {
      const row = unit.paper.rowsDrawn + ROWS / 2;
      if (unit.wayIn === 'ff00') {
        unit.paper.atRow(row, () => {
          unit.withholdsCredits = true;
        });
      } else unit.onWrite = () => (unit.paper.rowsDrawn >= row ? 'never' : 'take');
      await job();
      await waitFor('a write that hangs', () => unit.hangs);
      unit.onWrite = () => 'take';
      await unit.loseLink();
    },
  },
];

describe.each(['ff00', 'issc'] as const)('a Paperang by the profile %s whose link breaks', (wayIn) => {
  beforeAll(async () => {
    await unit.replace({ wayIn, paper: new PaperangPaper(PAPERANG.p1) });
  });

  it.each(MOMENTS)('$when prints the job whole, and what is behind it once', async ({ meet, begun, twice }) => {
    const { paper } = unit;
    const out = paper.pictures.length;
    const before = (await readDeliveries(desk.page)).length;
    const [first, second, third] = [ROWS, FEW_ROWS, FEW_ROWS].map((rows) => makePicture(rows, ++seed));
    await meet(() => send(first!));
    unit.onWrite = () => 'take';
    await send(second!);
    await send(third!);

    const due = [first!, ...(twice ? [first!] : []), second!, third!];
    await paper.until(() => paper.pictures.length >= out + due.length || paper.faults.length > 0);
    const jobs = await waitForDeliveries(desk.page, before + 3);
    expect(jobs.slice(before).map(({ interruptions }) => interruptions)).toEqual([begun ? 1 : 0, 0, 0]);
    expect(due.map((picture, i) => differenceOf(paper.pictures[out + i], picture)).filter(Boolean)).toEqual([]);
    expect(paper.pictures.length - out).toBe(due.length);
    paper.checkAtRest();
    await expectAllAcknowledged(desk.client, jobs.length);
  });
});

describe('a Paperang whose page goes on, but not its engine', () => {
  it.each(['ff00', 'issc'] as const)('by the profile %s prints the job whole in a new one', async (wayIn) => {
    const paper = new PaperangPaper(PAPERANG.p1);
    await unit.replace({ wayIn, paper });
    const before = (await readDeliveries(desk.page)).length;
    if (wayIn === 'ff00') {
      paper.atRow(ROWS / 2, () => {
        unit.withholdsCredits = true;
      });
    } else unit.onWrite = () => (paper.rowsDrawn < ROWS / 2 ? 'take' : 'never');
    const [first, second] = [ROWS, FEW_ROWS].map((rows) => makePicture(rows, ++seed));
    await send(first!);
    await send(second!);
    await waitFor('the middle of the job', () => unit.hangs);

    const engine = desk.page.workers().find((worker) => worker.url().startsWith('blob:'));
    // It may be gone before it can say so.
    await engine!.evaluate(() => self.close()).catch(() => {});
    unit.onWrite = () => 'take';
    await paper.until(() => paper.pictures.length >= 2 || paper.faults.length > 0);
    const jobs = await waitForDeliveries(desk.page, before + 2);
    expect(jobs.slice(before).map(({ interruptions }) => interruptions)).toEqual([1, 0]);
    expect([first!, second!].map((picture, i) => differenceOf(paper.pictures[i], picture)).filter(Boolean)).toEqual([]);
    expect(paper.pictures).toHaveLength(2);
    paper.checkAtRest();
    await expectAllAcknowledged(desk.client, jobs.length);
  });
});
