import { proxy, type Remote, transfer } from 'comlink';
import { systemClock } from '../clock.ts';
import { installErrorTransfer } from '../error-transfer.ts';
import { PapertabError } from '../errors.ts';
import { startWorker, waitForCalls } from '../worker-life.ts';
import type { EngineApi, EngineEvent } from './api.ts';
import { type Call, NOTICES, REQUESTS } from './calls.ts';
import engineUrl from './engine.ts?worker&url';
import { type EngineWorker, type Reason, workerName } from './engine-worker.ts';
import { idleState } from './idle-state.ts';

/** The engine as a page holds it: the worker's API with every call a promise. */
export type Engine = {
  [K in Call | 'takeOver']: (...args: Parameters<EngineApi[K]>) => Promise<Awaited<ReturnType<EngineApi[K]>>>;
};

/** An engine that dies so often within so short a time will not come back by itself. */
const MOST_DEATHS = 3;
const WITHIN_MS = 20_000;

/**
 * Starts the engine worker and keeps one running: when it dies, or does not answer any more, another is started and
 * `listener` hears of it (`trouble` with `engine-lost` or `engine-unresponsive`, then the state of the new one). Calls
 * made while there is no engine wait for the next one; those that were under way when it ended reject with the same code.
 */
export function startEngine(listener: (event: EngineEvent) => void): Engine {
  installErrorTransfer();
  const deaths: number[] = [];
  let current = begin();

  function begin(because?: Reason): Running {
    return startEngineWorker(listener, because, (code) => {
      deaths.push(Date.now());
      if (deaths.filter((at) => Date.now() - at < WITHIN_MS).length >= MOST_DEATHS) {
        listener({ type: 'state', state: idleState({ phase: 'failed', failure: { code: 'engine-failing' } }) });
        return;
      }
      listener({ type: 'trouble', error: { code } });
      current = begin(code);
    });
  }

  const call = (name: Call | 'takeOver', args: readonly unknown[]): Promise<unknown> => {
    const { remote, wait } = current;
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
  return { remote, wait };
}
