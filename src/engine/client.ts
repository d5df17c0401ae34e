import { proxy, type Remote, transfer, wrap } from 'comlink';
import { installErrorTransfer } from '../error-transfer.ts';
import { PapertabError } from '../errors.ts';
import type { EngineApi, EngineEvent } from './api.ts';
import { type Call, NOTICES, REQUESTS } from './calls.ts';
import engineUrl from './engine.ts?worker&url';
import { idleState } from './idle-state.ts';

/** The engine as a page holds it: the worker's API with every call a promise. */
export type Engine = {
  [K in Call]: (...args: Parameters<EngineApi[K]>) => Promise<Awaited<ReturnType<EngineApi[K]>>>;
};

type EngineRemote = Remote<EngineApi & { holdAlive(name: string): Promise<void> }>;

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
    return startWorker(listener, () => {
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
    const { remote, died } = current;
    const method = remote[name] as unknown as (...args: readonly unknown[]) => Promise<unknown>;
    return Promise.race([method(...args.map(transferred)), died]);
  };
  const calls = [...REQUESTS, ...NOTICES].map((name) => [name, async (...args: unknown[]) => call(name, args)]);
  return Object.fromEntries(calls) as Engine;
}

/** A port can only be handed over, never copied. */
function transferred(argument: unknown): unknown {
  return argument instanceof MessagePort ? transfer(argument, [argument]) : argument;
}

interface Running {
  readonly remote: EngineRemote;
  /** Rejects with `engine-lost` when the worker is gone. */
  readonly died: Promise<never>;
}

function startWorker(listener: (event: EngineEvent) => void, onDeath: () => void): Running {
  // A page's policy does not bind a worker loaded from a URL, but it binds one made from a blob, and what that imports.
  const absolute = new URL(engineUrl, document.baseURI).href;
  const blob = new Blob([`import ${JSON.stringify(absolute)};`], { type: 'text/javascript' });
  const blobUrl = URL.createObjectURL(blob);
  const worker = new Worker(blobUrl, { type: 'module', name: 'papertab-engine' });
  const remote: EngineRemote = wrap(worker);
  const died = new Promise<never>((_, reject) => {
    let dead = false;
    const onceDead = (): void => {
      if (dead) return;
      dead = true;
      worker.terminate();
      URL.revokeObjectURL(blobUrl);
      reject(new PapertabError('engine-lost'));
      onDeath();
    };
    // Before it lives, an error means that it could not be loaded; afterwards it is a fault that it may well survive.
    worker.addEventListener('error', onceDead, { once: true });
    const onAlive = (): void => worker.removeEventListener('error', onceDead);
    watchLife(remote, onAlive).then(onceDead, onceDead);
  });
  // A death that nobody waits for is told to the listener.
  died.catch(() => {});
  void remote.watch(proxy(listener));
  return { remote, died };
}

/** Resolves when the worker is gone: it holds a lock, and whoever gets that lock after it knows. */
async function watchLife(remote: EngineRemote, onAlive: () => void): Promise<void> {
  // Without locks the engine does not start either, and says so itself.
  if (navigator.locks === undefined) return new Promise(() => {});
  const name = `papertab-engine-alive-${Math.random()}`;
  await remote.holdAlive(name);
  onAlive();
  await navigator.locks.request(name, () => {});
}
