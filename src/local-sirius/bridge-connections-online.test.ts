import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceEvent } from '../../test/support/bridge-messages.ts';
import { completeIdentity, createIdentity, type Identity } from '../sirius/identity.ts';
import { deviceConnect, deviceDisconnect, didPrint, heartbeat, keyRequest } from '../sirius/messages.ts';
import { BridgeClient } from './testing/bridge-client.ts';
import { BRIDGE, RunningServer } from './testing/running-server.ts';

let server: RunningServer;
let printer: Identity;

beforeEach(async () => {
  server = await RunningServer.start();
  printer = await createIdentity();
});

afterEach(() => server.stop());

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
    expect(await server.isOnline(key)).toBe(true);
    server.now += 1;
    expect(await server.isOnline(key)).toBe(false);
    client.send(message(printer.deviceAddress));
    await client.settled();
    expect(await server.isOnline(key)).toBe(true);
  });

  it('is kept up by did_power_on, which alone makes no printer known', async () => {
    const client = await server.bridgeWith();
    client.send(deviceEvent(server.context, printer.deviceAddress, 3, new Uint8Array(58)));
    await client.settled();
    const { key } = await server.claim(printer);
    expect(await server.isOnline(key), 'not joined to its claim').toBe(false);
    client.send(heartbeat(server.context, printer.deviceAddress, 1));
    await client.settled();
    server.now += 60_000;
    client.send(deviceEvent(server.context, printer.deviceAddress, 3, new Uint8Array(58)));
    await client.settled();
    server.now += 60_000;
    expect(await server.isOnline(key)).toBe(true);
  });

  it('ends at once with device_disconnect', async () => {
    const { client, identity, printer: claimed } = await server.claimedOnline();
    client.send(deviceDisconnect(server.context, identity.deviceAddress));
    await client.settled();
    expect(await server.isOnline(claimed.key)).toBe(false);
  });

  it('is not claimed by did_print', async () => {
    const client = await server.bridgeWith();
    client.send(didPrint(server.context, printer.deviceAddress, 1, 'delivery'));
    await client.settled();
    expect(await server.isOnline((await server.claim(printer)).key)).toBe(false);
  });

  it('belongs to the socket: a new one has to announce the printer again', async () => {
    const { client, identity, printer: claimed } = await server.claimedOnline();
    await client.close();
    expect(await server.isOnline(claimed.key)).toBe(false);
    const again = await server.bridgeWith();
    expect(await server.isOnline(claimed.key)).toBe(false);
    again.send(heartbeat(server.context, identity.deviceAddress, 1));
    await again.settled();
    expect(await server.isOnline(claimed.key)).toBe(true);
  });
});
