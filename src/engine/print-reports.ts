import { toPapertabError } from '../errors.ts';
import type { Job, JobOrigin } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { PrintKind } from '../sirius/device-events.ts';
import type { News } from './news.ts';

export interface PrintReportsWorld extends Pick<News, 'changed' | 'trouble'> {
  readonly store: JobStore;
  /** Unix milliseconds. */
  now(): number;
  /** The address of the present server. */
  server(): string;
  /** Whether a Little Printer is in this browser. */
  isHere(deviceAddress: string): boolean;
  /**
   * Tells the server of a print; `taken` is called when it is certain that it knows. Returns false when there is no
   * connection to tell it on.
   */
  send(deviceAddress: string, printId: number, kind: PrintKind, taken: () => void): boolean;
}

/** A server that nobody has gone back to for so long is left for good. */
const OTHER_SERVER_MS = 30 * 24 * 3_600_000;

/** Tells the server what has been printed: once the paper is out, and again when the server comes back. */
export class PrintReports {
  readonly #world: PrintReportsWorld;
  /** Jobs whose report is out on the present socket, and not stored as such yet. */
  readonly #out = new Set<number>();

  constructor(world: PrintReportsWorld) {
    this.#world = world;
  }

  /** Reports what a Little Printer has printed, unless that was done. */
  report(job: Job): void {
    const { origin } = job;
    if (origin.kind === 'local' || job.report !== 'due' || this.#out.has(job.id)) return;
    // For a printer that has left this browser there is nobody to speak.
    if (!this.#world.isHere(origin.littlePrinter)) this.#store(job, 'none');
    // To another server the id is that of another print, or of none.
    else if (this.#isOfAnotherServer(origin)) {
      if (this.#world.now() - job.changedAt > OTHER_SERVER_MS) this.#store(job, 'none');
    }
    // Until the server certainly has it the report is due, and goes out once more on the next socket; never twice on one,
    // though with every print it may be said anew that reports can go out.
    else if (this.#world.send(origin.littlePrinter, origin.printId, kindOf(origin), () => this.#store(job, 'sent')))
      this.#out.add(job.id);
  }

  #isOfAnotherServer(origin: JobOrigin): boolean {
    return origin.kind === 'delivery' && origin.server !== undefined && origin.server !== this.#world.server();
  }

  /** There is another socket, or none: what went out on the last one may have been lost with it. */
  socketChanged(): void {
    this.#out.clear();
  }

  /** If this cannot be stored the report goes out once more: reports are at-least-once. */
  #store({ id }: Job, report: Job['report']): void {
    this.#world.store
      .change(id, ['printed'], { report })
      .then((reported) => this.#world.changed(reported))
      .catch(() => {})
      .finally(() => this.#out.delete(id));
  }

  /** Reports everything that has not been, on a new connection. */
  async reportAll(): Promise<void> {
    try {
      for (const job of await this.#world.store.unreported()) this.report(job);
    } catch (thrown) {
      this.#world.trouble(toPapertabError(thrown));
    }
  }
}

function kindOf(origin: Exclude<JobOrigin, { kind: 'local' }>): PrintKind {
  if (origin.kind === 'delivery') return 'delivery';
  return origin.shows === 'quip' ? 'quip' : 'nothing';
}
