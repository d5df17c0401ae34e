/** Small things about the interface, remembered in this browser. */
export interface Memory {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

const PREFIX = 'papertab:';

/** Remembers in `localStorage`; where that is forbidden, for as long as the page lives. */
export function createMemory(storage: () => Pick<Storage, 'getItem' | 'setItem'>): Memory {
  const here = new Map<string, string>();
  return {
    get(key) {
      try {
        return here.get(key) ?? storage().getItem(PREFIX + key) ?? undefined;
      } catch {
        return here.get(key);
      }
    },
    set(key, value) {
      here.set(key, value);
      try {
        storage().setItem(PREFIX + key, value);
      } catch {
        // Forbidden or full: forgotten on reload, which these things can bear.
      }
    },
  };
}
