import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changed, deviceEvent, oneOfEach, without } from '../../test/support/bridge-messages.ts';
import { createIdentity, type Identity } from '../sirius/identity.ts';
import { bridgeCommandResponse, deviceCommandResponse, deviceConnect, heartbeat } from '../sirius/messages.ts';
import { RunningServer } from './testing/running-server.ts';

let server: RunningServer;
let printer: Identity;

beforeEach(async () => {
  server = await RunningServer.start();
  printer = await createIdentity();
});

afterEach(() => server.stop());

describe('messages that crash the loop', () => {
  const response = () => deviceCommandResponse(server.context, printer.deviceAddress, 1, 0);
  const bridgeResponse = () => bridgeCommandResponse(server.context, printer.deviceAddress, 1, 0);
  const beat = () => heartbeat(server.context, printer.deviceAddress, 1);
  const connect = () => deviceConnect(server.context, printer.deviceAddress);
  const event = (code: number, content: ArrayLike<number>, length?: number) =>
    deviceEvent(server.context, printer.deviceAddress, code, content, length);

  it.each<[string, () => string]>([
    ['text that is not JSON', () => 'hello'],
    ['a JSON array', () => '[]'],
    ['a JSON string', () => '"BridgeEvent"'],
    ['null', () => 'null'],
    ['no type', () => without(beat(), 'type')],
    ['an unknown type', () => changed(beat(), { type: 'BridgeGossip' })],
    ['an unknown event name', () => changed(connect(), { json_payload: { name: 'device_dance' } })],
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
    ['a device event with an unknown code', () => event(9, new Uint8Array(4))],
    ['a device event whose length does not match', () => event(1, new Uint8Array(4), 5)],
    ['a heartbeat of 3 bytes', () => event(1, new Uint8Array(3))],
    ['a did_print of 4 bytes', () => event(2, new Uint8Array(4))],
    ['a did_power_on with a long loader version', () => event(3, new Uint8Array(74).fill(0x31))],
    ['a payload that is not base64', () => changed(beat(), { binary_payload: '*' })],
    ['a short device address', () => changed(beat(), { device_address: '0123456789abcde' })],
    ['a device address of 17 digits', () => changed(beat(), { device_address: '0123456789abcdef0' })],
    ['a payload without its padding', () => changed(beat(), { binary_payload: 'AQAAAAAABAAAAAEAAAA' })],
    ['a device address that is not hex', () => changed(beat(), { device_address: 'g123456789abcdef' })],
    ['a BridgeLog without records', () => changed(without(beat(), 'binary_payload'), { type: 'BridgeLog' })],
  ])('%s', async (_, message) => {
    const client = await server.bridgeWith(printer);
    const claimed = await server.claim(printer);
    expect(await server.isOnline(claimed.key)).toBe(true);
    client.send(message());
    expect(await client.closed).toBe(1005);
    expect(await server.isOnline(claimed.key)).toBe(false);
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
    client.send(...Object.values(oneOfEach(server.context, printer.deviceAddress)));
    await client.settled();
    expect(client.pending).toBe(0);
  });
});
