import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { without } from '../../test/support/bridge-messages.ts';
import { createIdentity, type Identity } from '../sirius/identity.ts';
import { didPrint, heartbeat, keyRequest, powerOn } from '../sirius/messages.ts';
import { BridgeClient } from './testing/bridge-client.ts';
import { RunningServer } from './testing/running-server.ts';

let server: RunningServer;
let printer: Identity;

beforeEach(async () => {
  server = await RunningServer.start();
  printer = await createIdentity();
});

afterEach(() => server.stop());

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
    expect(await server.isOnline(claimed.key)).toBe(false);
    young.send(didPrint(server.context, identity.deviceAddress, 1, 'delivery'));
    await young.settled();
    expect(await server.isOnline(claimed.key)).toBe(true);
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
