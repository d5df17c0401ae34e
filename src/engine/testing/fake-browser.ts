import type { Clock } from '../../clock.ts';
import type { EngineEvent, EngineState } from '../api.ts';
import { idleState } from '../idle-state.ts';
import { type Reign, type Runner, Seat } from '../seat.ts';
import { guestOn } from '../view-guest.ts';
import { hostOn } from '../view-host.ts';
import { type OpenChannel, VERSION } from '../view-messages.ts';

/** A clock that a test moves; promises settle while it does. */
interface MovedClock extends Clock {
  advance(ms: number): Promise<void>;
}

/** How a tab differs from one in which all is well. */
interface TabChange {
  /** Whether what joins it to other tabs can be loaded. */
  readonly loads?: boolean;
  readonly because?: Reign['because'];
}

/** A browser with tabs that share locks and a channel. */
export class FakeBrowser {
  readonly clock: MovedClock;
  readonly locks: Pick<LockManager, 'request'>;
  readonly #channels = new Set<(data: unknown) => void>();

  constructor(clock: MovedClock, locks: Pick<LockManager, 'request'>) {
    this.clock = clock;
    this.locks = locks;
  }

  /** Opens a tab, and waits until it has found its place. */
  async open(name: string, change?: TabChange): Promise<FakeTab> {
    const tab = this.begin(name, change);
    await this.clock.advance(0);
    await this.clock.advance(0);
    return tab;
  }

  /** Opens a tab that has not run yet. */
  begin(name: string, change?: TabChange): FakeTab {
    return new FakeTab(this, name, change);
  }

  /** Says something on the channel that all tabs share, as a tab that hears with `from` or as nobody. */
  say(data: unknown, from?: (data: unknown) => void): void {
    for (const hear of this.#channels) {
      if (hear !== from) setImmediate(() => this.#channels.has(hear) && hear(structuredClone(data)));
    }
  }

  /** How many ends of the channel are open. */
  get listening(): number {
    return this.#channels.size;
  }

  /** Hears what is said from now on; the returned function ends that. */
  listen(hear: (data: unknown) => void): () => void {
    this.#channels.add(hear);
    return () => this.#channels.delete(hear);
  }
}

/** One tab: its worker's seat, the engines that it started, and what its page was told. */
export class FakeTab {
  readonly events: EngineEvent[] = [];
  readonly runs: { reign: Reign; calls: unknown[][]; stopped: boolean }[] = [];
  /** What an engine of this tab answers. */
  answer: (name: string, args: readonly unknown[]) => unknown = (name) => name;
  /** What an engine of this tab waits for before it begins. */
  starting: Promise<void> = Promise.resolve();
  readonly seat: Seat;
  readonly #browser: FakeBrowser;
  #frozen = false;
  readonly #missed: (() => void)[] = [];

  constructor(browser: FakeBrowser, name: string, { loads = true, because }: TabChange = {}) {
    this.#browser = browser;
    const { clock, locks } = browser;
    const openChannel = this.#openChannel;
    let hosts = 0;
    const load = async <T>(what: T): Promise<T> => {
      if (!loads) throw new Error('offline');
      return what;
    };
    this.seat = new Seat({
      clock,
      locks,
      check: () => {},
      start: (reign) => this.#start(reign),
      loadGuest: () => load(guestOn(openChannel, clock, name)),
      loadHost: () => load(hostOn(openChannel, clock, `${name}-${hosts++}`)),
      ...(because && { because }),
    });
    this.seat.watch((event) => this.events.push(event));
  }

  /** SIGSTOP: nothing of this tab runs. What is said to it meanwhile, it hears later. */
  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
    for (const task of this.#missed.splice(0)) task();
  }

  get state(): EngineState {
    const told = this.events.findLast((event) => event.type === 'state');
    if (told === undefined) throw new Error('no state');
    return told.state;
  }

  get troubles(): string[] {
    return this.events.flatMap((event) => (event.type === 'trouble' ? [event.error.code] : []));
  }

  /** Whether an engine runs here. */
  get isOwner(): boolean {
    return this.runs.some(({ stopped }) => !stopped);
  }

  /** What the newest engine of this tab was started with. */
  get reign(): Reign {
    const run = this.runs.at(-1);
    if (run === undefined) throw new Error('no engine was started');
    return run.reign;
  }

  async #start(reign: Reign): Promise<Runner> {
    await this.starting;
    const run = { reign, calls: [] as unknown[][], stopped: false };
    this.runs.push(run);
    reign.emit({ type: 'state', state: idleState({ phase: 'running' }) });
    return {
      request: async (name, args) => {
        run.calls.push([name, ...args]);
        return this.answer(name, args);
      },
      notice: (name, args) => run.calls.push([name, ...args]),
      stop: () => {
        run.stopped = true;
      },
    };
  }

  readonly #openChannel: OpenChannel = (hear) => {
    let isOpen = true;
    const mine = (data: unknown): void => this.#whenThawed(() => isOpen && hear(data));
    const leave = this.#browser.listen(mine);
    return {
      post: (message) => {
        if (!this.#frozen) this.#browser.say({ papertab: VERSION, ...structuredClone(message) }, mine);
      },
      close: () => {
        isOpen = false;
        leave();
      },
    };
  };

  #whenThawed(task: () => void): void {
    if (this.#frozen) this.#missed.push(task);
    else task();
  }
}
