import { PapertabError } from '../errors.ts';
import { encodeClaimCode, hardwareXor } from './claim-code.ts';
import { deriveLinkKey } from './link-key.ts';

/** Everything that makes a Little Printer who it is. */
export interface Identity {
  /** 16 lower-case hex digits. */
  readonly deviceAddress: string;
  /** 24 bits of the device address. */
  readonly hardwareXor: number;
  /** 10 lower-case hex digits, the most significant first. Whoever has it can be this printer. */
  readonly secret: string;
  /** Lower case, four groups of four with dashes between. */
  readonly claimCode: string;
  /** Base64 of 16 bytes: what the server sends once the printer is claimed. */
  readonly linkKey: string;
}

/** Fills an array with random bytes, as `crypto.getRandomValues` does. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => unknown;

const ADDRESS_BYTES = 8;
const SECRET_BYTES = 5;

const systemRandom: RandomBytes = (bytes) => crypto.getRandomValues(bytes);

/** Whether a text is a device or bridge address as we write them: 16 lower-case hex digits. */
export function isDeviceAddress(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** A new Little Printer. */
export async function createIdentity(random: RandomBytes = systemRandom): Promise<Identity> {
  return completeIdentity(randomHex(ADDRESS_BYTES, random), randomHex(SECRET_BYTES, random));
}

/**
 * The Little Printer of a device address (16 lower-case hex digits) and a secret (10).
 *
 * @throws PapertabError `printer-file-address` or `printer-file-secret` when they are anything else.
 */
export async function completeIdentity(deviceAddress: string, secret: string): Promise<Identity> {
  if (!isDeviceAddress(deviceAddress)) throw new PapertabError('printer-file-address');
  if (!/^[0-9a-f]{10}$/.test(secret)) throw new PapertabError('printer-file-secret');
  const xor = hardwareXor(deviceAddress);
  const claimCode = encodeClaimCode(xor, secret);
  return { deviceAddress, hardwareXor: xor, secret, claimCode, linkKey: await deriveLinkKey(secret) };
}

/** A new bridge address: 16 lower-case hex digits. */
export function createBridgeAddress(random: RandomBytes = systemRandom): string {
  return randomHex(ADDRESS_BYTES, random);
}

function randomHex(length: number, random: RandomBytes): string {
  const bytes = new Uint8Array(length);
  random(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
