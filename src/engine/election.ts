const ENGINE_LOCK = 'papertab-engine';

/**
 * Waits until this engine is the only one of this browser: every other tab's engine waits for the same lock.
 *
 * @param onElsewhere called when another tab has it at present
 * @param until the lock is let go when this is aborted, or when the worker ends
 * @returns once the lock is held
 */
export async function becomeTheEngine(locks: LockManager, onElsewhere: () => void, until: AbortSignal): Promise<void> {
  if (await hold(locks, ENGINE_LOCK, { ifAvailable: true }, until)) return;
  onElsewhere();
  await hold(locks, ENGINE_LOCK, {}, until);
}

function hold(locks: LockManager, name: string, options: LockOptions, until: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise<void>((release) => until.addEventListener('abort', () => release(), { once: true }));
      })
      .catch(reject);
  });
}
