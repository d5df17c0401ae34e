import type { IDBPTransaction, StoreNames } from 'idb';
import type { Clock } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import { type Bitmap, blackShare } from '../imaging/bitmap.ts';
import { type Database, type Schema, toStorageError } from './database.ts';
import { checkEpoch } from './epoch.ts';
import { ENDED_STATES, type Job, type JobOrigin, type JobState } from './job.ts';
import { readJob, type StoredJob } from './stored-job.ts';
import { packPicture, unpackPicture } from './stored-picture.ts';

/** What makes a job. */
export interface JobDraft {
  readonly paperPrinter: string;
  readonly origin: JobOrigin;
  /** Whether it waits for the button first. */
  readonly hold: boolean;
}

/** What a change of state may carry. */
export interface JobChange {
  readonly state?: JobState;
  readonly interruptions?: number;
  readonly begun?: boolean;
  readonly report?: Job['report'];
  /** `null` takes the present one away. */
  readonly error?: Job['error'] | null;
}

const UNFINISHED_STATES: readonly JobState[] = ['held', 'waiting', 'printing', 'needs-you'];

type WriteTransaction = IDBPTransaction<Schema, StoreNames<Schema>[], 'readwrite'>;

/**
 * The durable queue and history. Every change is one strict transaction that checks the epoch first; a method resolves
 * when its transaction is complete, and not before. Within a transaction nothing is awaited but IndexedDB: anything
 * else would let it commit early.
 *
 * Every method rejects with `storage-full`, `storage-failed` or `engine-superseded` where the database refuses.
 */
export class JobStore {
  readonly #database: Database;
  readonly #epoch: number;
  readonly #clock: Clock;

  constructor(database: Database, epoch: number, clock: Clock) {
    this.#database = database;
    this.#epoch = epoch;
    this.#clock = clock;
  }

  /** Stores a job and its picture together. */
  async add(draft: JobDraft, picture: Bitmap): Promise<Job> {
    const packed = await packPicture(picture);
    const now = this.#clock.now();
    const stored: StoredJob = {
      paperPrinter: draft.paperPrinter,
      origin: draft.origin,
      state: draft.hold ? 'held' : 'waiting',
      createdAt: now,
      changedAt: now,
      width: picture.width,
      height: picture.height,
      faceRows: 0,
      bytes: packed.bytes.length,
      blackShare: blackShare(picture),
      interruptions: 0,
      begun: false,
      report: draft.origin.kind === 'delivery' ? 'due' : 'none',
    };
    return this.#write(['meta', 'jobs', 'pictures'], async (transaction) => {
      const id = await transaction.objectStore('jobs').add(stored);
      await transaction.objectStore('pictures').add(packed, id);
      return { id, ...stored };
    });
  }

  /**
   * Changes a job that stands in one of the states `from`.
   *
   * @throws PapertabError `job-unknown`, `job-state`
   */
  async change(id: number, from: readonly JobState[], change: JobChange): Promise<Job> {
    return this.#write(['meta', 'jobs'], async (transaction) => {
      const jobs = transaction.objectStore('jobs');
      const job = await getJob(jobs, id);
      if (!from.includes(job.state)) throw new PapertabError('job-state', job.state);
      const { error, ...rest } = change;
      const { id: _id, error: oldError, ...old } = job;
      const kept = error === undefined ? oldError : (error ?? undefined);
      const changed: StoredJob = {
        ...old,
        ...rest,
        ...(change.state === undefined ? {} : { changedAt: this.#clock.now() }),
        // Only what came to paper is reported.
        ...(change.state === 'cancelled' || change.state === 'failed' ? { report: 'none' as const } : {}),
        ...(kept === undefined ? {} : { error: kept }),
      };
      await jobs.put(changed, id);
      return { id, ...changed };
    });
  }

  /**
   * Deletes a job that has ended, with its picture.
   *
   * @throws PapertabError `job-unknown`, `job-state`
   */
  async remove(id: number): Promise<void> {
    await this.#write(['meta', 'jobs', 'pictures'], async (transaction) => {
      const jobs = transaction.objectStore('jobs');
      const job = await getJob(jobs, id);
      if (!ENDED_STATES.includes(job.state)) throw new PapertabError('job-state', job.state);
      await jobs.delete(id);
      await transaction.objectStore('pictures').delete(id);
    });
  }

  /**
   * Takes up what an engine that died left behind: what was printing waits again, from its start, and says so.
   *
   * @returns the jobs that were changed
   */
  async recover(): Promise<Job[]> {
    return this.#write(['meta', 'jobs'], async (transaction) => {
      const jobs = transaction.objectStore('jobs');
      const recovered: Job[] = [];
      for (const state of ['printing', 'needs-you'] as const) {
        for (const id of await jobs.index('state').getAllKeys(state)) {
          const { id: _id, error: _error, ...job } = readJob(id, await jobs.get(id));
          // A damaged record reads as failed, whatever it says: it is left for the user to see.
          if (job.state !== state) continue;
          const interruptions = job.interruptions + (job.begun || state === 'printing' ? 1 : 0);
          const now = this.#clock.now();
          const changed: StoredJob = { ...job, state: 'waiting', begun: false, interruptions, changedAt: now };
          await jobs.put(changed, id);
          recovered.push({ id, ...changed });
        }
      }
      return recovered;
    });
  }

  /** The oldest job that waits for a paper printer, or for what the printer needs. */
  async next(paperPrinter: string): Promise<Job | undefined> {
    return this.#read(async () => {
      const index = this.#jobs().index('state');
      let oldest: Job | undefined;
      for (const state of ['waiting', 'needs-you'] as const) {
        for (let cursor = await index.openCursor(state); cursor !== null; cursor = await cursor.continue()) {
          if (oldest !== undefined && cursor.primaryKey > oldest.id) break;
          const job = readJob(cursor.primaryKey, cursor.value);
          if (job.state !== state || job.paperPrinter !== paperPrinter) continue;
          oldest = job;
          break;
        }
      }
      return oldest;
    });
  }

  /**
   * Gives all that waits for one paper printer to another one; what is printing stays.
   *
   * @returns the jobs that were changed
   */
  async reassign(from: string, to: string): Promise<Job[]> {
    return this.#write(['meta', 'jobs'], async (transaction) => {
      const jobs = transaction.objectStore('jobs');
      const moved: Job[] = [];
      for (const state of ['held', 'waiting', 'needs-you'] as const) {
        for (const id of await jobs.index('state').getAllKeys(state)) {
          const { id: _id, error: _error, ...job } = readJob(id, await jobs.get(id));
          if (job.state !== state || job.paperPrinter !== from) continue;
          const changed: StoredJob = {
            ...job,
            paperPrinter: to,
            state: state === 'held' ? 'held' : 'waiting',
            begun: false,
            interruptions: job.interruptions + (job.begun ? 1 : 0),
            changedAt: this.#clock.now(),
          };
          await jobs.put(changed, id);
          moved.push({ id, ...changed });
        }
      }
      return moved;
    });
  }

  /** Printed deliveries that the server has not been told of. */
  async unreported(): Promise<Job[]> {
    return this.#read(async () => {
      const index = this.#jobs().index('report');
      const jobs: Job[] = [];
      for (let cursor = await index.openCursor('due'); cursor !== null; cursor = await cursor.continue()) {
        const job = readJob(cursor.primaryKey, cursor.value);
        if (job.state === 'printed') jobs.push(job);
      }
      return jobs;
    });
  }

  /** The newest jobs first, at most `limit`, with ids below `before`. */
  async list(page: { before?: number; limit: number }): Promise<Job[]> {
    return this.#read(async () => {
      const range = page.before === undefined ? null : IDBKeyRange.upperBound(page.before, true);
      const jobs: Job[] = [];
      let cursor = await this.#jobs().openCursor(range, 'prev');
      while (cursor !== null && jobs.length < page.limit) {
        jobs.push(readJob(cursor.key, cursor.value));
        cursor = await cursor.continue();
      }
      return jobs;
    });
  }

  /** All jobs that have not ended, in order of arrival within each state. */
  async unfinished(): Promise<Job[]> {
    return this.#read(async () => {
      const index = this.#jobs().index('state');
      const jobs: Job[] = [];
      for (const state of UNFINISHED_STATES) {
        for (let cursor = await index.openCursor(state); cursor !== null; cursor = await cursor.continue()) {
          jobs.push(readJob(cursor.primaryKey, cursor.value));
        }
      }
      return jobs;
    });
  }

  /** @throws PapertabError `job-unknown` */
  async get(id: number): Promise<Job> {
    return this.#read(() => getJob(this.#jobs(), id));
  }

  /**
   * The upright picture of a job.
   *
   * @throws PapertabError `job-picture` when it is missing or damaged
   */
  async picture(id: number): Promise<Bitmap> {
    return unpackPicture(await this.#read(() => this.#database.get('pictures', id)));
  }

  #jobs() {
    const transaction = this.#database.transaction('jobs');
    // A request that fails says so itself.
    transaction.done.catch(() => {});
    return transaction.store;
  }

  async #read<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }

  async #write<T>(stores: StoreNames<Schema>[], work: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    let transaction: WriteTransaction | undefined;
    try {
      transaction = this.#database.transaction(stores, 'readwrite', { durability: 'strict' });
      await checkEpoch(transaction.objectStore('meta'), this.#epoch);
      const result = await work(transaction);
      await transaction.done;
      return result;
    } catch (thrown) {
      // What the transaction died of says more than the request that failed with it; its own promise must not go unheard.
      const cause = transaction === undefined ? thrown : await abort(transaction, thrown);
      throw toStorageError(cause);
    }
  }
}

async function getJob(store: { get(id: number): Promise<unknown> }, id: number): Promise<Job> {
  const stored = await store.get(id);
  if (stored === undefined) throw new PapertabError('job-unknown');
  return readJob(id, stored);
}

async function abort(transaction: WriteTransaction, thrown: unknown): Promise<unknown> {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
  try {
    await transaction.done;
  } catch {
    // Reported through `error` below.
  }
  if (thrown instanceof PapertabError) return thrown;
  return transaction.error ?? thrown;
}
