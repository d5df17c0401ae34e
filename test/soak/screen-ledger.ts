import type { KeptJob } from './history.ts';
import type { Piece } from './paper-ledger.ts';

/** What an engine says of a job on its way to paper: so many rows are out, at a time in Unix milliseconds. */
export interface Progress {
  readonly id: number;
  readonly rows: number;
  readonly at: number;
}

/** By job. */
type Heard = ReadonlyMap<number, readonly Progress[]>;

/** All that came out on the page's own paper. */
export interface ScreenPaper {
  /** In the order in which they came out. */
  readonly pieces: readonly Piece[];
  /** Prints whose end nobody heard of, as when the page ended with it: the history alone says that they came out. */
  readonly unheard: number;
}

/** Nobody can tear a piece off and look at it. */
const EMPTY_PICTURE = { width: 0, height: 0, data: new Uint8Array(0) };
const ENDED: readonly string[] = ['printed', 'failed', 'cancelled'];

/**
 * Takes down what engines say while they print. The page's own paper has no printer that could be asked: how often a
 * picture came out on it is told by how often its rows began anew.
 */
export class ScreenLedger {
  readonly #heard = new Map<number, Progress[]>();

  /** Takes a word down. Tabs that look on say the same once more. */
  note({ id, rows, at }: Progress): void {
    const words = this.#heard.get(id) ?? [];
    this.#heard.set(id, words);
    if (!words.some((word) => word.rows === rows && word.at === at)) words.push({ id, rows, at });
  }

  /** All that was taken down so far. */
  read(): Heard {
    return new Map([...this.#heard].map(([id, words]) => [id, [...words]]));
  }
}

/**
 * The pieces of paper that the page's own printer has put out.
 *
 * @param jobs of that printer, read after `heard` was, so that a job is in them as ended before another has begun
 */
export function readScreen(heard: Heard, jobs: readonly KeptJob[]): ScreenPaper {
  const found: { at: number; piece: Piece }[] = [];
  let unheard = 0;
  for (const job of jobs) {
    const isPrinted = job.state === 'printed';
    const runs = runsOf(heard.get(job.id) ?? []);
    const last = runs.at(-1);
    if (isPrinted && (last === undefined || last.rows < job.height)) unheard += 1;
    if (isPrinted && last === undefined) found.push({ at: job.changedAt, piece: pieceOf(job, 'whole') });
    for (const run of runs) {
      const isWhole = run.rows >= job.height || (run === last && isPrinted);
      const goesOn = run === last && !ENDED.includes(job.state);
      if (isWhole) found.push({ at: run.at, piece: pieceOf(job, 'whole') });
      else if (run.rows > 0 && !goesOn) found.push({ at: run.at, piece: pieceOf(job, 'torn') });
    }
  }
  found.sort((one, other) => one.at - other.at);
  return { pieces: found.map(({ piece }) => piece), unheard };
}

function pieceOf({ id, print = '' }: KeptJob, kind: Piece['kind']): Piece {
  return { kind, print, picture: EMPTY_PICTURE, job: id };
}

/** How far each attempt came, and when: rows that are fewer than before belong to another. */
function runsOf(words: readonly Progress[]): readonly { rows: number; at: number }[] {
  const runs: { rows: number; at: number }[] = [];
  for (const { rows, at } of words.toSorted((one, other) => one.at - other.at || one.rows - other.rows)) {
    const last = runs.at(-1);
    if (last === undefined || rows < last.rows) runs.push({ rows, at });
    else Object.assign(last, { rows, at });
  }
  return runs;
}
