import { type Bitmap, bytesPerRow } from '../../src/imaging/bitmap.ts';
import type { KeptJob } from './history.ts';
import type { Piece } from './paper-ledger.ts';
import type { Refusal, SentPicture, Told } from './sender-ledger.ts';

/** Something that must not be, and where to look. */
export interface Difference {
  readonly what: string;
  /** Index among all that was sent. */
  readonly sent?: number;
  /** Id of the job in the page's history. */
  readonly job?: number;
  /** Paper printer and index among its pieces. */
  readonly piece?: readonly [paperPrinter: string, index: number];
}

/** All that is compared, as it was taken down: what was sent first, then the paper, then the history. */
export interface Ledgers {
  readonly sent: readonly SentPicture[];
  readonly told: readonly Told[];
  readonly refusals: readonly Refusal[];
  /** By paper printer. */
  readonly papers: ReadonlyMap<string, readonly Piece[]>;
  readonly jobs: readonly KeptJob[];
}

export interface Verdict {
  readonly differences: readonly Difference[];
  /** Pictures that came out twice because nobody could know that they had, and are marked so. */
  readonly twice: number;
  /** Pieces that broke off in mid-print. */
  readonly torn: number;
  /** Acknowledged pictures found on paper, dot for dot. */
  readonly found: number;
  /** Prints that the server was never told of, when all is over. */
  readonly untold: number;
}

/**
 * Compares what was sent with what the page kept, and that with what is on paper.
 *
 * @param over whether all is over: what is missing then is missing for good
 */
export function compareLedgers({ sent, told, refusals, papers, jobs }: Ledgers, over: boolean): Verdict {
  // Nothing that is sent is malformed, and there is room for all of it.
  const differences: Difference[] = refusals.map(({ code, sent }) => ({
    what: `refused with ${code}`,
    ...(sent !== undefined && { sent }),
  }));
  const messages = matchHistory(sent, jobs, differences);
  const held = new Set([...messages].filter(([, { hold }]) => hold).map(([id]) => id));
  const printed = new Map<number, number>();
  let twice = 0;
  let torn = 0;
  for (const [paperPrinter, pieces] of papers) {
    const own = jobs.filter((job) => job.paperPrinter === paperPrinter);
    const result = matchPaper(paperPrinter, pieces, own, held, printed, differences, over);
    twice += result.twice;
    torn += result.torn;
  }
  let found = 0;
  for (const [id, message] of messages) if (message.acknowledged && printed.has(id)) found += 1;
  const untold = over ? findUntold(told, jobs) : [];
  if (over) {
    for (const job of jobs) checkEnd(job, printed.has(job.id), differences);
    for (const { id } of untold) differences.push({ what: 'printed, and the server was never told', job: id });
  }
  return { differences, twice, torn, found, untold: untold.length };
}

/** Every acknowledged picture is in the history once, in order; any other at most once. */
function matchHistory(
  sent: readonly SentPicture[],
  jobs: readonly KeptJob[],
  differences: Difference[],
): Map<number, SentPicture> {
  const matched = new Map<number, SentPicture>();
  for (const littlePrinter of new Set(sent.map((one) => one.littlePrinter))) {
    const messages = sent.filter((one) => one.littlePrinter === littlePrinter);
    const kept = jobs.filter(({ origin }) => origin.kind === 'delivery' && origin.littlePrinter === littlePrinter);
    let next = 0;
    const skipTo = (end: number): void => {
      for (; next < end; next++) {
        const { acknowledged, index } = messages[next]!;
        if (acknowledged) differences.push({ what: 'acknowledged, and not in the history', sent: index });
      }
    };
    for (const job of kept) {
      const at = messages.findIndex((message, i) => i >= next && isOf(message, job));
      if (at < 0) {
        const again = messages.some((message, i) => i < next && isOf(message, job));
        differences.push({ what: again ? 'stored twice' : 'stored, and never sent so', job: job.id });
        continue;
      }
      skipTo(at);
      matched.set(job.id, messages[at]!);
      next = at + 1;
    }
    skipTo(messages.length);
  }
  return matched;
}

function isOf({ printId, print }: SentPicture, { origin, message }: KeptJob): boolean {
  return origin.kind === 'delivery' && origin.printId === printId && (message === undefined || message === print);
}

/** Every piece is a job of this printer, dot for dot and in order; broken off or doubled only where the history says why. */
function matchPaper(
  paperPrinter: string,
  pieces: readonly Piece[],
  jobs: readonly KeptJob[],
  held: ReadonlySet<number>,
  printed: Map<number, number>,
  differences: Difference[],
  over: boolean,
): { twice: number; torn: number } {
  let twice = 0;
  let torn = 0;
  let broken: number[] = [];
  pieces.forEach((piece, index) => {
    const here = { piece: [paperPrinter, index] } as const;
    if (piece.kind === 'torn') {
      broken.push(index);
      torn += 1;
      return;
    }
    const same = jobs.filter(({ id, print }) => (piece.job === undefined ? print === piece.print : id === piece.job));
    const job = same.find(({ id }) => !printed.has(id)) ?? same.findLast(({ id }) => printed.has(id));
    if (job === undefined) {
      differences.push({ what: 'on paper, and no job of this printer', ...here });
      return;
    }
    const copies = (printed.get(job.id) ?? 0) + 1;
    printed.set(job.id, copies);
    if (copies > 1) {
      const spare = same.reduce((sum, { interruptions }) => sum + interruptions, 0);
      if (copies - 1 > spare) differences.push({ what: 'printed twice', job: job.id, ...here });
      twice += 1;
    } else {
      const before = jobs.find((other) => comesBefore(other, job, held) && !printed.has(other.id));
      if (before !== undefined) differences.push({ what: `printed before job ${before.id}`, job: job.id, ...here });
    }
    // What was released meanwhile may come before it.
    if (job.interruptions > 0) broken = broken.filter((at) => !isBegun(pieces[at]!, piece));
  });
  if (over && !jobs.some(({ state }) => state === 'cancelled')) {
    for (const at of broken) differences.push({ what: 'broken off, and of no job', piece: [paperPrinter, at] });
  }
  return { twice, torn };
}

/** Whether a job has to be on paper before another of the same printer: what is held goes when its button is pressed. */
function comesBefore(one: KeptJob, other: KeptJob, held: ReadonlySet<number>): boolean {
  if (one.id >= other.id || one.state === 'cancelled' || one.state === 'failed' || one.state === 'held') return false;
  const [first, second] = [one.origin, other.origin];
  if (first.kind !== 'delivery' || second.kind !== 'delivery') return false;
  return first.littlePrinter === second.littlePrinter && !held.has(one.id) && !held.has(other.id);
}

/** Whether a piece is the beginning of what came out whole later. */
function isBegun(part: Piece, whole: Piece): boolean {
  return part.job === undefined ? isBrokenOff(part.picture, whole.picture) : part.job === whole.job;
}

/** Whether a piece is the beginning of a picture. What a printer is sent to get over half a band comes out white below it. */
function isBrokenOff(part: Bitmap, whole: Bitmap): boolean {
  const stride = bytesPerRow(whole.width);
  let row = 0;
  while (row < part.height && sameRow(part, whole, row, stride)) row++;
  // The row that it broke off in.
  if (row < part.height) row++;
  return part.data.subarray(row * stride).every((byte) => byte === 0);
}

function sameRow(a: Bitmap, b: Bitmap, row: number, stride: number): boolean {
  if (row >= b.height) return false;
  for (let i = row * stride; i < (row + 1) * stride; i++) if (a.data[i] !== b.data[i]) return false;
  return true;
}

/** All is over: a job is printed, and on paper, or was cancelled. */
function checkEnd({ id, state, error }: KeptJob, isOnPaper: boolean, differences: Difference[]): void {
  if (state === 'cancelled') return;
  if (state !== 'printed') differences.push({ what: `not printed: ${state} ${error?.code ?? ''}`, job: id });
  else if (!isOnPaper) differences.push({ what: 'printed, says the history, and not on paper', job: id });
}

/** The prints that the server was not told of, each under its kind. */
function findUntold(told: readonly Told[], jobs: readonly KeptJob[]): readonly KeptJob[] {
  const left = new Map<string, number>();
  for (const { littlePrinter, printId, kind } of told) {
    const name = `${littlePrinter}/${printId}/${kind}`;
    left.set(name, (left.get(name) ?? 0) + 1);
  }
  return jobs.filter((job) => {
    const name = job.state === 'printed' ? reportOf(job) : undefined;
    if (name === undefined) return false;
    const times = left.get(name) ?? 0;
    left.set(name, times - 1);
    return times <= 0;
  });
}

/** What the server has to be told of a print; undefined where it has no part in it. */
function reportOf({ origin }: KeptJob): string | undefined {
  if (origin.kind === 'delivery') return `${origin.littlePrinter}/${origin.printId}/${0x01}`;
  if (origin.kind === 'local') return undefined;
  const kinds: Partial<Record<typeof origin.shows, number>> = { 'nothing-to-print': 0x10, quip: 0x11 };
  const kind = kinds[origin.shows];
  return kind === undefined ? undefined : `${origin.littlePrinter}/${origin.printId}/${kind}`;
}
