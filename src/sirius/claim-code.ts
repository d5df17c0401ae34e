import { PapertabError } from '../errors.ts';

/** A claim code that the server would take, and what is in it. */
export interface ClaimCode {
  /** Lower case, four groups of four with dashes between. */
  readonly code: string;
  /** 24 bits that tell which device address it belongs to. */
  readonly hardwareXor: number;
  /** 10 lower-case hex digits, the most significant first. */
  readonly secret: string;
}

/** The digits 0 to 31. No a, i, l and u; o is a digit of its own. */
const DIGITS = '0123456789bcdefghjkmnopqrstvwxyz';
const CODE_LENGTH = 16;
const GROUP_LENGTH = 4;

/** Digit values of everything that may stand in a code, with the letters that are taken for similar ones. */
const VALUES: ReadonlyMap<string, number> = new Map(
  [
    ...[...DIGITS].map((digit) => [digit, digit] as const),
    ['i', '1'] as const,
    ['l', '1'] as const,
    ['u', 'v'] as const,
  ]
    .map(([typed, digit]) => [typed, DIGITS.indexOf(digit)] as const)
    .flatMap(([typed, value]) => [[typed, value] as const, [typed.toUpperCase(), value] as const]),
);

/**
 * The 24 bits of a device address that a claim code carries: its last three bytes, each mixed with earlier ones
 * (`sirius/coding/bitshuffle` of the server).
 *
 * @param deviceAddress 16 hex digits; of a longer one, which the server takes too, only the last 16 count.
 */
export function hardwareXor(deviceAddress: string): number {
  const last = deviceAddress.slice(-16);
  /** The byte counted from the last. */
  const byte = (index: number) => Number.parseInt(last.slice(14 - 2 * index, 16 - 2 * index), 16);
  const low = byte(0) ^ byte(5);
  const middle = byte(1) ^ byte(3) ^ byte(6);
  const high = byte(2) ^ byte(4) ^ byte(7);
  return (high << 16) | (middle << 8) | low;
}

/**
 * The claim code for a hardware xor (24 bits) and a secret (10 hex digits): 64 bits of both, a checksum above them,
 * written in base 32 (`sirius/coding/claiming` of the server). 80 bits fit no double, hence the BigInts.
 */
export function encodeClaimCode(hardwareXor: number, secret: string): string {
  const value = BigInt(hardwareXor) | (BigInt(`0x${secret}`) << 24n);
  let rest = value | (BigInt(crc16(value)) << 64n);
  let digits = '';
  for (let i = 0; i < CODE_LENGTH; i++) {
    digits = DIGITS[Number(rest & 31n)]! + digits;
    rest >>= 5n;
  }
  return group(digits);
}

/**
 * Reads a claim code exactly as strictly as the server does: dashes may stand anywhere, case does not matter, i and l
 * read as 1, u as v; nothing else is forgiven.
 *
 * @throws PapertabError `claim-code-length`, `claim-code-character` (`detail` is the character) or
 * `claim-code-checksum`.
 */
export function parseClaimCode(code: string): ClaimCode {
  const typed = [...code.replaceAll('-', '')];
  if (typed.length !== CODE_LENGTH) throw new PapertabError('claim-code-length', `${typed.length} characters`);
  let digits = '';
  let whole = 0n;
  for (const character of typed) {
    const value = VALUES.get(character);
    if (value === undefined) throw new PapertabError('claim-code-character', character);
    digits += DIGITS[value]!;
    whole = (whole << 5n) | BigInt(value);
  }
  const value = whole & 0xffff_ffff_ffff_ffffn;
  if (whole >> 64n !== BigInt(crc16(value))) throw new PapertabError('claim-code-checksum');
  return {
    code: group(digits),
    hardwareXor: Number(value & 0xff_ffffn),
    secret: (value >> 24n).toString(16).padStart(10, '0'),
  };
}

/**
 * Reads a claim code as people type and paste them: white space, invisible characters and any kind of dash are left
 * out and full-width letters read as plain ones, then as {@link parseClaimCode}.
 *
 * @throws PapertabError as {@link parseClaimCode} does.
 */
export function readClaimCode(typed: string): ClaimCode {
  return parseClaimCode(typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212_.]/gu, ''));
}

function group(digits: string): string {
  const groups: string[] = [];
  for (let i = 0; i < digits.length; i += GROUP_LENGTH) groups.push(digits.slice(i, i + GROUP_LENGTH));
  return groups.join('-');
}

/** CRC-16/CCITT (polynomial 0x1021, starts at 0xffff, not reflected) over the 8 bytes of `value`, the lowest first. */
function crc16(value: bigint): number {
  let crc = 0xffff;
  for (let shift = 0n; shift < 64n; shift += 8n) {
    crc ^= Number((value >> shift) & 0xffn) << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}
