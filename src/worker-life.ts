import { type Remote, wrap } from 'comlink';

/** What a worker offers besides its own calls, so that its end is noticed. */
export interface Living {
  /** Holds a lock of this name for as long as the worker lives. */
  holdAlive(name: string): Promise<void>;
  /** Answers, and that is all: a worker that hangs or is gone does not. */
  ping(): void;
}

/** {@link Living} as its page sees it. */
type Asked = { readonly [K in keyof Living]: (...args: Parameters<Living[K]>) => Promise<void> };

/** How long a worker that lives takes to answer at the most, however busy it is. */
const ANSWER_MS = 2_000;

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
  const lock = `${name}-alive-${Math.random()}`;
  watchLife(remote, lock, navigator.locks, pause, () => worker.removeEventListener('error', onError)).then(end, end);
  void gone.then(() => {
    worker.terminate();
    URL.revokeObjectURL(blobUrl);
  });
  return { remote, gone, end };
}

/**
 * Resolves when the worker is gone: it holds a lock, and whoever gets that lock after it knows. Locks belong to what the
 * browser keeps for the site. When that is cleared under a page, the page may keep the locks of old while a worker that
 * it begins afterwards gets new ones: a lock that can be had at once from one that answers says nothing, ever.
 *
 * @param lock a name that nobody else uses
 * @param locks of this page; absent in some browsers, where a worker that dies is not noticed, and nothing here starts one
 * @param pause resolves after so many milliseconds
 * @param onAlive called when the worker lives
 */
export async function watchLife(
  remote: Asked,
  lock: string,
  locks: Pick<LockManager, 'request'> | undefined,
  pause: (ms: number) => Promise<void>,
  onAlive: () => void,
): Promise<void> {
  const never = new Promise<void>(() => {});
  if (locks === undefined) return never;
  await remote.holdAlive(lock);
  onAlive();
  const isFree = await locks.request(lock, { ifAvailable: true }, (held) => held !== null);
  if (isFree && (await answers(remote, pause(ANSWER_MS)))) return never;
  await locks.request(lock, () => {});
}

function answers(remote: Asked, patience: Promise<void>): Promise<boolean> {
  return Promise.race([remote.ping().then(() => true), patience.then(() => false)]);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
