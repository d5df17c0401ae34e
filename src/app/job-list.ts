import type { EngineState, LittlePrinterView } from '../engine/api.ts';
import { whoseButton } from '../engine/whose-button.ts';
import type { Job } from '../jobs/job.ts';

/** Jobs as the page holds them: newest first, each once. */
export type JobList = readonly Job[];

/** Puts jobs that are new or have changed into the list. */
export function mergeJobs(list: JobList, changed: readonly Job[]): JobList {
  const [only] = changed;
  // What the engine tells is one job, mostly the newest or one that is known: no reason to sort thousands.
  if (only && changed.length === 1) {
    const at = list.findIndex(({ id }) => id <= only.id);
    if (at >= 0) return list.toSpliced(at, list[at]!.id === only.id ? 1 : 0, only);
    return [...list, only];
  }
  const byId = new Map(list.map((job) => [job.id, job]));
  for (const job of changed) byId.set(job.id, job);
  return [...byId.values()].sort((a, b) => b.id - a.id);
}

/** The list without one job. */
export function withoutJob(list: JobList, id: number): JobList {
  return list.filter((job) => job.id !== id);
}

/** Whether a job is over: then it can be deleted, and no longer be stopped. */
export function hasEnded(job: Job): boolean {
  return job.state === 'printed' || job.state === 'failed' || job.state === 'cancelled';
}

/** The job that is on the head of a paper printer now: printing, or stopped in mid-print. */
export function onTheHead(list: JobList, paper: string): Job | undefined {
  const there = list.filter((job) => job.paperPrinter === paper);
  return there.find((job) => job.state === 'printing') ?? there.find((job) => job.state === 'needs-you');
}

/** What is still to be printed on a paper printer, the one on its head included; what waits for the button is not. */
export function queueOf(list: JobList, paper: string): readonly Job[] {
  return list.filter(
    ({ paperPrinter, state }) =>
      paperPrinter === paper && (state === 'waiting' || state === 'printing' || state === 'needs-you'),
  );
}

/** What waits for a button, oldest first. */
export function heldJobs(list: JobList): readonly Job[] {
  return list.filter(({ state }) => state === 'held').reverse();
}

/** What waits for the button of one Little Printer, oldest first: what a press prints. None while there is no such one. */
export function heldBehind(
  list: JobList,
  { littlePrinters }: Pick<EngineState, 'littlePrinters'>,
  printer: LittlePrinterView | undefined,
): readonly Job[] {
  if (!printer) return [];
  return heldJobs(list).filter((job) => whoseButton(job, littlePrinters) === printer.deviceAddress);
}

/** The latest on paper first. */
function byPaper(a: Job, b: Job): number {
  return b.changedAt - a.changedAt || b.id - a.id;
}

/**
 * What lies on the desk as paper: the job on the head of `paper` first, then what was printed, the latest on top: on that
 * paper only, or `anywhere`.
 */
export function rollOf(list: JobList, paper: string, anywhere = true): readonly Job[] {
  const head = onTheHead(list, paper);
  const printed = list
    .filter((job) => job.state === 'printed' && (anywhere || job.paperPrinter === paper))
    .sort(byPaper);
  return head ? [head, ...printed] : printed;
}

/**
 * The list without what a page need not keep: of what has ended, the newest `room` stay, and the latest `onPaper` of each
 * paper printer, which lie on its roll. What has not ended always stays.
 */
export function trimJobs(list: JobList, room: number, onPaper: number): JobList {
  const ended = list.filter(hasEnded);
  if (ended.length <= room) return list;
  const kept = new Set(ended.slice(0, room));
  const perPaper = new Map<string, number>();
  for (const job of ended.filter(({ state }) => state === 'printed').sort(byPaper)) {
    const count = (perPaper.get(job.paperPrinter) ?? 0) + 1;
    perPaper.set(job.paperPrinter, count);
    if (count <= onPaper) kept.add(job);
  }
  return list.filter((job) => !hasEnded(job) || kept.has(job));
}

/** A share of black above which a picture may be one that arrived as its own negative. */
const SUSPECT_SHARE = 0.6;

/**
 * Whether to offer printing a job with black and white exchanged: the wire cannot say whether the last dot of a picture
 * is black, so some arrive as their exact negative, and a mostly black one is suspect.
 */
export function looksInverted(job: Job): boolean {
  const onPurpose = job.origin.kind === 'local' && job.origin.source === 'inverted-reprint';
  return !onPurpose && job.blackShare > SUSPECT_SHARE;
}
