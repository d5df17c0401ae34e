import { PapertabError } from '../errors.ts';
import { type ClaimCode, encodeClaimCode, hardwareXor, readClaimCode } from './claim-code.ts';
import { type Identity, isDeviceAddress } from './identity.ts';

/** Far more than any printer file has. */
export const MAX_PRINTER_FILE_CHARS = 65_536;

/** What stands in a printer file. */
export interface PrinterFile {
  /** 16 lower-case hex digits. */
  readonly deviceAddress: string;
  /** 10 lower-case hex digits. */
  readonly secret: string;
  /** The right claim code for address and secret. */
  readonly claimCode: string;
  /** The claim code in the file; absent when there is none or its checksum does not fit. */
  readonly fileClaimCode: string | undefined;
  /** False when the claim code in the file belongs to another device address, so that a claim with it goes nowhere. */
  readonly codeMatches: boolean;
  /** How the file writes the secret, or `claim-code` when it was taken from there. */
  readonly secretNotation: 'hex' | 'decimal' | 'claim-code';
}

/** No line that matters is as long, and longer ones would cost time with the square of their length. */
const MAX_LINE_CHARS = 200;
const MAX_SECRET = 0xff_ffff_ffffn;
const SECRET_DIGITS = 10;
const ADDRESS_DIGITS = 16;
/** With fewer digits than this it was no address with lost zeros. */
const SHORTEST_ADDRESS = 12;

type Field = 'address' | 'secret' | 'code';

/** The names of lines that matter, without spaces, underscores and case. */
const FIELDS: ReadonlyMap<string, Field> = new Map([
  ['address', 'address'],
  ['deviceaddress', 'address'],
  ['device', 'address'],
  ['secret', 'secret'],
  ['claimcode', 'code'],
]);

/**
 * Reads a printer file in any form that is about: as the sirius server writes it, as claim code sites do, with the
 * secret in hex or decimal, with other lines around, whatever the line ends and indentation.
 *
 * Files in the wild disagree with themselves, so address, secret and code are checked against each other. A code of
 * the same secret and another address is reported, with the right one beside it. Where the notation of the secret
 * leaves a doubt, the claim code settles it.
 *
 * @throws PapertabError `printer-file-unreadable` when it is too large, no text, or of several printers;
 * `printer-file-address`, `printer-file-secret`, and `printer-file-secret-mismatch` when the claim code is of another
 * secret.
 */
export function readPrinterFile(text: string): PrinterFile {
  if (text.length > MAX_PRINTER_FILE_CHARS || text.includes('\0')) throw new PapertabError('printer-file-unreadable');
  const lines = readLines(text);
  const code = readCode(lines.get('code'));
  const deviceAddress = readAddress(lines.get('address'), code);
  const { secret, notation } = readSecret(lines.get('secret'), code);
  const xor = hardwareXor(deviceAddress);
  return {
    deviceAddress,
    secret,
    claimCode: encodeClaimCode(xor, secret),
    fileClaimCode: code?.code,
    codeMatches: code === undefined || code.hardwareXor === xor,
    secretNotation: notation,
  };
}

/**
 * The printer file of a Little Printer, as the sirius server writes it.
 *
 * @param options.databaseId the printer's number in the server's database, for files that are to be read there.
 */
export function writePrinterFile(identity: Identity, options: { databaseId?: number } = {}): string {
  const lines: [name: string, value: string | number][] = [['address', identity.deviceAddress]];
  if (options.databaseId !== undefined) lines.push(['DB id', options.databaseId]);
  lines.push(['secret', identity.secret], ['xor', identity.hardwareXor], ['claim code', identity.claimCode]);
  return lines.map(([name, value]) => `${name.padStart(12)}: ${value}\n`).join('');
}

function readLines(text: string): ReadonlyMap<Field, string> {
  const found = new Map<Field, string>();
  for (const line of text.split(/[\r\n]+/)) {
    if (line.length > MAX_LINE_CHARS) continue;
    const [, name, value] = /^[^\p{L}]*([\p{L}_ ]+?)["'\s]*[:=]\s*(.*)$/u.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const field = FIELDS.get(name.toLowerCase().replace(/[\s_]/g, ''));
    const plain = value.replace(/^["'\s]+|["',;\s]+$/g, '').toLowerCase();
    if (field === undefined || plain === '') continue;
    const before = found.get(field);
    if (before !== undefined && before !== plain) throw new PapertabError('printer-file-unreadable', `two of ${name}`);
    found.set(field, plain);
  }
  return found;
}

/** A code that is mistyped proves nothing and is left out; the right one is known without it. */
function readCode(value: string | undefined): ClaimCode | undefined {
  if (value === undefined) return undefined;
  try {
    return readClaimCode(value);
  } catch {
    return undefined;
  }
}

/** Some generators drop the address's leading zeros; the claim code tells whether that is what happened. */
function readAddress(value: string | undefined, code: ClaimCode | undefined): string {
  const digits = value?.replace(/^0x/, '');
  if (digits === undefined) throw new PapertabError('printer-file-address');
  if (isDeviceAddress(digits)) return digits;
  const padded = digits.padStart(ADDRESS_DIGITS, '0');
  if (digits.length >= SHORTEST_ADDRESS && isDeviceAddress(padded) && code?.hardwareXor === hardwareXor(padded)) {
    return padded;
  }
  throw new PapertabError('printer-file-address', digits.slice(0, 2 * ADDRESS_DIGITS));
}

function readSecret(
  value: string | undefined,
  code: ClaimCode | undefined,
): { secret: string; notation: PrinterFile['secretNotation'] } {
  if (value === undefined) {
    if (code === undefined) throw new PapertabError('printer-file-secret');
    return { secret: code.secret, notation: 'claim-code' };
  }
  const hex = fromHex(value);
  const decimal = fromDecimal(value);
  if (hex === undefined && decimal === undefined) throw new PapertabError('printer-file-secret');
  if (code !== undefined) {
    if (hex === code.secret) return { secret: hex, notation: 'hex' };
    if (decimal === code.secret) return { secret: decimal, notation: 'decimal' };
    throw new PapertabError('printer-file-secret-mismatch');
  }
  if (hex !== undefined) return { secret: hex, notation: 'hex' };
  return { secret: decimal!, notation: 'decimal' };
}

function fromHex(value: string): string | undefined {
  const digits = value.replace(/^0x/, '');
  return /^[0-9a-f]{1,10}$/.test(digits) ? digits.padStart(SECRET_DIGITS, '0') : undefined;
}

function fromDecimal(value: string): string | undefined {
  if (!/^[0-9]{1,13}$/.test(value)) return undefined;
  const number = BigInt(value);
  return number <= MAX_SECRET ? number.toString(16).padStart(SECRET_DIGITS, '0') : undefined;
}
