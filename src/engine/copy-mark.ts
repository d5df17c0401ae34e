import type { Job } from '../jobs/job.ts';

/** A place in the order in which prints came to paper, which is not that of their ids. */
export interface PrintPlace {
  /** When it was on paper, Unix milliseconds. */
  readonly at: number;
  /** The id of the job: several may end in one moment. */
  readonly id: number;
}

/** Up to which print copies were made. */
export interface CopyMark extends PrintPlace {
  /** Prints behind the mark that have no copy yet: they came to paper after the clock had been set back. */
  readonly late: readonly number[];
}

/** More late prints than that are not remembered, the oldest first. */
const MOST_LATE = 1_000;

/** The mark of copies that begin at a moment: what is on paper by then gets none. */
export function markAt(now: number): CopyMark {
  return { at: now, id: Number.MAX_SAFE_INTEGER, late: [] };
}

export function placeOf({ changedAt, id }: Job): PrintPlace {
  return { at: changedAt, id };
}

/** Whether a print is at a place, or came before it. */
export function isPast(place: PrintPlace, { changedAt, id }: Job): boolean {
  return changedAt < place.at || (changedAt === place.at && id <= place.id);
}

/** Whether a job is on paper and has no copy yet. */
export function wantsCopy(mark: CopyMark, job: Job): boolean {
  return job.state === 'printed' && (!isPast(mark, job) || mark.late.includes(job.id));
}

/** The mark once a print has its copy. */
export function withCopy(mark: CopyMark, job: Job): CopyMark {
  return { ...(isPast(mark, job) ? mark : placeOf(job)), late: mark.late.filter((id) => id !== job.id) };
}

/** The mark with a print that it is past already, or will be before that has its copy. */
export function withLate(mark: CopyMark, { id }: Job): CopyMark {
  return { ...mark, late: [...mark.late.filter((known) => known !== id), id].slice(-MOST_LATE) };
}

/** A mark as it was stored; undefined when it is none. */
export function readMark(value: unknown): CopyMark | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { at, id, late } = value as Readonly<Record<string, unknown>>;
  if (typeof at !== 'number' || !Number.isFinite(at) || !isId(id) || !Array.isArray(late)) return undefined;
  return { at, id, late: late.filter(isId).slice(-MOST_LATE) };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
