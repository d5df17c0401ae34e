import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PICTURE_FRAMES, readFrame } from '../../test/support/wire.ts';
import { PapertabError } from '../errors.ts';
import { decodeBase64 } from './base64.ts';
import { MAX_FRAME_CHARS, parseServerFrame } from './frames.ts';
import { decodePayload } from './payload.ts';
import { HEAD_WIDTH, MAX_ROWS } from './runs.ts';

const bridgeCommand = {
  type: 'BridgeCommand',
  bridge_address: '000d6f0001b3719d',
  command_id: 2,
  timestamp: '0',
  json_payload: {
    name: 'add_device_encryption_key',
    params: { device_address: '000d6f000273ce0b', encryption_key: 'JMcG6GWhOxegm2N6jgdFSg==' },
  },
};
const deviceCommand = {
  type: 'DeviceCommand',
  bridge_address: '000d6f0001b3719d',
  device_address: '000d6f000273ce0b',
  command_id: 12,
  timestamp: '0',
  binary_payload: 'AQAB',
};

function refusalOf(message: unknown): string | undefined {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  try {
    parseServerFrame(text);
  } catch (thrown) {
    const { code, detail } = thrown as { code: string; detail?: string };
    return detail === undefined ? code : `${code}: ${detail}`;
  }
  return undefined;
}

describe('frames of a server', () => {
  it('brings a link key', () => {
    expect(parseServerFrame(readFrame('01-add_device_encryption_key.json'))).toEqual({
      type: 'BridgeCommand',
      bridgeAddress: '000d6f0001b3719d',
      commandId: 2,
      command: {
        name: 'add_device_encryption_key',
        deviceAddress: '000d6f000273ce0b',
        linkKey: 'JMcG6GWhOxegm2N6jgdFSg==',
      },
    });
  });

  it.each(PICTURE_FRAMES)('$frame is a device command', ({ frame, command_id: commandId }) => {
    const addresses = { bridgeAddress: '000d6f0001b3719d', deviceAddress: '000d6f000273ce0b' };
    expect(parseServerFrame(readFrame(frame))).toMatchObject({ type: 'DeviceCommand', ...addresses, commandId });
  });

  it.each([
    ['a line break', 'JMcG6GWhOxegm2N6jgdFSg==\n'],
    ['the two characters of one', 'JMcG6GWhOxegm2N6jgdFSg==\\n'],
  ])('a link key may end with %s', (_what, key) => {
    const message = structuredClone(bridgeCommand);
    message.json_payload.params.encryption_key = key;
    expect(parseServerFrame(JSON.stringify(message))).toMatchObject({
      command: { linkKey: 'JMcG6GWhOxegm2N6jgdFSg==' },
    });
  });

  it.each(['leave', 'form', 'pjoin', 'restart', 'reboot', 'set_cloud_log_level', 'something new', 'other'])(
    'a bridge command named %s is let through by its name',
    (name) => {
      const message = { ...bridgeCommand, json_payload: { name, params: [1, { deep: true }] } };
      expect(parseServerFrame(JSON.stringify(message))).toMatchObject({
        command: { name: 'other', originalName: name },
      });
    },
  );

  it('may carry fields that we do not know', () => {
    expect(refusalOf({ ...deviceCommand, later: { more: [] } })).toBeUndefined();
  });

  it('counts commands up to 2^32 - 1', () => {
    expect(parseServerFrame(JSON.stringify({ ...deviceCommand, command_id: 0xffff_ffff }))).toMatchObject({
      commandId: 0xffff_ffff,
    });
  });
});

describe('what is refused', () => {
  it('a text above the bound, before it is read', () => {
    expect(refusalOf(' '.repeat(MAX_FRAME_CHARS + 1))).toBe('frame-too-large: 8000001 characters');
    expect(refusalOf(' '.repeat(MAX_FRAME_CHARS))).toBe('frame-not-json');
  });

  it.each(['', '{', 'hello', '{"type": "DeviceCommand"'])('%j, which is not JSON', (text) =>
    expect(refusalOf(text)).toBe('frame-not-json'),
  );

  it.each([
    ['null', null, 'not an object'],
    ['a number', 1, 'not an object'],
    ['an array', [], 'type'],
    ['no type', { ...deviceCommand, type: undefined }, 'type'],
    ['another type', { ...deviceCommand, type: 'DeviceEvent' }, 'type'],
    ['a short device address', { ...deviceCommand, device_address: '000d6f000273ce0' }, 'device_address'],
    ['no device address', { ...deviceCommand, device_address: undefined }, 'device_address'],
    ['markup for an address', { ...deviceCommand, device_address: '<img src=x onerror=1>' }, 'device_address'],
    ['an endless address', { ...deviceCommand, device_address: '0'.repeat(65) }, 'device_address'],
    ['no bridge address', { ...deviceCommand, bridge_address: undefined }, 'bridge_address'],
    ['a negative command id', { ...deviceCommand, command_id: -1 }, 'command_id'],
    ['half a command id', { ...deviceCommand, command_id: 0.5 }, 'command_id'],
    ['a command id above 32 bits', { ...deviceCommand, command_id: 2 ** 32 }, 'command_id'],
    ['a command id in quotes', { ...deviceCommand, command_id: '1' }, 'command_id'],
    ['no payload', { ...deviceCommand, binary_payload: undefined }, 'binary_payload'],
    ['a payload of another kind', { ...deviceCommand, binary_payload: [1] }, 'binary_payload'],
    ['a bridge command without a payload', { ...bridgeCommand, json_payload: undefined }, 'json_payload'],
    ['a bridge command without a name', { ...bridgeCommand, json_payload: {} }, 'json_payload.name'],
    ['an endless name', { ...bridgeCommand, json_payload: { name: 'x'.repeat(101) } }, 'json_payload.name'],
    [
      'a key without its parameters',
      { ...bridgeCommand, json_payload: { name: 'add_device_encryption_key' } },
      'json_payload.params',
    ],
    ['a key that is no base64', withKey('!'.repeat(24)), 'json_payload.params.encryption_key'],
    ['a key of 15 bytes', withKey('AAAAAAAAAAAAAAAAAAAA'), 'json_payload.params.encryption_key'],
    ['an endless key', withKey('A'.repeat(1_000_000)), 'json_payload.params.encryption_key'],
  ])('%s', (_what, message, where) => expect(refusalOf(message)).toBe(`frame-invalid: ${where}`));
});

describe('changed frames', () => {
  const texts = PICTURE_FRAMES.map(({ frame }) => readFrame(frame)).filter((text) => text.length < 2000);
  const fields = ['type', 'bridge_address', 'device_address', 'command_id', 'timestamp', 'binary_payload'];

  /** Reads a frame to the end, as the bridge does: it yields whole pictures within the bound or a typed error. */
  function read(text: string): void {
    try {
      const frame = parseServerFrame(text);
      if (frame.type !== 'DeviceCommand') return;
      const content = decodePayload(decodeBase64(frame.payload));
      const picture =
        content.kind === 'delivery' ? content.picture : content.kind === 'quips' ? content.quips[2] : content.face;
      expect(picture.width).toBe(HEAD_WIDTH);
      expect(picture.height).toBeLessThanOrEqual(MAX_ROWS);
      expect(picture.data.length).toBe((HEAD_WIDTH / 8) * picture.height);
    } catch (thrown) {
      if (!(thrown instanceof PapertabError)) throw thrown;
    }
  }

  it('by one character, never crash', () => {
    const character = fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(2000), character, (text, offset, put) => {
        const at = offset % text.length;
        read(text.slice(0, at) + put + text.slice(at + 1));
        read(text.slice(0, at) + put + text.slice(at));
        read(text.slice(0, at));
      }),
      { numRuns: 1000 },
    );
  });

  it('by one field, never crash', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.constantFrom(...fields), fc.jsonValue(), (text, field, value) => {
        read(JSON.stringify({ ...JSON.parse(text), [field]: value }));
      }),
      { numRuns: 500 },
    );
  });
});

function withKey(key: string): unknown {
  const message = structuredClone(bridgeCommand);
  message.json_payload.params.encryption_key = key;
  return message;
}
