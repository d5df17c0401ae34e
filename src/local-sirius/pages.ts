import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HOME_PATH } from './api.ts';
import { fontFile, monoFontFile } from './canvas.ts';
import { allowMethods, HttpProblem, send } from './http.ts';
import type { Printers } from './printers.ts';

/** Everything that the pages need comes from here; nothing else may be loaded, and nothing may frame them. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** The files that are served, by their path below {@link HOME_PATH}. */
const ASSETS: ReadonlyMap<string, { readonly type: string; readonly read: () => Promise<Buffer> }> = new Map([
  ['assets/style.css', { type: 'text/css; charset=utf-8', read: () => readAsset('style.css') }],
  ['assets/common.js', { type: SCRIPT, read: () => readAsset('common.js') }],
  ['assets/claim.js', { type: SCRIPT, read: () => readAsset('claim.js') }],
  ['assets/send.js', { type: SCRIPT, read: () => readAsset('send.js') }],
  ['assets/regular.woff2', { type: 'font/woff2', read: () => readFile(fontFile('latin-400-normal')) }],
  ['assets/bold.woff2', { type: 'font/woff2', read: () => readFile(fontFile('latin-700-normal')) }],
  ['assets/mono.woff2', { type: 'font/woff2', read: () => readFile(monoFontFile()) }],
  ['assets/icon.svg', { type: 'image/svg+xml', read: () => readAsset('icon.svg') }],
]);

/** The claim page, the sender's pages and what belongs to them. @throws HttpProblem */
export async function handlePages(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  printers: Printers,
): Promise<void> {
  allowMethods(request, 'GET', 'HEAD');
  const path = url.pathname.slice(HOME_PATH.length);
  const headers = { 'Content-Security-Policy': POLICY, 'Referrer-Policy': 'no-referrer' };
  if (path === '') {
    send(response, 200, HTML, await readAsset('claim.html'), headers);
    return;
  }
  const asset = ASSETS.get(path);
  if (asset !== undefined) {
    send(response, 200, asset.type, await asset.read(), headers);
    return;
  }
  const key = /^send\/([^/]+)$/.exec(path)?.[1];
  if (key === undefined) throw new HttpProblem(404, 'not-found', 'There is nothing here.');
  const isKnown = printers.byKey(key) !== undefined;
  send(response, isKnown ? 200 : 404, HTML, await readAsset(isKnown ? 'send.html' : 'unknown.html'), headers);
}

function readAsset(name: string): Promise<Buffer> {
  return readFile(new URL(`pages/${name}`, import.meta.url));
}
