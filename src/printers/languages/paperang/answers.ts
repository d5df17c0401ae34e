import type { Condition, Need } from '../../condition.ts';
import { COMMAND } from './commands.ts';
import type { PaperangReply } from './reply-reader.ts';

/** Bits of the status, on which both of the maker's own sources agree. None of them set: ready. */
const STATUS = {
  paperOut: 0x01,
  tooHot: 0x02,
  printing: 0x04,
  batteryLow: 0x08,
  coverOpen: 0x10,
  batteryEmpty: 0x20,
} as const;

const MAX_TEXT = 64;

/** What can be asked: with which command, and how the payload of the answer reads. Undefined where it reads as nothing. */
const QUESTIONS = {
  version: { command: COMMAND.getVersion, read: readVersion },
  serialNumber: { command: COMMAND.getSerialNumber, read: readText },
  modelName: { command: COMMAND.getModelName, read: readText },
  /** Percent. */
  battery: { command: COMMAND.getBattery, read: readBattery },
  /** Seconds of rest after which the printer switches itself off; 0 for never. */
  powerOffTime: { command: COMMAND.getPowerOffTime, read: readNumber },
  /** Rows printed so far. */
  printedLines: { command: COMMAND.getPrintedLines, read: readNumber },
  /** Whether all that was sent is on paper. */
  idle: { command: COMMAND.getIdle, read: readIdle },
  status: { command: COMMAND.getStatus, read: readStatus },
} as const;

export type Question = keyof typeof QUESTIONS;
export type Answer<Q extends Question> = NonNullable<ReturnType<(typeof QUESTIONS)[Q]['read']>>;

/** The command that asks a question. */
export function commandOf(question: Question): number {
  return QUESTIONS[question].command;
}

/** What a reply says to a question; undefined when it is no answer to it. */
export function answerTo<Q extends Question>(question: Q, reply: PaperangReply): Answer<Q> | undefined {
  const { command, read } = QUESTIONS[question];
  if (reply.kind !== 'frame' || reply.command !== command + 1) return undefined;
  return read(reply.payload) as Answer<Q> | undefined;
}

/** Whether a reply acknowledges a command. An error has a number other than 0 in the same place. */
export function isAcknowledgement(command: number, reply: PaperangReply): boolean {
  if (reply.kind !== 'frame' || reply.command !== command) return false;
  return reply.payload.length === 1 && reply.payload[0] === 0;
}

/** How the printer stands by a status, whose meaning is in its lowest byte. */
export function readStatus(payload: Uint8Array): Condition {
  const bits = payload[0] ?? 0;
  const needs = needOf(bits);
  return {
    ...(needs === undefined ? {} : { needs }),
    busy: (bits & STATUS.printing) !== 0,
    batteryLow: (bits & (STATUS.batteryLow | STATUS.batteryEmpty)) !== 0,
  };
}

/** What is first to be done: with the cover open there is never paper, and a flat battery cannot cool a head. */
function needOf(bits: number): Need | undefined {
  if (bits & STATUS.coverOpen) return 'printer-cover-open';
  if (bits & STATUS.paperOut) return 'printer-paper-out';
  if (bits & STATUS.batteryEmpty) return 'printer-battery-empty';
  if (bits & STATUS.tooHot) return 'printer-too-hot';
  return undefined;
}

/** The lowest part comes first: `08 01 01` is 1.1.8. */
function readVersion(payload: Uint8Array): string | undefined {
  return payload.length > 4 ? undefined : Array.from(payload).reverse().join('.');
}

function readText(payload: Uint8Array): string | undefined {
  const printable = Array.from(payload).filter((byte) => byte >= 0x20 && byte < 0x7f);
  const text = String.fromCharCode(...printable.slice(0, MAX_TEXT)).trim();
  return text === '' ? undefined : text;
}

/** One to four bytes, the lowest first. */
function readNumber(payload: Uint8Array): number | undefined {
  return payload.length > 4 ? undefined : payload.reduceRight((sum, byte) => sum * 256 + byte, 0);
}

function readBattery(payload: Uint8Array): number | undefined {
  const percent = payload[0] ?? 255;
  return percent > 100 ? undefined : percent;
}

function readIdle(payload: Uint8Array): boolean {
  return payload[0] !== 0;
}
