import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeBase64 } from '../sirius/base64.ts';
import type { Identity } from '../sirius/identity.ts';
import { bridgeCommandResponse, deviceCommandResponse, deviceDisconnect, heartbeat } from '../sirius/messages.ts';
import { decodePayload } from '../sirius/payload.ts';
import { BRIDGE, RunningServer } from './testing/running-server.ts';

let server: RunningServer;

beforeEach(async () => {
  server = await RunningServer.start();
});

afterEach(() => server.stop());

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
