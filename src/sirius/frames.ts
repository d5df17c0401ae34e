import {
  check,
  fallback,
  type InferOutput,
  integer,
  literal,
  looseObject,
  maxLength,
  maxValue,
  minValue,
  number,
  optional,
  picklist,
  pipe,
  regex,
  safeParse,
  string,
  transform,
  variant,
} from 'valibot';
import { PapertabError } from '../errors.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

/** Texts above it come from no sirius server: 10,000 rows of noise take less than half of it. */
export const MAX_FRAME_CHARS = 8_000_000;

/** A message of the server, its fields checked, its binary payload still in base64. */
export type ServerFrame =
  | {
      readonly type: 'BridgeCommand';
      readonly bridgeAddress: string;
      readonly commandId: number;
      readonly command:
        | {
            readonly name: 'add_device_encryption_key';
            readonly deviceAddress: string;
            /** Base64 of 16 bytes. */
            readonly linkKey: string;
          }
        /** One that is answered and otherwise left alone. */
        | { readonly name: 'other'; readonly originalName: string };
    }
  | {
      readonly type: 'DeviceCommand';
      readonly bridgeAddress: string;
      readonly deviceAddress: string;
      readonly commandId: number;
      /** Base64. */
      readonly payload: string;
    };

const LINK_KEY_BYTES = 16;

/** Longer ones than ours are possible, on servers that know other bridges. */
const address = pipe(string(), regex(/^[0-9a-f]{16,64}$/i));
const commandId = pipe(number(), integer(), minValue(0), maxValue(0xffff_ffff));

/** Older servers put a line break after the key, some as the two characters backslash and n. */
const linkKey = pipe(
  string(),
  maxLength(64),
  transform((text) => text.replace(/\\n|\s/g, '')),
  check(isLinkKey),
  // As our own keys are written, padding included, so that equal keys are equal texts.
  transform((text) => encodeBase64(decodeBase64(text))),
);

const frame = variant('type', [
  looseObject({
    type: literal('BridgeCommand'),
    bridge_address: address,
    command_id: commandId,
    json_payload: looseObject({ name: pipe(string(), maxLength(100)) }),
  }),
  looseObject({
    type: literal('DeviceCommand'),
    bridge_address: address,
    device_address: address,
    command_id: commandId,
    binary_payload: string(),
  }),
]);

const addKey = looseObject({
  params: looseObject({ device_address: address, encryption_key: linkKey }),
});

/**
 * Reads a text message of the server.
 *
 * @throws PapertabError `frame-too-large`, `frame-not-json` or `frame-invalid` (`detail` is the field that departs).
 */
export function parseServerFrame(text: string): ServerFrame {
  if (text.length > MAX_FRAME_CHARS) throw new PapertabError('frame-too-large', `${text.length} characters`);
  const parsed = safeParse(frame, parseJson(text));
  if (!parsed.success) throw invalid(parsed.issues);
  const message = parsed.output;
  if (message.type === 'DeviceCommand') {
    return {
      type: 'DeviceCommand',
      bridgeAddress: message.bridge_address,
      deviceAddress: message.device_address,
      commandId: message.command_id,
      payload: message.binary_payload,
    };
  }
  return {
    type: 'BridgeCommand',
    bridgeAddress: message.bridge_address,
    commandId: message.command_id,
    command: bridgeCommand(message.json_payload),
  };
}

const addressee = looseObject({
  type: picklist(['BridgeCommand', 'DeviceCommand']),
  command_id: commandId,
  device_address: fallback(optional(address), undefined),
});

/**
 * Whom to answer about a command that {@link parseServerFrame} refuses: its id and, where it has a valid one, its device
 * address. Undefined where not even that can be read.
 */
export function readAddressee(
  text: string,
): { type: 'BridgeCommand' | 'DeviceCommand'; commandId: number; deviceAddress: string | undefined } | undefined {
  if (text.length > MAX_FRAME_CHARS) return undefined;
  try {
    const parsed = safeParse(addressee, parseJson(text));
    if (!parsed.success) return undefined;
    const { type, command_id, device_address } = parsed.output;
    return { type, commandId: command_id, deviceAddress: device_address };
  } catch {
    return undefined;
  }
}

type BridgePayload = Extract<InferOutput<typeof frame>, { type: 'BridgeCommand' }>['json_payload'];

function bridgeCommand(payload: BridgePayload): Extract<ServerFrame, { type: 'BridgeCommand' }>['command'] {
  if (payload.name !== 'add_device_encryption_key') return { name: 'other', originalName: payload.name };
  const parsed = safeParse(addKey, payload);
  if (!parsed.success) throw invalid(parsed.issues, 'json_payload.');
  const { device_address: deviceAddress, encryption_key: key } = parsed.output.params;
  return { name: 'add_device_encryption_key', deviceAddress, linkKey: key };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new PapertabError('frame-not-json', undefined, { cause: thrown });
  }
}

function isLinkKey(text: string): boolean {
  try {
    return decodeBase64(text).length === LINK_KEY_BYTES;
  } catch {
    return false;
  }
}

interface Issue {
  readonly path?: readonly { readonly key: unknown }[] | undefined;
}

/** Names where a message departs, not what stood there: that may be megabytes, or a key. */
function invalid(issues: readonly Issue[], prefix = ''): PapertabError {
  const path = issues[0]?.path?.map(({ key }) => String(key)).join('.');
  return new PapertabError('frame-invalid', path === undefined ? 'not an object' : prefix + path);
}
