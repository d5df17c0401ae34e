import { PapertabError } from '../errors.ts';
import { decodeBase64 } from './base64.ts';
import { DEVICE_EVENT_HEADER, DEVICE_EVENTS, PRINT_KINDS, type PrintKind } from './device-events.ts';

/** A message of a bridge as the server takes it. */
export type BridgeMessage = { readonly bridgeAddress: string /** Unix seconds. */; readonly timestamp: number } & (
  | { readonly type: 'power_on'; readonly firmwareVersion: unknown; readonly uptime: unknown }
  | {
      readonly type: 'encryption_key_required' | 'device_connect' | 'device_disconnect';
      /** An even number of hex digits, at least 16; another case is another printer. */
      readonly deviceAddress: string;
    }
  | { readonly type: 'heartbeat'; readonly deviceAddress: string; readonly uptimeSeconds: number }
  | {
      readonly type: 'did_print';
      readonly deviceAddress: string;
      /** `undefined` for a kind that is none of ours; the server takes any. */
      readonly kind: PrintKind | undefined;
      readonly printId: number;
    }
  | { readonly type: 'did_power_on'; readonly deviceAddress: string }
  | {
      readonly type: 'DeviceCommandResponse' | 'BridgeCommandResponse';
      readonly deviceAddress: string;
      readonly commandId: number;
      readonly returnCode: number;
    }
  | { readonly type: 'BridgeLog' }
);

type Fields = Readonly<Record<string, unknown>>;

const POWER_ON_FIELDS = [
  'model',
  'firmware_version',
  'ncp_version',
  'local_ip_address',
  'mac_address',
  'uptime',
  'uboot_environment',
  'network_info',
];

/** Lengths of `did_power_on`, and where the server looks for the cause of the reset in the whole event. */
const DID_POWER_ON_CAUSE: ReadonlyMap<number, number> = new Map([
  [74, 73],
  [58, 57],
]);
const LAST_RESET_CAUSE = 0x0a;

/**
 * Reads a message of a bridge as strictly as the server does (`sirius/protocol/decoders`), which drops the socket for
 * everything that is refused here: unknown types and event names, missing fields, device events of another length.
 *
 * @throws PapertabError `frame-invalid`; `detail` says where the message departs.
 */
export function parseBridgeMessage(text: string): BridgeMessage {
  const message = fields(parseJson(text), 'message');
  const type = message.type;
  const sender = {
    bridgeAddress: textField(message, 'bridge_address'),
    timestamp: numberField(message, 'timestamp'),
  };
  switch (type) {
    case 'BridgeEvent':
      return { ...sender, ...bridgeEvent(fields(message.json_payload, 'json_payload')) };
    case 'DeviceEvent':
      return { ...sender, ...deviceEvent(deviceAddress(message), textField(message, 'binary_payload')) };
    case 'DeviceCommandResponse':
    case 'BridgeCommandResponse':
      return {
        ...sender,
        type,
        deviceAddress: textField(message, 'device_address'),
        commandId: numberField(message, 'command_id'),
        returnCode: numberField(message, 'return_code'),
      };
    case 'BridgeLog':
      present(message, 'records');
      return { ...sender, type };
    default:
      throw invalid('type');
  }
}

type Body<Message> = Message extends unknown ? Omit<Message, 'bridgeAddress' | 'timestamp'> : never;

function bridgeEvent(payload: Fields): Body<BridgeMessage> {
  switch (payload.name) {
    case 'power_on':
      for (const name of POWER_ON_FIELDS) present(payload, name);
      return { type: 'power_on', firmwareVersion: payload.firmware_version, uptime: payload.uptime };
    case 'encryption_key_required':
    case 'device_connect':
    case 'device_disconnect':
      return { type: payload.name, deviceAddress: deviceAddress(payload) };
    default:
      throw invalid('json_payload.name');
  }
}

function deviceEvent(deviceAddress: string, base64: string): Body<BridgeMessage> {
  const event = decodeEvent(base64);
  if (event.byteLength < DEVICE_EVENT_HEADER) throw invalid('binary_payload: shorter than its header');
  const length = event.getUint32(6, true);
  if (event.byteLength !== DEVICE_EVENT_HEADER + length) throw invalid('binary_payload: length');
  switch (event.getUint16(0, true)) {
    case DEVICE_EVENTS.heartbeat:
      if (length !== 4) throw invalid('binary_payload: heartbeat');
      return { type: 'heartbeat', deviceAddress, uptimeSeconds: event.getUint32(DEVICE_EVENT_HEADER, true) };
    case DEVICE_EVENTS.didPrint:
      if (length !== 5) throw invalid('binary_payload: did_print');
      return {
        type: 'did_print',
        deviceAddress,
        kind: printKind(event.getUint8(DEVICE_EVENT_HEADER)),
        printId: event.getUint32(DEVICE_EVENT_HEADER + 1, true),
      };
    case DEVICE_EVENTS.didPowerOn: {
      // The server looks ten bytes too early for the cause of the reset: in the loader's version, which crashes it
      // when that is long enough to reach there.
      const cause = DID_POWER_ON_CAUSE.get(length);
      if (cause === undefined || event.getUint8(cause) > LAST_RESET_CAUSE)
        throw invalid('binary_payload: did_power_on');
      return { type: 'did_power_on', deviceAddress };
    }
    default:
      throw invalid('binary_payload: code');
  }
}

function decodeEvent(base64: string): DataView {
  // The server's decoder wants the padding that ours forgives.
  if (base64.length % 4 !== 0) throw invalid('binary_payload: padding');
  try {
    return new DataView(decodeBase64(base64).buffer);
  } catch (thrown) {
    throw new PapertabError('frame-invalid', 'binary_payload: not base64', { cause: thrown });
  }
}

function printKind(kind: number): PrintKind | undefined {
  return (Object.keys(PRINT_KINDS) as PrintKind[]).find((name) => PRINT_KINDS[name] === kind);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new PapertabError('frame-invalid', 'not JSON', { cause: thrown });
  }
}

function fields(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name);
  return value as Fields;
}

function present(message: Fields, name: string): void {
  if (!Object.hasOwn(message, name)) throw invalid(name);
}

function textField(message: Fields, name: string): string {
  const value = message[name];
  if (typeof value !== 'string') throw invalid(name);
  return value;
}

function numberField(message: Fields, name: string): number {
  const value = message[name];
  if (typeof value !== 'number') throw invalid(name);
  return value;
}

function deviceAddress(message: Fields): string {
  const address = textField(message, 'device_address');
  if (!/^(?:[0-9a-f]{2}){8,}$/i.test(address)) throw invalid('device_address');
  return address;
}

function invalid(what: string): PapertabError {
  return new PapertabError('frame-invalid', what);
}
