import { type Bitmap, equalBitmaps, invert, isBlack } from '../../../src/imaging/bitmap.ts';
import { decodeBase64 } from '../../../src/sirius/base64.ts';
import { type CommandName, FIRMWARE_COMMAND, pictureCount } from '../../../src/sirius/commands.ts';
import { type DeviceCommandContent, decodePayload, encodePayload } from '../../../src/sirius/payload.ts';
import { decodeRuns, encodeRuns, HEAD_WIDTH, MAX_ROWS } from '../../../src/sirius/runs.ts';
import { type ByteSeed, type Field, mutateBytes } from '../bytes.ts';
import { must, target } from '../target.ts';
import { changeCharacter } from '../texts.ts';
import { picture } from './pictures.ts';

/** The numbers of a payload: those of its header, and of the header of each of its blocks. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Field[] = [
    { at: 0, size: 1 },
    { at: 1, size: 1 },
    { at: 2, size: 2 },
    { at: 4, size: 4 },
    { at: 12, size: 4 },
  ];
  for (let at = 16; at < bytes.length; at += 4 + view.getUint32(at, true)) {
    fields.push({ at, size: 4 }, { at: at + 4, size: 1 }, { at: at + 5, size: 1 }, { at: at + 6, size: 4 });
    // Behind the settings of the head: how many dots, then the run-length data's kind and length.
    fields.push({ at: at + 26, size: 3 }, { at: at + 32, size: 1 }, { at: at + 33, size: 4 });
  }
  return fields;
}

function seed(command: CommandName, ...pictures: readonly Bitmap[]): ByteSeed {
  const bytes = encodePayload(command, 0x01020304, pictures);
  return { bytes, fields: fieldsOf(bytes) };
}

function firmware(): ByteSeed {
  const { bytes, fields } = seed('set_delivery', picture(1, 'text'));
  const changed = bytes.slice();
  new DataView(changed.buffer).setUint16(2, FIRMWARE_COMMAND, true);
  return { bytes: changed, fields };
}

const quip = picture(1, 'white');

const SEEDS: readonly ByteSeed[] = [
  seed('set_delivery_and_print', picture(8, 'text')),
  seed('set_delivery', picture(2, 'noise')),
  seed('set_delivery_and_print_no_face', picture(1, 'white')),
  seed('set_delivery_no_face', picture(10_000, 'white')),
  seed('set_personality', picture(3, 'text'), quip, picture(1, 'noise'), quip),
  seed('set_personality_with_message', quip, quip, picture(1, 'black'), quip, picture(2, 'text')),
  seed('set_quip', quip, picture(1, 'text'), picture(4, 'black')),
  firmware(),
];

/** Dots that one byte of run-length data stands for, at most. */
const DOTS_A_BYTE = 4 * HEAD_WIDTH;

export function picturesOf(content: DeviceCommandContent): readonly Bitmap[] {
  if (content.kind === 'delivery') return [content.picture];
  if (content.kind === 'quips') return content.quips;
  const { face, nothingToPrint, cannotSeeBridge, cannotSeeInternet, message } = content;
  return [face, nothingToPrint, cannotSeeBridge, cannotSeeInternet, ...(message === undefined ? [] : [message])];
}

function commandOf(content: DeviceCommandContent): CommandName {
  if (content.kind === 'delivery') return content.command;
  if (content.kind === 'quips') return 'set_quip';
  return content.message === undefined ? 'set_personality' : 'set_personality_with_message';
}

/** Larger ones are not encoded again: it would take the time of hundreds of inputs. */
const ROWS_TO_ENCODE = 64;

export const payloads = target<string, DeviceCommandContent>({
  name: 'payloads',
  codes: [
    'payload-invalid',
    'payload-device-type',
    'payload-command',
    'payload-firmware',
    'picture-size',
    'picture-count',
  ],
  generate(random) {
    const { buffer, byteOffset, byteLength } = mutateBytes(random.pick(SEEDS), random);
    const text = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
    return random.once(16) ? changeCharacter(text, random) : text;
  },
  feed: (text) => decodePayload(decodeBase64(text)),
  isOutside: ({ code, detail }) =>
    code === 'payload-device-type' ||
    (code === 'payload-invalid' && (detail === 'not base64' || detail === 'shorter than its header')),
  mostBytes(text) {
    const bytes = Math.ceil((text.length * 3) / 4);
    return bytes + Math.min((bytes * DOTS_A_BYTE) / 8, (5 * HEAD_WIDTH * MAX_ROWS) / 8);
  },
  check(_text, content) {
    const pictures = picturesOf(content);
    const command = commandOf(content);
    must(pictures.length === pictureCount(command), 'as many pictures as the command takes');
    for (const { width, height, data } of pictures) {
      must(width === HEAD_WIDTH && height >= 1 && height <= MAX_ROWS, 'the size of a picture');
      must(data.length === (HEAD_WIDTH / 8) * height, 'as many bytes as dots');
    }
    if (pictures.some(({ height }) => height > ROWS_TO_ENCODE)) return;
    const again = decodePayload(encodePayload(command, content.printId, pictures));
    must(again.printId === content.printId && commandOf(again) === command, 'the same command, encoded again');
    picturesOf(again).forEach((decoded, i) => {
      must(equalBitmaps(decoded, asItArrives(pictures[i]!)), 'the same picture, encoded again');
    });
  },
});

/** One whose last dot is black arrives as its inverse. */
function asItArrives(sent: Bitmap): Bitmap {
  return isBlack(sent, sent.width - 1, sent.height - 1) ? invert(sent) : sent;
}

/** Pictures of odd widths are bounded alike. */
const WIDTHS = [384, 384, 384, 384, 32, 64, 8, 1, 3, 40, 383, 385] as const;

/** Those are decoded dot by dot, which is for small pictures. */
const ODD_BYTES = 600;

interface Runs {
  readonly runs: Uint8Array;
  readonly width: number;
}

const RUN_SEEDS: readonly ByteSeed[] = [
  ...(['text', 'noise', 'white', 'black'] as const).map((kind) => encodeRuns(picture(6, kind))),
  encodeRuns(picture(10_000, 'white')),
  encodeRuns(picture(96, 'text', 40)),
  Uint8Array.of(0, 255, 0, 255),
  Uint8Array.of(251, 0, 133),
  Uint8Array.from({ length: 384 }, () => 1),
].map((bytes) => ({ bytes, fields: [0, 1, 2].map((at) => ({ at, size: 1 })) }));

export const runs = target<Runs, Bitmap>({
  name: 'runs',
  codes: ['picture-size'],
  generate(random) {
    const bytes = mutateBytes(random.pick(RUN_SEEDS), random);
    // What makes whole rows again, so that more than the sum is looked at.
    if (random.once(2)) return { runs: filled(bytes, random.pick([384, 768, 0])), width: 384 };
    return { runs: bytes, width: bytes.length <= ODD_BYTES ? random.pick(WIDTHS) : 384 };
  },
  feed: ({ runs: bytes, width }) => decodeRuns(bytes, width),
  // There is no check before the sum.
  isOutside: () => false,
  mostBytes: ({ runs: bytes, width }) => {
    const dots = Math.min(bytes.length * DOTS_A_BYTE, HEAD_WIDTH * MAX_ROWS);
    return Math.ceil(dots / width) * Math.ceil(width / 8);
  },
  check({ runs: bytes, width }, bitmap) {
    let dots = 0;
    for (const byte of bytes) dots += dotsOf(byte);
    must(bitmap.width === width && bitmap.height * width === dots, 'as many dots as its runs have');
    must(dots > 0 && dots <= HEAD_WIDTH * MAX_ROWS, 'not too many');
    must(bitmap.data.length === Math.ceil(width / 8) * bitmap.height, 'as many bytes as dots');
    if (bitmap.height > ROWS_TO_ENCODE) return;
    compareDots(bytes, bitmap);
    must(equalBitmaps(decodeRuns(encodeRuns(bitmap), width), asItArrives(bitmap)), 'the same, encoded again');
  },
});

/** Runs that end with a whole row: the last one makes up for what is missing. */
function filled(bytes: Uint8Array, rest: number): Uint8Array {
  let dots = rest;
  for (const byte of bytes) dots += dotsOf(byte);
  const missing = (HEAD_WIDTH - (dots % HEAD_WIDTH)) % HEAD_WIDTH;
  return Uint8Array.from([...bytes, 0, Math.min(missing, 251), 0, Math.max(0, missing - 251)]);
}

function dotsOf(byte: number): number {
  return byte < 252 ? byte : (byte - 251) * 384;
}

/** Dot by dot from the end, as the wire has them. */
function compareDots(bytes: Uint8Array, bitmap: Bitmap): void {
  const { width, height } = bitmap;
  let dot = width * height - 1;
  bytes.forEach((byte, i) => {
    for (let left = dotsOf(byte); left > 0; left--, dot--) {
      const black = isBlack(bitmap, dot % width, Math.floor(dot / width));
      must(black === (i % 2 === 1), 'every dot has the colour of its run');
    }
  });
}
