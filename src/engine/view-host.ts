import { type Clock, every } from '../clock.ts';
import { type ErrorReport, toPapertabError, toReport } from '../errors.ts';
import type { EngineEvent, EngineState } from './api.ts';
import type { Desk } from './seat.ts';
import {
  BEAT_MS,
  type Channel,
  type FromGuest,
  LATE_MS,
  MOST_CALLS,
  MOST_CALLS_OF_ALL,
  type OpenChannel,
  readFromGuest,
} from './view-messages.ts';

/** The engine that a host shows; calls wait while it starts. */
export interface Hosted extends Desk {
  /** How the engine stands. */
  state(): EngineState;
  /** Another tab takes its place. */
  letGo(): void;
}

/** Shows the engine of this worker to other tabs. */
export interface Host {
  /** Tells them what the engine tells its page. */
  hear(event: EngineEvent): void;
  /** Says that this is not the engine any more. */
  close(): void;
}

export type OpenHost = (hosted: Hosted) => Host;

/** How to open a host: it beats from then on, so that the others know that it is there. */
export function hostOn(openChannel: OpenChannel, clock: Clock, id: string): OpenHost {
  return (hosted) => new EngineHost(openChannel, clock, id, hosted);
}

class EngineHost implements Host {
  readonly #id: string;
  readonly #clock: Clock;
  readonly #hosted: Hosted;
  readonly #channel: Channel;
  readonly #stopBeat: () => void;
  /** Whether anybody has ever looked on: most browsers have one tab. */
  #hasGuests = false;
  /** How many calls of each guest are under way, and of all together. */
  readonly #callsOf = new Map<string, number>();
  #calls = 0;
  #closed = false;

  constructor(openChannel: OpenChannel, clock: Clock, id: string, hosted: Hosted) {
    this.#id = id;
    this.#clock = clock;
    this.#hosted = hosted;
    this.#channel = openChannel((data) => {
      const message = readFromGuest(data);
      if (message !== undefined && !this.#closed) this.#answer(message);
    });
    const beat = (): void => this.#channel.post({ type: 'beat', owner: id });
    this.#stopBeat = every(clock, BEAT_MS, beat);
    beat();
  }

  hear(event: EngineEvent): void {
    if (!this.#hasGuests || event.type === 'reach' || event.type === 'let-go') return;
    this.#channel.post({ type: 'told', owner: this.#id, event });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopBeat();
    this.#channel.post({ type: 'gone', owner: this.#id });
    this.#channel.close();
  }

  #answer(message: FromGuest): void {
    if (message.type === 'join') {
      this.#hasGuests = true;
      this.hear({ type: 'state', state: this.#hosted.state() });
      return;
    }
    if (message.to !== undefined && message.to !== this.#id) return;
    if (message.type === 'let-go') this.#hosted.letGo();
    else if (message.type === 'ask') void this.#do(message);
    else if (!this.#isLate(message.at)) this.#hosted.notice(message.name, message.args);
  }

  async #do({ guest, number, at, name, args }: Extract<FromGuest, { type: 'ask' }>): Promise<void> {
    const refuse = (error: ErrorReport): void => this.#post({ type: 'refused', owner: this.#id, guest, number, error });
    if (this.#isLate(at) || this.#isBusyWith(guest)) {
      refuse({ code: 'engine-silent' });
      return;
    }
    this.#count(guest, 1);
    try {
      const value = await this.#hosted.request(name, args);
      this.#post({ type: 'done', owner: this.#id, guest, number, value });
    } catch (thrown) {
      refuse(toReport(toPapertabError(thrown)));
    } finally {
      this.#count(guest, -1);
    }
  }

  #isBusyWith(guest: string): boolean {
    return this.#calls >= MOST_CALLS_OF_ALL || (this.#callsOf.get(guest) ?? 0) >= MOST_CALLS;
  }

  #count(guest: string, change: 1 | -1): void {
    this.#calls += change;
    const calls = (this.#callsOf.get(guest) ?? 0) + change;
    if (calls === 0) this.#callsOf.delete(guest);
    else this.#callsOf.set(guest, calls);
  }

  #isLate(at: number): boolean {
    return Math.abs(this.#clock.now() - at) > LATE_MS;
  }

  #post(message: Parameters<Channel['post']>[0]): void {
    if (!this.#closed) this.#channel.post(message);
  }
}
