import type { SerialPrinter } from '../browser/serial/printer.ts';
import type { Bench } from './bench.ts';
import type { Dice } from './dice.ts';
import { sleepMs } from './pause.ts';

/** Something that goes wrong, and is over when it resolves; what comes after may still have to recover from it. */
export interface Fault {
  readonly name: string;
  readonly weight: number;
  /** At most so often: an engine that dies again and again is not begun anew, and a server needs time to start. */
  readonly everyMs?: number;
  happen(bench: Bench, dice: Dice): Promise<unknown>;
}

const PAPERANG_TROUBLES = ['paper-out', 'cover-open', 'too-hot', 'battery-low', 'battery-empty', 'busy'] as const;
const RECEIPT_TROUBLES = ['paper-out', 'paper-near-end', 'cover-open', 'too-hot', 'offline'] as const;
/** Rows that may still come before something happens to the paper: in mid-picture, mostly. */
const SOON_ROWS = 300;
/** How long something is waited for that happens with the next rows; there may be none. */
const SOON_MS = 3_000;

/** Resolves when it happens, or after a while all the same. */
function orAfter(ms: number, happens: Promise<unknown>): Promise<unknown> {
  return Promise.race([happens, sleepMs(ms)]);
}

/** The head of an emulated printer, and the troubles that it may have. */
interface SufferingPaper<Trouble> {
  readonly rowsDrawn: number;
  atRow(row: number, happens: () => void): void;
  suffer(trouble: Trouble): void;
  cure(): void;
}

/** One of its troubles befalls a printer, for a while. */
async function suffer<Trouble>(
  paper: SufferingPaper<Trouble>,
  troubles: readonly Trouble[],
  dice: Dice,
): Promise<void> {
  paper.suffer(dice.pick(troubles));
  await sleepMs(dice.between(200, 2_500));
  paper.cure();
}

/** The same, but with one of the rows that come next. Where none comes there is no trouble. */
async function sufferInMidPrint<Trouble>(
  paper: SufferingPaper<Trouble>,
  troubles: readonly Trouble[],
  dice: Dice,
): Promise<void> {
  const trouble = dice.pick(troubles);
  const row = paper.rowsDrawn + dice.between(1, SOON_ROWS);
  let over = false;
  const suffered = new Promise<void>((resolve) => {
    paper.atRow(row, () => {
      if (!over) paper.suffer(trouble);
      resolve();
    });
  });
  await orAfter(SOON_MS, suffered);
  await sleepMs(dice.between(100, 1_000));
  over = true;
  paper.cure();
}

/**
 * Lets something happen to the receipt printer's line with one of the rows that come next, or not at all where none comes.
 *
 * @param when does it as soon as it finds that it is due, and resolves then
 */
async function inMidPrint(
  { paper }: SerialPrinter,
  dice: Dice,
  when: (isDue: () => boolean) => Promise<unknown>,
): Promise<void> {
  const row = paper.rowsDrawn + dice.between(1, SOON_ROWS);
  let over = false;
  await orAfter(
    SOON_MS,
    when(() => !over && paper.rowsDrawn >= row),
  );
  over = true;
}

/** Tells the page that the network is back, as the browser does; so it looks at its connection now. */
export function network(bench: Bench): Promise<unknown> {
  return bench.page.evaluate(() => window.dispatchEvent(new Event('online')));
}

/** All of them: first those of the line to the server, then those of the tab, then those of the printers. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'socket dropped (1006)',
    weight: 3,
    happen: async ({ line }) => line.cut('dropped'),
  },
  {
    name: 'socket closed by the server (1005)',
    weight: 2,
    happen: async ({ line }) => line.cut('closed'),
  },
  {
    name: 'socket dropped behind a command',
    weight: 2,
    happen: async ({ line }) => line.cutAt('command'),
  },
  {
    name: 'socket dropped before an answer',
    weight: 2,
    happen: async ({ line }) => line.cutAt('answer'),
  },
  {
    name: 'sockets refused',
    weight: 1.5,
    happen: async (bench, dice) => {
      bench.line.opening = dice.pick(['refused', 'closed'] as const);
      bench.line.cut('dropped');
      await sleepMs(dice.between(500, 2_500));
      bench.line.opening = 'works';
      await network(bench);
    },
  },
  {
    name: 'socket half-open',
    weight: 1,
    everyMs: 20_000,
    happen: async (bench) => {
      bench.line.stall();
      await sleepMs(500);
      await network(bench);
    },
  },
  {
    name: 'socket flapping',
    weight: 1,
    everyMs: 15_000,
    happen: async ({ line }, dice) => {
      for (let i = 0; i < 5; i++) {
        line.cut('dropped');
        await sleepMs(dice.between(100, 900));
      }
    },
  },
  {
    name: 'server killed and started anew',
    weight: 2,
    everyMs: 20_000,
    happen: async (bench) => {
      await bench.server.kill();
      await bench.server.resume();
      await network(bench);
    },
  },
  {
    name: 'page loaded anew',
    weight: 2,
    happen: (bench) => bench.reload(),
  },
  {
    name: 'engine killed',
    weight: 2,
    everyMs: 12_000,
    happen: (bench) => bench.killEngine(),
  },
  {
    name: 'page crashed',
    weight: 2,
    everyMs: 10_000,
    happen: (bench) => bench.crash(),
  },
  {
    name: 'moved to another tab',
    weight: 1,
    everyMs: 10_000,
    happen: (bench) => bench.move('asked'),
  },
  {
    name: 'left, with another tab open',
    weight: 1,
    everyMs: 10_000,
    happen: (bench) => bench.move('left'),
  },
  {
    name: 'frozen and thawed',
    weight: 2,
    happen: async (bench, dice) => {
      const thaw = await bench.freeze();
      await sleepMs(dice.between(300, 4_000));
      thaw();
    },
  },
  {
    name: 'Bluetooth link lost',
    weight: 2,
    happen: ({ paperang }) => paperang.loseLink(),
  },
  {
    name: 'Bluetooth link lost in mid-print',
    weight: 3,
    happen: ({ paperang }, dice) => {
      const { paper } = paperang;
      const lost = new Promise<void>((resolve) => {
        // Behind the frame that brings the row: a printer does not break in the middle of taking it.
        paper.atRow(paper.rowsDrawn + dice.between(1, SOON_ROWS), () =>
          setImmediate(() => void paperang.loseLink().then(resolve)),
        );
      });
      return orAfter(SOON_MS, lost);
    },
  },
  {
    name: 'Bluetooth out of reach',
    weight: 1.5,
    everyMs: 15_000,
    happen: async ({ paperang }, dice) => {
      paperang.peripheral.connecting = 'refuse';
      await paperang.loseLink();
      await sleepMs(dice.between(500, 3_000));
      paperang.peripheral.connecting = 'take';
    },
  },
  {
    name: 'Paperang in trouble',
    weight: 3,
    happen: ({ paperang }, dice) => suffer(paperang.paper, PAPERANG_TROUBLES, dice),
  },
  {
    name: 'Paperang in trouble in mid-print',
    weight: 2,
    happen: ({ paperang }, dice) => sufferInMidPrint(paperang.paper, PAPERANG_TROUBLES, dice),
  },
  {
    name: 'serial printer unplugged and plugged in',
    weight: 2,
    happen: async ({ receipts }, dice) => {
      await receipts.unplug();
      await sleepMs(dice.between(0, 1_500));
      await receipts.plug();
    },
  },
  {
    name: 'serial printer unplugged in mid-print',
    weight: 3,
    happen: async ({ receipts }, dice) => {
      await inMidPrint(receipts, dice, (isDue) => receipts.pullWhen(isDue));
      // Where no row came it is pulled now.
      await receipts.unplug();
      await sleepMs(dice.between(0, 800));
      await receipts.plug();
    },
  },
  {
    name: 'serial printer in trouble',
    weight: 3,
    happen: ({ receipts }, dice) => suffer(receipts.paper, RECEIPT_TROUBLES, dice),
  },
  {
    name: 'serial printer in trouble in mid-print',
    weight: 2,
    happen: ({ receipts }, dice) => sufferInMidPrint(receipts.paper, RECEIPT_TROUBLES, dice),
  },
  {
    name: 'serial printer takes nothing more',
    weight: 1,
    happen: async ({ receipts }, dice) => {
      await inMidPrint(receipts, dice, (isDue) => receipts.stopWhen(isDue));
      await sleepMs(dice.between(200, 2_000));
      receipts.goOn();
    },
  },
];
