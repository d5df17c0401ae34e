import type { StoreNames } from 'idb';
import type { Clock } from '../clock.ts';
import { PapertabError, partMissing } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import { type Database, readValue, type Schema, type StoredPicture, toStorageError } from './database.ts';
import { guardedWrite, type WriteTransaction } from './guarded-write.ts';
import { ENDED_STATES, type Job, type JobOrigin, type JobState, MOST_INTERRUPTIONS, UNFINISHED_STATES } from './job.ts';
import type { pruneOldest } from './prune.ts';
import { senderShare } from './sender-share.ts';
import { readJob, type StoredJob } from './stored-job.ts';
import { packPicture, unpackPicture } from './stored-picture.ts';
import type { Amount, Tally } from './tally.ts';

/** What waits for its paper printer and may wait for another one instead. */
const MOVABLE: readonly JobState[] = ['held', 'waiting', 'needs-you'];

/** What makes a job. */
export interface JobDraft {
  readonly paperPrinter: string;
  readonly origin: JobOrigin;
  /** Whether it waits for the button first. */
  readonly hold: boolean;
  /** Rows at the foot of the picture that are not the sender's; none where absent. */
  readonly faceRows?: number;
}

/** What a change of state may carry. */
export interface JobChange {
  readonly state?: JobState;
  readonly interruptions?: number;
  readonly begun?: boolean;
  readonly answered?: boolean;
  readonly report?: Job['report'];
  /** `null` takes the present one away. */
  readonly error?: Job['error'] | null;
}

/**
 * The durable queue and history. Every change is one strict transaction that checks the epoch first; a method resolves
 * when its transaction is complete, and not before. Within a transaction nothing is awaited but IndexedDB: anything
 * else would let it commit early.
 *
 * Every method rejects with `storage-full`, `storage-failed` or `engine-superseded` where the database refuses; those that
 * count or prune with `part-missing` where what counts cannot be loaded.
 */
export class JobStore {
  readonly #database: Database;
  readonly #epoch: number;
  readonly #clock: Clock;
  /** Absent until somebody wants to know how much is stored. */
  #tally: Tally | undefined;

  constructor(database: Database, epoch: number, clock: Clock) {
    this.#database = database;
    this.#epoch = epoch;
    this.#clock = clock;
  }

  /** Stores a job and its picture together. */
  async add(draft: JobDraft, picture: Bitmap): Promise<Job> {
    const packed = await packPicture(picture);
    const now = this.#clock.now();
    const faceRows = draft.faceRows ?? 0;
    const stored: StoredJob = {
      paperPrinter: draft.paperPrinter,
      origin: draft.origin,
      state: draft.hold ? 'held' : 'waiting',
      createdAt: now,
      changedAt: now,
      width: picture.width,
      height: picture.height,
      faceRows,
      bytes: packed.bytes.length,
      blackShare: senderShare(picture, faceRows),
      interruptions: 0,
      begun: false,
      answered: draft.origin.kind !== 'delivery',
      report: isReported(draft.origin) ? 'due' : 'none',
    };
    const [job] = await this.restore([{ job: stored, picture: packed }]);
    return job!;
  }

  /** Stores jobs as they once were, with their pictures and new ids, in one transaction: all of them or none. */
  async restore(entries: readonly { readonly job: StoredJob; readonly picture: StoredPicture }[]): Promise<Job[]> {
    const restored = await this.#write(['jobs', 'pictures'], async (transaction) => {
      const jobs: Job[] = [];
      for (const { job, picture } of entries) {
        const stored: StoredJob = { ...job, bytes: picture.bytes.length };
        const id = await transaction.objectStore('jobs').add(stored);
        await transaction.objectStore('pictures').add(picture, id);
        jobs.push({ id, ...stored });
      }
      return jobs;
    });
    for (const job of restored) this.#tally?.changed(job.id, undefined, job);
    return restored;
  }

  /**
   * Changes a job that stands in one of the states `from`.
   *
   * @throws PapertabError `job-unknown`, `job-state`
   */
  async change(id: number, from: readonly JobState[], change: JobChange): Promise<Job> {
    const { before, after } = await this.#write(['jobs'], async (transaction) => {
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
      return { before: job, after: { id, ...changed } };
    });
    this.#tally?.changed(id, before, after);
    return after;
  }

  /**
   * Lets a held job go into the queue; `composed` takes the place of its picture in the same transaction.
   *
   * @throws PapertabError `job-unknown`, `job-state`
   */
  async release(id: number, composed?: { readonly picture: Bitmap; readonly faceRows: number }): Promise<Job> {
    if (composed === undefined) return this.change(id, ['held'], { state: 'waiting' });
    const packed = await packPicture(composed.picture);
    const { before, after } = await this.#write(['jobs', 'pictures'], async (transaction) => {
      const jobs = transaction.objectStore('jobs');
      const held = await getJob(jobs, id);
      if (held.state !== 'held') throw new PapertabError('job-state', held.state);
      const { id: _id, ...old } = held;
      const { width, height } = composed.picture;
      const changed: StoredJob = {
        ...old,
        state: 'waiting',
        changedAt: this.#clock.now(),
        width,
        height,
        faceRows: composed.faceRows,
        bytes: packed.bytes.length,
      };
      await jobs.put(changed, id);
      await transaction.objectStore('pictures').put(packed, id);
      return { before: held, after: { id, ...changed } };
    });
    this.#tally?.changed(id, before, after);
    return after;
  }

  /**
   * Deletes a job that has ended, with its picture.
   *
   * @throws PapertabError `job-unknown`, `job-state`
   */
  async remove(id: number): Promise<void> {
    const stored = await this.#write(['jobs', 'pictures'], async (transaction) => {
      const jobs = transaction.objectStore('jobs');
      const present = await jobs.get(id);
      if (present === undefined) throw new PapertabError('job-unknown');
      const { state } = readJob(id, present);
      if (!ENDED_STATES.includes(state)) throw new PapertabError('job-state', state);
      await jobs.delete(id);
      await transaction.objectStore('pictures').delete(id);
      return present;
    });
    this.#tally?.changed(id, stored, undefined);
  }

  /**
   * Deletes the oldest of what has ended until that is within the limits: printed jobs first, those that the server is
   * still to be told of last; then failed and cancelled ones. What has not ended is neither counted nor deleted.
   *
   * At most a hundred go at once, so that nobody waits long for the store: to be called until it removes none.
   *
   * @param limits prints, and bytes of their pictures
   * @param deleteOldest comes from whoever prunes: most of the time that is nobody
   * @returns the ids of the jobs that were deleted
   */
  async prune(limits: Amount, deleteOldest: typeof pruneOldest): Promise<number[]> {
    const tally = await this.#counted();
    if (tally.above(limits) === undefined) return [];
    const pruned = await this.#write(['jobs', 'pictures'], async (transaction) => {
      // Others may have deleted some while this waited for its turn.
      const excess = tally.above(limits);
      return excess === undefined ? [] : deleteOldest(transaction, excess);
    });
    for (const { id, stored } of pruned) tally.changed(id, stored, undefined);
    return pruned.map(({ id }) => id);
  }

  /** How many jobs are stored, and how many bytes their pictures take. */
  async usage(): Promise<Amount> {
    return (await this.#counted()).all;
  }

  /** How much of that has ended and could be pruned. */
  async history(): Promise<Amount> {
    return (await this.#counted()).ended;
  }

  /**
   * Takes up what an engine that died left behind: what was printing waits again, from its start, and says so. What was
   * cut short too often waits for the user, as it did before.
   *
   * @param costsPaper whether a print begun again on this paper printer does
   * @returns what was taken up, as it stands now
   */
  async recover(costsPaper: (paperPrinter: string) => boolean = () => true): Promise<Job[]> {
    return this.#write(['jobs'], async (transaction) => {
      const jobs = transaction.objectStore('jobs');
      const recovered: Job[] = [];
      for (const state of ['printing', 'needs-you'] as const) {
        for (const id of await jobs.index('state').getAllKeys(state)) {
          const { id: _id, ...left } = readJob(id, await jobs.get(id));
          // A damaged record reads as failed, whatever it says: it is left for the user to see.
          if (left.state !== state) continue;
          const taken = takenUp(left, costsPaper(left.paperPrinter), this.#clock.now());
          if (taken === left) continue;
          await jobs.put(taken, id);
          recovered.push({ id, ...taken });
        }
      }
      return recovered;
    });
  }

  /** The oldest job that waits for a paper printer, or for what the printer needs. */
  async next(paperPrinter: string): Promise<Job | undefined> {
    return this.#read(async () => {
      const index = this.#jobs().index('queue');
      let oldest: Job | undefined;
      for (const state of ['waiting', 'needs-you'] as const) {
        let cursor = await index.openCursor([state, paperPrinter]);
        while (cursor !== null && (oldest === undefined || cursor.primaryKey < oldest.id)) {
          const job = readJob(cursor.primaryKey, cursor.value);
          // A damaged record reads as failed, whatever it says.
          if (job.state === state) oldest = job;
          cursor = await cursor.continue();
        }
      }
      return oldest;
    });
  }

  /** The oldest of the held jobs that are `wanted`. */
  async oldestHeld(wanted: (job: Job) => boolean): Promise<Job | undefined> {
    return this.#read(async () => {
      const index = this.#jobs().index('state');
      for (let cursor = await index.openCursor('held'); cursor !== null; cursor = await cursor.continue()) {
        const job = readJob(cursor.primaryKey, cursor.value);
        if (job.state === 'held' && wanted(job)) return job;
      }
      return undefined;
    });
  }

  /**
   * Gives all that waits for one paper printer to another one; what is printing stays.
   *
   * @param to the other one, or which one each of them goes to
   * @param held then only those of the held jobs for which it is true
   * @returns the jobs that were changed
   */
  async reassign(from: string, to: string | ((job: Job) => string), held?: (job: Job) => boolean): Promise<Job[]> {
    return this.#write(['jobs'], (transaction) =>
      held === undefined
        ? this.#move(transaction, from, to, MOVABLE)
        : this.#move(transaction, from, to, ['held'], held),
    );
  }

  /**
   * Forgets a paper printer on which nothing prints any more, and gives all that waits for it to another one: both or
   * neither.
   *
   * @returns the jobs that were changed
   */
  async bequeath(from: string, to: string): Promise<Job[]> {
    return this.#write(['jobs', 'paper-printers'], async (transaction) => {
      await transaction.objectStore('paper-printers').delete(from);
      return this.#move(transaction, from, to, MOVABLE);
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
          const job = readJob(cursor.primaryKey, cursor.value);
          // A damaged one reads as failed: it is part of the history alone.
          if (job.state === state) jobs.push(job);
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
   * @throws PapertabError `job-picture` when it is missing, lost or damaged
   */
  async picture(id: number): Promise<Bitmap> {
    return unpackPicture(await this.#read(() => readValue(this.#database, 'pictures', id)));
  }

  async #move(
    transaction: WriteTransaction,
    from: string,
    to: string | ((job: Job) => string),
    states: readonly JobState[],
    wanted: (job: Job) => boolean = () => true,
  ): Promise<Job[]> {
    const jobs = transaction.objectStore('jobs');
    const moved: Job[] = [];
    for (const state of states) {
      for (const id of await jobs.index('queue').getAllKeys([state, from])) {
        const { id: _id, error: _error, ...job } = readJob(id, await jobs.get(id));
        if (job.state !== state || !wanted({ id, ...job })) continue;
        const changed: StoredJob = {
          ...job,
          paperPrinter: typeof to === 'string' ? to : to({ id, ...job }),
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

  #write<T>(stores: StoreNames<Schema>[], work: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    return guardedWrite({ database: this.#database, epoch: this.#epoch }, stores, work);
  }

  /**
   * What counts, once all is counted. What was written before the counting begins is read then.
   *
   * @throws PapertabError `part-missing` when it cannot be loaded
   */
  async #counted(): Promise<Tally> {
    const { Tally } = await import('./tally.ts').catch(partMissing);
    this.#tally ??= new Tally(this.#database);
    const tally = this.#tally;
    await this.#read(() => tally.counted());
    return tally;
  }
}

/** What becomes of a job that an engine left on its way. */
function takenUp(left: StoredJob, costsPaper: boolean, now: number): StoredJob {
  const { error, ...job } = left;
  const hadBegun = job.begun || job.state === 'printing';
  if (!hadBegun && error?.code === 'printer-unsteady') return left;
  const interruptions = job.interruptions + (hadBegun ? 1 : 0);
  const again = { ...job, begun: false, interruptions, changedAt: now };
  return hadBegun && costsPaper && interruptions >= MOST_INTERRUPTIONS
    ? { ...again, state: 'needs-you', error: { code: 'printer-unsteady' } }
    : { ...again, state: 'waiting' };
}

/** Whether the server is told of the print: not of what was made here, nor of pictures for when it cannot be told. */
function isReported(origin: JobOrigin): boolean {
  if (origin.kind === 'button') return origin.shows === 'nothing-to-print' || origin.shows === 'quip';
  return origin.kind === 'delivery';
}

async function getJob(store: { get(id: number): Promise<unknown> }, id: number): Promise<Job> {
  const stored = await store.get(id);
  if (stored === undefined) throw new PapertabError('job-unknown');
  return readJob(id, stored);
}
