import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerServiceWorker, type WorkboxLike } from './service-worker-client.ts';

interface Found {
  isUpdate?: boolean;
  isExternal?: boolean;
}

/** What the browser knows of the service workers of the page. */
class FakeRegistration extends EventTarget {
  installing: EventTarget | null = null;
  waiting: EventTarget | null = null;

  /** The browser finds a new version, and begins to install it. */
  find(): void {
    this.installing = new EventTarget();
    this.dispatchEvent(new Event('updatefound'));
  }

  /** What is being installed is there, and waits; or it is not. */
  end(how: 'installed' | 'failed'): void {
    const { installing } = this;
    this.installing = null;
    if (how === 'installed') this.waiting = installing;
    installing?.dispatchEvent(new Event('statechange'));
  }

  bringUpdate(): void {
    this.find();
    this.end('installed');
  }

  /** What waits has taken over. */
  begin(): void {
    const { waiting } = this;
    this.waiting = null;
    waiting?.dispatchEvent(new Event('statechange'));
  }
}

class FakeWorkbox implements WorkboxLike {
  readonly registration = new FakeRegistration();
  updates: () => Promise<void> = async () => {
    throw new TypeError('offline');
  };
  readonly listeners = new Map<string, (event: Found) => void>();
  skips = 0;
  registered = 0;

  addEventListener(type: string, listener: (event: Found) => void): void {
    this.listeners.set(type, listener);
  }

  async register(): Promise<FakeRegistration> {
    this.registered++;
    return this.registration;
  }

  update(): Promise<void> {
    return this.updates();
  }

  messageSkipWaiting(): void {
    this.skips++;
  }

  say(type: string, event: Found = {}): void {
    this.listeners.get(type)?.(event);
  }
}

async function setUp({ isControlled = true, prepare = (_: FakeRegistration): void => {} } = {}) {
  const workbox = new FakeWorkbox();
  prepare(workbox.registration);
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

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

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
    workbox.registration.bringUpdate();
    expect([workbox.skips, seen.reloads, seen.updates.length]).toEqual([0, 0, 1]);
    seen.updates[0]!();
    seen.updates[0]!();
    expect([workbox.skips, seen.reloads]).toEqual([1, 0]);
    workbox.say('controlling');
    expect(seen.reloads).toBe(1);
  });

  it('does not reload a page whose user did not ask for it', async () => {
    const { workbox, seen } = await setUp();
    workbox.registration.bringUpdate();
    workbox.registration.begin();
    workbox.say('controlling', { isExternal: true });
    expect(seen.reloads).toBe(0);
    seen.takenOver[0]!();
    expect(seen.reloads).toBe(1);
  });

  it('is no new version where there was none before, also for a tab beside the one that brought it', async () => {
    const { workbox, seen, page } = await setUp({ isControlled: false });
    workbox.registration.bringUpdate();
    workbox.registration.begin();
    page.isControlled = true;
    workbox.say('controlling', { isExternal: true });
    expect([seen.updates.length, seen.takenOver.length]).toEqual([0, 0]);
    workbox.registration.bringUpdate();
    workbox.registration.begin();
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
    workbox.registration.bringUpdate();
    workbox.registration.begin();
    page.isControlled = true;
    workbox.say('controlling', { isExternal: true });
    expect([seen.updates.length, seen.takenOver.length]).toEqual([0, 0]);
    workbox.registration.bringUpdate();
    expect([seen.updates.length, seen.cleared]).toEqual([1, 1]);
  });

  it('is told of when it waited before the page began, or was being installed then', async () => {
    const waits = await setUp({ prepare: (registration) => registration.bringUpdate() });
    expect(waits.seen.updates).toHaveLength(1);
    const installs = await setUp({ prepare: (registration) => registration.find() });
    expect(installs.seen.updates).toHaveLength(0);
    installs.workbox.registration.end('installed');
    expect(installs.seen.updates).toHaveLength(1);
  });

  it('is told of once, also when it was looked for again', async () => {
    const { workbox, seen, client } = await setUp();
    workbox.registration.bringUpdate();
    client.check();
    workbox.updates = async () => {};
    client.check();
    await settled();
    expect(seen.updates).toHaveLength(1);
  });

  it('is told of though the ones before it could not be installed, or were displaced by it', async () => {
    const { workbox, seen } = await setUp();
    for (let times = 0; times < 2; times++) {
      workbox.registration.find();
      workbox.registration.end('failed');
    }
    expect(seen.updates).toHaveLength(0);
    workbox.registration.bringUpdate();
    expect(seen.updates).toHaveLength(1);
    workbox.registration.bringUpdate();
    expect(seen.updates).toHaveLength(2);
  });

  it('is told of when it is found only by looking, whoever had it installed', async () => {
    const { workbox, seen, client } = await setUp();
    workbox.registration.waiting = new EventTarget();
    client.check();
    await settled();
    expect(seen.updates).toHaveLength(1);
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
