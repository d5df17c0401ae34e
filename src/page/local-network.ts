import { isLoopback, isPrivateAddress } from '../engine/server-address.ts';

/** The browser's question may stand open for a while; the engine goes on trying anyway. */
const PATIENCE_MS = 30_000;

/** Whether the browser asks the user before a page from `pageUrl` may reach `server`, an address of a private network. */
export function needsLocalNetwork(server: string, pageUrl: string): boolean {
  const there = new URL(server).hostname;
  const here = new URL(pageUrl).hostname;
  if (isLoopback(here)) return false;
  return isLoopback(there) || (isPrivateAddress(there) && !isPrivateAddress(here));
}

/**
 * Raises the browser's question whether this page may reach the local network, which it asks only for a page that the
 * user is looking at: called from a click, before the engine connects. Resolves when it is answered, or after half a
 * minute; the answer shows when the engine connects.
 */
export async function askForLocalNetwork(server: string, pageUrl: string, request: typeof fetch): Promise<void> {
  if (!needsLocalNetwork(server, pageUrl)) return;
  const url = new URL(server);
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:';
  try {
    await request(url, { mode: 'no-cors', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    // Denied or not there: the engine finds out which, and says so.
  }
}
