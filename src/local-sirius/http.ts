import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that is answered with an error: a status, a word for programs and a sentence for people. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** The path and query of a request; only these are read from it. */
export function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'http://local-sirius.invalid');
  } catch {
    throw new HttpProblem(400, 'bad-path', 'This is no path.');
  }
}

/** Where the client reached the server. */
export function originOf(request: IncomingMessage): string {
  const protocol = 'encrypted' in request.socket && request.socket.encrypted === true ? 'https' : 'http';
  return `${protocol}://${request.headers.host ?? 'localhost'}`;
}

/** The media type without its parameters, in lower case, and the charset if one is given. */
export function contentType(request: IncomingMessage): { type: string; charset: string | undefined } {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').split(';');
  const charset = parameters.map((text) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(text)?.[1]).find(Boolean);
  return { type: type.trim().toLowerCase(), charset };
}

/**
 * The body of a request, never more of it in memory than `limit` bytes.
 *
 * @throws HttpProblem 413 as soon as it is known to be longer.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () =>
    new HttpProblem(413, 'too-large', `More than ${limit} bytes are not taken.`, { Connection: 'close' });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws HttpProblem 400 for a body that is no JSON. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpProblem(400, 'not-json', 'The body is not JSON.');
  }
}

/** @throws HttpProblem 405 for a method that is not among those allowed. */
export function allowMethods(request: IncomingMessage, ...methods: readonly string[]): void {
  if (!methods.includes(request.method ?? '')) {
    throw new HttpProblem(405, 'method', `Use ${methods.join(' or ')} here.`, { Allow: methods.join(', ') });
  }
}

export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`, headers);
}

/** Answers a request whose handling ended in an error; what is not an {@link HttpProblem} is a fault of the server. */
export function sendProblem(response: ServerResponse, thrown: unknown, log: (line: string) => void): void {
  const problem =
    thrown instanceof HttpProblem ? thrown : new HttpProblem(500, 'fault', 'local-sirius failed; its log says why.');
  if (problem !== thrown)
    log(`A request failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown}`);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  sendJson(response, problem.status, { error: problem.code, message: problem.message }, problem.headers);
}
