import { PapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import { decodeBase64 } from './base64.ts';
import { COMMANDS, type CommandName, commandName, FIRMWARE_COMMAND, pictureCount } from './commands.ts';
import { countDots, decodeRuns, encodeRuns } from './runs.ts';

/** What a device command says to a Little Printer. Pictures are upright and 384 dots wide. */
export type DeviceCommandContent = { readonly printId: number } & (
  | {
      readonly kind: 'delivery';
      readonly command: CommandName;
      /** Whether it waits for the button. */
      readonly hold: boolean;
      /** Whether the face is printed below it. */
      readonly face: boolean;
      readonly picture: Bitmap;
    }
  | {
      readonly kind: 'personality';
      readonly face: Bitmap;
      readonly nothingToPrint: Bitmap;
      readonly cannotSeeBridge: Bitmap;
      readonly cannotSeeInternet: Bitmap;
      readonly message?: Bitmap;
    }
  | { readonly kind: 'quips'; readonly quips: readonly [Bitmap, Bitmap, Bitmap] }
);

/** The only device type: a Little Printer. */
const DEVICE_TYPE = 1;
/** Device type, a zero, command, print id, checksum, length of the rest. */
const COMMAND_HEADER = 16;

/** What the print head is told before each picture, and what we have no use for. */
const MAX_SPEED = [0x1d, 0x73, 0x03, 0xe8];
const ACCELERATION = [0x1d, 0x61, 0xd0];
const PEAK_CURRENT = [0x1d, 0x2f, 0x0f];
const MAX_INTENSITY = [0x1d, 0x44, 0x80];
const HEAD_SETTINGS = [...MAX_SPEED, ...ACCELERATION, ...PEAK_CURRENT, ...MAX_INTENSITY];
/** Followed by the number of dots in eights, rounded down, three bytes with the lowest first. */
const IMAGE_COMMAND = [0x1b, 0x2a];
const IMAGE_COMMAND_END = [0x00, 0x00, 0x30];
const PRINT_HEADER = HEAD_SETTINGS.length + IMAGE_COMMAND.length + 3 + IMAGE_COMMAND_END.length;

/** Bytes before the run-length data in a block, counted after the block's length: a zero and both regions' heads. */
const BLOCK_HEADER = 1 + 5 + PRINT_HEADER + 5;
const PRINT_REGION = 0;
const RUNS_REGION = 1;

/**
 * Reads the binary payload of a device command. Every length and number is checked before anything is decoded or
 * allocated; the checksum field, always 0 from today's server, is not looked at, nor are the print head's settings.
 *
 * @throws PapertabError `payload-device-type`, `payload-firmware`, `payload-command`, `picture-count`, `picture-size`,
 * and `payload-invalid` for everything that does not add up (`detail` says what).
 */
export function decodePayload(payload: Uint8Array): DeviceCommandContent {
  if (payload.length < COMMAND_HEADER) throw invalid('shorter than its header');
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  if (payload[0] !== DEVICE_TYPE) throw new PapertabError('payload-device-type', `device type ${payload[0]}`);
  if (payload[1] !== 0) throw invalid('second byte');
  const number = view.getUint16(2, true);
  if (number === FIRMWARE_COMMAND) throw new PapertabError('payload-firmware');
  const command = commandName(number);
  if (command === undefined) throw new PapertabError('payload-command', `0x${number.toString(16).padStart(4, '0')}`);
  if (view.getUint32(12, true) !== payload.length - COMMAND_HEADER) throw invalid('length of the whole');
  const blocks = findBlocks(payload, view, pictureCount(command));
  return content(
    command,
    view.getUint32(4, true),
    blocks.map((block) => decodeBlock(block)),
  );
}

/** The name of a device command, for a log, from the beginning of its payload in base64: nothing of it is checked. */
export function peekCommand(base64: string): string {
  try {
    const [, , low = 0, high = 0] = decodeBase64(base64.slice(0, 8));
    const number = high * 256 + low;
    return commandName(number) ?? `0x${number.toString(16).padStart(4, '0')}`;
  } catch {
    return 'no base64';
  }
}

/** The blocks of a payload, one a picture; as many as there must be, and nothing after the last. */
function findBlocks(payload: Uint8Array, view: DataView, expected: number): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  let offset = COMMAND_HEADER;
  while (offset < payload.length) {
    if (payload.length - offset < 4) throw invalid('bytes left over');
    if (blocks.length === expected) throw new PapertabError('picture-count', `more than ${expected}`);
    const length = view.getUint32(offset, true);
    offset += 4;
    if (length > payload.length - offset) throw invalid('length of a block');
    blocks.push(payload.subarray(offset, offset + length));
    offset += length;
  }
  if (blocks.length !== expected) throw new PapertabError('picture-count', `${blocks.length} instead of ${expected}`);
  return blocks;
}

function decodeBlock(block: Uint8Array): Bitmap {
  if (block.length < BLOCK_HEADER) throw invalid('block too short');
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  if (block[0] !== 0) throw invalid('first byte of a block');
  if (block[1] !== PRINT_REGION || view.getUint32(2, true) !== PRINT_HEADER) throw invalid('header region');
  const image = 6 + HEAD_SETTINGS.length;
  if (!IMAGE_COMMAND.every((byte, i) => block[image + i] === byte)) throw invalid('image command');
  const dotsInEights = block[image + 2]! | (block[image + 3]! << 8) | (block[image + 4]! << 16);
  const region = 6 + PRINT_HEADER;
  if (block[region] !== RUNS_REGION) throw invalid('run-length region');
  if (view.getUint32(region + 1, true) !== block.length - BLOCK_HEADER)
    throw invalid('length of the run-length region');
  const runs = block.subarray(BLOCK_HEADER);
  const picture = decodeRuns(runs);
  if (dotsInEights !== Math.floor((picture.width * picture.height) / 8)) throw invalid('number of dots');
  return picture;
}

function content(command: CommandName, printId: number, pictures: readonly Bitmap[]): DeviceCommandContent {
  const [first, second, third, fourth, fifth] = pictures as [Bitmap, Bitmap, Bitmap, Bitmap, Bitmap | undefined];
  switch (command) {
    case 'set_personality':
    case 'set_personality_with_message':
      return {
        printId,
        kind: 'personality',
        face: first,
        nothingToPrint: second,
        cannotSeeBridge: third,
        cannotSeeInternet: fourth,
        ...(fifth === undefined ? {} : { message: fifth }),
      };
    case 'set_quip':
      return { printId, kind: 'quips', quips: [first, second, third] };
    default:
      return {
        printId,
        kind: 'delivery',
        command,
        hold: command === 'set_delivery' || command === 'set_delivery_no_face',
        face: command === 'set_delivery_and_print' || command === 'set_delivery',
        picture: first,
      };
  }
}

/**
 * The binary payload of a device command with its upright pictures, byte for byte as the server writes it.
 *
 * @param printId 0 to 2^32 - 1; the server takes the command id.
 * @throws PapertabError `picture-count` for another number of pictures than the command takes.
 */
export function encodePayload(
  command: CommandName,
  printId: number,
  pictures: readonly Bitmap[],
): Uint8Array<ArrayBuffer> {
  if (pictures.length !== pictureCount(command)) throw new PapertabError('picture-count', String(pictures.length));
  const encoded = pictures.map((picture) => encodeRuns(picture));
  const length = encoded.reduce((sum, runs) => sum + 4 + BLOCK_HEADER + runs.length, 0);
  const payload = new Uint8Array(COMMAND_HEADER + length);
  const view = new DataView(payload.buffer);
  payload[0] = DEVICE_TYPE;
  view.setUint16(2, COMMANDS[command], true);
  view.setUint32(4, printId, true);
  view.setUint32(12, length, true);
  let offset = COMMAND_HEADER;
  for (const runs of encoded) {
    view.setUint32(offset, BLOCK_HEADER + runs.length, true);
    payload[offset + 5] = PRINT_REGION;
    view.setUint32(offset + 6, PRINT_HEADER, true);
    payload.set(printHeader(countDots(runs)), offset + 10);
    const region = offset + 10 + PRINT_HEADER;
    payload[region] = RUNS_REGION;
    view.setUint32(region + 1, runs.length, true);
    payload.set(runs, region + 5);
    offset = region + 5 + runs.length;
  }
  return payload;
}

function printHeader(dots: number): number[] {
  const eights = Math.floor(dots / 8);
  const number = [eights & 0xff, (eights >> 8) & 0xff, (eights >> 16) & 0xff];
  return [...HEAD_SETTINGS, ...IMAGE_COMMAND, ...number, ...IMAGE_COMMAND_END];
}

function invalid(what: string): PapertabError {
  return new PapertabError('payload-invalid', what);
}
