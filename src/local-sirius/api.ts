import type { IncomingMessage, ServerResponse } from 'node:http';
import { array, type GenericSchema, object, optional, picklist, pipe, safeParse, string, trim, tuple } from 'valibot';
import { PapertabError } from '../errors.ts';
import { type Bitmap, bytesPerRow, createBitmap } from '../imaging/bitmap.ts';
import { encodePng } from '../imaging/png.ts';
import { COMMANDS, type CommandName, pictureCount } from '../sirius/commands.ts';
import { HEAD_WIDTH, MAX_ROWS } from '../sirius/runs.ts';
import type { BridgeConnections } from './bridge-connections.ts';
import { loadCanvas, toGray } from './canvas.ts';
import { allowMethods, contentType, HttpProblem, originOf, parseJson, readBody, send, sendJson } from './http.ts';
import { imageSize } from './image-size.ts';
import type { Messages } from './messages.ts';
import { drawPersonality, LOOKS, renderQuips } from './personality.ts';
import { deliveryCommand, type PostOffice } from './post-office.ts';
import { answer, MAX_BODY_BYTES, PRINT_KEY_PATH, readMessage, senderOf } from './print-key.ts';
import { type Printers, TwoPrintersError } from './printers.ts';
import type { HtmlRenderer } from './render-html.ts';
import type { Claim, SentMessage } from './state.ts';

const MAX_NAME_CHARS = 64;
/** Raw pictures: five of the longest, dithered, in base64. */
const MAX_RAW_BYTES = 4 * MAX_BODY_BYTES;

/** Where bridges connect, and people claim. */
export const CONNECTION_PATH = '/api/v1/connection';
export const HOME_PATH = '/local-sirius/';
export const API_PATH = `${HOME_PATH}api/`;

export interface ApiServices {
  readonly printers: Printers;
  readonly messages: Messages;
  readonly office: PostOffice;
  readonly html: HtmlRenderer;
  readonly bridges: BridgeConnections;
  log(line: string): void;
  /** Called for every printer that is claimed, with the address at which it was done. */
  claimed(claim: Claim, origin: string): void;
}

const claimRequest = object({
  code: string(),
  name: optional(pipe(string(), trim()), ''),
  owner: optional(pipe(string(), trim()), ''),
});

const rawRequest = object({
  command: picklist(Object.keys(COMMANDS) as CommandName[]),
  /** Base64 of PNG files, 384 wide, of which every dot is black or white. */
  pictures: array(string()),
  from: optional(string(), ''),
});

const personalityRequest = object({
  look: optional(picklist(LOOKS), LOOKS[0]),
  /** Printed when the personality comes; nothing is when it is absent or blank. */
  message: optional(string(), ''),
});

const quipsRequest = object({ quips: tuple([string(), string(), string()]) });

/** The JSON API behind the claim page and the sender's page; tests use it too. @throws HttpProblem */
export async function handleApi(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  services: ApiServices,
): Promise<void> {
  const [resource = '', id, ...rest] = url.pathname.slice(API_PATH.length).split('/');
  const route = rest.length > 0 ? '' : id === undefined ? resource : `${resource}/`;
  switch (route) {
    case 'hello':
      allowMethods(request, 'GET');
      sendJson(response, 200, { server: 'local-sirius', connection: CONNECTION_PATH, claim: HOME_PATH });
      return;
    case 'claims':
      allowMethods(request, 'POST');
      sendJson(response, 200, await claim(request, services));
      return;
    case 'printers':
      allowMethods(request, 'GET');
      sendJson(
        response,
        200,
        services.printers.claims.map((claimed) => printerView(claimed, originOf(request), services.office)),
      );
      return;
    case 'messages':
      allowMethods(request, 'GET');
      sendJson(response, 200, messageViews(services, url.searchParams.get('printer')));
      return;
    case 'messages/':
      allowMethods(request, 'GET');
      await sendPicture(response, id!, services.messages);
      return;
    case 'reports':
      allowMethods(request, 'GET');
      sendJson(response, 200, services.bridges.reports);
      return;
    case 'write/':
      allowMethods(request, 'POST');
      await write(request, response, url, claimOf(id!, services), services);
      return;
    case 'personality/':
      allowMethods(request, 'POST');
      await sendPersonality(request, response, claimOf(id!, services), services);
      return;
    case 'quips/':
      allowMethods(request, 'POST');
      await sendQuips(request, response, claimOf(id!, services), services);
      return;
    case 'send/':
      allowMethods(request, 'POST');
      await sendRaw(request, response, claimOf(id!, services), services);
      return;
    default:
      throw new HttpProblem(404, 'not-found', 'There is nothing here.');
  }
}

async function claim(request: IncomingMessage, { printers, office, claimed }: ApiServices): Promise<object> {
  const { code, name, owner } = await readJson(request, claimRequest, MAX_BODY_BYTES);
  try {
    const made = await printers.claim(
      code,
      name.slice(0, MAX_NAME_CHARS) || 'Little Printer',
      owner.slice(0, MAX_NAME_CHARS) || 'somebody',
    );
    claimed(made, originOf(request));
    return printerView(made, originOf(request), office);
  } catch (thrown) {
    if (thrown instanceof PapertabError && thrown.code.startsWith('claim-code-')) {
      throw new HttpProblem(422, thrown.code, thrown.message);
    }
    if (thrown instanceof TwoPrintersError) throw new HttpProblem(409, 'two-printers', thrown.message);
    throw thrown;
  }
}

function printerView(claim: Claim, origin: string, office: PostOffice): object {
  const { key, deviceAddress, name, owner } = claim;
  const printUrl = `${origin}${PRINT_KEY_PATH}${key}`;
  return {
    key,
    deviceAddress,
    name,
    owner,
    status: office.isOnline(claim) ? 'online' : 'offline',
    printUrl,
    sendPage: `${HOME_PATH}send/${key}`,
    curl: curlLine(printUrl),
  };
}

/** A command that prints "hello"; Windows knows only double quotes. */
export function curlLine(printUrl: string, platform: NodeJS.Platform = process.platform): string {
  const quote = platform === 'win32' ? '"' : "'";
  return `curl -H ${quote}Content-Type: text/plain${quote} -d hello ${quote}${printUrl}?from=You${quote}`;
}

function messageViews({ messages, printers }: ApiServices, printer: string | null): object[] {
  return messages.all
    .filter((message) => printer === null || message.printer === printer)
    .map((message: SentMessage) => ({
      id: message.id,
      printer: message.printer,
      printerName: printers.byKey(message.printer)?.name ?? null,
      kind: message.kind,
      command: message.command ?? null,
      from: message.from,
      size: message.sizes[0] ?? null,
      sizes: message.sizes,
      /** How many of its pictures can still be had. */
      pictures: message.sizes.filter((_, index) => messages.picture(message.id, index) !== undefined).length,
      sentAt: message.sentAt,
      status: messages.status(message),
      returnCode: message.returnCode ?? null,
      printedAt: message.printedAt ?? null,
    }));
}

/** `ID.png` is the first picture of a message, `ID.N.png` the one with index N. */
async function sendPicture(response: ServerResponse, name: string, messages: Messages): Promise<void> {
  const [, id = '', index = '0'] = /^([0-9a-f-]+)(?:\.(\d))?\.png$/.exec(name) ?? [];
  const picture = messages.picture(id, Number(index));
  if (picture === undefined) throw new HttpProblem(404, 'no-picture', 'This picture is not there, or not any more.');
  send(response, 200, 'image/png', await encodePng(picture));
}

function claimOf(key: string, { printers }: ApiServices): Claim {
  const claim = printers.byKey(key);
  if (claim === undefined) throw new HttpProblem(404, 'unknown-key', 'No printer has this key.');
  return claim;
}

/** As `/printkey/`, but with a choice that the server does not give: `wait` for the button, and no `face`. */
async function write(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  claim: Claim,
  { office, html }: ApiServices,
): Promise<void> {
  requireOwnPage(request);
  const written = await readMessage(request, html);
  if (written === undefined) throw new HttpProblem(422, 'fields', 'Give "text" or "html".');
  const isOn = (name: string) => url.searchParams.get(name) === '1';
  const command = deliveryCommand({ wait: isOn('wait'), face: isOn('face') });
  answer(response, await office.print(claim, written.kind, senderOf(url), written.content, command));
}

async function sendPersonality(
  request: IncomingMessage,
  response: ServerResponse,
  claim: Claim,
  { office }: ApiServices,
): Promise<void> {
  const { look, message } = await readJson(request, personalityRequest, MAX_BODY_BYTES);
  const pictures = await drawPersonality(look, message);
  const command =
    pictures.length === pictureCount('set_personality') ? 'set_personality' : 'set_personality_with_message';
  answer(response, office.send(claim, { kind: command, from: '', command, pictures }));
}

async function sendQuips(
  request: IncomingMessage,
  response: ServerResponse,
  claim: Claim,
  { office }: ApiServices,
): Promise<void> {
  const { quips } = await readJson(request, quipsRequest, MAX_BODY_BYTES);
  if (quips.some((quip) => quip.trim() === '')) throw new HttpProblem(422, 'fields', 'Give three quips.');
  const pictures = await renderQuips(quips);
  answer(response, office.send(claim, { kind: 'set_quip', from: '', command: 'set_quip', pictures }));
}

/** Text and pictures may come from any page without its browser asking; this path is for this server's own pages. */
function requireOwnPage(request: IncomingMessage): void {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== originOf(request)) {
    throw new HttpProblem(403, 'other-page', 'Other pages print through the device key.');
  }
}

async function sendRaw(
  request: IncomingMessage,
  response: ServerResponse,
  claim: Claim,
  { office }: ApiServices,
): Promise<void> {
  const { command, pictures, from } = await readJson(request, rawRequest, MAX_RAW_BYTES);
  if (pictures.length !== pictureCount(command)) {
    throw new HttpProblem(422, 'picture-count', `${command} takes ${pictureCount(command)} pictures.`);
  }
  const bitmaps: Bitmap[] = [];
  for (const picture of pictures) bitmaps.push(await readBitmap(Buffer.from(picture, 'base64')));
  answer(response, office.send(claim, { kind: command, from, command, pictures: bitmaps }));
}

/** The dots of a PNG file, one for one. */
async function readBitmap(file: Buffer): Promise<Bitmap> {
  const size = imageSize(file);
  if (size?.kind !== 'png' || size.width !== HEAD_WIDTH || size.height < 1 || size.height > MAX_ROWS) {
    throw new HttpProblem(422, 'picture-size', `A PNG, ${HEAD_WIDTH} wide and up to ${MAX_ROWS} rows, is wanted.`);
  }
  const { createCanvas, loadImage } = await loadCanvas();
  const image = await loadImage(file).catch((thrown) => {
    throw new HttpProblem(422, 'picture-broken', `A picture cannot be read: ${thrown}`);
  });
  const context = createCanvas(size.width, size.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const gray = toGray(context.getImageData(0, 0, size.width, size.height).data);
  const bitmap = createBitmap(size.width, size.height);
  const stride = bytesPerRow(size.width);
  for (const [index, tone] of gray.entries()) {
    if (tone !== 0 && tone !== 255) throw new HttpProblem(422, 'picture-tones', 'Only black and white dots are sent.');
    const x = index % size.width;
    if (tone === 0) bitmap.data[((index - x) / size.width) * stride + (x >> 3)]! |= 0x80 >> (x & 7);
  }
  return bitmap;
}

/** The body as `schema` wants it. The media type keeps other sites' forms out. */
async function readJson<Output>(
  request: IncomingMessage,
  schema: GenericSchema<unknown, Output>,
  limit: number,
): Promise<Output> {
  if (contentType(request).type !== 'application/json') {
    throw new HttpProblem(415, 'content-type', 'Send application/json.');
  }
  const parsed = safeParse(schema, parseJson(await readBody(request, limit)));
  if (!parsed.success) throw new HttpProblem(422, 'fields', parsed.issues.map(({ message }) => message).join(' '));
  return parsed.output;
}
