/** Lets everything that is ready run, until `condition` holds; fails when it does not after a thousand rounds. */
export async function until(condition: () => boolean, what = 'what was waited for'): Promise<void> {
  for (let round = 0; round < 1_000; round++) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never came: ${what}`);
}

/** Lets everything that is ready run, messages between ports included. */
export async function quiet(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
}
