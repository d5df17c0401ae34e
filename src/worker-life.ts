import { type Remote, wrap } from 'comlink';

/** What a worker offers besides its own calls, so that its end is noticed. */
export interface Living {
  /** Holds a lock of this name for as long as the worker lives. */
  holdAlive(name: string): Promise<void>;
}

/** A worker as its page holds it. */
export interface RunningWorker<Api> {
  readonly remote: Remote<Api & Living>;
  /** Resolves when the worker is gone: ended, dead, or never loaded. Calls that are under way then are never answered. */
  readonly gone: Promise<void>;
  end(): void;
}

/**
 * Starts a module worker that exposes `Api & Living` with Comlink. A page's policy does not bind a worker loaded from a
 * URL, but it binds one made from a blob, and what that imports.
 *
 * @param url of the built worker, relative to the document
 * @param name as developer tools and locks call it
 */
export function startWorker<Api>(url: string, name: string): RunningWorker<Api> {
  const absolute = new URL(url, document.baseURI).href;
  const blob = new Blob([`import ${JSON.stringify(absolute)};`], { type: 'text/javascript' });
  const blobUrl = URL.createObjectURL(blob);
  const worker = new Worker(blobUrl, { type: 'module', name });
  const remote = wrap<Api & Living>(worker);
  let end = (): void => {};
  const gone = new Promise<void>((resolve) => {
    end = resolve;
  });
  // Before it lives, an error means that it could not be loaded; afterwards it is a fault that it may well survive.
  const onError = (): void => end();
  worker.addEventListener('error', onError, { once: true });
  watchLife(remote, name, () => worker.removeEventListener('error', onError)).then(end, end);
  void gone.then(() => {
    worker.terminate();
    URL.revokeObjectURL(blobUrl);
  });
  return { remote, gone, end };
}

/** Resolves when the worker is gone: it holds a lock, and whoever gets that lock after it knows. */
async function watchLife(remote: Pick<Living, 'holdAlive'>, name: string, onAlive: () => void): Promise<void> {
  // Without locks a worker that dies is not noticed; nothing here starts one then.
  if (navigator.locks === undefined) return new Promise(() => {});
  const lock = `${name}-alive-${Math.random()}`;
  await remote.holdAlive(lock);
  onAlive();
  await navigator.locks.request(lock, () => {});
}

/**
 * How to wait for the calls of one worker: each is answered as it is or, once the worker is gone, rejects with `lost`. A
 * race of each call with `gone` would keep every answer in memory for as long as the worker lives.
 */
export function waitForCalls(gone: Promise<void>, lost: () => Error): <T>(call: Promise<T>) => Promise<T> {
  const unanswered = new Set<(reason: Error) => void>();
  let over = false;
  void gone.then(() => {
    over = true;
    for (const reject of unanswered) reject(lost());
    unanswered.clear();
  });
  return (call) =>
    new Promise((resolve, reject) => {
      if (over) reject(lost());
      else unanswered.add(reject);
      void call.then(resolve, reject).then(() => unanswered.delete(reject));
    });
}

/** The worker's side of {@link Living}. Resolves when the lock is held. */
export function holdAlive(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, () => {
        resolve();
        return new Promise<void>(() => {});
      })
      .catch(reject);
  });
}
