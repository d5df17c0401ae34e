import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../../test/support/cpu-time.ts';
import { PapertabError } from '../errors.ts';
import { completeIdentity } from './identity.ts';
import { MAX_PRINTER_FILE_CHARS, readPrinterFile, writePrinterFile } from './printer-file.ts';

/** As a sirius server wrote it. */
const SERVER_FILE = `     address: cc18aff27ed5cf3d
       DB id: 15
      secret: 6b79e72280
         xor: 15444370
  claim code: ebqp-pyg7-4b0f-qbdk
`;
const PRINTER = {
  deviceAddress: 'cc18aff27ed5cf3d',
  secret: '6b79e72280',
  claimCode: 'ebqp-pyg7-4b0f-qbdk',
  fileClaimCode: 'ebqp-pyg7-4b0f-qbdk',
  codeMatches: true,
  secretNotation: 'hex',
};
const DECIMAL = String(0x6b79e72280);

function codeOf(text: string): string | undefined {
  try {
    readPrinterFile(text);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(PapertabError);
    return (thrown as PapertabError).code;
  }
  return undefined;
}

describe('the forms in the wild', () => {
  it.each([
    ['as the server writes it', SERVER_FILE],
    ['as older servers did, without the xor', SERVER_FILE.replace(/ +xor.*\n/, '')],
    ['as claim code sites do, without a database id', SERVER_FILE.replace(/ +DB id.*\n/, '')],
    ['with Windows line ends', SERVER_FILE.replaceAll('\n', '\r\n')],
    ['with old Macintosh line ends', SERVER_FILE.replaceAll('\n', '\r')],
    ['with a byte order mark', `\ufeff${SERVER_FILE}`],
    ['in capitals', SERVER_FILE.toUpperCase()],
    ['without indentation and spaces', SERVER_FILE.replace(/^ +/gm, '').replaceAll(': ', ':')],
    ['indented with tabs', SERVER_FILE.replace(/^ +/gm, '\t\t')],
    [
      'pasted with the console around it',
      `$ ./manage.py fake printer\nDEBUG: app\n${SERVER_FILE}\nCreated printer and saved as cc18aff27ed5cf3d.printer\n`,
    ],
    ['quoted in a mail', SERVER_FILE.replace(/^/gm, '> ')],
    ['with its lines turned round', SERVER_FILE.trim().split('\n').reverse().join('\n')],
    ['without a last line end', SERVER_FILE.trimEnd()],
    ['with the same lines twice', SERVER_FILE + SERVER_FILE],
    ['with a prefixed secret', SERVER_FILE.replace('6b79', '0x6b79')],
    ['with other names', 'device address: cc18aff27ed5cf3d\nSecret = 6b79e72280\nClaim_code: EBQP PYG7 4B0F QBDK'],
    [
      'as a script prints an object',
      `{\n  device: 'cc18aff27ed5cf3d',\n  "secret": '6b79e72280',\n  claimCode: 'ebqp-pyg7-4b0f-qbdk'\n}`,
    ],
  ])('%s', (_what, text) => expect(readPrinterFile(text)).toEqual(PRINTER));

  it('with a decimal secret, which the claim code tells', () => {
    expect(readPrinterFile(SERVER_FILE.replace('6b79e72280', DECIMAL))).toEqual({
      ...PRINTER,
      secretNotation: 'decimal',
    });
  });

  it('with an address and a secret that lost their leading zeros, which the claim code tells', () => {
    const file =
      '     address: 5f297a46f118187\n      secret: da156dc11d\n         xor: 11541520\n  claim code: 7p6x-n5ce-r4fv-070h\n';
    expect(readPrinterFile(file)).toMatchObject({ deviceAddress: '05f297a46f118187', codeMatches: true });
    expect(codeOf(file.replace(/ +claim.*\n/, ''))).toBe('printer-file-address');
    expect(codeOf(file.replace('5f297a46f118187', '6f297a46f118187'))).toBe('printer-file-address');
  });

  it('of a well-known guide: its code belongs to another address, and the right one is given', () => {
    const file = '     address: db708b77ae2ee5b5\n      secret: 1011795836314\n  claim code: fojy-q4xv-7pe2-xt00\n';
    expect(readPrinterFile(file)).toEqual({
      deviceAddress: 'db708b77ae2ee5b5',
      secret: 1011795836314n.toString(16),
      claimCode: 'vt4y-q4xv-7pe8-4fsy',
      fileClaimCode: 'fojy-q4xv-7pe2-xt00',
      codeMatches: false,
      secretNotation: 'decimal',
    });
  });
});

describe('the secret without a claim code', () => {
  const file = (secret: string) => `address: cc18aff27ed5cf3d\nsecret: ${secret}`;

  it.each([
    ['6b79e72280', '6b79e72280', 'hex'],
    ['abc', '0000000abc', 'hex'],
    ['1234567890', '1234567890', 'hex'],
    ['1', '0000000001', 'hex'],
    ['12345678901', 12345678901n.toString(16).padStart(10, '0'), 'decimal'],
    ['1099511627775', 'ffffffffff', 'decimal'],
  ])('%s reads as %s, %s', (written, secret, secretNotation) => {
    expect(readPrinterFile(file(written))).toMatchObject({
      secret,
      secretNotation,
      fileClaimCode: undefined,
      codeMatches: true,
    });
  });

  it.each(['1099511627776', '12345678901234', '6b79e722801', 'secret', '-1', '1.5', '6b 79'])(
    '%s does not fit',
    (written) => expect(codeOf(file(written))).toBe('printer-file-secret'),
  );
});

describe('a claim code', () => {
  it('settles the notation of a secret that could be both', () => {
    return Promise.all(
      ['0000012345', (12345).toString(16).padStart(10, '0')].map(async (secret, i) => {
        const { claimCode } = await completeIdentity('cc18aff27ed5cf3d', secret);
        const file = `address: cc18aff27ed5cf3d\nsecret: 12345\nclaim code: ${claimCode}`;
        expect(readPrinterFile(file)).toMatchObject({ secret, secretNotation: ['hex', 'decimal'][i] });
      }),
    );
  });

  it('gives the secret where there is none', () => {
    const file = SERVER_FILE.replace(/ +secret.*\n/, '');
    expect(readPrinterFile(file)).toEqual({ ...PRINTER, secretNotation: 'claim-code' });
  });

  it('of another secret spoils the file', () => {
    expect(codeOf(SERVER_FILE.replace('6b79e72280', '6b79e72281'))).toBe('printer-file-secret-mismatch');
  });

  it('with a wrong checksum is left out, the right one is known without it', () => {
    const file = SERVER_FILE.replace('ebqp', 'ebqq');
    expect(readPrinterFile(file)).toEqual({ ...PRINTER, fileClaimCode: undefined });
  });
});

describe('what is refused', () => {
  it.each([
    ['no address', SERVER_FILE.replace(/.*address.*\n/, ''), 'printer-file-address'],
    ['an address of 17 digits', SERVER_FILE.replace('cc18', 'ccc18'), 'printer-file-address'],
    ['an address with other letters', SERVER_FILE.replace('cc18', 'cg18'), 'printer-file-address'],
    ['no secret and no claim code', 'address: cc18aff27ed5cf3d\n', 'printer-file-secret'],
    ['nothing', '', 'printer-file-address'],
    ['another file', '<!doctype html><title>address</title>', 'printer-file-address'],
    ['bytes', 'address: cc18aff27ed5cf3d\nsecret: 6b79e72280\n\0', 'printer-file-unreadable'],
    ['two printers', `${SERVER_FILE}${SERVER_FILE.replace('cc18', 'dd18')}`, 'printer-file-unreadable'],
    ['a text above the bound', SERVER_FILE + ' '.repeat(MAX_PRINTER_FILE_CHARS), 'printer-file-unreadable'],
  ])('%s', (_what, text, code) => expect(codeOf(text)).toBe(code));

  it('quickly, whatever the text', () => {
    const ms = cpuTimeOf(() => {
      expect(codeOf('a '.repeat(MAX_PRINTER_FILE_CHARS / 2))).toBe('printer-file-address');
      expect(codeOf(' _'.repeat(MAX_PRINTER_FILE_CHARS / 2))).toBe('printer-file-address');
      expect(codeOf('>\t'.repeat(MAX_PRINTER_FILE_CHARS / 2))).toBe('printer-file-address');
      expect(codeOf(`secret: ${'" '.repeat(MAX_PRINTER_FILE_CHARS / 2 - 10)}x`)).toBe('printer-file-address');
      expect(codeOf(`${' _'.repeat(99)}\n`.repeat(MAX_PRINTER_FILE_CHARS / 200))).toBe('printer-file-address');
    });
    expect(ms).toBeLessThan(1_000);
  });
});

describe('writing', () => {
  it('is as the server does it', async () => {
    const identity = await completeIdentity('cc18aff27ed5cf3d', '6b79e72280');
    expect(writePrinterFile(identity, { databaseId: 15 })).toBe(SERVER_FILE);
    expect(writePrinterFile(identity)).toBe(SERVER_FILE.replace(/ +DB id.*\n/, ''));
  });

  it('can be read again, for every printer', async () => {
    const hex = (bytes: number) =>
      fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((v) => Buffer.from(v).toString('hex'));
    await fc.assert(
      fc.asyncProperty(hex(8), hex(5), async (deviceAddress, secret) => {
        const { claimCode, ...identity } = await completeIdentity(deviceAddress, secret);
        const file = readPrinterFile(writePrinterFile({ ...identity, claimCode }));
        expect(file).toEqual({
          deviceAddress,
          secret,
          claimCode,
          fileClaimCode: claimCode,
          codeMatches: true,
          secretNotation: 'hex',
        });
      }),
    );
  });
});
