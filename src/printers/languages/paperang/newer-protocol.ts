import { STANDARD_KEY } from './commands.ts';
import { crc32 } from './crc32.ts';

/**
 * What is known here of the protocol of newer firmware, whose frames run from A5 to 5A: enough to tell a printer that
 * speaks only that.
 */
export const NEWER_PROTOCOL = 'A5';

const START = 0xa5;
const VERSION = 0x01;
const END = 0x5a;
const REQUEST = 0x01;
const RESPONSE = 0x02;

/**
 * Asks for the version of the newer protocol: `A5 01`, length (2 bytes), domain 1, command 0x15, request, no content
 * (2 bytes), checksum under the standard key, `5A`. Of all questions this one, because no byte of it is 02: a printer of
 * the older protocol that stays silent for another reason must not take a frame to begin in it.
 */
export function encodeNewerQuestion(): Uint8Array<ArrayBuffer> {
  const payload = Uint8Array.of(0x01, 0x15, REQUEST, 0, 0);
  const frame = new Uint8Array(payload.length + 9);
  const view = new DataView(frame.buffer);
  frame[0] = START;
  frame[1] = VERSION;
  view.setUint16(2, payload.length, true);
  frame.set(payload, 4);
  view.setUint32(4 + payload.length, crc32(payload, STANDARD_KEY), true);
  frame[8 + payload.length] = END;
  return frame;
}

/** Whether the payload of a frame of the newer protocol is an answer: an echo of our own question is none. */
export function isNewerResponse(payload: Uint8Array): boolean {
  return payload[2] === RESPONSE;
}
