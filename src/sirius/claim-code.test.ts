import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeClaimCode, hardwareXor, parseClaimCode, readClaimCode } from './claim-code.ts';
import { completeIdentity } from './identity.ts';
import { deriveLinkKey } from './link-key.ts';

interface Printer {
  device_address: string;
  hardware_xor: number;
  secret: string;
  claim_code: string;
  link_key: string;
}
interface TypedCode {
  input: string;
  ok: boolean;
  error?: string;
  hardware_xor?: number;
  link_key?: string;
}

const fixture = <Rows>(name: string): Rows =>
  JSON.parse(readFileSync(new URL(`../../test/fixtures/${name}`, import.meta.url), 'utf8'));
const printers = fixture<Printer[]>('claim-codes.json');
const typedCodes = fixture<TypedCode[]>('claim-codes-odd.json');

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
  return undefined;
}

describe('printers of the server', () => {
  it('are all there', () => expect(printers.length).toBe(500));

  it('have our hardware xor, claim code and link key', async () => {
    for (const printer of printers) {
      const identity = await completeIdentity(printer.device_address, printer.secret);
      expect(identity).toEqual({
        deviceAddress: printer.device_address,
        hardwareXor: printer.hardware_xor,
        secret: printer.secret,
        claimCode: printer.claim_code,
        linkKey: printer.link_key,
      });
    }
  });

  it('have claim codes that read as they were written', () => {
    for (const { claim_code: code, hardware_xor: xor, secret } of printers) {
      const parsed = { code, hardwareXor: xor, secret };
      expect(parseClaimCode(code)).toEqual(parsed);
      expect(parseClaimCode(code.toUpperCase())).toEqual(parsed);
    }
  });
});

describe('codes as people mistype them', () => {
  const codes: Record<string, string> = {
    'claim codes should be 16 characters': 'claim-code-length',
    'CRC problem': 'claim-code-checksum',
    'A is not a valid character': 'claim-code-character',
  };

  it.each(typedCodes)('"$input" is taken or refused as by the server', async (row) => {
    if (!row.ok) {
      expect(codeOf(() => parseClaimCode(row.input))).toBe(codes[row.error!]);
      return;
    }
    const { hardwareXor: xor, secret } = parseClaimCode(row.input);
    expect(xor).toBe(row.hardware_xor);
    expect(await deriveLinkKey(secret)).toBe(row.link_key);
  });

  it('are told the character that is no digit, as it was typed', () => {
    expect(() => parseClaimCode('Az0q-dv9z-4rz7-7hc4')).toThrowError(expect.objectContaining({ detail: 'A' }));
    expect(() => parseClaimCode('😀z0q-dv9z-4rz7-7hc4')).toThrowError(expect.objectContaining({ detail: '😀' }));
  });

  it('take no letter that only becomes a digit when its case is changed', () => {
    // The Kelvin sign, whose lower case is k.
    expect(codeOf(() => parseClaimCode('oz0q-dv9z-4rz7-7hc\u212a'))).toBe('claim-code-character');
  });

  it('notice any two digits that were exchanged', () => {
    const { code } = parseClaimCode(printers[0]!.claim_code);
    const digits = [...code.replaceAll('-', '')];
    for (let i = 1; i < digits.length; i++) {
      if (digits[i] === digits[i - 1]) continue;
      const exchanged = digits
        .with(i, digits[i - 1]!)
        .with(i - 1, digits[i]!)
        .join('');
      expect(codeOf(() => parseClaimCode(exchanged))).toBe('claim-code-checksum');
    }
  });
});

describe('codes as people type and paste them', () => {
  const code = 'oz0q-dv9z-4rz7-7hc4';

  it.each([
    ['spaces for dashes', 'oz0q dv9z 4rz7 7hc4'],
    ['white space around', '\t oz0q-dv9z-4rz7-7hc4\r\n'],
    ['en dashes', 'oz0q–dv9z–4rz7–7hc4'],
    ['em dashes', 'oz0q—dv9z—4rz7—7hc4'],
    ['minus signs', 'oz0q−dv9z−4rz7−7hc4'],
    ['non-breaking hyphens and spaces', 'oz0q\u2011dv9z\u2011 4rz7\u00a07hc4'],
    ['invisible characters', '\ufeffoz0q-dv9z-\u200b4rz7-7hc\u00ad4'],
    ['full-width letters', 'ｏｚ０ｑ－ｄｖ９ｚ－４ｒｚ７－７ｈｃ４'],
    ['capitals and u for v', 'OZ0Q-DU9Z-4RZ7-7HC4'],
  ])('%s', (_what, typed) => expect(readClaimCode(typed).code).toBe(code));

  it('keep o and 0 apart', () =>
    expect(codeOf(() => readClaimCode('0z0q-dv9z-4rz7-7hc4'))).toBe('claim-code-checksum'));
  it('are still checked', () => expect(codeOf(() => readClaimCode('oz0q dv9z 4rz7'))).toBe('claim-code-length'));
});

it('gives the right code for the printer of a well-known guide', () => {
  const xor = hardwareXor('db708b77ae2ee5b5');
  const secret = 1011795836314n.toString(16);
  expect(encodeClaimCode(xor, secret)).toBe('vt4y-q4xv-7pe8-4fsy');
  const printed = parseClaimCode('fojy-q4xv-7pe2-xt00');
  expect(printed.secret).toBe(secret);
  expect(printed.hardwareXor).not.toBe(xor);
});

it('takes the hardware xor of a longer address from its last 16 digits', () => {
  expect(hardwareXor('ffeedb708b77ae2ee5b5')).toBe(hardwareXor('db708b77ae2ee5b5'));
});
