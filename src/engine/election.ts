const ENGINE_LOCK = 'papertab-engine';

/**
 * Waits until this engine is the only one of this browser: every other tab's engine waits for the same lock.
 *
 * @param onElsewhere called when another tab has it at present
 * @returns once the lock is held; it is held until the worker ends
 */
export async function becomeTheEngine(locks: LockManager, onElsewhere: () => void): Promise<void> {
  if (await hold(locks, ENGINE_LOCK, { ifAvailable: true })) return;
  onElsewhere();
  await hold(locks, ENGINE_LOCK, {});
}

/** Holds a lock for as long as this worker lives: whoever gets it afterwards knows that the worker is gone. */
export async function holdWhileAlive(locks: LockManager, name: string): Promise<void> {
  await hold(locks, name, {});
}

function hold(locks: LockManager, name: string, options: LockOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => {});
      })
      .catch(reject);
  });
}
