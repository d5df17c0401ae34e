import * as v from 'valibot';
import { type Clock, every } from '../clock.ts';
import type { Database } from '../jobs/database.ts';
import { checkEpoch } from '../jobs/epoch.ts';
import type { Absence } from './api.ts';

/** What presence needs of the engine. */
interface PresenceWorld {
  readonly database: Database;
  /** That this engine has begun. */
  readonly epoch: number;
  readonly clock: Clock;
  /** The absence is another one now, or none. */
  changed(): void;
}

const KEY = 'presence';
const BEAT_MS = 20_000;
/** After as long the server takes a printer as offline, and loses what is sent to it. */
const SHORTEST_MS = 60_000;
/** Nobody is away for longer: the clock was set. */
const LONGEST_MS = 366 * 86_400_000;

const absenceSchema = v.object({ from: v.number(), to: v.number(), how: v.picklist(['closed', 'asleep']) });
const keptSchema = v.object({
  /** Unix milliseconds; when an engine of this browser last ran. */
  alive: v.number(),
  absence: v.fallback(v.optional(absenceSchema), undefined),
});

/**
 * Knows for how long this browser was no printer. That nothing ran can only be told afterwards: a moment at which
 * something did is stored again and again, in transactions that check the epoch. What cannot be stored is not worth an
 * error: then the next start may name too long an absence, or none.
 */
export class Presence {
  readonly #world: PresenceWorld;
  readonly #stopBeat: () => void;
  #absence: Absence | undefined;

  /** Finds out for how long nothing ran before this engine. Never rejects. */
  static async open(world: PresenceWorld): Promise<Presence> {
    const kept = await world.database.get('meta', KEY).catch(() => undefined);
    const { output, success } = v.safeParse(keptSchema, kept);
    if (!success) return new Presence(world, undefined);
    const closed: Absence = { from: output.alive, to: world.clock.now(), how: 'closed' };
    const told = output.absence;
    return new Presence(world, isAbsence(closed) ? closed : told && isAbsence(told) ? told : undefined);
  }

  private constructor(world: PresenceWorld, absence: Absence | undefined) {
    this.#world = world;
    this.#absence = absence;
    this.#stopBeat = every(world.clock, BEAT_MS, () => this.#store());
    this.#store();
  }

  /** The latest absence that the user has not been told of. */
  get absence(): Absence | undefined {
    return this.#absence;
  }

  /**
   * The computer slept, or the browser had frozen this engine. What is too short to matter is no absence.
   *
   * @param from Unix milliseconds, as is `to`
   */
  slept(from: number, to: number): void {
    const asleep: Absence = { from, to, how: 'asleep' };
    if (isAbsence(asleep)) this.#set(asleep);
  }

  /** The user has been told. */
  dismiss(): void {
    if (this.#absence !== undefined) this.#set(undefined);
  }

  /** This engine ends. */
  stop(): void {
    this.#stopBeat();
  }

  #set(absence: Absence | undefined): void {
    this.#absence = absence;
    this.#store();
    this.#world.changed();
  }

  #store(): void {
    const kept = { alive: this.#world.clock.now(), ...(this.#absence && { absence: this.#absence }) };
    this.#write(kept).catch(() => {});
  }

  async #write(kept: v.InferOutput<typeof keptSchema>): Promise<void> {
    const { database, epoch } = this.#world;
    const transaction = database.transaction('meta', 'readwrite', { durability: 'relaxed' });
    transaction.done.catch(() => {});
    await checkEpoch(transaction.store, epoch);
    await transaction.store.put(kept, KEY);
    await transaction.done;
  }
}

/** Whether a time is one that a user should hear of: it may be negative, or years, where the clock was set. */
function isAbsence({ from, to }: Absence): boolean {
  return to - from >= SHORTEST_MS && to - from <= LONGEST_MS;
}
