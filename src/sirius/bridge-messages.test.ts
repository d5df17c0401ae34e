import { describe, expect, it } from 'vitest';
import { changed, deviceEvent, oneOfEach, without } from '../../test/support/bridge-messages.ts';
import {
  bridgeCommandResponse,
  deviceCommandResponse,
  deviceConnect,
  deviceDisconnect,
  didPrint,
  heartbeat,
  keyRequest,
  parseBridgeMessage,
  powerOn,
} from './messages.ts';
import { RETURN_CODES } from './return-code.ts';

const BRIDGE = '000d6f0001b3719d';
const PRINTER = '000d6f000273ce0b';
const context = { bridgeAddress: BRIDGE, now: 1_700_000_000_250 };
const sender = { bridgeAddress: BRIDGE, timestamp: 1_700_000_000.25 };

type Message = Record<string, unknown> & { json_payload: Record<string, unknown> };
const fieldsOf = (text: string): Message => JSON.parse(text);

/** A message that brings a device event, whose length may be claimed to be another. */
const event = (code: number, content: ArrayLike<number>, length?: number) =>
  deviceEvent(context, PRINTER, code, content, length);

function refused(text: string): boolean {
  try {
    parseBridgeMessage(text);
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'frame-invalid' });
    return true;
  }
  return false;
}

describe('what the bridge says is understood', () => {
  it.each([
    [
      'power_on',
      powerOn(context, { uptimeSeconds: 45.711 }),
      { uptime: '45.71 45.71', firmwareVersion: 'v2.3.1-f3c7946' },
    ],
    ['encryption_key_required', keyRequest(context, PRINTER), { deviceAddress: PRINTER }],
    ['device_connect', deviceConnect(context, PRINTER), { deviceAddress: PRINTER }],
    ['device_disconnect', deviceDisconnect(context, PRINTER), { deviceAddress: PRINTER }],
    ['heartbeat', heartbeat(context, PRINTER, 7261.9), { deviceAddress: PRINTER, uptimeSeconds: 7261 }],
  ])('%s', (type, text, rest) => expect(parseBridgeMessage(text)).toEqual({ ...sender, type, ...rest }));

  it.each(['delivery', 'nothing', 'quip'] as const)('did_print of a %s', (kind) => {
    const text = didPrint(context, PRINTER, 4_000_000_000, kind);
    const print = { type: 'did_print', deviceAddress: PRINTER, kind, printId: 4_000_000_000 };
    expect(parseBridgeMessage(text)).toEqual({ ...sender, ...print });
  });

  it('both responses', () => {
    const answer = { ...sender, deviceAddress: PRINTER, commandId: 12, returnCode: 0x82 };
    const code = RETURN_CODES.filesystemError;
    expect(parseBridgeMessage(deviceCommandResponse(context, PRINTER, 12, code))).toEqual({
      ...answer,
      type: 'DeviceCommandResponse',
    });
    expect(parseBridgeMessage(bridgeCommandResponse(context, PRINTER, 12, code))).toEqual({
      ...answer,
      type: 'BridgeCommandResponse',
    });
  });
});

describe('the bytes of device events are those of a real bridge', () => {
  const bytesOf = (text: string) => Buffer.from(String(fieldsOf(text).binary_payload), 'base64').toString('hex');

  it('heartbeat', () =>
    expect(bytesOf(heartbeat(context, PRINTER, 0x01020304))).toBe('01000000000004000000' + '04030201'));
  it('did_print', () => {
    expect(bytesOf(didPrint(context, PRINTER, 0x01020304, 'delivery'))).toBe(
      `0200${'04030201'}05000000${'01'}04030201`,
    );
    expect(bytesOf(didPrint(context, PRINTER, 1, 'nothing')).slice(20, 22)).toBe('10');
    expect(bytesOf(didPrint(context, PRINTER, 1, 'quip')).slice(20, 22)).toBe('11');
  });
});

describe('what the server also takes', () => {
  it('power_on with empty and null values', () => {
    const message = fieldsOf(powerOn(context, { uptimeSeconds: 1 }));
    const empty = Object.fromEntries(Object.keys(message.json_payload).map((name) => [name, null]));
    expect(refused(JSON.stringify({ ...message, json_payload: { ...empty, name: 'power_on' } }))).toBe(false);
  });
  it('a log with records', () => {
    const { BridgeLog } = oneOfEach(context, PRINTER);
    expect(parseBridgeMessage(BridgeLog)).toEqual({ ...sender, type: 'BridgeLog' });
  });
  it('an address of more than 16 digits, and capitals, as another printer', () => {
    expect(parseBridgeMessage(keyRequest(context, 'ABCDEF0123456789ff'))).toMatchObject({
      deviceAddress: 'ABCDEF0123456789ff',
    });
  });
  it('a kind of print that nobody knows', () => {
    expect(parseBridgeMessage(event(2, [0x55, 1, 0, 0, 0]))).toMatchObject({ kind: undefined, printId: 1 });
  });
  it.each([74, 58])('did_power_on of %i bytes with a short loader version', (length) => {
    expect(parseBridgeMessage(event(3, new Uint8Array(length)))).toMatchObject({ type: 'did_power_on' });
  });
  it('responses without statistics', () => {
    const text = deviceCommandResponse(context, PRINTER, 1, 0);
    expect(refused(without(without(text, 'rssi_stats'), 'transfer_time'))).toBe(false);
  });
});

describe('what crashes the loop of the server', () => {
  it.each(['', 'hello', '{"type":', 'null', '1', '"text"', '[]', 'true'])('%j, which is no JSON object', (text) =>
    expect(refused(text)).toBe(true),
  );

  it('an unknown type, and none', () => {
    expect(refused(changed(keyRequest(context, PRINTER), { type: 'BridgeGreeting' }))).toBe(true);
    expect(refused(without(keyRequest(context, PRINTER), 'type'))).toBe(true);
  });

  it('an unknown event name, and none', () => {
    expect(refused(changed(keyRequest(context, PRINTER), { json_payload: { name: 'device_hello' } }))).toBe(true);
    expect(refused(without(keyRequest(context, PRINTER), 'json_payload.name'))).toBe(true);
    expect(refused(changed(keyRequest(context, PRINTER), { json_payload: 'power_on' }))).toBe(true);
  });

  const messages = oneOfEach(context, PRINTER);
  const unread = ['rssi_stats', 'transfer_time'];

  it.each(Object.entries(messages))('%s without any one of its fields', (_name, text) => {
    const names = Object.keys(fieldsOf(text)).filter((name) => !unread.includes(name));
    expect(names.length).toBeGreaterThanOrEqual(4);
    for (const name of names) expect(refused(without(text, name)), name).toBe(true);
    for (const name of Object.keys(fieldsOf(text).json_payload ?? {})) {
      expect(refused(without(text, `json_payload.${name}`)), name).toBe(true);
    }
  });

  it('power_on has nine fields of its own', () => {
    expect(Object.keys(fieldsOf(messages.power_on).json_payload).length).toBe(9);
  });

  it.each([0, 4, 0xa000, 0xffff])('a device event of code %i', (code) =>
    expect(refused(event(code, [0, 0, 0, 0]))).toBe(true),
  );

  it.each([
    ['a longer content than its length', event(1, [0, 0, 0, 0, 0], 4)],
    ['a shorter content than its length', event(1, [0, 0, 0], 4)],
    ['a heartbeat of 5 bytes', event(1, [0, 0, 0, 0, 0])],
    ['a heartbeat of 3 bytes', event(1, [0, 0, 0])],
    ['a did_print of 4 bytes', event(2, [0, 0, 0, 0])],
    ['a did_print of 6 bytes', event(2, [0, 0, 0, 0, 0, 0])],
    ['half a header', changed(heartbeat(context, PRINTER, 1), { binary_payload: 'AQAAAA==' })],
    ['base64 without its padding', changed(heartbeat(context, PRINTER, 1), { binary_payload: 'AQAAAAAABAAAAAEAAAA' })],
    ['no base64', changed(heartbeat(context, PRINTER, 1), { binary_payload: 'x' })],
    ['a payload of numbers', changed(heartbeat(context, PRINTER, 1), { binary_payload: [1, 0] })],
  ])('a device event with %s', (_what, text) => expect(refused(text)).toBe(true));

  it.each([
    ['74 bytes and a long loader version', event(3, new Uint8Array(74).fill(0x61, 36, 68))],
    ['58 bytes and a long loader version', event(3, new Uint8Array(58).fill(0x61, 28, 52))],
    ['60 bytes', event(3, new Uint8Array(60))],
  ])('did_power_on of %s', (_what, text) => expect(refused(text)).toBe(true));

  it.each(['', '000d6f000273ce0', '000d6f000273ceg0', '0x0d6f000273ce0b', ' 00d6f000273ce0b', '000d6f000273ce0b0'])(
    'the device address %j',
    (address) => {
      expect(refused(keyRequest(context, address))).toBe(true);
      expect(refused(deviceConnect(context, address))).toBe(true);
      expect(refused(deviceDisconnect(context, address))).toBe(true);
      expect(refused(heartbeat(context, address, 1))).toBe(true);
      expect(refused(didPrint(context, address, 1, 'delivery'))).toBe(true);
    },
  );

  it('an address or an id of another kind', () => {
    expect(refused(changed(heartbeat(context, PRINTER, 1), { device_address: 7 }))).toBe(true);
    expect(refused(changed(heartbeat(context, PRINTER, 1), { bridge_address: null }))).toBe(true);
    expect(refused(changed(deviceCommandResponse(context, PRINTER, 1, 0), { command_id: [] }))).toBe(true);
    expect(refused(changed(deviceCommandResponse(context, PRINTER, 1, 0), { return_code: {} }))).toBe(true);
  });
});
