import { PapertabError } from '../../errors.ts';
import { unreadable } from './bounds.ts';

/** What a passphrase becomes a key with. */
export interface Lock {
  /** Rounds of PBKDF2. */
  readonly iterations: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  /** Tells a wrong passphrase from a damaged file. */
  readonly check: Uint8Array<ArrayBuffer>;
}

export interface Header {
  /** Absent from a backup that is not encrypted. */
  readonly lock?: Lock;
  /** The header as it stands in the file: every chunk is bound to it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Not text, so that whatever changes line ends breaks it at once. */
const MAGIC = Uint8Array.of(0x8a, 0x50, 0x54, 0x41, 0x42, 0x0d, 0x0a, 0x1a);
const FORMAT = 1;
const ENCRYPTED = 1;
const OPEN_LENGTH = 12;
const SALT_LENGTH = 16;
const CHECK_LENGTH = 16;
const LOCK_LENGTH = 4 + SALT_LENGTH + CHECK_LENGTH;
const SUM_LENGTH = 4;

/** Rounds of PBKDF2 with SHA-256, as OWASP's cheat sheet on storing passwords has it. */
const ITERATIONS = 600_000;
/** More would keep a computer busy for a minute. */
const MAX_ITERATIONS = 10_000_000;

/** A salt and a number of rounds for a new backup. */
export function createLock(): Omit<Lock, 'check'> {
  return { iterations: ITERATIONS, salt: crypto.getRandomValues(new Uint8Array(SALT_LENGTH)) };
}

/**
 * The first bytes of a backup: 8 of magic, the format's number (2, as all numbers the highest byte first), flags (1:
 * encrypted), a zero; of an encrypted one, rounds (4), salt (16) and key check (16); a checksum of all these (4).
 */
export async function encodeHeader(lock?: Lock): Promise<Uint8Array<ArrayBuffer>> {
  const length = OPEN_LENGTH + (lock === undefined ? 0 : LOCK_LENGTH);
  const bytes = new Uint8Array(length + SUM_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(8, FORMAT);
  if (lock !== undefined) {
    view.setUint8(10, ENCRYPTED);
    view.setUint32(OPEN_LENGTH, lock.iterations);
    bytes.set(lock.salt, OPEN_LENGTH + 4);
    bytes.set(lock.check, OPEN_LENGTH + 4 + SALT_LENGTH);
  }
  bytes.set(await sum(bytes.subarray(0, length)), length);
  return bytes;
}

/** @throws PapertabError `backup-unreadable`, `backup-newer` */
export async function readHeader(file: Uint8Array): Promise<Header> {
  if (MAGIC.some((byte, i) => file[i] !== byte)) throw unreadable('no backup');
  if (file.length < OPEN_LENGTH + SUM_LENGTH) throw unreadable('header');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  // Before the checksum, which may lie elsewhere in another format.
  if (view.getUint16(8) > FORMAT) throw new PapertabError('backup-newer', `format ${view.getUint16(8)}`);
  const encrypted = view.getUint8(10) === ENCRYPTED;
  const length = OPEN_LENGTH + (encrypted ? LOCK_LENGTH : 0);
  const bytes = file.slice(0, length + SUM_LENGTH);
  const expected = await sum(bytes.subarray(0, length));
  if (expected.some((byte, i) => bytes[length + i] !== byte)) throw unreadable('header');
  if (view.getUint16(8) !== FORMAT || view.getUint8(10) > ENCRYPTED || view.getUint8(11) !== 0) {
    throw unreadable('header');
  }
  if (!encrypted) return { bytes };
  const iterations = view.getUint32(OPEN_LENGTH);
  if (iterations < ITERATIONS || iterations > MAX_ITERATIONS) throw unreadable('rounds');
  const salt = bytes.slice(OPEN_LENGTH + 4, OPEN_LENGTH + 4 + SALT_LENGTH);
  const check = bytes.slice(OPEN_LENGTH + 4 + SALT_LENGTH, length);
  return { bytes, lock: { iterations, salt, check } };
}

async function sum(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, SUM_LENGTH);
}
