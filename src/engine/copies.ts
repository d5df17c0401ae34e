import type { Clock } from '../clock.ts';
import { PapertabError, partMissing, toPapertabError, toReport } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Job } from '../jobs/job.ts';
import type { Log } from '../jobs/log-entry.ts';
import type { CopiesState } from './api.ts';
import { type CopyMark, isPast, markAt, type PrintPlace, placeOf, wantsCopy, withCopy, withLate } from './copy-mark.ts';

/** How long after a failure the folder is tried again. */
const RETRY_AFTER_MS = 30_000;
/** Prints that wait for their folder here; more of them are looked up in the history when these have their copies. */
const MOST_WAITING = 1_000;
/** How many of the newest jobs are looked at for prints without a copy. */
const MOST_LOOKED_AT = 10_000;
/** Jobs that are read at once. */
const PAGE = 200;

/** What copies need of the engine. */
export interface CopiesWorld {
  readonly clock: Clock;
  /** Where the folder is kept; see {@link CopyFolderRecord}. */
  readonly kept: {
    read(): Promise<{ readonly folder?: FileSystemDirectoryHandle; readonly mark?: CopyMark }>;
    /** Stores both; without a folder neither. */
    write(folder: FileSystemDirectoryHandle | undefined, mark: CopyMark): Promise<void>;
    writeMark(mark: CopyMark): Promise<void>;
  };
  /** The newest jobs first, with ids below `before`. */
  jobs(page: { before?: number; limit: number }): Promise<readonly Job[]>;
  /** The upright picture of a job. Rejects with `job-picture` when it is there no more. */
  picture(id: number): Promise<Bitmap>;
  readonly log: Log;
  /** The state is another one. */
  changed(): void;
}

/** A handle with what not every browser's has. */
type AskableFolder = FileSystemDirectoryHandle & {
  queryPermission?(how: { mode: 'readwrite' }): Promise<PermissionState>;
};

/**
 * Writes a copy of every print into a folder that the user has picked, one after another and beside the printing, which
 * neither waits for it nor fails with it. What could not be written is tried again for as long as the engine lives, and
 * by the next engine as long as the history has it: a mark is kept of what has its copy.
 */
export class Copies {
  readonly #world: CopiesWorld;
  #folder: FileSystemDirectoryHandle | undefined;
  #state: CopiesState = { state: 'off' };
  /** Up to where there are copies. */
  #mark: CopyMark;
  /** The latest print that is known of: what came to paper before it, but is told later, is late. */
  #latest: PrintPlace;
  /** Prints without a copy yet, in the order in which they came to paper; late ones come last. */
  #waiting: Job[] = [];
  /** Whether the history may hold prints without a copy that are not in `#waiting`; they come after those. */
  #behind = false;
  #working = false;
  #cancelRetry: (() => void) | undefined;
  #stopped = false;

  private constructor(world: CopiesWorld) {
    this.#world = world;
    this.#mark = markAt(world.clock.now());
    this.#latest = this.#mark;
  }

  /** Takes up the folder of the last time, and what it has missed. Never rejects: what cannot be read is no folder. */
  static async open(world: CopiesWorld): Promise<Copies> {
    const copies = new Copies(world);
    try {
      const { folder, mark } = await world.kept.read();
      if (folder !== undefined) copies.#takeUp(folder, mark);
      if (folder !== undefined) copies.#state = await standing(folder);
    } catch (thrown) {
      copies.#state = { state: 'failed', error: toReport(toPapertabError(thrown)) };
    }
    void copies.#work();
    return copies;
  }

  get state(): CopiesState {
    return this.#state;
  }

  get folder(): FileSystemDirectoryHandle | undefined {
    return this.#folder;
  }

  /**
   * From now on copies go into this folder, those that wait for another one as well; `undefined` ends that.
   *
   * @throws PapertabError `copies-denied` while the browser does not let us write there, and what the database refuses for
   */
  async setFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void> {
    const state: CopiesState = folder === undefined ? { state: 'off' } : await standing(folder);
    if (folder !== undefined && state.state !== 'ready') throw new PapertabError('copies-denied', folder.name);
    const isFirst = this.#folder === undefined;
    const mark = isFirst ? markAt(this.#world.clock.now()) : this.#mark;
    await this.#world.kept.write(folder, mark);
    if (folder === undefined) {
      this.#waiting = [];
      this.#behind = false;
    } else if (isFirst) {
      this.#mark = mark;
      this.#latest = mark;
      // What came to paper while that was stored.
      this.#behind = true;
    }
    this.#folder = folder;
    this.#become(state);
    void this.#work();
  }

  /** Has a copy made of a print. */
  copy(job: Job): void {
    if (this.#folder === undefined || this.#stopped || this.#waiting.some(({ id }) => id === job.id)) return;
    if (isPast(this.#latest, job)) this.#keep(withLate(this.#mark, job));
    else this.#latest = placeOf(job);
    if (this.#behind || this.#waiting.length >= MOST_WAITING) this.#behind = true;
    else this.#waiting.push(job);
    // After a failure the next try is that of the clock: a folder that is gone is not asked for at every print.
    if (this.#cancelRetry === undefined) void this.#work();
  }

  /** Writes nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    this.#cancelRetry?.();
  }

  /** Goes on where the mark is; where there is none, copies begin now. */
  #takeUp(folder: FileSystemDirectoryHandle, mark: CopyMark | undefined): void {
    this.#folder = folder;
    if (mark === undefined) {
      this.#keep(this.#mark);
    } else {
      this.#mark = mark;
      this.#latest = mark;
      this.#behind = true;
    }
  }

  /** Writes what waits, in order, until all is written or one fails. Never rejects. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    while (this.#folder !== undefined && this.#isOwing) {
      const folder = this.#folder;
      const job = this.#waiting[0];
      const state = await (job === undefined ? this.#look(folder) : this.#write(folder, job));
      if (this.#stopped) return;
      // Another folder was picked meanwhile: that one counts.
      if (folder !== this.#folder) continue;
      if (state.state === 'ready' && job !== undefined) this.#settle(job);
      this.#become(state);
      if (state.state === 'ready' || !this.#isOwing) continue;
      this.#cancelRetry = this.#world.clock.after(RETRY_AFTER_MS, () => void this.#work());
      break;
    }
    this.#working = false;
  }

  get #isOwing(): boolean {
    return this.#waiting.length > 0 || this.#behind;
  }

  /** Looks for prints without a copy in the history, and tells how the folder stands. Nothing waits when it begins. */
  async #look(folder: FileSystemDirectoryHandle): Promise<CopiesState> {
    this.#behind = false;
    try {
      const found = await this.#missed();
      // It was given up meanwhile.
      if (this.#folder === undefined) return { state: 'off' };
      const told = this.#waiting.filter((job) => !found.some(({ id }) => id === job.id));
      const all = [...found, ...told].sort((one, other) => one.changedAt - other.changedAt || one.id - other.id);
      this.#waiting = all.slice(0, MOST_WAITING);
      if (all.length > MOST_WAITING) this.#behind = true;
      const last = all.at(-1);
      if (last !== undefined && !isPast(this.#latest, last)) this.#latest = placeOf(last);
      return standing(folder);
    } catch (thrown) {
      // What was told meanwhile is in the history, too, and must not come before what could not be read.
      this.#waiting = [];
      this.#behind = true;
      return { state: 'failed', folder: folder.name, error: toReport(toPapertabError(thrown)) };
    }
  }

  async #missed(): Promise<Job[]> {
    const found: Job[] = [];
    let before: number | undefined;
    for (let seen = 0; seen < MOST_LOOKED_AT && !this.#stopped; seen += PAGE) {
      const jobs = await this.#world.jobs({ limit: PAGE, ...(before === undefined ? {} : { before }) });
      found.push(...jobs.filter((job) => wantsCopy(this.#mark, job)));
      if (jobs.length < PAGE) break;
      before = jobs.at(-1)?.id;
    }
    return found;
  }

  #settle(job: Job): void {
    if (!this.#waiting.includes(job)) return;
    this.#waiting = this.#waiting.filter((other) => other !== job);
    this.#keep(withCopy(this.#mark, job));
  }

  /** Where it cannot be stored, the next engine finds again what has its copy, and leaves that as it is. */
  #keep(mark: CopyMark): void {
    this.#mark = mark;
    this.#world.kept.writeMark(mark).catch(() => {});
  }

  /** Makes one copy, and tells how the folder stands then. */
  async #write(folder: FileSystemDirectoryHandle, job: Job): Promise<CopiesState> {
    try {
      const before = await standing(folder);
      if (before.state !== 'ready') return before;
      const picture = await this.#pictureOf(job);
      if (picture !== undefined) {
        const { writeCopy } = await import('./copy-writer.ts').catch(partMissing);
        await writeCopy(folder, job, picture);
      }
      return before;
    } catch (thrown) {
      const after = await standing(folder);
      if (after.state !== 'ready') return after;
      return { state: 'failed', folder: folder.name, error: toReport(toPapertabError(thrown, 'copies-failed')) };
    }
  }

  /** Undefined when it was deleted meanwhile, or is damaged: there is nothing to copy then. */
  async #pictureOf(job: Job): Promise<Bitmap | undefined> {
    try {
      return await this.#world.picture(job.id);
    } catch (thrown) {
      if (toPapertabError(thrown).code === 'job-picture') return undefined;
      throw thrown;
    }
  }

  #become(state: CopiesState): void {
    const { state: before, folder, error } = this.#state;
    if (before === state.state && folder === state.folder && error?.detail === state.error?.detail) return;
    this.#state = state;
    this.#world.log('engine', `copies: ${state.state}${state.error === undefined ? '' : ` (${state.error.code})`}`);
    this.#world.changed();
  }
}

/** Whether the browser lets us write into a folder now. Never rejects. */
async function standing(folder: AskableFolder): Promise<CopiesState> {
  const { name } = folder;
  try {
    const permission = (await folder.queryPermission?.({ mode: 'readwrite' })) ?? 'granted';
    if (permission === 'granted') return { state: 'ready', folder: name };
    if (permission === 'prompt') return { state: 'needs-tap', folder: name };
    return { state: 'failed', folder: name, error: { code: 'copies-denied' } };
  } catch (thrown) {
    return { state: 'failed', folder: name, error: toReport(toPapertabError(thrown, 'copies-failed')) };
  }
}
