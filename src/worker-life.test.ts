import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../test/support/fake-clock.ts';
import { FakeLocks } from '../test/support/fake-locks.ts';
import { sleep } from './clock.ts';
import { waitForCalls, watchLife } from './worker-life.ts';

const LOCK = 'worker-alive';
const gone = vi.fn();
let clock: FakeClock;
/** The locks as the page has them. */
let locks: FakeLocks;

beforeEach(() => {
  clock = new FakeClock();
  locks = new FakeLocks();
  gone.mockClear();
});

/** A worker with these locks; `die` ends it, as the browser does. */
function worker(own: FakeLocks, { answers = true } = {}) {
  let die = (): void => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const pings = vi.fn(() => (answers ? Promise.resolve() : new Promise<void>(() => {})));
  const holdAlive = (name: string): Promise<void> =>
    new Promise((resolve) => {
      void own.request(name, () => {
        resolve();
        return died;
      });
    });
  return { remote: { holdAlive, ping: pings }, pings, die };
}

async function watch(remote: ReturnType<typeof worker>['remote']): Promise<void> {
  void watchLife(
    remote,
    LOCK,
    locks,
    (ms) => sleep(clock, ms),
    () => {},
  ).then(gone);
  await clock.advance(0);
}

describe('the watch over the life of a worker', () => {
  it('tells at once that it is gone, and does not trouble it while it lives', async () => {
    const { remote, pings, die } = worker(locks);
    await watch(remote);
    await clock.advance(3_600_000);
    expect(gone).not.toHaveBeenCalled();
    die();
    await clock.advance(0);
    expect(gone).toHaveBeenCalledOnce();
    expect(pings).not.toHaveBeenCalled();
  });

  it('does not take one for dead that answers, though its lock is to be had: the page has the locks of before site data were cleared', async () => {
    const { remote } = worker(new FakeLocks());
    await watch(remote);
    await clock.advance(3_600_000);
    expect(gone).not.toHaveBeenCalled();
  });

  it('tells within two seconds of one that died as soon as it had the lock', async () => {
    const { remote } = worker(new FakeLocks(), { answers: false });
    await watch(remote);
    await clock.advance(1_900);
    expect(gone).not.toHaveBeenCalled();
    await clock.advance(100);
    expect(gone).toHaveBeenCalledOnce();
  });
});

function somebodyWhoDies() {
  let die = (): void => {};
  const gone = new Promise<void>((resolve) => {
    die = resolve;
  });
  return { gone, die, lost: () => new Error('gone') };
}

describe('the calls of a worker', () => {
  it('are answered as they are', async () => {
    const { gone, lost } = somebodyWhoDies();
    const wait = waitForCalls(gone, lost);
    expect(await wait(Promise.resolve(7))).toBe(7);
    await expect(wait(Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  it('that are under way when it dies, or come after that, reject', async () => {
    const { gone, die, lost } = somebodyWhoDies();
    const wait = waitForCalls(gone, lost);
    const calls = [wait(new Promise(() => {})), wait(new Promise(() => {}))];
    die();
    for (const call of calls) await expect(call).rejects.toThrow('gone');
    await expect(wait(new Promise(() => {}))).rejects.toThrow('gone');
  });

  it('leave nothing behind that lives as long as the worker does', async () => {
    const { gone, lost } = somebodyWhoDies();
    let listeners = 0;
    const watched = new Proxy(gone, {
      get(target, key) {
        if (key !== 'then') return Reflect.get(target, key);
        return (...args: Parameters<typeof gone.then>) => {
          listeners++;
          return target.then(...args);
        };
      },
    });
    const wait = waitForCalls(watched, lost);
    for (let i = 0; i < 100; i++) await wait(Promise.resolve(i));
    expect(listeners).toBe(1);
  });
});
