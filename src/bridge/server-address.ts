import { PapertabError } from '../errors.ts';

/** Where a sirius server takes bridges; anything else is a wrong path, a trailing slash included. */
export const CONNECTION_PATH = '/api/v1/connection';

/** Longer texts are no addresses. */
const MAX_ADDRESS_CHARS = 2048;

/**
 * Reads a server address as people type it: with or without a scheme or a path, as a web address or a WebSocket one.
 *
 * A scheme that is missing becomes `wss:`, or `ws:` for this computer; `https:` and `http:` become their WebSocket
 * counterparts; an empty path is completed to `/api/v1/connection`, whose trailing slash is taken away. Another path is
 * kept: a server may sit behind a proxy.
 *
 * @param typed what the user typed
 * @param pageUrl the page's own address, which decides whether `ws:` is mixed content
 * @returns the complete address, `ws:` or `wss:`
 * @throws PapertabError `server-address`, `server-mixed-content`
 */
export function checkServerAddress(typed: string, pageUrl: string): string {
  const text = typed.trim();
  if (text === '' || text.length > MAX_ADDRESS_CHARS || /\s/.test(text)) throw new PapertabError('server-address');
  const url = parse(text);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  const hasUser = url.username !== '' || url.password !== '';
  if ((url.protocol !== 'ws:' && url.protocol !== 'wss:') || url.hostname === '' || hasUser) {
    throw new PapertabError('server-address', text);
  }
  // A WebSocket address with a fragment is refused by the browser.
  url.hash = '';
  if (url.pathname === '/' || url.pathname === `${CONNECTION_PATH}/`) url.pathname = CONNECTION_PATH;
  // What is completed is an address as well: it must pass here again.
  if (url.href.length > MAX_ADDRESS_CHARS) throw new PapertabError('server-address');
  if (isMixedContent(url, new URL(pageUrl))) throw new PapertabError('server-mixed-content', url.href);
  return url.href;
}

/** Whether the address ends in the path that sirius servers use. */
export function hasUsualPath(address: string): boolean {
  return new URL(address).pathname.endsWith(CONNECTION_PATH);
}

/** Whether a host name is this computer: pages from there are secure without TLS, and so are sockets to it. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

function parse(text: string): URL {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  try {
    if (hasScheme) return new URL(text);
    const guess = new URL(`wss://${text}`);
    if (isLoopback(guess.hostname)) guess.protocol = 'ws:';
    return guess;
  } catch (cause) {
    throw new PapertabError('server-address', text, { cause });
  }
}

/**
 * A secure page may open `ws:` only to this computer and, where the browser has asked the user for the local network,
 * to private addresses.
 */
function isMixedContent(server: URL, page: URL): boolean {
  if (server.protocol !== 'ws:' || page.protocol !== 'https:') return false;
  return !isLoopback(server.hostname) && !isPrivateAddress(server.hostname);
}

/** Whether a host name is an address of a private network (RFC 1918, link-local, unique local) or a `.local` name. */
export function isPrivateAddress(hostname: string): boolean {
  if (hostname.endsWith('.local')) return true;
  if (/^\[(f[cd]|fe[89ab])/i.test(hostname)) return true;
  return /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)[\d.]+$/.test(hostname);
}
