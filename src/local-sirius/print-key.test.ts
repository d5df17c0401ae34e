import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bitmap, blackShare, equalBitmaps, isBlack } from '../imaging/bitmap.ts';
import { encodePng } from '../imaging/png.ts';
import { threshold } from '../imaging/threshold.ts';
import { decodeBase64 } from '../sirius/base64.ts';
import { decodePayload } from '../sirius/payload.ts';
import { loadCanvas } from './canvas.ts';
import type { BridgeClient } from './testing/bridge-client.ts';
import { type ClaimedPrinter, RunningServer } from './testing/running-server.ts';

let server: RunningServer;
let printer: ClaimedPrinter;
let client: BridgeClient;

beforeEach(async () => {
  server = await RunningServer.start();
  ({ printer, client } = await server.claimedOnline());
});

afterEach(() => server.stop());

/** The picture of the next delivery. */
async function delivered(): Promise<Bitmap> {
  const frame = await client.next();
  if (frame.type !== 'DeviceCommand') throw new Error(frame.type);
  const content = decodePayload(decodeBase64(frame.payload));
  if (content.kind !== 'delivery') throw new Error(content.kind);
  expect(content).toMatchObject({ command: 'set_delivery_and_print', hold: false, face: true });
  return content.picture;
}

/** Rows `from` to `to` of a picture. */
function rows(picture: Bitmap, from: number, to: number): Bitmap {
  const stride = picture.data.length / picture.height;
  return { width: picture.width, height: to - from, data: picture.data.slice(from * stride, to * stride) };
}

/** A PNG of one grey tone. */
async function greyPng(width: number, height: number, tone: string): Promise<Buffer<ArrayBuffer>> {
  const { createCanvas } = await loadCanvas();
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = tone;
  context.fillRect(0, 0, width, height);
  return Buffer.from(canvas.toBuffer('image/png'));
}

describe('POST', () => {
  it.each<[string, string, string]>([
    ['text/plain', 'text/plain', 'hello'],
    ['text/plain with a charset', 'Text/Plain; charset="utf-8"', 'hello'],
    ['JSON with text', 'application/json', '{"text":"hello"}'],
  ])('prints %s with the header above and white below', async (_, type, body) => {
    const response = await server.print(printer.key, type, body);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'sent' });
    const picture = await delivered();
    expect([picture.width, picture.height]).toEqual([384, 40 + 35 + 80]);
    expect(blackShare(rows(picture, 0, 30))).toBeGreaterThan(0.02);
    expect(blackShare(rows(picture, 40, 75))).toBeGreaterThan(0.02);
    expect(blackShare(rows(picture, 75, 155))).toBe(0);
  });

  it('reads text in the charset that is named', async () => {
    await server.print(printer.key, 'text/plain; charset=iso-8859-1', Buffer.from([0xfc]));
    await server.print(printer.key, 'text/plain', 'ü');
    expect(equalBitmaps(await delivered(), await delivered())).toBe(true);
  });

  it('writes the name of the sender, in capitals', async () => {
    for (const name of ['bob', 'BOB', 'eve']) await server.print(printer.key, 'text/plain', 'x', name);
    const [bob, upper, eve] = [await delivered(), await delivered(), await delivered()];
    expect(equalBitmaps(bob, upper)).toBe(true);
    expect(equalBitmaps(bob, eve)).toBe(false);
  });

  it.each(['', '%20'])('takes the start of the key for the name %j of a sender', async (name) => {
    await server.print(printer.key, 'text/plain', 'x', name);
    const start = `Key ${printer.key.slice(0, 4)}`;
    await server.print(printer.key, 'text/plain', 'x', start);
    expect(equalBitmaps(await delivered(), await delivered())).toBe(true);
    expect(await server.messages()).toMatchObject([{ from: start }, { from: start }]);
  });

  it('prints images as wide as the head, dithered', async () => {
    const response = await server.print(printer.key, 'image/png', await greyPng(100, 50, '#808080'));
    expect(response.status).toBe(200);
    const picture = await delivered();
    expect(picture.height).toBe(40 + 192 + 80);
    const image = rows(picture, 40, 232);
    expect(blackShare(image)).toBeCloseTo(0.5, 1);
    // Neither solid nor in stripes: neighbours differ.
    const differing = Array.from({ length: 300 }, (_, x) => isBlack(image, x, 90) !== isBlack(image, x + 1, 90));
    expect(differing.filter(Boolean).length).toBeGreaterThan(200);
  });

  it('puts what is transparent on white', async () => {
    await server.print(printer.key, 'image/png', await greyPng(10, 10, 'rgba(0, 0, 0, 0)'));
    expect(blackShare(rows(await delivered(), 40, 500))).toBe(0);
  });

  it('cuts at 10,000 rows, where the white foot is lost too', async () => {
    await server.print(printer.key, 'image/png', await greyPng(1, 300, '#000'));
    const picture = await delivered();
    expect(picture.height).toBe(10_000);
    // The server's encoder inverts a picture whose last dot is black, and this is one.
    expect(blackShare(rows(picture, 9_900, 10_000))).toBe(0);
    await server.print(printer.key, 'text/plain', 'line\n'.repeat(400));
    const text = await delivered();
    expect(text.height).toBe(10_000);
  });

  it('answers 504 while the printer is offline, and the message is lost', async () => {
    await client.close();
    const response = await server.print(printer.key, 'text/plain', 'hello');
    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({ status: 'failed-offline' });
    expect(await server.messages()).toMatchObject([{ kind: 'text', status: 'failed-offline' }]);
  });

  it.each([
    ['the type of a form', 'application/x-www-form-urlencoded', 'hello'],
    ['any other type', 'application/pdf', 'hello'],
    ['an image of an unknown kind', 'image/x-icon', 'hello'],
    ['a file that is not the image it says', 'image/png', 'hello'],
    ['an unknown charset', 'text/plain; charset=klingon', 'hello'],
    ['text of any other kind', 'text/markdown', 'hello'],
    ['HTML where there is no Chromium', 'text/html', '<b>hello</b>'],
    ['JSON with html where there is no Chromium', 'application/json', '{"html":"<b>hello</b>"}'],
    ['JSON with both, of which html counts', 'application/json', '{"text":"hello","html":"<b>hello</b>"}'],
  ])('refuses %s with 415', async (_, type, body) => {
    const response = await server.print(printer.key, type, body);
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(/\w/) });
    expect(await server.messages()).toEqual([]);
  });

  it('refuses a body without a type with 415', async () => {
    const body = new Blob(['hello']);
    const response = await fetch(server.url(`/printkey/${printer.key}`), { method: 'POST', body });
    expect(response.status).toBe(415);
  });

  it.each(['null', '"text"', '5', '{"text":5}', '{"html":null}'])('fails at the JSON %s', async (body) => {
    expect((await server.print(printer.key, 'application/json', body)).status).toBe(500);
    expect(await server.messages()).toEqual([]);
    expect(server.log, 'it is no fault of ours').toEqual([]);
  });

  it.each(['{}', '[]'])('prints nothing for the JSON %s, and says so', async (body) => {
    const response = await server.print(printer.key, 'application/json', body);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ message: expect.stringContaining('Nothing') });
    expect(await server.messages()).toEqual([]);
  });

  it('refuses what only calls itself JSON', async () => {
    expect((await server.print(printer.key, 'application/json', '{')).status).toBe(400);
  });

  it('knows no other keys', async () => {
    expect((await server.print('nobody', 'text/plain', 'hello')).status).toBe(404);
    expect((await server.print(`${printer.key}/`, 'text/plain', 'hello')).status).toBe(404);
  });

  it('refuses a body of more than 10 MB, announced or not', async () => {
    const announced = await server.print(printer.key, 'text/plain', 'x'.repeat(10_000_001));
    expect(announced.status).toBe(413);
    const status = await new Promise((resolve, reject) => {
      const sending = request(server.url(`/printkey/${printer.key}`), {
        method: 'POST',
        headers: { 'Content-Type': 'text/plain', 'Transfer-Encoding': 'chunked' },
      });
      sending.once('response', (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.once('error', reject);
      for (let i = 0; i < 11; i++) sending.write('x'.repeat(1_000_000));
    });
    expect(status).toBe(413);
  });

  it('refuses an image that would unfold to gigabytes, before it is decoded', async () => {
    const png = await encodePng(threshold(new Uint8Array(8), 8, 1));
    const view = new DataView(png.buffer);
    view.setUint32(16, 60_000);
    view.setUint32(20, 60_000);
    expect((await server.print(printer.key, 'image/png', png)).status).toBe(413);
  });
});

describe('GET', () => {
  const describedTo = (accept: string) =>
    fetch(server.url(`/printkey/${printer.key}`), { headers: { Accept: accept } });

  it.each([
    'application/json',
    '*/*',
    '',
    'image/png',
    'text/html;q=0.5, application/json',
    'text/html, application/*',
  ])('describes the printer in JSON to a client that accepts %j', async (accept) => {
    const response = await describedTo(accept);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({ name: 'Desk', owner: 'Ann', status: 'online' });
  });

  it.each(['text/html', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'])(
    'describes it for people to a browser that accepts %j',
    async (accept) => {
      const response = await describedTo(accept);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(await response.text()).toContain('online');
    },
  );

  it('tells that it is offline', async () => {
    await client.close();
    const offline = await fetch(server.url(`/printkey/${printer.key}`), { headers: { Accept: 'application/json' } });
    expect(await offline.json()).toMatchObject({ status: 'offline' });
  });

  it('knows no other keys', async () => {
    expect((await fetch(server.url('/printkey/nobody'))).status).toBe(404);
  });
});

it('lets the pages of all origins in', async () => {
  const url = server.url(`/printkey/${printer.key}`);
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: { Origin: 'https://example.com', 'Access-Control-Request-Method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
  expect(preflight.headers.get('access-control-allow-headers')).toMatch(/content-type/i);
  const headers = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-one,content-type' };
  const wanting = await fetch(url, { method: 'OPTIONS', headers });
  expect(wanting.headers.get('access-control-allow-headers')).toBe('x-one,content-type');
  for (const response of [await fetch(url), await server.print(printer.key, 'application/pdf', 'x')]) {
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  }
});

it('allows no other method', async () => {
  const response = await fetch(server.url(`/printkey/${printer.key}`), { method: 'DELETE' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toContain('POST');
});
