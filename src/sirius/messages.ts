import { encodeBase64 } from './base64.ts';
import { DEVICE_EVENT_HEADER, DEVICE_EVENTS, PRINT_KINDS, type PrintKind } from './device-events.ts';
import type { ReturnCode } from './return-code.ts';

/** What every message of a bridge carries. */
export interface MessageContext {
  /** 16 lower-case hex digits. */
  readonly bridgeAddress: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The event that opens a socket; the server wants all nine fields, whatever is in them. */
export function powerOn(context: MessageContext, { uptimeSeconds }: { uptimeSeconds: number }): string {
  return bridgeEvent(context, {
    name: 'power_on',
    model: 'A',
    firmware_version: 'v2.3.1-f3c7946',
    ncp_version: '0x46C5',
    local_ip_address: '',
    mac_address: '',
    // As Linux writes it: seconds since start, then seconds idle.
    uptime: `${uptimeSeconds.toFixed(2)} ${uptimeSeconds.toFixed(2)}`,
    uboot_environment: '',
    network_info: {},
  });
}

/** Asks for a Little Printer's link key: answered at once when it is claimed, never when it is not. */
export function keyRequest(context: MessageContext, deviceAddress: string): string {
  return bridgeEvent(context, { name: 'encryption_key_required', device_address: deviceAddress });
}

/** Tells that a Little Printer is there; never answered. */
export function deviceConnect(context: MessageContext, deviceAddress: string): string {
  return bridgeEvent(context, { name: 'device_connect', device_address: deviceAddress });
}

/** Tells that a Little Printer is gone: it is offline at once. */
export function deviceDisconnect(context: MessageContext, deviceAddress: string): string {
  return bridgeEvent(context, { name: 'device_disconnect', device_address: deviceAddress });
}

/** Keeps a Little Printer online; due every 10 s, and after 60 s without one it counts as offline. */
export function heartbeat(context: MessageContext, deviceAddress: string, uptimeSeconds: number): string {
  const payload = new DataView(new ArrayBuffer(4));
  payload.setUint32(0, Math.floor(uptimeSeconds), true);
  return deviceEvent(context, deviceAddress, DEVICE_EVENTS.heartbeat, payload);
}

/** Tells that something came out on paper. */
export function didPrint(context: MessageContext, deviceAddress: string, printId: number, kind: PrintKind): string {
  const payload = new DataView(new ArrayBuffer(5));
  payload.setUint8(0, PRINT_KINDS[kind]);
  payload.setUint32(1, printId, true);
  return deviceEvent(context, deviceAddress, DEVICE_EVENTS.didPrint, payload, printId);
}

/** Answers a device command, on the socket that brought it. */
export function deviceCommandResponse(
  context: MessageContext,
  deviceAddress: string,
  commandId: number,
  returnCode: ReturnCode,
): string {
  return response('DeviceCommandResponse', context, deviceAddress, commandId, returnCode);
}

/** Answers a bridge command, on the socket that brought it. */
export function bridgeCommandResponse(
  context: MessageContext,
  deviceAddress: string,
  commandId: number,
  returnCode: ReturnCode,
): string {
  return response('BridgeCommandResponse', context, deviceAddress, commandId, returnCode);
}

/** The fields that begin every message. */
function envelope(type: string, context: MessageContext) {
  return { type, bridge_address: context.bridgeAddress, timestamp: context.now / 1000 };
}

function bridgeEvent(context: MessageContext, payload: object): string {
  return JSON.stringify({ ...envelope('BridgeEvent', context), json_payload: payload });
}

/** @param commandId see {@link DEVICE_EVENT_HEADER} */
function deviceEvent(
  context: MessageContext,
  deviceAddress: string,
  code: number,
  payload: DataView,
  commandId = 0,
): string {
  const bytes = new Uint8Array(DEVICE_EVENT_HEADER + payload.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, code, true);
  view.setUint32(2, commandId, true);
  view.setUint32(6, payload.byteLength, true);
  bytes.set(new Uint8Array(payload.buffer), DEVICE_EVENT_HEADER);
  return JSON.stringify({
    ...envelope('DeviceEvent', context),
    device_address: deviceAddress,
    rssi_stats: [],
    binary_payload: encodeBase64(bytes),
  });
}

function response(
  type: 'DeviceCommandResponse' | 'BridgeCommandResponse',
  context: MessageContext,
  deviceAddress: string,
  commandId: number,
  returnCode: ReturnCode,
): string {
  return JSON.stringify({
    ...envelope(type, context),
    device_address: deviceAddress,
    command_id: commandId,
    return_code: returnCode,
    rssi_stats: [],
    transfer_time: 0,
  });
}

export { type BridgeMessage, parseBridgeMessage } from './bridge-messages.ts';
