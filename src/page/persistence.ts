/** Whether the browser keeps this site's storage when space runs out; undefined where it cannot tell. */
export async function isPersisted(
  storage: Pick<StorageManager, 'persisted'> | undefined,
): Promise<boolean | undefined> {
  try {
    return await storage?.persisted?.();
  } catch {
    return undefined;
  }
}

/** Asks the browser to keep this site's storage. It may ask the user, and may say no: resolves to its answer. */
export async function persist(storage: Pick<StorageManager, 'persist'> | undefined): Promise<boolean> {
  try {
    return (await storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
