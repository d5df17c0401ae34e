import type { Database } from './database.ts';
import { ENDED_STATES } from './job.ts';

/** A number of jobs, and the bytes that their pictures take. */
export interface Amount {
  readonly prints: number;
  readonly bytes: number;
}

/** Jobs that are read at once while counting. */
const BATCH = 500;

/**
 * How much the store holds, in memory: counted once, in small steps that let others write between them, and from then on
 * kept by what is written. Pictures are not read for it.
 */
export class Tally {
  readonly #database: Database;
  readonly #all = { prints: 0, bytes: 0 };
  readonly #ended = { prints: 0, bytes: 0 };
  /** All jobs up to this id are counted. */
  #countedTo = 0;
  #counting: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All that is stored; of use once counted. */
  get all(): Amount {
    return { ...this.#all };
  }

  /** What of it has ended and could be pruned; of use once counted. */
  get ended(): Amount {
    return { ...this.#ended };
  }

  /** What of the ended is above the limits; undefined when nothing is. Of use once counted. */
  above(limits: Amount): Amount | undefined {
    const excess = { prints: this.#ended.prints - limits.prints, bytes: this.#ended.bytes - limits.bytes };
    return excess.prints > 0 || excess.bytes > 0 ? excess : undefined;
  }

  /** Resolves when everything is counted; rejects with what the database says, and the next call goes on from there. */
  counted(): Promise<void> {
    this.#counting ??= this.#count().catch((thrown) => {
      this.#counting = undefined;
      throw thrown;
    });
    return this.#counting;
  }

  /**
   * A transaction has put `after` in the place of `before`; `undefined` for no record. To be called when it is complete.
   * A job that is not counted yet will be, as it is then: the step that reads it begins after the transaction.
   */
  changed(id: number, before: unknown, after: unknown): void {
    if (id > this.#countedTo) return;
    this.#add(before, -1);
    this.#add(after, 1);
  }

  async #count(): Promise<void> {
    while (this.#countedTo < Number.MAX_SAFE_INTEGER) {
      const range = IDBKeyRange.lowerBound(this.#countedTo, true);
      const { store, done } = this.#database.transaction('jobs');
      // A request that fails says so itself.
      done.catch(() => {});
      const [ids, jobs] = await Promise.all([store.getAllKeys(range, BATCH), store.getAll(range, BATCH)]);
      for (const job of jobs) this.#add(job, 1);
      this.#countedTo = ids.at(-1) ?? Number.MAX_SAFE_INTEGER;
    }
  }

  #add(stored: unknown, sign: 1 | -1): void {
    if (stored === undefined) return;
    const bytes = sign * bytesOf(stored);
    this.#all.prints += sign;
    this.#all.bytes += bytes;
    if (!isEnded(stored)) return;
    this.#ended.prints += sign;
    this.#ended.bytes += bytes;
  }
}

/** Bytes of a stored job's picture, as the record says; 0 for a damaged one. */
export function bytesOf(stored: unknown): number {
  const bytes = (stored as { bytes?: unknown } | null | undefined)?.bytes;
  return typeof bytes === 'number' && bytes > 0 ? bytes : 0;
}

/** Whether the index of what has ended holds this record; a damaged one may be in none. */
function isEnded(stored: unknown): boolean {
  const { state, report } = (stored ?? {}) as { state?: unknown; report?: unknown };
  return ENDED_STATES.some((ended) => ended === state) && typeof report === 'string';
}
