import type { Job } from '../jobs/job.ts';

/** Jobs as the page holds them: newest first, each once. */
export type JobList = readonly Job[];

/** Puts jobs that are new or have changed into the list. */
export function mergeJobs(list: JobList, changed: readonly Job[]): JobList {
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

/** Deliveries that wait for the button, oldest first. */
export function heldJobs(list: JobList): readonly Job[] {
  return list.filter((job) => job.state === 'held').reverse();
}

/**
 * What lies on the desk as paper: the job on the head of `paper` first, then what was printed anywhere, the latest on
 * top, at most `limit` of them.
 */
export function rollOf(list: JobList, paper: string, limit: number): readonly Job[] {
  const head = onTheHead(list, paper);
  const printed = list
    .filter((job) => job.state === 'printed')
    .sort((a, b) => b.changedAt - a.changedAt || b.id - a.id);
  return (head ? [head, ...printed] : printed).slice(0, limit);
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
