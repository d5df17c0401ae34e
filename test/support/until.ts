/** How long a busy machine may take; what is ready needs no time. */
const PATIENCE_MS = 20_000;

/** Lets everything that is ready run, until `condition` holds. */
export async function until(condition: () => boolean | Promise<boolean>, what = 'what was waited for'): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    if (await condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never came: ${what}`);
}

/** Lets everything that is ready run, messages between ports included. */
export async function quiet(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
}
