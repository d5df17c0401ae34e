import { encodeBase64 } from '../../../src/sirius/base64.ts';
import { MAX_FRAME_CHARS, parseServerFrame, readAddressee, type ServerFrame } from '../../../src/sirius/frames.ts';
import { encodePayload } from '../../../src/sirius/payload.ts';
import { jsonSeed } from '../json-texts.ts';
import { must, target } from '../target.ts';
import { mutateText } from '../texts.ts';
import { picture } from './pictures.ts';

const BRIDGE = '6b6b7c2d2b4f3c01';
const DEVICE = '000d6f000273ce0b';
const KEY = 'JMcG6GWhOxegm2N6jgdFSg==';

const bridgeCommand = (payload: object, command_id = 17): object => ({
  type: 'BridgeCommand',
  bridge_address: BRIDGE,
  command_id,
  timestamp: '0',
  json_payload: payload,
});
const addKey = (key: string): object => ({
  name: 'add_device_encryption_key',
  params: { device_address: DEVICE, encryption_key: key },
});
const deviceCommand = (payload: Uint8Array): object => ({
  type: 'DeviceCommand',
  bridge_address: BRIDGE,
  device_address: DEVICE,
  command_id: 18,
  timestamp: '1437148416.24',
  binary_payload: encodeBase64(payload),
});

const SEEDS = [
  bridgeCommand(addKey(KEY)),
  bridgeCommand(addKey(`${KEY}\n`), 0),
  bridgeCommand(addKey(`${KEY}\\n`), 0xffff_ffff),
  bridgeCommand({ name: 'leave', params: {} }),
  bridgeCommand({ name: 'set_cloud_log_level', params: { level: 'info' } }),
  deviceCommand(encodePayload('set_delivery_and_print', 18, [picture(4, 'text')])),
  deviceCommand(encodePayload('set_delivery_no_face', 18, [picture(24, 'text')])),
  deviceCommand(encodePayload('set_quip', 18, [picture(1, 'white'), picture(2, 'noise'), picture(1, 'black')])),
].map(jsonSeed);

const TOO_LARGE = `${'{"type":"DeviceCommand","binary_payload":"'}${'A'.repeat(MAX_FRAME_CHARS)}"}`;

interface Read {
  readonly frame: ServerFrame;
  readonly addressee: ReturnType<typeof readAddressee>;
}

export const frames = target<string, Read>({
  name: 'frames',
  codes: ['frame-too-large', 'frame-not-json', 'frame-invalid'],
  generate: (random) => (random.once(50_000) ? TOO_LARGE : mutateText(random.pick(SEEDS), random)),
  feed: (text) => {
    // As the bridge does: whom to answer is asked also where the frame is refused.
    const addressee = readAddressee(text);
    return { frame: parseServerFrame(text), addressee };
  },
  isOutside: ({ code }) => code === 'frame-not-json' || code === 'frame-too-large',
  mostBytes: () => 1_024,
  check(text, { frame, addressee }) {
    must(text.length <= MAX_FRAME_CHARS, 'no frame above the bound');
    must(addressee?.type === frame.type && addressee.commandId === frame.commandId, 'it can be answered');
    must(/^[0-9a-f]{16,64}$/i.test(frame.bridgeAddress), 'a bridge address');
    if (frame.type === 'DeviceCommand') {
      must(addressee.deviceAddress === frame.deviceAddress, 'the answer goes to whom it was for');
      must(typeof frame.payload === 'string', 'a payload of text');
    } else if (frame.command.name === 'add_device_encryption_key') {
      must(/^[0-9a-f]{16,64}$/i.test(frame.command.deviceAddress), 'a device address');
      must(/^[A-Za-z0-9+/]{21}[AQgw]==$/.test(frame.command.linkKey), 'a key as our own are written');
    } else must(frame.command.originalName.length <= 100, 'a short name');
    const message = JSON.parse(text) as { command_id: number };
    must(message.command_id === frame.commandId, 'the command id of the text');
  },
});
