import { proxy, type Remote, transfer } from 'comlink';
import { installErrorTransfer } from '../error-transfer.ts';
import { PapertabError } from '../errors.ts';
import { startWorker, waitForCalls } from '../worker-life.ts';
import type { EngineApi, EngineEvent } from './api.ts';
import { type Call, NOTICES, REQUESTS } from './calls.ts';
import engineUrl from './engine.ts?worker&url';
import { idleState } from './idle-state.ts';

/** The engine as a page holds it: the worker's API with every call a promise. */
export type Engine = {
  [K in Call]: (...args: Parameters<EngineApi[K]>) => Promise<Awaited<ReturnType<EngineApi[K]>>>;
};

/** An engine that dies so often within so short a time will not come back by itself. */
const MOST_DEATHS = 3;
const WITHIN_MS = 20_000;

/**
 * Starts the engine worker and keeps one running: when it dies another is started and `listener` hears of it
 * (`trouble` with `engine-lost`, then the state of the new one). Calls made while there is no engine wait for the next
 * one; those that were under way when it died reject with `engine-lost`.
 */
export function startEngine(listener: (event: EngineEvent) => void): Engine {
  installErrorTransfer();
  const deaths: number[] = [];
  let current = begin();

  function begin(): Running {
    return startEngineWorker(listener, () => {
      deaths.push(Date.now());
      if (deaths.filter((at) => Date.now() - at < WITHIN_MS).length >= MOST_DEATHS) {
        listener({ type: 'state', state: idleState({ phase: 'failed', failure: { code: 'engine-failing' } }) });
        return;
      }
      listener({ type: 'trouble', error: { code: 'engine-lost' } });
      current = begin();
    });
  }

  const call = (name: Call, args: readonly unknown[]): Promise<unknown> => {
    const { remote, wait } = current;
    const method = remote[name] as unknown as (...args: readonly unknown[]) => Promise<unknown>;
    return wait(method(...args.map(transferred)));
  };
  const calls = [...REQUESTS, ...NOTICES].map((name) => [name, async (...args: unknown[]) => call(name, args)]);
  return Object.fromEntries(calls) as Engine;
}

/** A port can only be handed over, never copied. */
function transferred(argument: unknown): unknown {
  return argument instanceof MessagePort ? transfer(argument, [argument]) : argument;
}

interface Running {
  readonly remote: Remote<EngineApi>;
  /** Waits for a call; rejects with `engine-lost` when the worker is gone. */
  readonly wait: ReturnType<typeof waitForCalls>;
}

function startEngineWorker(listener: (event: EngineEvent) => void, onDeath: () => void): Running {
  const { remote, gone } = startWorker<EngineApi>(engineUrl, 'papertab-engine');
  const wait = waitForCalls(gone, () => new PapertabError('engine-lost'));
  void gone.then(onDeath);
  void remote.watch(proxy(listener));
  return { remote, wait };
}
