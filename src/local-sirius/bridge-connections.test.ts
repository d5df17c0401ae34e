import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodeBase64, encodeBase64 } from '../sirius/base64.ts';
import { completeIdentity, createIdentity, type Identity } from '../sirius/identity.ts';
import {
  bridgeCommandResponse,
  deviceCommandResponse,
  deviceConnect,
  deviceDisconnect,
  didPrint,
  heartbeat,
  keyRequest,
  powerOn,
} from '../sirius/messages.ts';
import { decodePayload } from '../sirius/payload.ts';
import { BridgeClient } from './testing/bridge-client.ts';
import { BRIDGE, RunningServer } from './testing/running-server.ts';

let server: RunningServer;
let printer: Identity;

beforeEach(async () => {
  server = await RunningServer.start();
  printer = await createIdentity();
});

afterEach(() => server.stop());

/** A message with one field left out; `path` is dotted. */
function without(text: string, path: string): string {
  const message = JSON.parse(text);
  const names = path.split('.');
  const last = names.pop()!;
  delete names.reduce((value, name) => value[name], message)[last];
  return JSON.stringify(message);
}

/** A message with fields put over its own. */
function change(text: string, fields: object): string {
  return JSON.stringify({ ...JSON.parse(text), ...fields });
}

function deviceEvent(code: number, payload: Uint8Array, declared = payload.length): string {
  const bytes = new Uint8Array(10 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, code, true);
  view.setUint32(6, declared, true);
  bytes.set(payload, 10);
  return change(heartbeat(server.context, printer.deviceAddress, 1), { binary_payload: encodeBase64(bytes) });
}

async function isOnline(key: string): Promise<boolean> {
  const response = await fetch(server.url(`/printkey/${key}`), { headers: { Accept: 'application/json' } });
  return ((await response.json()) as { status: string }).status === 'online';
}

describe('opening a socket', () => {
  it.each(['/', '/api/v1/connection/', '/api/v1', '/api/v1/connections', '/local-sirius/'])(
    'opens and closes at once on the wrong path %s',
    async (path) => {
      const client = await BridgeClient.open(server.socketUrl(path));
      expect(await client.closed).toBe(1005);
    },
  );

  it('stays open on the right path, whatever its query', async () => {
    const client = await BridgeClient.open(server.socketUrl('/api/v1/connection?x=/'));
    await client.settled();
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('echoes no subprotocol, at which clients that offered one give up', async () => {
    await expect(BridgeClient.open(server.socketUrl(), ['sirius'])).rejects.toThrow(/subprotocol/i);
  });

  it('leaves sockets of Vite alone', async () => {
    const socket = new WebSocket(server.socketUrl(), 'vite-hmr');
    const isOpened = await Promise.race([
      new Promise((resolve) => socket.once('open', () => resolve(true))),
      // Answered by the same server later than the upgrade would have been.
      fetch(server.url('/local-sirius/api/hello')).then(() => false),
    ]);
    expect(isOpened).toBe(false);
    socket.on('error', () => undefined);
    socket.terminate();
  });

  it('answers a close with the empty one of its client', async () => {
    const client = await server.bridgeWith(printer);
    client.socket.close();
    expect(await client.closed).toBe(1005);
  });
});

describe('the first message', () => {
  it('registers the bridge and is otherwise swallowed, whatever it is', async () => {
    await server.claim(printer);
    const client = await BridgeClient.open(server.socketUrl());
    client.send(keyRequest(server.context, printer.deviceAddress));
    await client.settled();
    expect(client.pending).toBe(0);
    client.send(keyRequest(server.context, printer.deviceAddress));
    expect(await client.next()).toMatchObject({ type: 'BridgeCommand', commandId: 1 });
  });

  it('is not answered when it is power_on', async () => {
    const client = await server.bridgeWith();
    expect(client.pending).toBe(0);
  });

  it.each([
    'name',
    'model',
    'firmware_version',
    'ncp_version',
    'local_ip_address',
    'mac_address',
    'uptime',
    'uboot_environment',
    'network_info',
  ])('closes the socket when power_on lacks %s', async (field) => {
    const client = await BridgeClient.open(server.socketUrl());
    client.send(without(powerOn(server.context, { uptimeSeconds: 1 }), `json_payload.${field}`));
    expect(await client.closed).toBe(1005);
  });
});

describe('messages that crash the loop', () => {
  const response = () => deviceCommandResponse(server.context, printer.deviceAddress, 1, 0);
  const bridgeResponse = () => bridgeCommandResponse(server.context, printer.deviceAddress, 1, 0);
  const beat = () => heartbeat(server.context, printer.deviceAddress, 1);
  const connect = () => deviceConnect(server.context, printer.deviceAddress);

  it.each<[string, () => string]>([
    ['text that is not JSON', () => 'hello'],
    ['a JSON array', () => '[]'],
    ['a JSON string', () => '"BridgeEvent"'],
    ['null', () => 'null'],
    ['no type', () => without(beat(), 'type')],
    ['an unknown type', () => change(beat(), { type: 'BridgeGossip' })],
    ['an unknown event name', () => change(connect(), { json_payload: { name: 'device_dance' } })],
    ['no bridge address', () => without(beat(), 'bridge_address')],
    ['no timestamp', () => without(beat(), 'timestamp')],
    ['no device address in an event', () => without(connect(), 'json_payload.device_address')],
    ['no device address in a heartbeat', () => without(beat(), 'device_address')],
    ['no payload in a heartbeat', () => without(beat(), 'binary_payload')],
    ['no command id in a response', () => without(response(), 'command_id')],
    ['no return code in a response', () => without(response(), 'return_code')],
    ['no device address in a response', () => without(response(), 'device_address')],
    ['no timestamp in a response', () => without(response(), 'timestamp')],
    ['no return code in a bridge response', () => without(bridgeResponse(), 'return_code')],
    ['a device event with an unknown code', () => deviceEvent(9, new Uint8Array(4))],
    ['a device event whose length does not match', () => deviceEvent(1, new Uint8Array(4), 5)],
    ['a heartbeat of 3 bytes', () => deviceEvent(1, new Uint8Array(3))],
    ['a did_print of 4 bytes', () => deviceEvent(2, new Uint8Array(4))],
    ['a did_power_on with a long loader version', () => deviceEvent(3, new Uint8Array(74).fill(0x31))],
    ['a payload that is not base64', () => change(beat(), { binary_payload: '*' })],
    ['a short device address', () => change(beat(), { device_address: '0123456789abcde' })],
    ['a device address of 17 digits', () => change(beat(), { device_address: '0123456789abcdef0' })],
    ['a payload without its padding', () => change(beat(), { binary_payload: 'AQAAAAAABAAAAAEAAAA' })],
    ['a device address that is not hex', () => change(beat(), { device_address: 'g123456789abcdef' })],
    ['a BridgeLog without records', () => change(without(beat(), 'binary_payload'), { type: 'BridgeLog' })],
  ])('%s', async (_, message) => {
    const client = await server.bridgeWith(printer);
    const claimed = await server.claim(printer);
    expect(await isOnline(claimed.key)).toBe(true);
    client.send(message());
    expect(await client.closed).toBe(1005);
    expect(await isOnline(claimed.key)).toBe(false);
  });

  it('a binary frame', async () => {
    const client = await server.bridgeWith(printer);
    client.socket.send(Buffer.from(beat()), { binary: true });
    expect(await client.closed).toBe(1005);
  });

  it('reads nothing after it', async () => {
    const client = await server.bridgeWith();
    client.send('{}', beat());
    await client.closed;
    const claimed = await server.claim(printer);
    expect(claimed.deviceAddress).toBeNull();
  });

  it('takes everything that is well formed and does not answer it', async () => {
    const client = await server.bridgeWith(printer);
    client.send(
      beat(),
      connect(),
      didPrint(server.context, printer.deviceAddress, 7, 'delivery'),
      response(),
      bridgeResponse(),
      change(without(beat(), 'binary_payload'), { type: 'BridgeLog', records: [] }),
      powerOn(server.context, { uptimeSeconds: 2 }),
    );
    await client.settled();
    expect(client.pending).toBe(0);
  });
});

describe('the link key', () => {
  it('answers each request of a claimed printer, and none before', async () => {
    const client = await server.bridgeWith(printer);
    server.requestKey(client, printer);
    await client.settled();
    expect(client.pending).toBe(0);
    await server.claim(printer);
    await client.settled();
    expect(client.pending, 'a claim pushes nothing').toBe(0);
    server.requestKey(client, printer);
    server.requestKey(client, printer);
    const command = {
      name: 'add_device_encryption_key',
      deviceAddress: printer.deviceAddress,
      linkKey: printer.linkKey,
    };
    expect(await client.next()).toEqual({ type: 'BridgeCommand', bridgeAddress: BRIDGE, commandId: 1, command });
    expect(await client.next()).toMatchObject({ commandId: 2, command });
  });

  it('goes to the bridge that registered first, whichever of two asks for it', async () => {
    const { client: first, identity } = await server.claimedOnline();
    const other = { ...server.context, bridgeAddress: 'ffffffffffffffff' };
    const second = await BridgeClient.powerOn(server.socketUrl(), other);
    second.send(keyRequest(other, identity.deviceAddress));
    await second.settled();
    await first.settled();
    expect([first.pending, second.pending]).toEqual([1, 0]);
    expect(await first.next()).toMatchObject({ type: 'BridgeCommand', bridgeAddress: BRIDGE });
  });

  it('is not brought by device_connect or a heartbeat', async () => {
    const { client, identity } = await server.claimedOnline();
    client.send(deviceConnect(server.context, identity.deviceAddress));
    await client.settled();
    expect(client.pending).toBe(0);
  });

  it('does not come to the same address in upper case: that is another printer', async () => {
    const lettered = await completeIdentity('00000000000000ab', '0102030405');
    const client = await server.bridgeWith(lettered);
    await server.claim(lettered);
    client.send(keyRequest(server.context, lettered.deviceAddress.toUpperCase()));
    await client.settled();
    expect(client.pending).toBe(0);
  });
});

describe('being online', () => {
  it.each<[string, (address: string) => string]>([
    ['encryption_key_required', (address) => keyRequest(server.context, address)],
    ['device_connect', (address) => deviceConnect(server.context, address)],
    ['a heartbeat', (address) => heartbeat(server.context, address, 1)],
  ])('%s keeps a printer online for 60 s, not longer', async (_, message) => {
    const client = await server.bridgeWith();
    client.send(message(printer.deviceAddress));
    await client.settled();
    const { key } = await server.claim(printer);
    server.now += 60_000;
    expect(await isOnline(key)).toBe(true);
    server.now += 1;
    expect(await isOnline(key)).toBe(false);
    client.send(message(printer.deviceAddress));
    await client.settled();
    expect(await isOnline(key)).toBe(true);
  });

  it('is kept up by did_power_on, which alone makes no printer known', async () => {
    const client = await server.bridgeWith();
    client.send(deviceEvent(3, new Uint8Array(58)));
    await client.settled();
    const { key } = await server.claim(printer);
    expect(await isOnline(key), 'not joined to its claim').toBe(false);
    client.send(heartbeat(server.context, printer.deviceAddress, 1));
    await client.settled();
    server.now += 60_000;
    client.send(deviceEvent(3, new Uint8Array(58)));
    await client.settled();
    server.now += 60_000;
    expect(await isOnline(key)).toBe(true);
  });

  it('ends at once with device_disconnect', async () => {
    const { client, identity, printer: claimed } = await server.claimedOnline();
    client.send(deviceDisconnect(server.context, identity.deviceAddress));
    await client.settled();
    expect(await isOnline(claimed.key)).toBe(false);
  });

  it('is not claimed by did_print', async () => {
    const client = await server.bridgeWith();
    client.send(didPrint(server.context, printer.deviceAddress, 1, 'delivery'));
    await client.settled();
    expect(await isOnline((await server.claim(printer)).key)).toBe(false);
  });

  it('belongs to the socket: a new one has to announce the printer again', async () => {
    const { client, identity, printer: claimed } = await server.claimedOnline();
    await client.close();
    expect(await isOnline(claimed.key)).toBe(false);
    const again = await server.bridgeWith();
    expect(await isOnline(claimed.key)).toBe(false);
    again.send(heartbeat(server.context, identity.deviceAddress, 1));
    await again.settled();
    expect(await isOnline(claimed.key)).toBe(true);
  });
});

describe('two sockets', () => {
  /** Prints a word and counts what each of two bridges got. */
  async function printOn(key: string, ...clients: readonly BridgeClient[]): Promise<number[]> {
    const before = clients.map(({ pending }) => pending);
    await server.print(key, 'text/plain', 'x');
    await Promise.all(clients.map((client) => client.settled()));
    return clients.map(({ pending }, index) => pending - before[index]!);
  }

  it('of one bridge: the newest power_on wins, a message on the old one takes it back', async () => {
    const { client: old, identity, printer: claimed } = await server.claimedOnline();
    const beat = heartbeat(server.context, identity.deviceAddress, 1);
    const young = await server.bridgeWith();
    expect((await server.print(claimed.key, 'text/plain', 'x')).status, 'unknown on the young one').toBe(504);
    young.send(beat);
    await young.settled();
    expect(await printOn(claimed.key, young, old)).toEqual([1, 0]);
    old.send(beat);
    await old.settled();
    expect(await printOn(claimed.key, young, old)).toEqual([0, 1]);
  });

  it('of one bridge: closing either unregisters both until the other speaks', async () => {
    const { client: old, identity, printer: claimed } = await server.claimedOnline();
    const young = await server.bridgeWith(identity);
    await old.close();
    expect(await isOnline(claimed.key)).toBe(false);
    young.send(didPrint(server.context, identity.deviceAddress, 1, 'delivery'));
    await young.settled();
    expect(await isOnline(claimed.key)).toBe(true);
  });

  it('of two bridges with one printer: all goes to the one that registered first', async () => {
    const { client: first, identity, printer: claimed } = await server.claimedOnline();
    const other = { ...server.context, bridgeAddress: 'ffffffffffffffff' };
    const second = await BridgeClient.powerOn(server.socketUrl(), other);
    second.send(heartbeat(other, identity.deviceAddress, 1));
    await second.settled();
    expect(await printOn(claimed.key, first, second)).toEqual([1, 0]);
    expect(await printOn(claimed.key, first, second)).toEqual([1, 0]);
    await first.close();
    await server.print(claimed.key, 'text/plain', 'x');
    expect(await second.next()).toMatchObject({ bridgeAddress: other.bridgeAddress });
  });
});

describe('answers', () => {
  async function printed() {
    const online = await server.claimedOnline();
    await server.print(online.printer.key, 'text/plain', 'hello');
    const frame = await online.client.next();
    return { ...online, commandId: frame.commandId };
  }

  const respond = (identity: Identity, commandId: number, code: 0 | 0x82) =>
    deviceCommandResponse(server.context, identity.deviceAddress, commandId, code);

  async function status() {
    const [message] = await server.messages();
    return { status: message!.status, returnCode: message!.returnCode };
  }

  it('acknowledge a message', async () => {
    const { client, identity, commandId } = await printed();
    expect(await status()).toEqual({ status: 'sent', returnCode: null });
    client.send(respond(identity, commandId, 0));
    await client.settled();
    expect(await status()).toEqual({ status: 'acknowledged', returnCode: 0 });
  });

  it('tell of a problem', async () => {
    const { client, identity, commandId } = await printed();
    client.send(respond(identity, commandId, 0x82));
    await client.settled();
    expect(await status()).toEqual({ status: 'problem', returnCode: 0x82 });
  });

  it('are awaited for 60 s, and a late one still corrects that', async () => {
    const { client, identity, commandId } = await printed();
    server.now += 59_999;
    expect((await status()).status).toBe('sent');
    server.now += 1;
    expect((await status()).status).toBe('timed-out');
    client.send(respond(identity, commandId, 0));
    await client.settled();
    expect((await status()).status).toBe('acknowledged');
  });

  it('count as they come, the last one in the end', async () => {
    const { client, identity, commandId } = await printed();
    client.send(respond(identity, commandId, 0x82), respond(identity, commandId, 0));
    await client.settled();
    expect(await status()).toEqual({ status: 'acknowledged', returnCode: 0 });
  });

  it('are lost on another socket than the one that brought the command', async () => {
    const { client, identity, commandId } = await printed();
    await client.close();
    const again = await server.bridgeWith(identity);
    again.send(respond(identity, commandId, 0));
    await again.settled();
    expect((await status()).status).toBe('sent');
  });

  it('to a bridge command acknowledge no message', async () => {
    const { client, identity, commandId } = await printed();
    client.send(bridgeCommandResponse(server.context, identity.deviceAddress, commandId, 0));
    await client.settled();
    expect((await status()).status).toBe('sent');
  });
});

describe('command ids', () => {
  it('count every command from 1, also key answers, and begin again after a restart', async () => {
    const { client, identity, printer: claimed } = await server.claimedOnline();
    server.requestKey(client, identity);
    expect((await client.next()).commandId).toBe(1);
    await server.print(claimed.key, 'text/plain', 'x');
    const frame = await client.next();
    expect(frame.commandId).toBe(2);
    if (frame.type !== 'DeviceCommand') throw new Error(frame.type);
    expect(decodePayload(decodeBase64(frame.payload)).printId).toBe(2);

    const dropped = client.closed;
    await server.restart();
    expect(await dropped, 'as a process that ends').toBe(1006);
    const again = await server.bridgeWith(identity);
    await server.print(claimed.key, 'text/plain', 'x');
    expect((await again.next()).commandId).toBe(1);
  });

  it('are used up even by messages that reach nobody', async () => {
    const { client, identity, printer: claimed } = await server.claimedOnline();
    client.send(deviceDisconnect(server.context, identity.deviceAddress));
    await client.settled();
    expect((await server.print(claimed.key, 'text/plain', 'x')).status).toBe(504);
    client.send(heartbeat(server.context, identity.deviceAddress, 1));
    await client.settled();
    expect(client.pending, 'there is no queue').toBe(0);
    await server.print(claimed.key, 'text/plain', 'x');
    expect((await client.next()).commandId).toBe(2);
  });
});

it('writes device commands with the fields of the server, in its order', async () => {
  const { client, identity, printer: claimed } = await server.claimedOnline();
  const text = new Promise<string>((resolve) => client.socket.once('message', (data) => resolve(data.toString())));
  await server.print(claimed.key, 'text/plain', 'x');
  const frame = JSON.parse(await text) as Record<string, unknown>;
  expect(Object.entries(frame).filter(([name]) => name !== 'binary_payload')).toEqual([
    ['type', 'DeviceCommand'],
    ['bridge_address', BRIDGE],
    ['device_address', identity.deviceAddress],
    ['command_id', 1],
    ['timestamp', '0'],
  ]);
});
