import { toPapertabError } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { LittlePrinters } from './little-printers.ts';
import type { News } from './news.ts';
import { type PaperPrinters, SCREEN_ID } from './paper-printers.ts';
import type { LittlePrinterRecord } from './records.ts';
import { whoseButton } from './whose-button.ts';

/** What the choice of paper needs of the engine. */
interface PaperChoiceWorld extends Pick<News, 'changed' | 'stateChanged' | 'trouble'> {
  readonly store: JobStore;
  readonly paper: PaperPrinters;
  readonly littlePrinters: LittlePrinters;
}

/**
 * Which paper printer each Little Printer prints on, and each job goes to: where the one that was chosen is gone, there is
 * always another.
 */
export class PaperChoice {
  readonly #world: PaperChoiceWorld;

  constructor(world: PaperChoiceWorld) {
    this.#world = world;
  }

  /** A Little Printer with the paper printer that it has: the screen where its own is gone. */
  onPaper(printer: LittlePrinterRecord): LittlePrinterRecord {
    return this.#world.paper.has(printer.paperPrinter) ? printer : { ...printer, paperPrinter: SCREEN_ID };
  }

  /** The Little Printer with this address, with the paper printer that it has; undefined where it is not here. */
  find(deviceAddress: string): LittlePrinterRecord | undefined {
    const printer = this.#world.littlePrinters.find(deviceAddress);
    return printer && this.onPaper(printer);
  }

  /** The paper printer of the first Little Printer. */
  get first(): string {
    const { first } = this.#world.littlePrinters;
    return first === undefined ? SCREEN_ID : this.onPaper(first).paperPrinter;
  }

  /**
   * Where a job comes out that is printed once more: where its Little Printer prints now; else on its own paper, if any
   * Little Printer still prints there; else on that of the first.
   */
  homeOf({ origin, paperPrinter }: Job): string {
    const own = origin.kind === 'local' ? undefined : this.find(origin.littlePrinter);
    if (own !== undefined) return own.paperPrinter;
    const isInUse = this.#world.littlePrinters.all.some(
      (printer) => this.onPaper(printer).paperPrinter === paperPrinter,
    );
    return isInUse ? paperPrinter : this.first;
  }

  /** Lets Little Printers print on another paper printer from now on. */
  async use(paperPrinter: string, printers: readonly LittlePrinterRecord[]): Promise<void> {
    const { littlePrinters } = this.#world;
    await littlePrinters.use(paperPrinter, printers);
    // What is behind a button comes out where its Little Printer prints.
    for (const before of printers) {
      const { paperPrinter: from } = this.onPaper(before);
      if (from === paperPrinter) continue;
      const moved = await this.#world.store.reassign(
        from,
        paperPrinter,
        (job) => whoseButton(job, littlePrinters.all) === before.deviceAddress,
      );
      for (const job of moved) this.#world.changed(job);
    }
    this.#world.stateChanged();
  }

  /** Lets a job go to paper that was just stored; its paper printer may have been forgotten meanwhile. */
  queued(job: Job): void {
    this.#world.changed(job);
    if (this.#world.paper.has(job.paperPrinter)) this.#world.paper.wake(job.paperPrinter);
    else void this.adoptOrphans();
  }

  /** Jobs of a paper printer that is not there any more go home, see {@link homeOf}. Never rejects. */
  async adoptOrphans(): Promise<void> {
    const { store, paper, changed, trouble } = this.#world;
    try {
      const orphaned = (await store.unfinished()).filter(({ paperPrinter }) => !paper.has(paperPrinter));
      for (const from of new Set(orphaned.map(({ paperPrinter }) => paperPrinter))) {
        const moved = await store.reassign(from, (job) => this.homeOf(job));
        for (const job of moved) changed(job);
        for (const to of new Set(moved.map(({ paperPrinter }) => paperPrinter))) paper.wake(to);
      }
    } catch (thrown) {
      trouble(toPapertabError(thrown));
    }
  }
}
