import { crc32 as zlibCrc32 } from 'node:zlib';
import { EscposReader, type EscposReply } from '../../../src/printers/languages/escpos/reply-reader.ts';
import { answerTo, isAcknowledgement } from '../../../src/printers/languages/paperang/answers.ts';
import { COMMAND, NO_KEY, SESSION_KEY, STANDARD_KEY } from '../../../src/printers/languages/paperang/commands.ts';
import { crc32 } from '../../../src/printers/languages/paperang/crc32.ts';
import { encodeFrame } from '../../../src/printers/languages/paperang/frames.ts';
import { PaperangReader, type PaperangReply } from '../../../src/printers/languages/paperang/reply-reader.ts';
import { Credits } from '../../../src/printers/transports/credits.ts';
import { readFlowBytes } from '../../../src/printers/transports/flow-bytes.ts';
import { type ByteSeed, type Field, mutateBytes } from '../bytes.ts';
import { Random } from '../random.ts';
import { must, target } from '../target.ts';

const KEYS = [STANDARD_KEY, SESSION_KEY, NO_KEY] as const;
const COMMANDS = Object.values(COMMAND);
const QUESTIONS = [
  'version',
  'serialNumber',
  'modelName',
  'battery',
  'powerOffTime',
  'printedLines',
  'idle',
  'status',
] as const;

interface Piece {
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
}

function older(command: number, payload: readonly number[], key: number, index: number): Piece {
  const bytes = encodeFrame(command, Uint8Array.from(payload), key, index);
  const crcAt = bytes.length - 5;
  return { bytes, fields: fieldsAt([1, 1], [2, 1], [3, 2], [3, 2], [crcAt, 4]) };
}

function newer(payload: readonly number[]): Piece {
  const bytes = Uint8Array.from([0xa5, 1, payload.length & 0xff, payload.length >> 8, ...payload, 0, 0, 0, 0, 0x5a]);
  new DataView(bytes.buffer).setUint32(4 + payload.length, crc32(Uint8Array.from(payload), STANDARD_KEY), true);
  return { bytes, fields: fieldsAt([1, 1], [2, 2], [2, 2], [4 + payload.length, 4]) };
}

function fieldsAt(...fields: readonly [at: number, size: Field['size']][]): Field[] {
  return fields.map(([at, size]) => ({ at, size }));
}

function noise(bytes: readonly number[]): Piece {
  return { bytes: Uint8Array.from(bytes), fields: [] };
}

/** Frames one after another, with noise between them that may look like the beginning of one. */
function stream(...pieces: readonly Piece[]): ByteSeed {
  const fields: Field[] = [];
  const bytes: number[] = [];
  for (const piece of pieces) {
    for (const field of piece.fields) fields.push({ ...field, at: field.at + bytes.length });
    bytes.push(...piece.bytes);
  }
  return { bytes: Uint8Array.from(bytes), fields };
}

const text = (value: string): number[] => [...Buffer.from(value, 'latin1')];

const PAPERANG_SEEDS: readonly ByteSeed[] = [
  stream(older(COMMAND.getStatus + 1, [0x11, 0], STANDARD_KEY, 0)),
  stream(
    older(COMMAND.setKey, [0], SESSION_KEY, 0),
    older(COMMAND.getModelName + 1, text('P2'), SESSION_KEY, 1),
    older(COMMAND.getSerialNumber + 1, text('P2B0212345'), SESSION_KEY, 2),
    older(COMMAND.getVersion + 1, [8, 1, 1], SESSION_KEY, 3),
  ),
  stream(
    noise([2, 2, 0]),
    older(COMMAND.getBattery + 1, [87], NO_KEY, 0),
    noise([0xa5, 1, 0, 4]),
    older(COMMAND.getPrintedLines + 1, [1, 2, 3, 4], NO_KEY, 1),
    noise([3, 0x5a]),
  ),
  stream(newer([1, 0x15, 2, 2, 0, 1, 5]), older(COMMAND.getIdle + 1, [1], STANDARD_KEY, 0)),
  stream(newer(Array.from({ length: 300 }, (_, i) => i & 0xff)), newer([1, 0x15, 2, 0, 0])),
  stream(older(COMMAND.getSerialNumber + 1, new Array(1024).fill(0x41), STANDARD_KEY, 9), noise([2])),
];

/** Repairs a checksum now and then, so that what is within a changed frame is looked at as well. */
function repairChecksum(bytes: Uint8Array, random: Random): void {
  for (let at = 0; at + 10 <= bytes.length; at++) {
    const payloadAt = bytes[at] === 2 ? at + 5 : bytes[at] === 0xa5 && bytes[at + 1] === 1 ? at + 4 : 0;
    if (payloadAt === 0) continue;
    const payloadLength = bytes[payloadAt - 2]! + 256 * bytes[payloadAt - 1]!;
    const end = payloadAt + payloadLength;
    if (end + 5 > bytes.length) continue;
    const key = bytes[at] === 2 ? random.pick(KEYS) : STANDARD_KEY;
    new DataView(bytes.buffer).setUint32(end, crc32(bytes.subarray(payloadAt, end), key), true);
    bytes[end + 4] = bytes[at] === 2 ? 0x03 : 0x5a;
    at = end + 4;
  }
}

/** Pushes bytes in pieces that follow from the bytes themselves, so that a shrunk input is cut alike. */
function pushInPieces<T>(bytes: Uint8Array, push: (piece: Uint8Array) => T[]): T[] {
  const random = new Random(bytes.length, bytes[0] ?? 0);
  const all: T[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + (random.once(3) ? 1 : 1 + random.below(40));
    all.push(...push(bytes.subarray(at, end)));
    at = end;
  }
  return all;
}

export const paperangReplies = target<Uint8Array, PaperangReply[]>({
  name: 'paperang-replies',
  codes: [],
  generate(random) {
    const bytes = mutateBytes(random.pick(PAPERANG_SEEDS), random);
    if (random.once(2)) repairChecksum(bytes, random);
    return bytes;
  },
  feed(bytes) {
    const reader = new PaperangReader();
    const replies = reader.push(bytes);
    for (const reply of replies) {
      reader.conditionOf(reply);
      for (const question of QUESTIONS) answerTo(question, reply);
      for (const command of COMMANDS) isAcknowledgement(command, reply);
    }
    return replies;
  },
  // Nothing is ever thrown: bytes that no frame is in are the ones turned away.
  judge: (bytes, replies) => (replies.length > 0 ? 'accepted' : hasStart(bytes) ? 'refused' : 'outside'),
  mostBytes: (bytes) => 4 * bytes.length + 64,
  check(bytes, replies) {
    const reader = new PaperangReader();
    const pieces = pushInPieces(bytes, (piece) => reader.push(piece));
    const frames = validFrames(bytes);
    for (const reply of replies) {
      must(reply.payload.length > 0 && reply.payload.length <= 1024, 'a payload within its bounds');
    }
    if (frames.some(({ end }, i) => end > (frames[i + 1]?.at ?? end))) {
      // Which of two frames that lie in one another is found may depend on how they come in.
      must(
        [...replies, ...pieces].every((reply) => frames.some((frame) => isOf(reply, frame))),
        'nothing but frames',
      );
      return;
    }
    must(replies.length === frames.length && pieces.length === frames.length, 'every frame, in whatever pieces');
    frames.forEach((frame, i) => {
      must(isOf(replies[i]!, frame), 'the frames as they are, in their order');
      must(isOf(pieces[i]!, frame), 'the same frames from pieces');
    });
  },
});

interface ValidFrame {
  readonly at: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** All frames with a checksum that fits, by looking at every byte in turn. */
function validFrames(bytes: Uint8Array): ValidFrame[] {
  const frames: ValidFrame[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 10 <= bytes.length; at++) {
    const isOlder = bytes[at] === 2;
    if (!isOlder && !(bytes[at] === 0xa5 && bytes[at + 1] === 1)) continue;
    const payloadAt = at + (isOlder ? 5 : 4);
    const length = view.getUint16(payloadAt - 2, true);
    const end = payloadAt + length + 5;
    if (length === 0 || length > 1024 || end > bytes.length || bytes[end - 1] !== (isOlder ? 0x03 : 0x5a)) continue;
    const payload = bytes.subarray(payloadAt, payloadAt + length);
    const checksum = view.getUint32(end - 5, true);
    const keys = isOlder ? KEYS : [STANDARD_KEY];
    if (keys.some((key) => zlibCrc32(payload, key) === checksum))
      frames.push({ at, end, bytes: bytes.subarray(at, end) });
  }
  return frames;
}

function isOf(reply: PaperangReply, { bytes }: ValidFrame): boolean {
  if (reply.kind === 'newer') return bytes[0] === 0xa5 && Buffer.compare(bytes.subarray(4, -5), reply.payload) === 0;
  return Buffer.compare(bytes, encodeFrame(reply.command, reply.payload, reply.key, reply.index)) === 0;
}

function hasStart(bytes: Uint8Array): boolean {
  return bytes.includes(2) || bytes.includes(0xa5);
}

/** The first byte says what was asked for, the others are what the printer says. */
const ESCPOS_SEEDS: readonly ByteSeed[] = [
  [0b1_1111, 0x12, 0x12, 0x12, 0x12, 0x00],
  [0b0_0000, 0x10, 0x00, 0x00, 0x00],
  [0b1_0011, 0x16, 0x32, 0x10, 0x20, 0x0c, 0x0f, 0x0c],
  [0b1_1111, 0x10, 0x00, 0x12, 0x12, 0x12, 0x1e, 0x14, 0x00, 0x0c, 0x00, 0x00],
  [0b1_0001, 0x1a, 0x03, 0x14, 0x60, 0x6f, 0x6f],
].map((bytes) => ({ bytes: Uint8Array.from(bytes), fields: [{ at: 0, size: 1 }] }));

function escposReader(asked: number): EscposReader {
  const reader = new EscposReader();
  for (const kind of [1, 2, 3, 4] as const) if (asked & (1 << (kind - 1))) reader.expectStatus(kind);
  if (asked & 16) reader.expectPaper();
  return reader;
}

export const escposReplies = target<Uint8Array, EscposReply[]>({
  name: 'escpos-replies',
  codes: [],
  generate: (random) => mutateBytes(random.pick(ESCPOS_SEEDS), random),
  feed([asked = 0, ...said]) {
    const reader = escposReader(asked);
    const replies = reader.push(Uint8Array.from(said));
    for (const reply of replies) reader.conditionOf(reply);
    return replies;
  },
  judge: (bytes, replies) => (replies.length > 0 ? 'accepted' : bytes.length > 1 ? 'refused' : 'outside'),
  mostBytes: (bytes) => bytes.length,
  check([asked = 0, ...said], replies) {
    const reader = escposReader(asked);
    const pieces = pushInPieces(Uint8Array.from(said), (piece) => reader.push(piece));
    must(JSON.stringify(pieces) === JSON.stringify(replies), 'the same replies from pieces');
    const statuses = replies.filter(({ kind }) => kind === 'status').length;
    must(statuses <= [1, 2, 4, 8].filter((bit) => asked & bit).length, 'no status that was not asked for');
    must(replies.filter(({ kind }) => kind === 'paper').length <= (asked & 16 ? 1 : 0), 'nor paper');
    for (const reply of replies) must(reply.kind !== 'change' || reply.bytes.length === 4, 'four bytes of a change');
  },
});

const FLOW_SEEDS: readonly ByteSeed[] = [
  [1, 4, 2, 100, 0, 1, 255],
  [2, 255, 255, 1, 1],
  [1, 0, 2, 0, 0],
  [0x11, 0x13, 0x12, 0x11, 1, 2, 2, 182, 0],
].map((bytes) => ({ bytes: Uint8Array.from(bytes), fields: bytes.map((_, at) => ({ at, size: 1 })) }));

interface Flow {
  readonly credits: Credits;
  readonly rest: Uint8Array;
  readonly flow: ReturnType<typeof readFlowBytes>;
}

export const flowControl = target<Uint8Array, Flow>({
  name: 'flow-control',
  codes: [],
  generate: (random) => mutateBytes(random.pick(FLOW_SEEDS), random),
  feed(bytes) {
    const credits = new Credits();
    return { credits, rest: credits.hear(bytes), flow: readFlowBytes(bytes) };
  },
  judge: (bytes, { rest }) =>
    rest.length === 0 ? 'accepted' : bytes[0] === 1 || bytes[0] === 2 ? 'refused' : 'outside',
  mostBytes: (bytes) => 3 * bytes.length,
  check(bytes, { credits, rest, flow }) {
    must(credits.left >= 0 && credits.left <= 0xffff, 'credits within their bounds');
    must(credits.writeBytes >= 1 && credits.writeBytes <= 182, 'writes within their bounds');
    must(rest.length <= bytes.length && !flow.rest.includes(0x11) && !flow.rest.includes(0x13), 'what is left');
    const flowBytes = bytes.filter((byte) => byte === 0x11 || byte === 0x13);
    must(flow.rest.length + flowBytes.length === bytes.length, 'no other byte is lost');
    must(flow.takes === (flowBytes.length === 0 ? undefined : flowBytes.at(-1) === 0x11), 'the last word counts');
  },
});
