import { describe, expect, it } from 'vitest';
import { waitForCalls } from './worker-life.ts';

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
