import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeLocks } from '../../test/support/fake-locks.ts';
import { PapertabError } from '../errors.ts';
import type { EngineEvent, EngineState } from './api.ts';
import { idleState } from './idle-state.ts';
import { type Reign, type Runner, Seat } from './seat.ts';
import { guestOn } from './view-guest.ts';
import { hostOn } from './view-host.ts';
import { type OpenChannel, VERSION } from './view-messages.ts';

let clock: FakeClock;
let locks: FakeLocks;
let channels: Set<(data: unknown) => void>;

beforeEach(() => {
  clock = new FakeClock();
  locks = new FakeLocks();
  channels = new Set();
});

const settled = (): Promise<void> => clock.advance(0);

/** Says something on the channel that all tabs share. */
function broadcast(data: unknown, from?: (data: unknown) => void): void {
  for (const hear of channels) if (hear !== from) setImmediate(() => channels.has(hear) && hear(structuredClone(data)));
}

/** One tab: its worker's seat, the engines that it started, and what its page was told. */
class Tab {
  readonly events: EngineEvent[] = [];
  readonly runs: { reign: Reign; calls: unknown[][]; stopped: boolean }[] = [];
  /** What an engine of this tab answers. */
  answer: (name: string, args: readonly unknown[]) => unknown = (name) => name;
  starting: Promise<void> = Promise.resolve();
  /** SIGSTOP: nothing of this tab runs. What is said to it meanwhile, it hears later. */
  readonly #missed: (() => void)[] = [];
  #frozen = false;
  readonly seat: Seat;

  constructor(name: string, more: { loads?: boolean; because?: Reign['because'] } = {}) {
    let hosts = 0;
    const load = async <T>(what: T): Promise<T> => {
      if (more.loads === false) throw new Error('offline');
      return what;
    };
    const openChannel: OpenChannel = (hear) => {
      const mine = (data: unknown): void => this.#whenThawed(() => channels.has(mine) && hear(data));
      channels.add(mine);
      return {
        post: (message) => {
          if (!this.#frozen) broadcast({ papertab: VERSION, ...structuredClone(message) }, mine);
        },
        close: () => channels.delete(mine),
      };
    };
    this.seat = new Seat({
      clock,
      locks,
      check: () => {},
      start: (reign) => this.#start(reign),
      loadGuest: () => load(guestOn(openChannel, clock, name)),
      loadHost: () => load(hostOn(openChannel, clock, `${name}-${hosts++}`)),
      ...(more.because && { because: more.because }),
    });
    this.seat.watch((event) => this.events.push(event));
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

  #whenThawed(task: () => void): void {
    if (this.#frozen) this.#missed.push(task);
    else task();
  }

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

  get isOwner(): boolean {
    return this.runs.some(({ stopped }) => !stopped);
  }

  get reign(): Reign {
    return this.runs.at(-1)!.reign;
  }
}

async function open(...args: ConstructorParameters<typeof Tab>): Promise<Tab> {
  const tab = new Tab(...args);
  await settled();
  await settled();
  return tab;
}

describe('the first tab', () => {
  it('runs the engine, and answers', async () => {
    const tab = await open('a');
    expect(tab.state).toMatchObject({ phase: 'running', runsHere: true });
    expect(await tab.seat.request('jobs', [{ limit: 3 }])).toBe('jobs');
    tab.seat.notice('tell', ['online']);
    expect(tab.runs[0]?.calls).toEqual([
      ['jobs', { limit: 3 }],
      ['tell', 'online'],
    ]);
    await tab.seat.takeOver();
    expect(tab.runs).toHaveLength(1);
  });

  it('starts another engine in place, which calls wait for that are made meanwhile', async () => {
    const tab = await open('a');
    tab.reign.restart();
    const call = tab.seat.request('jobs', []);
    await settled();
    expect(await call).toBe('jobs');
    expect(tab.runs.map(({ stopped }) => stopped)).toEqual([true, false]);
    expect(tab.runs[0]?.calls).toEqual([]);
    expect(tab.events.flatMap((event) => (event.type === 'state' ? [event.state.phase] : []))).toEqual([
      'starting',
      'starting',
      'running',
      'starting',
      'running',
    ]);
    expect(tab.runs[1]?.reign.because).toBeUndefined();
  });

  it('tells an engine why it takes the place of one that ended', async () => {
    const tab = await open('a', { because: { code: 'engine-unresponsive' } });
    expect(tab.reign.because).toEqual({ code: 'engine-unresponsive' });
  });

  it('lets another tab try where it fails itself, and tries again when it is asked to', async () => {
    const first = await open('a');
    const second = await open('b');
    first.reign.fail(new PapertabError('storage-failed'));
    await settled();
    expect(first.state).toMatchObject({ phase: 'failed', failure: { code: 'storage-failed' } });
    await expect(first.seat.request('jobs', [])).rejects.toMatchObject({ code: 'storage-failed' });
    expect(first.isOwner).toBe(false);
    expect(second.isOwner).toBe(true);

    const taken = first.seat.takeOver();
    await clock.advance(100);
    await taken;
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
    expect(await first.seat.request('jobs', [])).toBe('jobs');
  });

  it('lets the page know nothing of an engine that was stopped', async () => {
    const tab = await open('a');
    const { reign } = tab;
    reign.restart();
    await settled();
    const before = tab.events.length;
    reign.emit({ type: 'job-removed', id: 1 });
    expect(tab.events).toHaveLength(before);
  });
});

describe('a second tab', () => {
  it('shows what the first one shows, but for what is for its page alone', async () => {
    const first = await open('a');
    const second = await open('b');
    expect(second.state).toMatchObject({ phase: 'running', runsHere: false });
    expect(second.isOwner).toBe(false);
    second.events.length = 0;
    const events: EngineEvent[] = [
      { type: 'progress', id: 4, rows: 20, at: 1 },
      { type: 'job-removed', id: 4 },
      { type: 'let-go', paperPrinter: 'p' },
      { type: 'trouble', error: { code: 'storage-full' } },
      { type: 'state', state: idleState({ phase: 'running', returning: false }) },
    ];
    for (const event of events) first.reign.emit(event);
    await settled();
    expect(second.events.map(({ type }) => type)).toEqual(['progress', 'job-removed', 'trouble', 'state']);
    expect(second.state).toMatchObject({ returning: false, runsHere: false });
  });

  it('has its calls answered by the first, with value or error', async () => {
    const first = await open('a');
    const second = await open('b');
    first.answer = (name, args) => {
      if (name === 'cancel') throw new PapertabError('job-state', 'printed');
      return { name, args };
    };
    const asked = second.seat.request('jobs', [{ limit: 7 }]);
    const refused = second.seat.request('cancel', [1]);
    const refusal = expect(refused).rejects.toMatchObject({ code: 'job-state', detail: 'printed' });
    await settled();
    await refusal;
    expect(await asked).toEqual({ name: 'jobs', args: [{ limit: 7 }] });
    second.seat.notice('reconnect', []);
    second.seat.notice('dismissAbsence', []);
    second.seat.notice('tell', ['hidden']);
    second.seat.notice('unreachable', ['p', { code: 'printer-away' }]);
    await settled();
    expect(first.runs[0]?.calls.map(([name]) => name)).toEqual(['jobs', 'cancel', 'reconnect', 'dismissAbsence']);
  });

  it('never passes on a connection of its own page', async () => {
    await open('a');
    const second = await open('b');
    await expect(second.seat.request('attach', ['p'])).rejects.toMatchObject({ code: 'printer-in-use' });
  });

  it('refuses what cannot be copied to the other tab, and goes on', async () => {
    await open('a');
    const second = await open('b');
    await expect(second.seat.request('print', [() => {}])).rejects.toMatchObject({ code: 'unexpected' });
    const call = second.seat.request('jobs', []);
    await settled();
    expect(await call).toBe('jobs');
  });

  it('is the printer when the first lets go, and calls that were under way fail', async () => {
    const first = await open('a');
    const second = await open('b');
    first.answer = () => new Promise(() => {});
    const call = second.seat.request('print', []);
    await settled();
    first.reign.fail(new PapertabError('storage-failed'));
    await expect(call).rejects.toMatchObject({ code: 'engine-lost' });
    await settled();
    expect(second.isOwner).toBe(true);
    expect(second.state).toMatchObject({ phase: 'running', runsHere: true });
    expect(second.troubles).toEqual([]);
  });

  it('says that the printer is elsewhere while nobody answers it', async () => {
    await open('a', { loads: false });
    const second = await open('b');
    expect(second.state.phase).toBe('starting');
    await clock.advance(2_000);
    expect(second.state).toMatchObject({ phase: 'elsewhere', runsHere: false });
  });

  it('says so too when it cannot load what it takes to look on, and still waits for its turn', async () => {
    const first = await open('a');
    const second = await open('b', { loads: false });
    expect(second.state.phase).toBe('elsewhere');
    first.reign.fail(new PapertabError('storage-failed'));
    await settled();
    expect(second.isOwner).toBe(true);
  });

  it('says so too when the other tab is of another release, and does not take its place for that', async () => {
    await open('a', { loads: false });
    const second = await open('b');
    for (let i = 0; i < 30; i++) {
      broadcast({ papertab: VERSION + 1, type: 'hello', owner: 'x', event: { type: 'state', state: {} } });
      await clock.advance(5_000);
    }
    expect(second.state).toMatchObject({ phase: 'elsewhere' });
    expect(second.isOwner).toBe(false);
  });

  it('waits with calls while the engine starts anew in place', async () => {
    const first = await open('a');
    const second = await open('b');
    let begin = (): void => {};
    first.starting = new Promise((resolve) => {
      begin = resolve;
    });
    first.reign.restart();
    await settled();
    expect(second.state.phase).toBe('starting');
    const call = second.seat.request('jobs', []);
    await settled();
    begin();
    await settled();
    expect(await call).toBe('jobs');
    expect(first.runs[1]?.calls).toEqual([['jobs']]);
    expect(second.state.phase).toBe('running');
  });

  it('begins anew with the engine of a third tab', async () => {
    const first = await open('a');
    const second = await open('b');
    const third = await open('c');
    second.events.length = 0;
    const taken = third.seat.takeOver();
    await settled();
    await taken;
    await settled();
    await settled();
    expect([first, second, third].map(({ isOwner }) => isOwner)).toEqual([false, false, true]);
    const phases = second.events.flatMap((event) => (event.type === 'state' ? [event.state.phase] : []));
    expect(phases.slice(0, 2)).toEqual(['starting', 'running']);
    const call = second.seat.request('jobs', []);
    await settled();
    expect(await call).toBe('jobs');
    expect(third.runs[0]?.calls).toEqual([['jobs']]);
  });
});

describe('moving the printer here', () => {
  it('asks the other tab, which stops at once and looks on from then', async () => {
    const first = await open('a');
    const second = await open('b');
    const taken = second.seat.takeOver();
    expect(second.seat.takeOver()).toBe(taken);
    await clock.advance(100);
    await taken;
    expect(first.isOwner).toBe(false);
    expect(second.isOwner).toBe(true);
    expect(first.state).toMatchObject({ phase: 'running', runsHere: false });
    expect(second.state).toMatchObject({ phase: 'running', runsHere: true });
    const call = first.seat.request('jobs', []);
    await settled();
    expect(await call).toBe('jobs');
    expect(second.runs[0]?.calls).toEqual([['jobs']]);
    // The answer was no accident of the five seconds.
    await clock.advance(60_000);
    expect([first.isOwner, second.isOwner]).toEqual([false, true]);
  });

  it('and back again, as often as one likes', async () => {
    const tabs = [await open('a'), await open('b'), await open('c')];
    for (const i of [1, 2, 0, 2, 1]) {
      const taken = tabs[i]!.seat.takeOver();
      await clock.advance(100);
      await taken;
      expect(tabs.map(({ isOwner }) => isOwner)).toEqual([0, 1, 2].map((j) => j === i));
    }
  });

  it('takes the place of a tab that does not answer for 5 s; thawed, that one stops', async () => {
    const first = await open('a');
    const second = await open('b');
    first.freeze();
    const taken = second.seat.takeOver();
    await clock.advance(4_900);
    expect(second.isOwner).toBe(false);
    await clock.advance(200);
    await taken;
    expect(second.isOwner).toBe(true);
    expect(second.troubles).toEqual([]);
    first.thaw();
    await settled();
    expect(first.isOwner).toBe(false);
    await clock.advance(10_000);
    expect(first.state).toMatchObject({ phase: 'running', runsHere: false });
    expect(second.isOwner).toBe(true);
  });

  it('gives the next tab that has the printer the same time', async () => {
    const [, second, third] = [await open('a'), await open('b'), await open('c')];
    const taken = third.seat.takeOver();
    await clock.advance(100);
    await taken;
    third.freeze();
    const again = second.seat.takeOver();
    await clock.advance(4_900);
    expect([second.isOwner, third.isOwner]).toEqual([false, true]);
    await clock.advance(200);
    await again;
    expect(second.isOwner).toBe(true);
    third.thaw();
    await settled();
    expect(third.isOwner).toBe(false);
  });

  it.each([
    ['cannot answer', { loads: false }, {}],
    ['cannot be asked', {}, { loads: false }],
    ['can neither be asked nor answer', { loads: false }, { loads: false }],
  ])('takes the place of one that %s, after the time that one has to let go', async (_, hosts, looks) => {
    const first = await open('a', hosts);
    const second = await open('b', looks);
    const taken = second.seat.takeOver();
    await clock.advance(4_900);
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
    await clock.advance(200);
    await taken;
    expect([first.isOwner, second.isOwner]).toEqual([false, true]);
    await clock.advance(2_000);
    expect(first.state).toMatchObject({ phase: 'elsewhere', runsHere: false });
  });

  it('waits no longer for one that cannot be asked when that one ends', async () => {
    const first = await open('a');
    const second = await open('b', { loads: false });
    const taken = second.seat.takeOver();
    await clock.advance(1_000);
    first.reign.fail(new PapertabError('storage-failed'));
    await settled();
    await taken;
    expect([first.isOwner, second.isOwner]).toEqual([false, true]);
  });

  it('ends with one printer when two tabs want it at once', async () => {
    const first = await open('a');
    const others = [await open('b'), await open('c')];
    const taken = others.map((tab) => tab.seat.takeOver().catch((error: PapertabError) => error.code));
    await clock.advance(100);
    const outcomes = await Promise.all(taken);
    expect(first.isOwner).toBe(false);
    expect(others.filter(({ isOwner }) => isOwner)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === undefined).length).toBeGreaterThan(0);
    await clock.advance(120_000);
    expect([first, ...others].filter(({ isOwner }) => isOwner)).toHaveLength(1);
    for (const { state } of [first, ...others]) expect(state.phase).toBe('running');
  });

  it('takes the place of one that says that it failed, and runs one engine for it', async () => {
    const first = await open('a');
    const second = await open('b');
    first.reign.emit({ type: 'state', state: idleState({ phase: 'failed' }) });
    await settled();
    expect(second.state.phase).toBe('failed');
    const looking = channels.size;
    const taken = second.seat.takeOver();
    await clock.advance(100);
    await taken;
    await clock.advance(60_000);
    expect([first.isOwner, second.isOwner]).toEqual([false, true]);
    expect([first.runs, second.runs].map(({ length }) => length)).toEqual([1, 1]);
    expect(channels.size).toBe(looking);
  });

  it('fails when the engine cannot start here', async () => {
    await open('a');
    const second = await open('b');
    second.starting = Promise.reject(new PapertabError('storage-blocked'));
    second.starting.catch(() => {});
    const taken = second.seat.takeOver();
    taken.catch(() => {});
    await clock.advance(100);
    await expect(taken).rejects.toMatchObject({ code: 'storage-blocked' });
  });

  it('goes on with the old tab when the one that asked is closed', async () => {
    const first = await open('a');
    // One that asks, and is never heard of again.
    broadcast({ papertab: VERSION, type: 'let-go' });
    await settled();
    expect(first.isOwner).toBe(false);
    await clock.advance(2_100);
    expect(first.isOwner).toBe(true);
  });

  it('stops an engine that had not begun yet', async () => {
    let begin = (): void => {};
    const first = new Tab('a');
    first.starting = new Promise((resolve) => {
      begin = resolve;
    });
    await settled();
    const second = await open('b');
    const taken = second.seat.takeOver();
    await clock.advance(100);
    await taken;
    begin();
    await settled();
    expect(first.isOwner).toBe(false);
    expect(second.isOwner).toBe(true);
  });
});

describe('an engine that was superseded', () => {
  it('stops and looks on, instead of failing', async () => {
    const first = await open('a');
    first.reign.emit({ type: 'trouble', error: { code: 'engine-superseded' } });
    await settled();
    expect(first.isOwner).toBe(false);
    expect(first.troubles).toEqual([]);
    expect(first.state).toMatchObject({ runsHere: false });
    // Nobody else is there after all.
    await clock.advance(2_100);
    expect(first.isOwner).toBe(true);
  });
});

describe('a tab whose printer is silent', () => {
  it('takes its place after 60 s, and says so', async () => {
    const first = await open('a');
    const second = await open('b');
    await clock.advance(30_000);
    first.freeze();
    await clock.advance(14_000);
    expect(second.state.phase).toBe('running');
    await clock.advance(6_000);
    expect(second.state.phase).toBe('elsewhere');
    await clock.advance(34_000);
    expect(second.isOwner).toBe(false);
    await clock.advance(12_000);
    expect(second.isOwner).toBe(true);
    expect(second.troubles).toEqual(['engine-taken-over']);
    expect(second.reign.because).toEqual({ code: 'engine-taken-over' });
    first.thaw();
    await clock.advance(10_000);
    expect(first.isOwner).toBe(false);
    expect(first.state).toMatchObject({ phase: 'running', runsHere: false });
  });

  it('takes its place all the same on a machine so busy that ticks are late', async () => {
    const first = await open('a');
    const second = await open('b');
    first.freeze();
    for (let i = 0; i < 8; i++) {
      clock.jump(12_000);
      await clock.advance(10_000);
    }
    expect(second.isOwner).toBe(true);
    first.thaw();
    await settled();
    expect(first.isOwner).toBe(false);
  });

  it('gives up the calls that are under way, which are not done later', async () => {
    const first = await open('a');
    const second = await open('b');
    first.freeze();
    const call = second.seat.request('print', []);
    call.catch(() => {});
    await clock.advance(21_000);
    await expect(call).rejects.toMatchObject({ code: 'engine-silent' });
    first.thaw();
    await clock.advance(1_000);
    expect(first.runs[0]?.calls).toEqual([]);
    expect(second.state).toMatchObject({ phase: 'running', runsHere: false });
  });

  it('waits with a call for as long as the printer beats', async () => {
    const first = await open('a');
    const second = await open('b');
    let answer = (_: string): void => {};
    first.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const call = second.seat.request('selfTest', ['p']);
    await clock.advance(600_000);
    answer('done');
    await settled();
    expect(await call).toBe('done');
  });

  it('does not take its place when the computer slept', async () => {
    const first = await open('a');
    const second = await open('b');
    first.freeze();
    for (let i = 0; i < 20; i++) {
      clock.jump(3_600_000);
      await clock.advance(20_000);
    }
    first.thaw();
    await clock.advance(5_000);
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
    expect(second.state).toMatchObject({ phase: 'running', runsHere: false });
  });

  it('does not take its place when the clock was set', async () => {
    const first = await open('a');
    const second = await open('b');
    for (const ms of [86_400_000, -86_400_000]) {
      clock.jump(ms);
      await clock.advance(90_000);
    }
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
  });
});
