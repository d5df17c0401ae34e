const ENGINE_LOCK = 'papertab-engine';

/** The lock that makes an engine the only one of this browser, while it is held. */
export interface HeldLock {
  /** Resolves when another tab has taken it away. */
  readonly lost: Promise<void>;
  /** Lets it go: the next that waits gets it. */
  release(): void;
}

/**
 * Asks for the engine lock, which all tabs of this browser share: at once or not at all, before all others and from
 * whoever holds it, or when its turn comes, unless that is given up before.
 *
 * @returns undefined when another tab has it
 */
export function requestLock(
  locks: Pick<LockManager, 'request'>,
  how: { readonly ifAvailable: true } | { readonly steal: true },
): Promise<HeldLock | undefined>;
export function requestLock(
  locks: Pick<LockManager, 'request'>,
  how: { readonly signal: AbortSignal },
): Promise<HeldLock>;
export function requestLock(locks: Pick<LockManager, 'request'>, how: LockOptions): Promise<HeldLock | undefined> {
  return new Promise((resolve, reject) => {
    let lose = (): void => {};
    const lost = new Promise<void>((lostNow) => {
      lose = lostNow;
    });
    let granted = false;
    const request = locks.request(ENGINE_LOCK, how, (lock) => {
      if (lock === null) {
        resolve(undefined);
        return undefined;
      }
      granted = true;
      return new Promise<void>((release) => resolve({ lost, release }));
    });
    // A lock that is taken away rejects the request that it was granted to.
    request.catch((thrown: unknown) => (granted ? lose() : reject(thrown)));
  });
}
