import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bitmap, createBitmap, equalBitmaps, invert } from '../imaging/bitmap.ts';
import { encodePng } from '../imaging/png.ts';
import { decodeBase64, encodeBase64 } from '../sirius/base64.ts';
import { COMMANDS, type CommandName, pictureCount } from '../sirius/commands.ts';
import { completeIdentity, createIdentity, type Identity } from '../sirius/identity.ts';
import { deviceCommandResponse, didPrint, heartbeat } from '../sirius/messages.ts';
import { type DeviceCommandContent, decodePayload } from '../sirius/payload.ts';
import { curlLine } from './api.ts';
import type { BridgeClient } from './testing/bridge-client.ts';
import { type ClaimedPrinter, RunningServer } from './testing/running-server.ts';

/** Claim codes as people mistype them, and what a sirius server made of them. */
const typedCodes = JSON.parse(
  readFileSync(new URL('../../test/fixtures/claim-codes-odd.json', import.meta.url), 'utf8'),
) as { input: string; ok: boolean }[];

let server: RunningServer;

beforeEach(async () => {
  server = await RunningServer.start();
});

afterEach(() => server.stop());

/** Random dots, white at the bottom right, so that the server's encoder does not invert it. */
function noise(height: number, seed: number): Bitmap {
  const bitmap = createBitmap(384, height);
  let value = seed;
  for (let i = 0; i < bitmap.data.length; i++) {
    value = (value * 1103515245 + 12345) & 0x7fffffff;
    bitmap.data[i] = value >> 16;
  }
  bitmap.data[bitmap.data.length - 1]! &= 0xfe;
  return bitmap;
}

async function contentOf(client: BridgeClient): Promise<DeviceCommandContent> {
  const frame = await client.next();
  if (frame.type !== 'DeviceCommand') throw new Error(frame.type);
  return decodePayload(decodeBase64(frame.payload));
}

it('says that it is local-sirius', async () => {
  const response = await fetch(server.url('/local-sirius/api/hello'));
  expect(await response.json()).toEqual({
    server: 'local-sirius',
    connection: '/api/v1/connection',
    claim: '/local-sirius/',
  });
});

describe('claims', () => {
  let identity: Identity;

  beforeEach(async () => {
    identity = await createIdentity();
  });

  it('give a device key that prints, and a command that does so', async () => {
    await server.bridgeWith(identity);
    const claimed = await server.claim(identity);
    expect(claimed).toMatchObject({ name: 'Desk', owner: 'Ann', deviceAddress: identity.deviceAddress });
    expect(claimed.curl).toContain(server.url(`/printkey/${claimed.key}?from=You`));
    expect((await server.print(claimed.key, 'text/plain', 'hello')).status).toBe(200);
  });

  it.each(typedCodes)('take or refuse "$input" as the server does', async ({ input, ok }) => {
    expect((await server.post('/local-sirius/api/claims', { code: input })).status).toBe(ok ? 200 : 422);
  });

  it('take the code as people type it into the page, which cleans it', async () => {
    const typed = ` ${identity.claimCode.toUpperCase().replaceAll('-', ' – ')} `;
    expect((await server.post('/local-sirius/api/claims', { code: typed })).status).toBe(422);
    const script = await (await fetch(server.url('/local-sirius/assets/common.js'))).text();
    const page: { cleanCode(code: string): string } = await import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(script)}`
    );
    expect((await server.post('/local-sirius/api/claims', { code: page.cleanCode(typed) })).status).toBe(200);
  });

  it('give the same key for the same code, with the newest name, also after a restart', async () => {
    const first = await server.claim(identity);
    const second = await server.claim(identity, 'Kitchen', 'Eve');
    expect(second).toEqual({ ...first, name: 'Kitchen', owner: 'Eve' });
    await server.restart();
    expect(await server.claim(identity)).toMatchObject({ key: first.key });
  });

  it('wait for a printer that has not phoned home yet', async () => {
    const claimed = await server.claim(identity);
    expect(claimed.deviceAddress).toBeNull();
    expect((await server.print(claimed.key, 'text/plain', 'hello')).status).toBe(504);
    const client = await server.bridgeWith(identity);
    expect((await server.print(claimed.key, 'text/plain', 'hello')).status).toBe(200);
    server.requestKey(client, identity);
    await client.next();
    expect(await client.next()).toMatchObject({ command: { linkKey: identity.linkKey } });
  });

  it('join a printer that phoned home before a restart', async () => {
    await server.bridgeWith(identity);
    await server.restart();
    expect(await server.claim(identity)).toMatchObject({ deviceAddress: identity.deviceAddress });
  });

  it('take the secret of the newest code', async () => {
    const client = await server.bridgeWith(identity);
    await server.claim(identity);
    const other = await completeIdentity(identity.deviceAddress, '0000000001');
    await server.claim(other);
    server.requestKey(client, identity);
    expect(await client.next()).toMatchObject({ command: { linkKey: other.linkKey } });
  });

  it.each([
    ['claim-code-length', 'n5ry-p6x6-kth7-7hc'],
    ['claim-code-character', 'n5ry-p6x6-kth7-7hc?'],
    ['claim-code-checksum', 'n5ry-p6x6-kth7-7hc5'],
  ])('are refused with %s', async (error, code) => {
    const response = await server.post('/local-sirius/api/claims', { code });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ error });
  });

  it('are refused for two printers of one hardware xor, and the first goes on printing', async () => {
    const first = await completeIdentity('0000000000000000', '0102030405');
    const second = await completeIdentity('0000ff00000000ff', '0504030201');
    expect(second.hardwareXor, 'another address of the same xor').toBe(first.hardwareXor);
    const client = await server.bridgeWith(first);
    const claimed = await server.claim(first);
    client.send(heartbeat(server.context, second.deviceAddress, 1));
    await client.settled();
    expect(server.log).toEqual([expect.stringContaining(second.deviceAddress)]);
    for (const { claimCode } of [first, second]) {
      const response = await server.post('/local-sirius/api/claims', { code: claimCode });
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({ error: 'two-printers' });
    }
    expect((await server.print(claimed.key, 'text/plain', 'hello')).status).toBe(200);
  });

  it('cannot be made by the form of another site', async () => {
    const response = await fetch(server.url('/local-sirius/api/claims'), {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify({ code: identity.claimCode }),
    });
    expect(response.status).toBe(415);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('are listed without the code', async () => {
    await server.claim(identity);
    const response = await fetch(server.url('/local-sirius/api/printers'));
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject([{ name: 'Desk', owner: 'Ann', status: 'offline' }]);
    expect(text).not.toContain(identity.claimCode);
  });
});

describe('raw pictures', () => {
  let printer: ClaimedPrinter;
  let client: BridgeClient;

  beforeEach(async () => {
    ({ printer, client } = await server.claimedOnline());
  });

  async function send(command: string, pictures: readonly Bitmap[]): Promise<Response> {
    const encoded = await Promise.all(pictures.map(async (picture) => encodeBase64(await encodePng(picture))));
    return server.post(`/local-sirius/api/send/${printer.key}`, { command, pictures: encoded });
  }

  it.each(Object.keys(COMMANDS) as CommandName[])('go out dot for dot with %s', async (command) => {
    const pictures = Array.from({ length: pictureCount(command) }, (_, index) => noise(9 + index, index));
    expect(await (await send(command, pictures)).json()).toEqual({ status: 'sent' });
    const content = await contentOf(client);
    const received =
      content.kind === 'delivery'
        ? [content.picture]
        : content.kind === 'quips'
          ? content.quips
          : [content.face, content.nothingToPrint, content.cannotSeeBridge, content.cannotSeeInternet, content.message];
    const came = received.filter((picture) => picture !== undefined);
    expect(came.map(({ height }) => height)).toEqual(pictures.map(({ height }) => height));
    expect(came.every((picture, index) => equalBitmaps(picture, pictures[index]!))).toBe(true);
    if (content.kind === 'delivery') expect(content.command).toBe(command);

    const [message] = await server.messages();
    expect(message).toMatchObject({ kind: command, pictures: pictures.length, size: { width: 384, height: 9 } });
    const last = pictures.length - 1;
    const png = await fetch(server.url(`/local-sirius/api/messages/${message!.id}.${last}.png`));
    expect(new Uint8Array(await png.arrayBuffer())).toEqual(await encodePng(pictures[last]!));
  });

  it('arrive inverted when their last dot is black, but are kept as they were given', async () => {
    const picture = invert(createBitmap(384, 3));
    await send('set_delivery', [picture]);
    expect(await contentOf(client)).toMatchObject({ hold: true, picture: createBitmap(384, 3) });
    const [message] = await server.messages();
    const png = await fetch(server.url(`/local-sirius/api/messages/${message!.id}.png`));
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await png.arrayBuffer())).toEqual(await encodePng(picture));
  });

  it('are refused when number, command or width is wrong', async () => {
    expect((await send('set_quip', [noise(3, 1)])).status).toBe(422);
    expect((await send('set_fire', [noise(3, 1)])).status).toBe(422);
    expect((await send('set_delivery', [createBitmap(383, 3)])).status).toBe(422);
    expect((await send('set_delivery', [createBitmap(384, 10_001)])).status).toBe(422);
    expect(await server.messages()).toEqual([]);
  });
});

describe('what people send from the page', () => {
  let printer: ClaimedPrinter;
  let client: BridgeClient;
  let identity: Identity;

  beforeEach(async () => {
    ({ printer, client, identity } = await server.claimedOnline());
  });

  it.each([
    ['', 'set_delivery_and_print_no_face'],
    ['&face=1', 'set_delivery_and_print'],
    ['&wait=1', 'set_delivery_no_face'],
    ['&wait=1&face=1', 'set_delivery'],
  ] as const)('goes out as they choose: "%s" is %s', async (choices, command) => {
    const response = await fetch(server.url(`/local-sirius/api/write/${printer.key}?from=Bob${choices}`), {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: 'hello',
    });
    expect(await response.json()).toEqual({ status: 'sent' });
    const content = await contentOf(client);
    expect(content).toMatchObject({ command, picture: { width: 384, height: 40 + 35 + 80 } });
    expect(await server.messages()).toMatchObject([{ kind: 'text', command, from: 'Bob' }]);
  });

  it.each([
    ['smile', ''],
    ['wink', '  '],
    ['surprise', 'Good morning'],
  ])('is a personality: %s, with the message "%s"', async (look, message) => {
    const response = await server.post(`/local-sirius/api/personality/${printer.key}`, { look, message });
    expect(await response.json()).toEqual({ status: 'sent' });
    const content = await contentOf(client);
    if (content.kind !== 'personality') throw new Error(content.kind);
    const { face, nothingToPrint, cannotSeeBridge, cannotSeeInternet } = content;
    const four = [face, nothingToPrint, cannotSeeBridge, cannotSeeInternet];
    expect(new Set(four.map((picture) => encodeBase64(picture.data))).size, 'all different').toBe(4);
    expect(content.message !== undefined).toBe(message === 'Good morning');
  });

  it('is three quips, no fewer and none empty', async () => {
    const path = `/local-sirius/api/quips/${printer.key}`;
    expect((await server.post(path, { quips: ['one', 'two'] })).status).toBe(422);
    expect((await server.post(path, { quips: ['one', 'two', ' '] })).status).toBe(422);
    expect((await server.post(path, { quips: ['one', 'two', 'three'] })).status).toBe(200);
    expect(await contentOf(client)).toMatchObject({ kind: 'quips' });
  });

  it.each(['write', 'personality', 'quips', 'send'])('cannot be sent by %s to an unknown key', async (resource) => {
    expect((await server.post(`/local-sirius/api/${resource}/nobody`, {})).status).toBe(404);
  });

  it('cannot be sent by another site’s page', async () => {
    const response = await fetch(server.url(`/local-sirius/api/write/${printer.key}`), {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', Origin: 'https://other.example' },
      body: 'hello',
    });
    expect(response.status).toBe(403);
    expect(await server.messages()).toEqual([]);
  });

  it('is told as printed once the bridge says so, and reports of all kinds are listed', async () => {
    await server.print(printer.key, 'text/plain', 'hello');
    const { commandId } = await client.next();
    client.send(deviceCommandResponse(server.context, identity.deviceAddress, commandId, 0));
    client.send(didPrint(server.context, identity.deviceAddress, commandId, 'quip'));
    await client.settled();
    expect(await server.messages()).toMatchObject([{ status: 'acknowledged', printedAt: null }]);
    server.now += 5_000;
    client.send(didPrint(server.context, identity.deviceAddress, commandId, 'delivery'));
    await client.settled();
    expect(await server.messages()).toMatchObject([{ status: 'acknowledged', printedAt: server.now }]);
    const reports: unknown = await (await fetch(server.url('/local-sirius/api/reports'))).json();
    const { deviceAddress } = identity;
    expect(reports).toEqual([
      { deviceAddress, printId: commandId, kind: 'delivery', at: server.now },
      { deviceAddress, printId: commandId, kind: 'quip', at: server.now - 5_000 },
    ]);
  });

  describe('is told as printed', () => {
    /** Sends one, whose printer answers, and gives the id of its command. */
    async function taken(by: BridgeClient, from: string, command: CommandName = 'set_delivery_and_print') {
      const count = pictureCount(command);
      const picture = encodeBase64(await encodePng(createBitmap(384, 1)));
      const pictures = Array.from({ length: count }, () => picture);
      await server.post(`/local-sirius/api/send/${printer.key}`, { command, pictures, from });
      const { commandId } = await by.next();
      by.send(deviceCommandResponse(server.context, identity.deviceAddress, commandId, 0));
      await by.settled();
      return commandId;
    }

    async function tell(on: BridgeClient, commandId: number, deviceAddress = identity.deviceAddress) {
      on.send(didPrint(server.context, deviceAddress, commandId, 'delivery'));
      await on.settled();
    }

    /** Who wrote those that are on paper, the oldest first. */
    const printed = async () =>
      (await server.messages())
        .filter(({ printedAt }) => printedAt !== null)
        .map(({ from }) => from)
        .reverse();

    it('also on a later socket than the one that brought it', async () => {
      const id = await taken(client, 'Ann');
      await client.close();
      const again = await server.bridgeWith(identity);
      await tell(again, id);
      expect(await printed()).toEqual(['Ann']);
    });

    it('before another of the same id that came after a restart', async () => {
      const id = await taken(client, 'Ann');
      await server.restart();
      const again = await server.bridgeWith(identity);
      expect(await taken(again, 'Bob')).toBe(id);
      await tell(again, id);
      expect(await printed()).toEqual(['Ann']);
      await tell(again, id);
      await tell(again, id);
      expect(await printed()).toEqual(['Ann', 'Bob']);
    });

    it.each(['set_delivery', 'set_personality', 'set_quip'] as const)(
      'in place of an older %s of the same id, of which nothing comes out by itself',
      async (command) => {
        const id = await taken(client, 'Ann', command);
        await server.restart();
        const again = await server.bridgeWith(identity);
        expect(await taken(again, 'Bob')).toBe(id);
        await tell(again, id);
        expect(await printed()).toEqual(['Bob']);
        await tell(again, id);
        expect(await printed()).toEqual(command === 'set_delivery' ? ['Ann', 'Bob'] : ['Bob']);
      },
    );

    it('in place of an older one of the same id that was passed over, since it was cancelled', async () => {
      const id = await taken(client, 'Ann');
      await tell(client, await taken(client, 'Bob'));
      await server.restart();
      const again = await server.bridgeWith(identity);
      expect(await taken(again, 'Cid')).toBe(id);
      await tell(again, id);
      expect(await printed()).toEqual(['Bob', 'Cid']);
      // Late, after all.
      await tell(again, id);
      expect(await printed()).toEqual(['Ann', 'Bob', 'Cid']);
    });

    it('by its own printer alone, and not before that has it', async () => {
      const other = await createIdentity();
      await server.claim(other);
      const id = await taken(client, 'Ann');
      await tell(client, id, other.deviceAddress);
      await server.print(printer.key, 'text/plain', 'hello');
      await tell(client, (await client.next()).commandId);
      expect(await printed()).toEqual([]);
    });
  });
});

describe('the list of messages', () => {
  it('has the newest first and survives a restart without the pictures', async () => {
    const { printer, client, identity } = await server.claimedOnline();
    await server.print(printer.key, 'text/plain', 'one', 'Ann');
    client.send(deviceCommandResponse(server.context, identity.deviceAddress, 1, 0));
    await client.settled();
    await server.print(printer.key, 'text/plain', 'two', 'Bob');
    const before = await server.messages();
    expect(before).toMatchObject([
      { from: 'Bob', status: 'sent', pictures: 1, size: { width: 384, height: 155 } },
      { from: 'Ann', status: 'acknowledged' },
    ]);
    await server.restart();
    expect(await server.messages()).toEqual(before.map((message) => ({ ...message, pictures: 0 })));
    expect((await fetch(server.url(`/local-sirius/api/messages/${before[0]!.id}.png`))).status).toBe(404);
  });

  it('is kept at 200', async () => {
    const { printer } = await server.claimedOnline();
    const picture = encodeBase64(await encodePng(createBitmap(384, 1)));
    for (let i = 0; i < 201; i++) {
      const body = { command: 'set_delivery', pictures: [picture], from: String(i) };
      await server.post(`/local-sirius/api/send/${printer.key}`, body);
    }
    const messages = await server.messages();
    expect(messages.map(({ from }) => from)).toEqual(Array.from({ length: 200 }, (_, index) => String(200 - index)));
  });
});

describe('the pages', () => {
  it.each(['/local-sirius/', '/local-sirius/?code=n5ry'])(
    'serve the claim page at %s under a strict policy',
    async (path) => {
      const response = await fetch(server.url(path));
      const html = await response.text();
      expect(html).toContain('Claim a Little Printer');
      const policy = response.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/);
    },
  );

  it('serve every file that they name', async () => {
    const { printer } = await server.claimedOnline();
    const pages = ['/local-sirius/', `/local-sirius/send/${printer.key}`];
    const texts = await Promise.all(pages.map(async (path) => (await fetch(server.url(path))).text()));
    texts.push(await (await fetch(server.url('/local-sirius/assets/style.css'))).text());
    const named = new Set(texts.flatMap((text) => text.match(/\/local-sirius\/assets\/[\w.]+/g) ?? []));
    named.add('/local-sirius/assets/common.js');
    expect(named.size).toBeGreaterThan(6);
    for (const path of named) expect((await fetch(server.url(path))).status, path).toBe(200);
  });

  it('lead from the path without a slash to the one with it', async () => {
    const response = await fetch(server.url('/local-sirius'), { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/local-sirius/']);
  });

  it.each(['/local-sirius/send/nobody', '/local-sirius/assets/../../package.json', '/local-sirius/nothing'])(
    'have nothing at %s',
    async (path) => {
      expect((await fetch(server.url(path))).status).toBe(404);
    },
  );

  it('leave every other path to the rest of the server', async () => {
    for (const path of ['/', '/printkey', '/index.html', '/api/v1/connection']) {
      expect(await (await fetch(server.url(path))).text()).toBe('next');
    }
  });
});

it('quotes the command as each system wants it', () => {
  expect(curlLine('http://x/printkey/k', 'linux')).toBe(
    "curl -H 'Content-Type: text/plain' -d hello 'http://x/printkey/k?from=You'",
  );
  expect(curlLine('http://x/printkey/k', 'win32')).toBe(
    'curl -H "Content-Type: text/plain" -d hello "http://x/printkey/k?from=You"',
  );
});
