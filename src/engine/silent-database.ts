import type { Clock } from '../clock.ts';

/** A database that has not answered for so long will not any more: browsers have been seen to hang until they restart. */
const PATIENCE_MS = 60_000;
/** After the computer slept the answer may lie behind the alarm. */
const GRACE_MS = 5_000;

/**
 * Waits for an answer of the database, and calls `silent` once when none comes; the answer is waited for all the same.
 * An engine whose database hangs can promise nothing, and must not stay on the server as if it could.
 */
export async function watchSilence<T>(clock: Clock, answer: Promise<T>, silent: () => void): Promise<T> {
  let stop = clock.after(PATIENCE_MS, () => {
    stop = clock.after(GRACE_MS, silent);
  });
  try {
    return await answer;
  } finally {
    stop();
  }
}
