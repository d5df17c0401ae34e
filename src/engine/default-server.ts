import { CONNECTION_PATH, isLoopback } from '../bridge/server-address.ts';
import type { Database } from '../jobs/database.ts';

/** The public instance, where a page of the web connects when the user has chosen nothing else. */
const PUBLIC_SERVER = `wss://littleprinter.nordprojects.co${CONNECTION_PATH}`;
/** Where local-sirius says that it is there. */
const HELLO_PATH = '/local-sirius/api/hello';
/** On this computer an answer comes at once, or the computer is very busy: the wrong server would be worse than a wait. */
const PATIENCE_MS = 10_000;
const KEY = 'found-server';

/** Where it is kept which server was found, for a start at which local-sirius is down. */
export interface FoundServer {
  read(): Promise<unknown>;
  write(server: string): Promise<void>;
}

/** Keeps it in the database. Losing it costs nothing but a default, so nothing fails for it. */
export function foundServerIn(database: Database): FoundServer {
  return {
    read: () => database.get('meta', KEY).catch(() => undefined),
    write: async (server) => {
      await database.put('meta', server, KEY).catch(() => {});
    },
  };
}

/**
 * The server to connect to while the user has chosen none: local-sirius where it serves the page, which is asked for on
 * this computer only, else the public instance. Where nobody answers, it is the one that was found the last time: a
 * printer of local-sirius does not move to the web because its server is down for a moment.
 *
 * @param origin the page's origin
 */
export async function findDefaultServer(origin: string, request: typeof fetch, kept: FoundServer): Promise<string> {
  const page = new URL(origin);
  if (!isLoopback(page.hostname)) return PUBLIC_SERVER;
  const last = await kept.read();
  const fallback = typeof last === 'string' ? last : PUBLIC_SERVER;
  let hello: unknown;
  try {
    const response = await request(new URL(HELLO_PATH, page), {
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status >= 500) return fallback;
    hello = response.ok ? await response.json().catch(() => undefined) : undefined;
  } catch {
    return fallback;
  }
  if ((hello as { server?: unknown } | undefined)?.server !== 'local-sirius') return PUBLIC_SERVER;
  const server = new URL(CONNECTION_PATH, page);
  server.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  if (server.href !== last) await kept.write(server.href);
  return server.href;
}
