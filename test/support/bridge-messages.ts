import { encodeBase64 } from '../../src/sirius/base64.ts';
import {
  bridgeCommandResponse,
  deviceCommandResponse,
  deviceConnect,
  deviceDisconnect,
  didPrint,
  heartbeat,
  keyRequest,
  type MessageContext,
  powerOn,
} from '../../src/sirius/messages.ts';

/** Bytes before the content of a device event. */
const HEADER = 10;

/** One of each message that a server takes from a bridge, well formed, by the name of its event or else of its type. */
export function oneOfEach(context: MessageContext, deviceAddress: string) {
  return {
    power_on: powerOn(context, { uptimeSeconds: 3 }),
    encryption_key_required: keyRequest(context, deviceAddress),
    device_connect: deviceConnect(context, deviceAddress),
    device_disconnect: deviceDisconnect(context, deviceAddress),
    heartbeat: heartbeat(context, deviceAddress, 10),
    did_print: didPrint(context, deviceAddress, 7, 'delivery'),
    DeviceCommandResponse: deviceCommandResponse(context, deviceAddress, 7, 0),
    BridgeCommandResponse: bridgeCommandResponse(context, deviceAddress, 8, 0xff),
    BridgeLog: JSON.stringify({
      type: 'BridgeLog',
      bridge_address: context.bridgeAddress,
      timestamp: context.now / 1000,
      records: [],
    }),
  };
}

/** A message with one of its fields left out; `path` is dotted. */
export function without(text: string, path: string): string {
  const message = JSON.parse(text);
  const names = path.split('.');
  const last = names.pop()!;
  delete names.reduce((value, name) => value[name], message)[last];
  return JSON.stringify(message);
}

/** A message with fields put over its own. */
export function changed(text: string, fields: object): string {
  return JSON.stringify({ ...JSON.parse(text), ...fields });
}

/**
 * The payload of a device event.
 *
 * @param length what it claims as the length of its content
 */
export function deviceEventBytes(code: number, content: ArrayLike<number>, length = content.length): Uint8Array {
  const bytes = new Uint8Array(HEADER + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, code, true);
  view.setUint32(6, length, true);
  bytes.set(content, HEADER);
  return bytes;
}

/** A message that brings a device event; the parameters are those of {@link deviceEventBytes}. */
export function deviceEvent(
  context: MessageContext,
  deviceAddress: string,
  ...event: Parameters<typeof deviceEventBytes>
): string {
  const payload = encodeBase64(deviceEventBytes(...event));
  return changed(heartbeat(context, deviceAddress, 1), { binary_payload: payload });
}
