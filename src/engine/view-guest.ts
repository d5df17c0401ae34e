import { type Clock, every } from '../clock.ts';
import { type ErrorCode, PapertabError, toPapertabError } from '../errors.ts';
import type { EngineEvent } from './api.ts';
import type { Notice, Request } from './calls.ts';
import { type Deferred, defer } from './deferred.ts';
import { idleState } from './idle-state.ts';
import type { Desk } from './seat.ts';
import {
  BEAT_MS,
  type Channel,
  type FromOwner,
  isSharedNotice,
  isSharedRequest,
  isSignOfLife,
  LATE_MS,
  MOST_CALLS,
  type OpenChannel,
  readFromOwner,
} from './view-messages.ts';

/** What a guest tells its worker. */
export interface GuestEvents {
  /** For the page of this tab. */
  tell(event: EngineEvent): void;
  /** The engine can be asked from now on, or not any more. */
  reached(isReached: boolean): void;
  /** The engine has been silent for so long that it will not come back by itself. */
  silent(): void;
}

/** The engine of another tab, as this worker sees it. */
export interface Guest extends Desk {
  /** Asks the engine to let go. Resolves when it has; stays pending when nobody answers. */
  letGo(): Promise<void>;
  close(): void;
}

export type OpenGuest = (events: GuestEvents) => Guest;

/** How long a tab waits for the first word before it says that it looks at nothing, in milliseconds. */
const FIRST_WORD_MS = 2_000;
/** A tick that comes so late says that little ran here either: its silence does not count. */
const LATE_TICK_MS = 5_000;
/** One that is so much off says that nothing ran, or that the clock was set: the count begins anew. */
const SLEPT_MS = 20_000;
/** After so many ticks without a word, of which the first may come right after one, calls are given up. */
const SILENT_TICKS = 4;
/** After so many, 60 s at least, the engine's place is taken. */
const LOST_TICKS = 13;

/** How to open a guest: it looks for the engine from then on. */
export function guestOn(openChannel: OpenChannel, clock: Clock, id: string): OpenGuest {
  return (events) => new EngineGuest(openChannel, clock, id, events);
}

class EngineGuest implements Guest {
  readonly #id: string;
  readonly #clock: Clock;
  readonly #events: GuestEvents;
  readonly #channel: Channel;
  readonly #stopTicks: () => void;
  readonly #calls = new Map<number, Deferred<unknown> & { readonly at: number }>();
  /** Resolves when the engine that was asked to let go has. */
  #leaving = defer<void>();
  #lastNumber = 0;
  #lastTick: number;
  #silentTicks = 0;
  /** The engine, once it was heard, and whether its state was. */
  #owner: string | undefined;
  #isShown = false;
  #cancelFirstWord: () => void;

  constructor(openChannel: OpenChannel, clock: Clock, id: string, events: GuestEvents) {
    this.#id = id;
    this.#clock = clock;
    this.#events = events;
    this.#lastTick = clock.now();
    this.#channel = openChannel((data) => this.#hear(data));
    this.#stopTicks = every(clock, BEAT_MS, () => this.#tick());
    this.#cancelFirstWord = this.#waitForWord();
    this.#join();
  }

  request(name: Request, args: readonly unknown[]): Promise<unknown> {
    // What only the page of the engine can do is not asked of another one.
    if (!isSharedRequest(name)) return Promise.reject(new PapertabError('printer-in-use'));
    if (this.#owner === undefined || this.#calls.size >= MOST_CALLS) {
      return Promise.reject(new PapertabError('engine-silent'));
    }
    const number = ++this.#lastNumber;
    const { to, at } = { to: this.#owner, at: this.#clock.now() };
    const call = { ...defer<unknown>(), at };
    this.#calls.set(number, call);
    try {
      this.#channel.post({ type: 'ask', guest: this.#id, to, number, at, name, args });
    } catch (thrown) {
      this.#calls.delete(number);
      call.reject(toPapertabError(thrown));
    }
    return call.promise;
  }

  notice(name: Notice, args: readonly unknown[]): void {
    if (this.#owner === undefined || !isSharedNotice(name)) return;
    this.#channel.post({ type: 'notice', to: this.#owner, at: this.#clock.now(), name, args });
  }

  letGo(): Promise<void> {
    // Those that left before were others.
    this.#leaving = defer();
    this.#channel.post({ type: 'let-go', ...(this.#owner !== undefined && { to: this.#owner }) });
    return this.#leaving.promise;
  }

  close(): void {
    this.#stopTicks();
    this.#cancelFirstWord();
    this.#channel.close();
    this.#giveUpCalls('engine-lost');
  }

  #hear(data: unknown): void {
    if (isSignOfLife(data)) this.#silentTicks = 0;
    const message = readFromOwner(data);
    if (message === undefined) return;
    if (message.type === 'gone') {
      // A late one may still say so after another has begun.
      if (this.#owner === undefined || message.owner === this.#owner) this.#leaving.resolve();
      if (message.owner === this.#owner) this.#lose();
      return;
    }
    if (message.owner !== this.#owner) {
      this.#lose();
      this.#owner = message.owner;
    }
    if (message.type !== 'told' && !this.#isShown) this.#join();
    this.#hearOwner(message);
  }

  #hearOwner(message: Exclude<FromOwner, { type: 'gone' }>): void {
    switch (message.type) {
      case 'beat':
        return;
      case 'told':
        this.#show(message.event);
        return;
      case 'done':
        this.#callOf(message)?.resolve(message.value);
        return;
      case 'refused':
        this.#callOf(message)?.reject(new PapertabError(message.error.code, message.error.detail));
        return;
    }
  }

  /** What happens before the state is known belongs to nothing that the page shows. */
  #show(event: EngineEvent): void {
    if (event.type !== 'state') {
      if (this.#isShown) this.#events.tell(event);
      else this.#join();
      return;
    }
    this.#cancelFirstWord();
    // Another engine: the page begins anew, for nobody has told it what happened in between.
    if (!this.#isShown) this.#tellIdle('starting');
    this.#events.tell({ type: 'state', state: { ...event.state, runsHere: false } });
    if (this.#isShown) return;
    this.#isShown = true;
    this.#events.reached(true);
  }

  #callOf({ guest, number }: { readonly guest: string; readonly number: number }): Deferred<unknown> | undefined {
    if (guest !== this.#id) return undefined;
    const call = this.#calls.get(number);
    this.#calls.delete(number);
    return call;
  }

  #tick(): void {
    const off = Math.abs(this.#clock.now() - this.#lastTick - BEAT_MS);
    this.#lastTick = this.#clock.now();
    if (off > SLEPT_MS) this.#silentTicks = 0;
    if (off > LATE_TICK_MS) return;
    this.#silentTicks++;
    if (this.#silentTicks < SILENT_TICKS) return;
    // What was asked later than that may still be done, when the engine wakes up.
    this.#giveUpCalls('engine-silent', this.#clock.now() - LATE_MS);
    if (this.#silentTicks === SILENT_TICKS) {
      this.#hide();
      this.#tellIdle('elsewhere');
    } else if (this.#silentTicks >= LOST_TICKS) {
      this.#silentTicks = 0;
      this.#events.silent();
    }
  }

  /** The engine is gone, and nobody will answer its calls; another one is expected at once. */
  #lose(): void {
    this.#giveUpCalls('engine-lost');
    this.#owner = undefined;
    this.#hide();
    this.#cancelFirstWord();
    this.#cancelFirstWord = this.#waitForWord();
  }

  #hide(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#events.reached(false);
  }

  #waitForWord(): () => void {
    return this.#clock.after(FIRST_WORD_MS, () => this.#tellIdle('elsewhere'));
  }

  #join(): void {
    this.#channel.post({ type: 'join', guest: this.#id });
  }

  /** @param before gives up only what was asked earlier than that */
  #giveUpCalls(code: ErrorCode, before = Infinity): void {
    for (const [number, call] of this.#calls) {
      if (call.at >= before) continue;
      this.#calls.delete(number);
      call.reject(new PapertabError(code));
    }
  }

  #tellIdle(phase: 'starting' | 'elsewhere'): void {
    this.#events.tell({ type: 'state', state: idleState({ phase, runsHere: false }) });
  }
}
