import type { EngineState, LittlePrinterView } from '../engine/api.ts';
import { whoseButton } from '../engine/whose-button.ts';
import type { Job } from '../jobs/job.ts';

/** The Little Printer with an address; the first one where there is none such (any more). */
export function littlePrinterOf(state: EngineState, address: string | undefined): LittlePrinterView | undefined {
  return state.littlePrinters.find(({ deviceAddress }) => deviceAddress === address) ?? state.littlePrinters[0];
}

/** Whether there are several Little Printers, so that it has to be said which one is meant. */
export function hasSeveral(state: EngineState): boolean {
  return state.littlePrinters.length > 1;
}

/** All Little Printers, the chosen one first. */
export function chosenFirst(state: EngineState, chosen: LittlePrinterView | undefined): readonly LittlePrinterView[] {
  return [...state.littlePrinters].sort((a, b) => Number(b === chosen) - Number(a === chosen));
}

/** The address of the Little Printer that a job is of; undefined for what was made on this page. */
export function addressOf({ origin }: Job): string | undefined {
  return origin.kind === 'local' ? undefined : origin.littlePrinter;
}

/**
 * Whether a job is a Little Printer's own: sent to it, made on this page, or what was left behind its button by one that is
 * here no more.
 */
export function isOwn(
  { littlePrinters }: Pick<EngineState, 'littlePrinters'>,
  job: Job,
  printer: LittlePrinterView | undefined,
): boolean {
  return job.origin.kind === 'local' || whoseButton(job, littlePrinters) === printer?.deviceAddress;
}

/** The name of the Little Printer that a job is of, also when it has been put away; undefined where it is not known. */
export function recipientOf(state: EngineState, job: Job): string | undefined {
  const address = addressOf(job);
  return [...state.littlePrinters, ...state.retired].find(({ deviceAddress }) => deviceAddress === address)?.name;
}
