import { proxy, type Remote, transfer } from 'comlink';
import { systemClock } from '../clock.ts';
import { installErrorTransfer } from '../error-transfer.ts';
import { PapertabError } from '../errors.ts';
import { startWorker, waitForCalls } from '../worker-life.ts';
import type { EngineApi, EngineEvent } from './api.ts';
import { type Call, NOTICES, REQUESTS } from './calls.ts';
import { defer } from './deferred.ts';
import engineUrl from './engine.ts?worker&url';
import { type EngineWorker, type Reason, workerName } from './engine-worker.ts';
import { idleState } from './idle-state.ts';
import { Revivals } from './revivals.ts';

/** The engine as a page holds it: the worker's API with every call a promise. */
export type Engine = {
  [K in Call | 'takeOver']: (...args: Parameters<EngineApi[K]>) => Promise<Awaited<ReturnType<EngineApi[K]>>>;
};

/**
 * Starts the engine worker and keeps one running: when it dies, or does not answer any more, another is started and
 * `listener` hears of it (`trouble` with `engine-lost` or `engine-unresponsive`, then the state of the new one). Calls
 * made while there is no engine wait for the next one; those that were under way when it ended reject with the same code.
 * One that dies again and again is given up: `failed` with `engine-failing`, and so rejects every call.
 */
export function startEngine(listener: (event: EngineEvent) => void): Engine {
  installErrorTransfer();
  const revivals = new Revivals();
  let current = defer<Running>();
  let end = (): void => {};
  begin();
  // A page never loses its service worker but when the site's data are cleared. Locks belong to these: a worker that has
  // the old ones would not see that another tab has the engine, and the other way round.
  navigator.serviceWorker?.addEventListener('controllerchange', () => {
    if (navigator.serviceWorker.controller !== null) return;
    revivals.cleared(systemClock.now());
    end();
  });

  function begin(because?: Reason): void {
    const running = startEngineWorker(listener, because, (code) => {
      current = defer();
      const pause = revivals.died(systemClock.now());
      if (pause === undefined) {
        current.reject(new PapertabError('engine-failing'));
        listener({ type: 'state', state: idleState({ phase: 'failed', failure: { code: 'engine-failing' } }) });
        return;
      }
      listener({ type: 'trouble', error: { code } });
      if (pause === 0) {
        begin(code);
        return;
      }
      // What the last one said is not so any more.
      listener({ type: 'state', state: idleState({ phase: 'starting' }) });
      systemClock.after(pause, () => begin(code));
    });
    end = running.end;
    current.resolve(running);
  }

  const call = async (name: Call | 'takeOver', args: readonly unknown[]): Promise<unknown> => {
    const { remote, wait } = await current.promise;
    const method = remote[name] as unknown as (...args: readonly unknown[]) => Promise<unknown>;
    return wait(method(...args.map(transferred)));
  };
  const names = [...REQUESTS, ...NOTICES, 'takeOver'] as const;
  return Object.fromEntries(names.map((name) => [name, async (...args: unknown[]) => call(name, args)])) as Engine;
}

/** A port can only be handed over, never copied. */
function transferred(argument: unknown): unknown {
  return argument instanceof MessagePort ? transfer(argument, [argument]) : argument;
}

interface Running {
  readonly remote: Remote<EngineApi>;
  /** Waits for a call; rejects with why the worker is gone when it is. */
  readonly wait: ReturnType<typeof waitForCalls>;
  end(): void;
}

function startEngineWorker(
  listener: (event: EngineEvent) => void,
  because: Reason | undefined,
  onEnd: (reason: Reason) => void,
): Running {
  const { remote, gone, end } = startWorker<EngineWorker>(engineUrl, workerName(because));
  let reason: Reason = 'engine-lost';
  let ended = false;
  const wait = waitForCalls(gone, () => new PapertabError(reason));
  let stopWatch = (): void => {};
  const unresponsive = (): void => {
    reason = 'engine-unresponsive';
    end();
  };
  // Nothing hangs that has only just begun.
  void import('./watch-answers.ts').then(
    ({ watchAnswers }) => {
      if (!ended) stopWatch = watchAnswers(() => remote.ping(), systemClock, unresponsive);
    },
    () => {},
  );
  void gone.then(() => {
    ended = true;
    stopWatch();
    onEnd(reason);
  });
  void remote.watch(
    proxy((event: EngineEvent) => {
      // The last words of one that hung may come when it has been replaced.
      if (!ended) listener(event);
    }),
  );
  return { remote, wait, end };
}
