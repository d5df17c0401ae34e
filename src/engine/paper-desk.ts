import { PapertabError, toPapertabError, toReport } from '../errors.ts';
import type { EngineApi } from './api.ts';
import type { Keeping } from './keeping.ts';
import type { LittlePrinters } from './little-printers.ts';
import type { News } from './news.ts';
import type { PaperChoice } from './paper-choice.ts';
import { type PaperPrinters, SCREEN_ID } from './paper-printers.ts';
import type { PapertabWorld } from './papertab-world.ts';
import type { InTurn } from './turns.ts';

/** What is done with paper printers needs of the engine. */
interface PaperDeskWorld extends Pick<News, 'changed'> {
  readonly paper: PaperPrinters;
  readonly choice: PaperChoice;
  readonly littlePrinters: LittlePrinters;
  readonly keeping: Pick<Keeping, 'withRoom'>;
  readonly inTurn: InTurn;
  readonly realm: Pick<PapertabWorld, 'clock' | 'openPipe'>;
}

type PaperCalls = Pick<
  EngineApi,
  | 'addPaperPrinter'
  | 'configurePaperPrinter'
  | 'forgetPaperPrinter'
  | 'usePaperPrinter'
  | 'moveJobs'
  | 'selfTest'
  | 'reach'
  | 'attach'
  | 'unreachable'
>;

/** What the page does with paper printers. */
export function openPaperDesk(world: PaperDeskWorld): PaperCalls {
  const { paper, choice, littlePrinters, keeping, inTurn, realm } = world;
  const check = (id: string): void => {
    if (!paper.has(id)) throw new PapertabError('printer-unknown', id);
  };
  return {
    addPaperPrinter: (draft) =>
      inTurn(async () => {
        const id = await paper.add(draft, realm.clock.now());
        const { all } = littlePrinters;
        // A single one moves to the new paper; of several those that have none of their own.
        const moved =
          all.length === 1 ? all : all.filter((printer) => choice.onPaper(printer).paperPrinter === SCREEN_ID);
        await choice.use(id, moved);
        return id;
      }),

    configurePaperPrinter: (id, change) => inTurn(() => paper.configure(id, change)),

    forgetPaperPrinter: (id) =>
      inTurn(async () => {
        const heir = paper.views.find((other) => other.id !== id)?.id ?? SCREEN_ID;
        for (const job of await keeping.withRoom(() => paper.forget(id, heir))) world.changed(job);
        try {
          const orphans = littlePrinters.all.filter(({ paperPrinter }) => paperPrinter === id);
          await keeping.withRoom(() => choice.use(heir, orphans));
        } finally {
          // What was stored for it in that moment, too.
          await choice.adoptOrphans();
        }
      }),

    usePaperPrinter: (deviceAddress, id) =>
      inTurn(async () => {
        const printer = littlePrinters.get(deviceAddress);
        check(id);
        await choice.use(id, [printer]);
      }),

    moveJobs: (from, to) =>
      inTurn(async () => {
        check(to);
        for (const job of await paper.moveJobs(from, to)) world.changed(job);
      }),

    selfTest: (id) => paper.selfTest(id),

    reach: (id) => paper.reach(id),

    async attach(id, pipe, limits) {
      try {
        paper.attach(id, await realm.openPipe(pipe, limits));
      } catch (thrown) {
        paper.unreachable(id, toReport(toPapertabError(thrown)));
        throw thrown;
      }
    },

    unreachable: (id, why) => paper.unreachable(id, why),
  };
}
