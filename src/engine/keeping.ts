import type { Clock } from '../clock.ts';
import { partMissing, toPapertabError } from '../errors.ts';
import type { Database } from '../jobs/database.ts';
import { ENDED_STATES, type Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Log, LogEntry } from '../jobs/log-entry.ts';
import type { BackupSummary, CopiesState, EngineApi, StorageUse } from './api.ts';
import type { KeptParts } from './kept-parts.ts';

/** What keeping needs of the engine. */
export interface KeepingWorld {
  readonly database: Database;
  readonly clock: Clock;
  readonly epoch: number;
  readonly store: JobStore;
  /** What the browser estimates of the site's storage. Absent in some browsers. */
  readonly storage: Pick<StorageManager, 'estimate'> | undefined;
  /** Bounds of the history. */
  limits(): { readonly prints: number; readonly bytes: number };
  /** A job has left the history. */
  removed(id: number): void;
  /** The folder for copies stands otherwise. */
  changed(): void;
}

/** Entries that are held until there is a log to put them into. */
const MOST_EARLY = 200;
const MAKE_ROOM_EVERY_MS = 60_000;

/** Everything that is kept besides what is to be printed: log, bounds of the history, copies, backups. */
export class Keeping {
  readonly #world: KeepingWorld;
  readonly #early: Parameters<Log>[] = [];
  #loading: Promise<KeptParts> | undefined;
  #parts: KeptParts | undefined;
  #stopped = false;
  #madeRoomAt = Number.NEGATIVE_INFINITY;
  /** How often room was made. */
  #roomsMade = 0;
  #makingRoom: Promise<boolean> | undefined;

  constructor(world: KeepingWorld) {
    this.#world = world;
  }

  readonly log: Log = (...entry) => {
    if (this.#parts !== undefined) this.#parts.book.log(...entry);
    else if (this.#early.length < MOST_EARLY) this.#early.push(entry);
  };

  get copies(): CopiesState {
    return this.#parts?.copies.state ?? { state: 'off' };
  }

  /** Loads what is not needed for the first message. */
  start(): void {
    this.#load().then(
      () => {
        this.lookAtLimits();
        if (this.copies.state !== 'off') this.#world.changed();
      },
      // Without it nothing is logged and nothing copied; messages are printed all the same.
      () => {},
    );
  }

  stop(): void {
    this.#stopped = true;
    void this.#parts?.book.stop();
    this.#parts?.copies.stop();
  }

  async list(page: Parameters<EngineApi['log']>[0]): Promise<LogEntry[]> {
    return (await this.#load()).book.list(page);
  }

  async clearLog(): Promise<void> {
    await (await this.#load()).book.clear();
  }

  async storageUse(): Promise<StorageUse> {
    const [kept, estimate] = await Promise.all([
      this.#world.store.usage(),
      this.#world.storage?.estimate().catch(() => undefined),
    ]);
    const { usage, quota } = estimate ?? {};
    return { ...kept, ...(usage === undefined ? {} : { usage }), ...(quota === undefined ? {} : { quota }) };
  }

  async copyFolder(): Promise<FileSystemDirectoryHandle | undefined> {
    return (await this.#load()).copies.folder;
  }

  async setCopyFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void> {
    await (await this.#load()).copies.setFolder(folder);
  }

  async exportBackup(what: Parameters<EngineApi['exportBackup']>[0]): Promise<Uint8Array<ArrayBuffer>> {
    const { exportBackup } = await import('./backup/export-backup.ts').catch(partMissing);
    return exportBackup(this.#backupDesk(), what);
  }

  async readBackup(file: Uint8Array, passphrase?: string): Promise<BackupSummary> {
    const { readBackup } = await import('./backup/import-backup.ts').catch(partMissing);
    return readBackup(file, passphrase);
  }

  /** Stores what a backup holds; whatever was read before does not hold any more. */
  async importBackup(file: Uint8Array, passphrase?: string, settings?: boolean): Promise<void> {
    const { importBackup } = await import('./backup/import-backup.ts').catch(partMissing);
    const storeLog = async (): Promise<boolean> => (await this.#load()).book.store();
    await importBackup({ ...this.#backupDesk(), storeLog }, file, passphrase, settings);
  }

  /** Does what stores something; when the disk is full, the oldest prints make room and it is tried once more. */
  async withRoom<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#roomsMade;
    try {
      return await work();
    } catch (thrown) {
      if (toPapertabError(thrown).code !== 'storage-full') throw thrown;
      // It may have been made for another meanwhile.
      if (this.#roomsMade === before && !(await this.makeRoom())) throw thrown;
      return work();
    }
  }

  /**
   * Deletes the oldest prints where the disk is full, but no more of them for a while: it may be full of other things.
   * Whoever asks while that is being done waits for it. Never rejects.
   *
   * @returns whether anything was freed
   */
  makeRoom(): Promise<boolean> {
    this.#makingRoom ??= this.#makeRoom().finally(() => {
      this.#makingRoom = undefined;
    });
    return this.#makingRoom;
  }

  async #makeRoom(): Promise<boolean> {
    const now = this.#world.clock.now();
    if (Math.abs(now - this.#madeRoomAt) < MAKE_ROOM_EVERY_MS) return false;
    const before = this.#madeRoomAt;
    this.#madeRoomAt = now;
    // What cannot be loaded frees nothing; why room is needed says more.
    const parts = await this.#load().catch(() => undefined);
    const freed = (await parts?.retention.makeRoom()) === true;
    if (freed) this.#roomsMade += 1;
    else this.#madeRoomAt = before;
    return freed;
  }

  /** A job is on paper. */
  printed(job: Job): void {
    // Whether copies are wanted is not known before these parts are there.
    this.#load().then(
      ({ copies }) => copies.copy(job),
      () => {},
    );
  }

  /** A job is new, or stands otherwise. */
  noteJob({ id, state, error }: Job): void {
    const why = error === undefined ? '' : `: ${error.code}${error.detail === undefined ? '' : ` (${error.detail})`}`;
    this.log('job', `${state}${why}`, { about: String(id) });
    if (ENDED_STATES.includes(state)) this.lookAtLimits();
  }

  /** The history may hold more than it should. */
  lookAtLimits(): void {
    if (this.#parts !== undefined) this.#parts.retention.look();
    // What could not be loaded when the engine began may be there now.
    else if (!this.#stopped) this.start();
  }

  #backupDesk() {
    const { database, epoch, clock } = this.#world;
    return { database, epoch, clock };
  }

  #load(): Promise<KeptParts> {
    this.#loading ??= import('./kept-parts.ts')
      .then(({ openKeptParts }) => openKeptParts(this.#world), partMissing)
      .then((parts) => {
        for (const entry of this.#early.splice(0)) parts.book.log(...entry);
        if (this.#stopped) parts.copies.stop();
        else this.#parts = parts;
        return parts;
      });
    // What could not be loaded now may be there the next time it is asked for.
    this.#loading.catch(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }
}
