import { type Clock, sleep } from '../clock.ts';
import { type ErrorReport, PapertabError, toPapertabError, toReport } from '../errors.ts';
import type { EngineEvent, EngineState } from './api.ts';
import type { Notice, Request } from './calls.ts';
import { type Deferred, defer } from './deferred.ts';
import { type HeldLock, requestLock } from './election.ts';
import { idleState } from './idle-state.ts';
import type { Guest, OpenGuest } from './view-guest.ts';
import type { Host, OpenHost } from './view-host.ts';

/** Whoever answers the page: the engine in this worker, or the view of the one in another tab. */
export interface Desk {
  request(name: Request, args: readonly unknown[]): Promise<unknown>;
  notice(name: Notice, args: readonly unknown[]): void;
}

/** The engine proper, while it runs in this worker. */
export interface Runner extends Desk {
  /** Prints, stores and sends nothing any more. */
  stop(): void;
}

/** What an engine is started with. */
export interface Reign {
  emit(event: EngineEvent): void;
  /** Stops it and starts another in its place; calls made meanwhile wait for that one. */
  restart(): void;
  /** Nothing can be done here any more. */
  fail(error: PapertabError): void;
  /** Aborted when it is not to begin any more. */
  readonly signal: AbortSignal;
  /** Why it takes the place of another one, where that is worth a word. */
  readonly because?: ErrorReport;
}

/** What the seat needs of its worker. */
export interface SeatWorld {
  readonly clock: Clock;
  readonly locks: Pick<LockManager, 'request'>;
  /** Throws when no engine can run in this realm. */
  check(): void;
  start(reign: Reign): Promise<Runner>;
  /** What joins this worker to the other tabs, loaded when there are any. */
  loadGuest(): Promise<OpenGuest>;
  loadHost(): Promise<OpenHost>;
  /** Why this worker was begun in the place of another one of the same page. */
  readonly because?: ErrorReport;
}

/**
 * How long the engine of another tab may take to let go before its place is taken: longer than one that is frozen then
 * may speak without asking, once it is thawed.
 */
const LET_GO_MS = 5_000;
/** How long the lock is kept for the tab that this one has made way for: else a third that waits would get it. */
const KEPT_MS = 2_000;

type End = 'lost' | 'let-go' | 'superseded';

/**
 * The one seat of this browser that an engine sits in, as one worker sees it: it has the seat and runs the engine, or
 * another tab has it and this one shows that one's engine, until it gets the seat or takes it.
 */
export class Seat implements Desk {
  readonly #world: SeatWorld;
  #listener: ((event: EngineEvent) => void) | undefined;
  #state: EngineState = idleState({ phase: 'starting' });
  /** Whoever answers now, or will as soon as there is somebody. */
  #desk: Deferred<Desk> = defer();
  #present: Desk | undefined;
  /** The page wants the engine here, and waits for it. */
  #wanted: Deferred<void> | undefined;
  /** Takes the seat of another tab; absent while this one has it. */
  #seize: ((because?: ErrorReport) => void) | undefined;
  #running = false;
  /** Nothing goes on here until the page wants it to; an engine that is only shown here may have failed as well. */
  #failed = false;
  /**
   * Another engine began, and nobody took the lock for it. When that happens again there are two that do not see each
   * other's lock, as when the site's data were cleared under some of its tabs: they would end each other for ever.
   */
  #supplanted = false;

  constructor(world: SeatWorld) {
    this.#world = world;
    void this.#live(world.because);
  }

  /** Sends the present state at once, then every event. */
  watch(listener: (event: EngineEvent) => void): void {
    this.#listener = listener;
    listener({ type: 'state', state: this.#state });
  }

  /** Waits until there is somebody who answers. */
  async request(name: Request, args: readonly unknown[]): Promise<unknown> {
    const desk = await this.#desk.promise;
    return desk.request(name, args);
  }

  /** Is for whoever answers now; nobody waits for it. */
  notice(name: Notice, args: readonly unknown[]): void {
    this.#present?.notice(name, args);
  }

  /**
   * Moves the engine into this worker. Resolves when it runs here.
   *
   * @throws PapertabError `engine-superseded` when another tab was quicker; what the engine cannot start for
   */
  takeOver(): Promise<void> {
    if (this.#running) return Promise.resolve();
    this.#wanted ??= defer();
    const { promise } = this.#wanted;
    if (this.#failed) {
      this.#failed = false;
      this.#desk = defer();
      this.#hear({ type: 'state', state: idleState({ phase: 'starting' }) });
      void this.#live();
    } else this.#seize?.();
    return promise;
  }

  async #live(because?: ErrorReport): Promise<void> {
    try {
      this.#world.check();
      let held = await requestLock(this.#world.locks, { ifAvailable: true });
      let why = because;
      for (;;) {
        if (held === undefined) [held, why] = await this.#watchOthers();
        await this.#reign(held, why);
        held = undefined;
      }
    } catch (thrown) {
      const error = toPapertabError(thrown);
      this.#failed = true;
      this.#desk.reject(error);
      this.#hear({ type: 'state', state: idleState({ phase: 'failed', failure: toReport(error) }) });
      this.#settleWanted(error);
    }
  }

  /** Shows the engine of another tab until this one gets the seat; then with why it took it by itself. */
  async #watchOthers(): Promise<[HeldLock, ErrorReport | undefined]> {
    const { locks } = this.#world;
    const giveUp = new AbortController();
    const granted = requestLock(locks, { signal: giveUp.signal });
    const seized = defer<ErrorReport | undefined>();
    this.#seize = seized.resolve;
    if (this.#wanted !== undefined) seized.resolve(undefined);
    const visit = this.#visit(seized.resolve);
    try {
      const waited = await Promise.race([granted, seized.promise.then((because) => ({ because }))]);
      if ('release' in waited) return [waited, undefined];
      const { because } = waited;
      // One that has been silent for so long is not asked first, and has had its time.
      if (because === undefined) await this.#askToLetGo(visit.guest, granted);
      giveUp.abort();
      const held = (await granted.catch(() => undefined)) ?? (await requestLock(locks, { steal: true }));
      if (held === undefined) throw new PapertabError('unexpected', 'no lock');
      return [held, because];
    } finally {
      this.#seize = undefined;
      visit.end();
    }
  }

  /** Lets the page see the engine of another tab as soon as what that takes is loaded. */
  #visit(silent: (because: ErrorReport) => void): { guest: Promise<Guest | undefined>; end(): void } {
    let over = false;
    const guest = this.#world.loadGuest().then(
      (openGuest) => {
        if (over) return undefined;
        const opened: Guest = openGuest({
          tell: (event) => this.#hear(event),
          reached: (isReached) => (isReached ? this.#answerWith(opened) : this.#leave()),
          silent: () => silent({ code: 'engine-taken-over' }),
        });
        return opened;
      },
      () => {
        // Without, this tab is none, but it can still wait for its turn.
        if (!over) this.#hear({ type: 'state', state: idleState({ phase: 'elsewhere', runsHere: false }) });
        return undefined;
      },
    );
    const end = (): void => {
      over = true;
      void guest.then((opened) => opened?.close());
      this.#leave();
    };
    return { guest, end };
  }

  /**
   * Waits until the engine of the other tab has let go, or has had the time for it. One that cannot be asked has it too:
   * if it is frozen just now, it must not still hold for true, once it is thawed, that it is the one.
   */
  async #askToLetGo(guest: Promise<Guest | undefined>, granted: Promise<unknown>): Promise<void> {
    const patience = new AbortController();
    const left = defer<void>();
    void guest.then((opened) => opened?.letGo().then(left.resolve)).catch(() => {});
    await Promise.race([left.promise, granted, sleep(this.#world.clock, LET_GO_MS, patience.signal)]).catch(() => {});
    patience.abort();
  }

  /** Runs the engine for as long as this worker has the seat. Rejects when no engine can run here. */
  async #reign(held: HeldLock, because: ErrorReport | undefined): Promise<void> {
    const ended = defer<End>();
    void held.lost.then(() => ended.resolve('lost'));
    const company = this.#receive(() => ended.resolve('let-go'));
    let why = because;
    try {
      let end: End | 'restart';
      do {
        this.#hear({ type: 'state', state: idleState({ phase: 'starting' }) }, company);
        end = await this.#runOnce(ended, company, why);
        why = undefined;
      } while (end === 'restart');
      this.#hear({ type: 'state', state: { ...this.#state, runsHere: false } });
      company.end();
      if (end === 'lost' || (await this.#isTaken(held)) || end === 'let-go') this.#supplanted = false;
      else if (this.#supplanted) throw new PapertabError('engine-superseded');
      else this.#supplanted = true;
    } finally {
      company.end();
      held.release();
    }
  }

  /** Keeps the lock until the tab that this one has made way for takes it. Resolves to whether that happened. */
  async #isTaken(held: HeldLock): Promise<boolean> {
    const patience = new AbortController();
    const kept = sleep(this.#world.clock, KEPT_MS, patience.signal).then(() => false);
    const isTaken = await Promise.race([held.lost.then(() => true), kept]);
    patience.abort();
    return isTaken;
  }

  /** One engine from its start to its end. */
  async #runOnce(ended: Deferred<End>, company: Company, because: ErrorReport | undefined): Promise<End | 'restart'> {
    const over = new AbortController();
    const again = defer<'restart'>();
    let runner: Runner | undefined;
    const starting = this.#world.start({
      emit: (event) => {
        if (over.signal.aborted) return;
        // Another engine began a newer epoch, which happens only when it took this one for dead.
        if (event.type === 'trouble' && event.error.code === 'engine-superseded') ended.resolve('superseded');
        else this.#hear(event, company);
      },
      restart: () => {
        if (runner !== undefined) this.#leave();
        again.resolve('restart');
      },
      fail: (error) => ended.reject(error),
      signal: over.signal,
      ...(because && { because }),
    });
    try {
      const begun = await Promise.race([starting, ended.promise]);
      if (typeof begun === 'string') {
        this.#settleWanted(new PapertabError('engine-superseded'));
        return begun;
      }
      runner = begun;
      this.#running = true;
      this.#answerWith(runner);
      company.serve(runner);
      this.#settleWanted();
      if (because?.code === 'engine-taken-over') this.#hear({ type: 'trouble', error: because }, company);
      return await Promise.race([ended.promise, again.promise]);
    } catch (thrown) {
      if (toPapertabError(thrown).code !== 'engine-superseded') throw thrown;
      this.#settleWanted(new PapertabError('engine-superseded'));
      return 'superseded';
    } finally {
      over.abort(new PapertabError('engine-superseded'));
      this.#leave();
      company.serve(undefined);
      // One that has not begun yet must not go on either.
      void starting.then(
        (late) => late.stop(),
        () => {},
      );
    }
  }

  /** Lets other tabs see this engine as soon as what that takes is loaded. */
  #receive(letGo: () => void): Company {
    let over = false;
    let host: Host | undefined;
    let runner: Runner | undefined;
    let ready = defer<Runner>();
    void this.#world.loadHost().then(
      (openHost) => {
        if (over) return;
        host = openHost({
          state: () => this.#state,
          request: async (name, args) => (await ready.promise).request(name, args),
          notice: (name, args) => runner?.notice(name, args),
          letGo,
        });
      },
      // Other tabs cannot see it then, but they can still take its place.
      () => {},
    );
    return {
      serve: (running) => {
        const wasServing = runner !== undefined;
        runner = running;
        if (running !== undefined) ready.resolve(running);
        else if (wasServing) ready = defer();
      },
      hear: (event) => host?.hear(event),
      end: () => {
        over = true;
        ready.reject(new PapertabError('engine-lost'));
        host?.close();
        host = undefined;
      },
    };
  }

  #hear(event: EngineEvent, company?: Company): void {
    if (event.type === 'state') this.#state = event.state;
    this.#listener?.(event);
    company?.hear(event);
  }

  #answerWith(desk: Desk): void {
    this.#present = desk;
    this.#desk.resolve(desk);
  }

  /** From now on calls wait for whoever answers next. */
  #leave(): void {
    this.#running = false;
    if (this.#present === undefined) return;
    this.#present = undefined;
    this.#desk = defer();
  }

  #settleWanted(error?: PapertabError): void {
    if (error === undefined) this.#wanted?.resolve();
    else this.#wanted?.reject(error);
    this.#wanted = undefined;
  }
}

/** The other tabs, as far as they look at this engine. */
interface Company {
  /** The engine that answers them. */
  serve(runner: Runner | undefined): void;
  hear(event: EngineEvent): void;
  end(): void;
}
