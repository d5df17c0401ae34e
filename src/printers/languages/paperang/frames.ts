import { COMMAND, SESSION_KEY, STANDARD_KEY } from './commands.ts';
import { crc32 } from './crc32.ts';

const START = 0x02;
const END = 0x03;

/**
 * A frame as the printer takes it: `02`, command, index, length of the payload (2 bytes), payload, its checksum (4 bytes),
 * `03`; numbers with the lowest byte first.
 *
 * @param key the seed of the checksum, which the printer has to share
 * @param index place of the frame within a transfer, counted modulo 256
 */
export function encodeFrame(command: number, payload: Uint8Array, key: number, index = 0): Uint8Array<ArrayBuffer> {
  const { length } = payload;
  const frame = new Uint8Array(length + 10);
  const view = new DataView(frame.buffer);
  frame[0] = START;
  frame[1] = command;
  frame[2] = index;
  view.setUint16(3, length, true);
  frame.set(payload, 5);
  view.setUint32(5 + length, crc32(payload, key), true);
  frame[9 + length] = END;
  return frame;
}

/** The frame that asks for something: every such command carries the one byte 1. */
export function encodeQuestion(command: number, key: number): Uint8Array<ArrayBuffer> {
  return encodeFrame(command, Uint8Array.of(1), key);
}

/** The frame that registers {@link SESSION_KEY}. It goes out under the standard key. */
export function encodeKeyRegistration(): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(4);
  new DataView(payload.buffer).setUint32(0, SESSION_KEY ^ STANDARD_KEY, true);
  return encodeFrame(COMMAND.setKey, payload, STANDARD_KEY);
}

/** The frame with which a job ends: feeds so that the picture clears the tear bar. */
export function encodeFeed(units: number, key: number): Uint8Array<ArrayBuffer> {
  return encodeFrame(COMMAND.feed, littleEndian16(units), key);
}

/** The frame that sets after how many idle seconds the printer switches itself off; 0 for never. */
export function encodePowerOffTime(seconds: number, key: number): Uint8Array<ArrayBuffer> {
  return encodeFrame(COMMAND.setPowerOffTime, littleEndian16(seconds), key);
}

/** The frame that prints the printer's own test page. It proves nothing of the key: printers take it under any. */
export function encodeTestPage(key: number): Uint8Array<ArrayBuffer> {
  return encodeFrame(COMMAND.testPage, Uint8Array.of(0), key);
}

function littleEndian16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}
