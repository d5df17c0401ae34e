import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bitmap } from '../imaging/bitmap.ts';
import {
  allowMethods,
  contentType,
  HttpProblem,
  parseJson,
  readBody,
  send,
  sendJson,
  sendProblem,
  urlOf,
} from './http.ts';
import type { PostOffice } from './post-office.ts';
import type { Printers } from './printers.ts';
import type { HtmlRenderer } from './render-html.ts';
import { renderImage } from './render-image.ts';
import { renderText } from './render-text.ts';
import type { Claim, SentMessage } from './state.ts';

export const PRINT_KEY_PATH = '/printkey/';
/** Larger messages are not taken. */
export const MAX_BODY_BYTES = 10_000_000;
/** Names of senders are cut here. */
const MAX_NAME_CHARS = 100;

/** How much of the key stands for a sender who gives no name. */
const KEY_START = 4;

/** Anybody's page may print on a printer whose key it knows. */
const OPEN_TO_ALL = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Max-Age': '600',
};

export interface PrintKeyServices {
  readonly printers: Printers;
  readonly office: PostOffice;
  readonly html: HtmlRenderer;
  log(line: string): void;
}

/** Answers everything below `/printkey/`, as the server's `sirius/web/print_key_api` does. */
export async function handlePrintKey(
  request: IncomingMessage,
  response: ServerResponse,
  services: PrintKeyServices,
): Promise<void> {
  for (const [name, value] of Object.entries(OPEN_TO_ALL)) response.setHeader(name, value);
  try {
    const url = urlOf(request);
    allowMethods(request, 'GET', 'HEAD', 'POST', 'OPTIONS');
    if (request.method === 'OPTIONS') {
      // Whatever headers a page wants to send, it may.
      const wanted = request.headers['access-control-request-headers'] ?? 'Content-Type';
      response.writeHead(204, { 'Access-Control-Allow-Headers': wanted }).end();
      return;
    }
    const claim = services.printers.byKey(url.pathname.slice(PRINT_KEY_PATH.length));
    if (claim === undefined) throw new HttpProblem(404, 'unknown-key', 'No printer has this key.');
    if (request.method === 'POST') await print(request, response, claim, url, services);
    else describePrinter(request, response, claim, services.office);
  } catch (thrown) {
    sendProblem(response, thrown, services.log);
  }
}

/** JSON, unless the client likes HTML better: browsers do, `fetch` and curl do not. */
function describePrinter(request: IncomingMessage, response: ServerResponse, claim: Claim, office: PostOffice): void {
  const status = office.isOnline(claim) ? 'online' : 'offline';
  if (quality(request, 'text/html') <= quality(request, 'application/json')) {
    sendJson(response, 200, { name: claim.name, owner: claim.owner, status });
    return;
  }
  send(
    response,
    200,
    'text/plain; charset=utf-8',
    `${claim.name}, a Little Printer of ${claim.owner}, is ${status}.\n`,
  );
}

/** How much the client wants a media type: 0 to 1, as the most exact range that covers it in `Accept` says. */
function quality(request: IncomingMessage, type: string): number {
  const ranges = new Map(
    (request.headers.accept ?? '').split(',').map((range) => {
      const [name = '', ...parameters] = range.toLowerCase().split(';');
      const weight = parameters.map((text) => /^\s*q\s*=\s*([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return [name.trim(), Number(weight ?? 1)];
    }),
  );
  return ranges.get(type) ?? ranges.get(`${type.split('/')[0]}/*`) ?? ranges.get('*/*') ?? 0;
}

async function print(
  request: IncomingMessage,
  response: ServerResponse,
  claim: Claim,
  url: URL,
  { office, html }: PrintKeyServices,
): Promise<void> {
  const written = await readMessage(request, html);
  if (written === undefined) {
    sendJson(response, 200, { message: 'Nothing was printed: give "text" or "html".' });
    return;
  }
  const from = senderOf(url) || `Key ${claim.key.slice(0, KEY_START)}`;
  answer(response, await office.print(claim, written.kind, from, written.content));
}

/** The name that a sender gives in the query; empty where there is none. */
export function senderOf(url: URL): string {
  return (url.searchParams.get('from') ?? '').replace(/\s+/g, ' ').trim().slice(0, MAX_NAME_CHARS);
}

/**
 * Draws what somebody has sent: text, HTML, an image, or JSON with one of the first two. Undefined for JSON with neither.
 *
 * @throws HttpProblem
 */
export async function readMessage(
  request: IncomingMessage,
  html: HtmlRenderer,
): Promise<{ kind: 'text' | 'html' | 'image'; content: Bitmap } | undefined> {
  const { type, charset } = contentType(request);
  const asHtml = async (text: string) => ({ kind: 'html' as const, content: await html.render(text) });
  const asText = async (text: string) => ({ kind: 'text' as const, content: await renderText(text) });
  if (type === 'text/html') return asHtml(decode(await readBody(request, MAX_BODY_BYTES), charset));
  if (type === 'text/plain') return asText(decode(await readBody(request, MAX_BODY_BYTES), charset));
  if (type.startsWith('image/')) {
    return { kind: 'image', content: await renderImage(await readBody(request, MAX_BODY_BYTES)) };
  }
  if (type === 'application/json') {
    const body = fieldsOf(parseJson(await readBody(request, MAX_BODY_BYTES)));
    // HTML wins where both are given.
    if (body.html !== undefined) return asHtml(textOf(body.html));
    return body.text === undefined ? undefined : asText(textOf(body.text));
  }
  throw new HttpProblem(
    415,
    'content-type',
    `Send text/plain, text/html, an image or JSON, not ${type === '' ? 'a body without Content-Type' : type}.`,
  );
}

/** Tells the sender whether a message was written to a socket; more is not known yet. */
export function answer(response: ServerResponse, { id, outcome }: SentMessage): void {
  sendJson(response, outcome === 'sent' ? 200 : 504, { status: outcome }, { 'X-Message-Id': id });
}

function decode(body: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    throw new HttpProblem(415, 'charset', `Text in ${charset} cannot be read.`);
  }
}

/** The fields of a JSON object; a list has none. Anything else crashes the server's handler. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new HttpProblem(500, 'json-kind', 'Send a JSON object.');
  return value as Record<string, unknown>;
}

/** A field that is text. Anything else crashes the server's handler. */
function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new HttpProblem(500, 'json-kind', '"text" and "html" must be text.');
  return value;
}
