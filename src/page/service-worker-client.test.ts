import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerServiceWorker, type WorkboxLike } from './service-worker-client.ts';

interface Found {
  isUpdate?: boolean;
  isExternal?: boolean;
}

class FakeWorkbox implements WorkboxLike {
  readonly listeners = new Map<string, (event: Found) => void>();
  skips = 0;
  registered = 0;

  addEventListener(type: string, listener: (event: Found) => void): void {
    this.listeners.set(type, listener);
  }

  async register(): Promise<void> {
    this.registered++;
  }

  async update(): Promise<void> {
    throw new TypeError('offline');
  }

  messageSkipWaiting(): void {
    this.skips++;
  }

  say(type: string, event: Found = {}): void {
    this.listeners.get(type)?.(event);
  }
}

async function setUp({ isControlled = true } = {}) {
  const workbox = new FakeWorkbox();
  const page = { isControlled };
  const seen = { reloads: 0, offline: 0, cleared: 0, updates: [] as (() => void)[], takenOver: [] as (() => void)[] };
  const client = await registerServiceWorker({
    load: async () => workbox,
    isControlled: () => page.isControlled,
    reload: () => seen.reloads++,
    onOfflineReady: () => seen.offline++,
    onUpdateReady: (apply) => seen.updates.push(apply),
    onTakenOver: (reload) => seen.takenOver.push(reload),
    onCleared: () => seen.cleared++,
  });
  return { workbox, seen, client, page };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the service worker', () => {
  it('says once that the page works offline, on the visit that stored it', async () => {
    const { workbox, seen } = await setUp();
    expect(workbox.registered).toBe(1);
    workbox.say('installed', { isUpdate: false });
    workbox.say('installed', { isUpdate: true });
    workbox.say('installed', { isExternal: true });
    expect(seen.offline).toBe(1);
  });

  it('takes over only on the user’s word, and then reloads', async () => {
    const { workbox, seen } = await setUp();
    workbox.say('waiting');
    expect([workbox.skips, seen.reloads, seen.updates.length]).toEqual([0, 0, 1]);
    seen.updates[0]!();
    seen.updates[0]!();
    expect([workbox.skips, seen.reloads]).toEqual([1, 0]);
    workbox.say('controlling');
    expect(seen.reloads).toBe(1);
  });

  it('does not reload a page whose user did not ask for it', async () => {
    const { workbox, seen } = await setUp();
    workbox.say('waiting');
    workbox.say('controlling', { isExternal: true });
    expect(seen.reloads).toBe(0);
    seen.takenOver[0]!();
    expect(seen.reloads).toBe(1);
  });

  it('is no new version where there was none before, also for a tab beside the one that brought it', async () => {
    const { workbox, seen, page } = await setUp({ isControlled: false });
    workbox.say('waiting', { isExternal: true });
    page.isControlled = true;
    workbox.say('controlling', { isExternal: true });
    expect([seen.updates.length, seen.takenOver.length]).toEqual([0, 0]);
    workbox.say('waiting');
    workbox.say('controlling', { isExternal: true });
    expect([seen.updates.length, seen.takenOver.length]).toEqual([1, 1]);
  });

  it('is no new version, and is stored again when that is done, where it was cleared with the site’s data', async () => {
    vi.useFakeTimers();
    const { workbox, seen, page } = await setUp();
    page.isControlled = false;
    workbox.say('controlling', { isExternal: true });
    expect([seen.cleared, seen.takenOver.length, workbox.registered]).toEqual([1, 0, 1]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(workbox.registered).toBe(2);
    workbox.say('waiting', { isExternal: true });
    page.isControlled = true;
    workbox.say('controlling', { isExternal: true });
    expect([seen.updates.length, seen.takenOver.length]).toEqual([0, 0]);
    workbox.say('waiting');
    expect([seen.updates.length, seen.cleared]).toEqual([1, 1]);
  });

  it('is registered when it is looked for and there is none, as when that failed after it was cleared', async () => {
    const { workbox, client, page } = await setUp({ isControlled: false });
    client.check();
    expect(workbox.registered).toBe(2);
    page.isControlled = true;
    client.check();
    expect(workbox.registered).toBe(2);
  });

  it('bears not finding out whether there is a new version', async () => {
    const { client } = await setUp();
    expect(() => client.check()).not.toThrow();
  });
});
