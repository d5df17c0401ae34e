import type { Clock } from '../clock.ts';
import { PapertabError, toPapertabError, toReport } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Job } from '../jobs/job.ts';
import type { Log } from '../jobs/log-entry.ts';
import type { CopiesState } from './api.ts';

/** How long after a failure the folder is tried again. */
const RETRY_AFTER_MS = 30_000;
/** Prints that wait for their folder; of more, the oldest get no copy. */
const MOST_WAITING = 1_000;

/** What copies need of the engine. */
export interface CopiesWorld {
  readonly clock: Clock;
  /** Where the folder is kept; see {@link CopyFolderRecord}. */
  readonly kept: {
    read(): Promise<FileSystemDirectoryHandle | undefined>;
    write(folder: FileSystemDirectoryHandle | undefined): Promise<void>;
  };
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
 * neither waits for it nor fails with it. What could not be written is tried again for as long as the engine lives.
 */
export class Copies {
  readonly #world: CopiesWorld;
  #folder: FileSystemDirectoryHandle | undefined;
  #state: CopiesState = { state: 'off' };
  /** Prints without a copy yet, the oldest first. */
  #waiting: Job[] = [];
  #working = false;
  #cancelRetry: (() => void) | undefined;
  #stopped = false;

  private constructor(world: CopiesWorld) {
    this.#world = world;
  }

  /** Takes up the folder of the last time. Never rejects: what cannot be read is no folder. */
  static async open(world: CopiesWorld): Promise<Copies> {
    const copies = new Copies(world);
    try {
      copies.#folder = await world.kept.read();
      if (copies.#folder !== undefined) copies.#state = await standing(copies.#folder);
    } catch (thrown) {
      copies.#state = { state: 'failed', error: toReport(toPapertabError(thrown)) };
    }
    return copies;
  }

  get state(): CopiesState {
    return this.#state;
  }

  get folder(): FileSystemDirectoryHandle | undefined {
    return this.#folder;
  }

  /**
   * From now on copies go into this folder, those that wait as well; `undefined` ends that.
   *
   * @throws PapertabError `copies-denied` while the browser does not let us write there, and what the database refuses for
   */
  async setFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void> {
    const state: CopiesState = folder === undefined ? { state: 'off' } : await standing(folder);
    if (folder !== undefined && state.state !== 'ready') throw new PapertabError('copies-denied', folder.name);
    await this.#world.kept.write(folder);
    this.#folder = folder;
    if (folder === undefined) this.#waiting = [];
    this.#become(state);
    void this.#work();
  }

  /** Has a copy made of a print. */
  copy(job: Job): void {
    if (this.#folder === undefined || this.#stopped) return;
    this.#waiting.push(job);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    // After a failure the next try is that of the clock: a folder that is gone is not asked for at every print.
    if (this.#cancelRetry === undefined) void this.#work();
  }

  /** Writes nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    this.#cancelRetry?.();
  }

  /** Writes what waits, in order, until all is written or one fails. Never rejects. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    while (this.#waiting.length > 0 && this.#folder !== undefined) {
      const folder = this.#folder;
      const job = this.#waiting[0]!;
      const state = await this.#write(folder, job);
      if (this.#stopped) return;
      // Another folder was picked meanwhile: that one counts.
      if (folder !== this.#folder) continue;
      if (state.state === 'ready') this.#waiting = this.#waiting.filter((other) => other !== job);
      this.#become(state);
      if (state.state === 'ready') continue;
      this.#cancelRetry = this.#world.clock.after(RETRY_AFTER_MS, () => void this.#work());
      break;
    }
    this.#working = false;
  }

  /** Makes one copy, and tells how the folder stands then. */
  async #write(folder: FileSystemDirectoryHandle, job: Job): Promise<CopiesState> {
    try {
      const before = await standing(folder);
      if (before.state !== 'ready') return before;
      const picture = await this.#pictureOf(job);
      if (picture !== undefined) {
        const { writeCopy } = await import('./copy-writer.ts');
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
