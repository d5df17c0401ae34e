import { encodeBase64 } from '../../../src/sirius/base64.ts';
import { type BridgeMessage, parseBridgeMessage } from '../../../src/sirius/messages.ts';
import { deviceEventBytes, oneOfEach } from '../../support/bridge-messages.ts';
import { type ByteSeed, mutateBytes } from '../bytes.ts';
import { jsonSeed } from '../json-texts.ts';
import type { Random } from '../random.ts';
import { must, target } from '../target.ts';
import { mutateText } from '../texts.ts';

const CONTEXT = { bridgeAddress: '6b6b7c2d2b4f3c01', now: 1_437_148_416_240 };
const DEVICE = '000d6f000273ce0b';

const SEEDS = Object.values(oneOfEach(CONTEXT, DEVICE)).map((text) => jsonSeed(JSON.parse(text)));

/** An event of a Little Printer: code, command id, length, content. */
function eventSeed(code: number, length: number): ByteSeed {
  return {
    bytes: deviceEventBytes(code, new Uint8Array(length)),
    fields: [
      { at: 0, size: 2 },
      { at: 2, size: 4 },
      { at: 6, size: 4 },
    ],
  };
}

const EVENT_SEEDS = [eventSeed(1, 4), eventSeed(2, 5), eventSeed(3, 74), eventSeed(3, 58)];

function deviceEvent(random: Random): string {
  const payload = encodeBase64(mutateBytes(random.pick(EVENT_SEEDS), random));
  return `{"type":"DeviceEvent","bridge_address":"${DEVICE}","timestamp":1.5,"device_address":"${DEVICE}","binary_payload":"${payload}"}`;
}

export const bridgeMessages = target<string, BridgeMessage>({
  name: 'bridge-messages',
  codes: ['frame-invalid'],
  generate: (random) => (random.once(3) ? deviceEvent(random) : mutateText(random.pick(SEEDS), random)),
  feed: (text) => parseBridgeMessage(text),
  isOutside: ({ detail }) => detail === 'not JSON' || detail === 'message',
  mostBytes: (text) => text.length,
  check(_text, message) {
    must(typeof message.bridgeAddress === 'string' && typeof message.timestamp === 'number', 'who says it, and when');
    switch (message.type) {
      case 'power_on':
      case 'BridgeLog':
        return;
      case 'DeviceCommandResponse':
      case 'BridgeCommandResponse':
        must(typeof message.commandId === 'number' && typeof message.returnCode === 'number', 'an answer to something');
        return;
      case 'did_print':
        must(message.printId >= 0 && message.printId <= 0xffff_ffff, 'a print id');
        return;
      default:
        must(/^(?:[0-9a-f]{2}){8,}$/i.test(message.deviceAddress), 'a device address');
    }
  },
});
