import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LogEntry, LogKind } from '../../jobs/log-entry.ts';
import { useModel } from '../model-context.ts';

/** How often the log is looked at while it is shown, in milliseconds. */
const LOOK_EVERY_MS = 2_000;
/** How many entries are asked for at a time, and shown at first. */
export const PAGE_OF_LOG = 200;

/** The log as far as it is here. */
export interface LogView {
  /** The newest first. */
  readonly entries: readonly LogEntry[];
  /** Undefined while that is not known. */
  readonly hasOlder: boolean | undefined;
  /** Whether it could not be read when it was last looked at. */
  readonly failed: boolean;
  showOlder(): void;
  /** Forgets what is here, and looks again. */
  reset(): void;
}

interface Loaded {
  readonly entries: readonly LogEntry[];
  readonly hasOlder: boolean | undefined;
  /** At most so many are kept: what comes live must not fill the page. */
  readonly most: number;
}

const NOTHING: Loaded = { entries: [], hasOlder: undefined, most: PAGE_OF_LOG };

/**
 * Reads the log, and follows it while it is live and somebody can see the page.
 *
 * @param kind entries of which alone are wanted; undefined for all
 */
export function useLog(kind: LogKind | undefined, live: boolean): LogView {
  const { engine, state } = useModel();
  const running = state.value.phase === 'running';
  const [loaded, setLoaded] = useState(NOTHING);
  const [failed, setFailed] = useState(false);
  const current = useRef(loaded);
  /** Counts the questions that make older answers worthless. */
  const round = useRef(0);

  const keep = useCallback((next: Loaded): void => {
    current.current = next;
    setLoaded(next);
  }, []);

  const ask = useCallback(
    async (before: number | undefined, take: (page: readonly LogEntry[]) => void): Promise<void> => {
      const mine = round.current;
      try {
        const page = await engine.log({
          limit: PAGE_OF_LOG,
          ...(before === undefined ? {} : { before }),
          ...(kind === undefined ? {} : { kinds: [kind] }),
        });
        if (mine !== round.current) return;
        setFailed(false);
        take(page);
      } catch {
        if (mine === round.current) setFailed(true);
      }
    },
    [engine, kind],
  );

  const look = useCallback(
    (): Promise<void> => ask(undefined, (page) => keep(withNewest(current.current, page))),
    [ask, keep],
  );

  const reset = useCallback((): void => {
    round.current++;
    keep(NOTHING);
    void look();
  }, [keep, look]);

  useEffect(() => {
    if (running) reset();
  }, [running, reset]);

  useEffect(() => {
    if (!live || !running) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void look();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [live, running, look]);

  const showOlder = (): void => {
    void ask(current.current.entries.at(-1)?.id, (page) => {
      const { entries, most } = current.current;
      keep({ entries: [...entries, ...page], hasOlder: page.length === PAGE_OF_LOG, most: most + PAGE_OF_LOG });
    });
  };

  return { entries: loaded.entries, hasOlder: loaded.hasOlder, failed, showOlder, reset };
}

/** What is here with the newest page before it. */
function withNewest({ entries, hasOlder, most }: Loaded, page: readonly LogEntry[]): Loaded {
  const newest = entries[0]?.id ?? 0;
  const fresh = page.filter(({ id }) => id > newest);
  // Nothing is known yet, the log was cleared, or so much happened that something between is missing.
  if (entries.length === 0 || page.length === 0 || fresh.length === page.length) {
    return { entries: page, hasOlder: page.length === PAGE_OF_LOG, most: PAGE_OF_LOG };
  }
  if (fresh.length === 0) return { entries, hasOlder, most };
  const all = [...fresh, ...entries];
  return { entries: all.slice(0, most), hasOlder: hasOlder === true || all.length > most, most };
}
