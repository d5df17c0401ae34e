import { describe, expect, it } from 'vitest';
import { createScreenKeeper } from './wake-lock.ts';

class FakeSentinel extends EventTarget {
  released = false;

  async release(): Promise<void> {
    this.released = true;
    this.dispatchEvent(new Event('release'));
  }
}

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

function setUp(answer: () => Promise<FakeSentinel> = async () => new FakeSentinel()) {
  const document = new FakeDocument();
  const locks: FakeSentinel[] = [];
  let requests = 0;
  const wakeLock = {
    request: async () => {
      requests++;
      const sentinel = await answer();
      locks.push(sentinel);
      return sentinel as unknown as WakeLockSentinel;
    },
  };
  const keeper = createScreenKeeper({ wakeLock, document: document as unknown as Document });
  return {
    document,
    locks,
    keeper,
    requests: () => requests,
    held: () => locks.filter((lock) => !lock.released).length,
  };
}

/** Lets everything that was promised happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the screen', () => {
  it('is kept awake while that is wanted, by one lock', async () => {
    const { keeper, held, requests } = setUp();
    keeper.set(true);
    keeper.set(true);
    await settle();
    expect([held(), requests()]).toEqual([1, 1]);
    keeper.set(false);
    await settle();
    expect(held()).toBe(0);
  });

  it('is kept awake again when the page comes back', async () => {
    const { keeper, document, locks, held } = setUp();
    keeper.set(true);
    await settle();
    document.turn('hidden');
    // The browser takes the lock away by itself.
    await locks[0]!.release();
    expect(held()).toBe(0);
    document.turn('visible');
    await settle();
    expect(held()).toBe(1);
  });

  it('is let alone while the page is hidden, and when it is not wanted', async () => {
    const { keeper, document, requests } = setUp();
    document.turn('hidden');
    keeper.set(true);
    await settle();
    expect(requests()).toBe(0);
    keeper.set(false);
    document.turn('visible');
    await settle();
    expect(requests()).toBe(0);
  });

  it('is let go when it is no longer wanted by the time the browser has agreed', async () => {
    let agree: (sentinel: FakeSentinel) => void = () => {};
    const { keeper, held } = setUp(() => new Promise((resolve) => (agree = resolve)));
    keeper.set(true);
    keeper.set(false);
    agree(new FakeSentinel());
    await settle();
    expect(held()).toBe(0);
  });

  it('is asked for again after a refusal, the next time that the page comes into view', async () => {
    let refuse = true;
    const { keeper, document, held } = setUp(async () => {
      if (refuse) throw new DOMException('low battery', 'NotAllowedError');
      return new FakeSentinel();
    });
    keeper.set(true);
    await settle();
    expect(held()).toBe(0);
    refuse = false;
    document.turn('visible');
    await settle();
    expect(held()).toBe(1);
  });

  it('does not break where no browser keeps it awake', () => {
    const keeper = createScreenKeeper({ wakeLock: undefined, document: new FakeDocument() as unknown as Document });
    expect(() => keeper.set(true)).not.toThrow();
  });
});
