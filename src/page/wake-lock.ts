/** The parts of the browser that keep the screen awake. */
export interface WakeLockPlatform {
  /** `navigator.wakeLock`, where there is one. */
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined;
  readonly document: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
}

export interface ScreenKeeper {
  /** Keeps the screen awake from now on, whenever the page is in view, or lets it sleep again. */
  set(awake: boolean): void;
}

/**
 * Keeps the screen awake while it is wanted and the page is in view. The browser takes the lock away when the page is
 * hidden, so it is asked for again each time that the page comes back. A refusal (low battery) is no error: the next
 * time in view asks again.
 */
export function createScreenKeeper({ wakeLock, document }: WakeLockPlatform): ScreenKeeper {
  let wanted = false;
  let held: WakeLockSentinel | undefined;
  let asking = false;

  document.addEventListener('visibilitychange', () => void acquire());
  return {
    set(awake) {
      wanted = awake;
      if (awake) void acquire();
      else void release();
    },
  };

  async function acquire(): Promise<void> {
    if (!wanted || asking || held || !wakeLock || document.visibilityState !== 'visible') return;
    asking = true;
    try {
      const sentinel = await wakeLock.request('screen');
      held = sentinel;
      sentinel.addEventListener('release', () => {
        if (held === sentinel) held = undefined;
      });
    } catch {
      held = undefined;
    } finally {
      asking = false;
    }
    // Switched off while the browser was still thinking about it.
    if (!wanted) await release();
  }

  async function release(): Promise<void> {
    const sentinel = held;
    held = undefined;
    await sentinel?.release();
  }
}
