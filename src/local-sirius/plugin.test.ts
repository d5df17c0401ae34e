import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createServer, type InlineConfig, preview } from 'vite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createIdentity } from '../sirius/identity.ts';
import { keyRequest, powerOn } from '../sirius/messages.ts';
import { localSirius } from './plugin.ts';
import { BridgeClient } from './testing/bridge-client.ts';
import { BRIDGE } from './testing/running-server.ts';

let root: string;
let lines: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'local-sirius-'));
  lines = [];
  await writeFile(join(root, 'index.html'), '<!doctype html><title>page</title>');
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist/index.html'), '<!doctype html><title>built page</title>');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

function config(base: string): InlineConfig {
  const customLogger = { ...createLogger('silent'), info: (line: string) => void lines.push(line) };
  return {
    root,
    base,
    configFile: false,
    customLogger,
    plugins: [localSirius()],
    server: { port: 0, host: '127.0.0.1' },
    preview: { port: 0, host: '127.0.0.1' },
  };
}

/** Starts Vite as its command line does; answers with its origin. */
const START = {
  dev: async (base: string) => {
    const server = await createServer(config(base));
    await server.listen();
    server.printUrls();
    return { origin: new URL(server.resolvedUrls!.local[0]!).origin, stop: () => server.close() };
  },
  preview: async (base: string) => {
    const server = await preview(config(base));
    server.printUrls();
    return { origin: new URL(server.resolvedUrls!.local[0]!).origin, stop: () => server.close() };
  },
};

function claim(origin: string, code: string): Promise<{ key: string }> {
  return fetch(`${origin}/local-sirius/api/claims`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code, name: 'Desk' }),
  }).then((response) => response.json() as Promise<{ key: string }>);
}

describe.each(Object.entries(START))('in the %s server', (_, start) => {
  it.each(['/', './', '/papertab/'])('lives at the root of the origin beside a page based at %s', async (base) => {
    const { origin, stop } = await start(base);
    const page = await fetch(origin + (base.startsWith('/') ? base : '/'), { headers: { Accept: 'text/html' } });
    expect(await page.text()).toContain('page</title>');
    expect((await fetch(`${origin}/local-sirius/api/hello`)).status).toBe(200);

    const identity = await createIdentity();
    const context = { bridgeAddress: BRIDGE, now: Date.now() };
    const client = await BridgeClient.open(`${origin.replace('http', 'ws')}/api/v1/connection`);
    const { key } = await claim(origin, identity.claimCode);
    client.send(powerOn(context, { uptimeSeconds: 1 }), keyRequest(context, identity.deviceAddress));
    expect(await client.next()).toMatchObject({ command: { linkKey: identity.linkKey } });

    const preflight = await fetch(`${origin}/printkey/${key}`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://example.com', 'Access-Control-Request-Method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    const foreign = await fetch(`${origin}/local-sirius/api/printers`, { headers: { Origin: 'https://example.com' } });
    expect(foreign.headers.get('access-control-allow-origin'), 'keys are for this origin only').toBeNull();
    await stop();
    expect(await client.closed).toBe(1006);
  });

  it('prints what to open, and a command once a printer is claimed, also after a restart', async () => {
    const first = await start('/');
    expect(lines.join('\n')).toContain(`${first.origin}/local-sirius/`);
    expect(lines.join('\n')).not.toContain('curl');
    const { key } = await claim(first.origin, (await createIdentity()).claimCode);
    expect(lines.at(-1)).toContain(`${first.origin}/printkey/${key}?from=You`);
    await first.stop();
    lines.length = 0;
    const second = await start('/');
    expect(lines.join('\n')).toContain(`${second.origin}/printkey/${key}?from=You`);
    await second.stop();
  });
});

it('keeps its state where it is told to, by the environment above all', async () => {
  const file = join(root, 'elsewhere.json');
  vi.stubEnv('LOCAL_SIRIUS_STATE', file);
  const { origin, stop } = await START.dev('/');
  const { key } = await claim(origin, (await createIdentity()).claimCode);
  await stop();
  expect(await readFile(file, 'utf8')).toContain(key);
});

it("leaves Vite's own sockets to Vite", async () => {
  const { origin, stop } = await START.dev('/');
  const client = await fetch(`${origin}/@vite/client`).then((response) => response.text());
  const token = /const wsToken = "([^"]+)"/.exec(client)?.[1];
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/?token=${token}`, 'vite-hmr');
  const first = await new Promise((resolve, reject) => {
    socket.once('message', (data) => resolve(JSON.parse(data.toString())));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
  expect(first).toMatchObject({ type: 'connected' });
  socket.terminate();
  await stop();
});
