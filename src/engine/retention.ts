import type { JobStore } from '../jobs/job-store.ts';
import { pruneOldest } from '../jobs/prune.ts';
import type { Amount } from '../jobs/tally.ts';

/** What is freed at least when the disk is full, where there is so much: a megabyte, and a tenth of it all. */
const ROOM_BYTES = 1_000_000;
const ROOM_SHARE = 0.1;

/** Keeps the history within its limits. */
export class Retention {
  readonly #store: JobStore;
  readonly #limits: () => Amount;
  readonly #removed: (id: number) => void;
  /** One prunes at a time: two would each delete what only one of them has to. */
  #last: Promise<unknown> = Promise.resolve();
  #looking = false;
  #makingRoom: Promise<boolean> | undefined;

  /**
   * @param limits what the history may hold now: prints, and bytes of their pictures
   * @param removed is told of every job that was deleted
   */
  constructor(store: JobStore, limits: () => Amount, removed: (id: number) => void) {
    this.#store = store;
    this.#limits = limits;
    this.#removed = removed;
  }

  /**
   * A job has ended, or a limit has changed: prunes in the background. What the database refuses is tried again at the
   * next look; whoever stores a job meets the same refusal and says so.
   */
  look(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#inTurn(async () => {
      // From here on a change may come too late to be seen: it asks for another look.
      this.#looking = false;
      while ((await this.#prune(this.#limits())) > 0);
    }).catch(() => {});
  }

  /**
   * The disk is full: deletes the oldest prints, about a tenth of them and at least a megabyte, whatever the limits are.
   * Never rejects.
   *
   * @returns whether anything was freed
   */
  makeRoom(): Promise<boolean> {
    this.#makingRoom ??= this.#inTurn(() => this.#freeSome())
      .catch(() => false)
      .finally(() => {
        this.#makingRoom = undefined;
      });
    return this.#makingRoom;
  }

  async #freeSome(): Promise<boolean> {
    const { prints, bytes } = await this.#store.history();
    const left = {
      prints: Math.floor(prints * (1 - ROOM_SHARE)),
      bytes: Math.max(bytes - Math.max(ROOM_BYTES, bytes * ROOM_SHARE), 0),
    };
    let freed = false;
    try {
      while ((await this.#prune(left)) > 0) freed = true;
    } catch {
      // What is freed by now may be enough.
    }
    return freed;
  }

  async #prune(limits: Amount): Promise<number> {
    const ids = await this.#store.prune(limits, pruneOldest);
    for (const id of ids) this.#removed(id);
    return ids.length;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
