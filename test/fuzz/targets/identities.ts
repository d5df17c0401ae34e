import { type ClaimCode, encodeClaimCode, hardwareXor, readClaimCode } from '../../../src/sirius/claim-code.ts';
import { type PrinterFile, readPrinterFile, writePrinterFile } from '../../../src/sirius/printer-file.ts';
import type { Random } from '../random.ts';
import { must, target } from '../target.ts';
import { compose, mutateText, type Piece, type TextSeed } from '../texts.ts';

const ADDRESSES = ['000d6f000273ce0b', 'ffffffffffffffff', '0000000000000001', '7e3fa1b2c3d4e5f6'] as const;
const SECRETS = ['0000000000', '1d3b5af9c2', 'ffffffffff', '00e8d4a510'] as const;

const CODES = ADDRESSES.map((address, i) => encodeClaimCode(hardwareXor(address), SECRETS[i]!));

const OTHER_GROUPS = [
  '',
  '-',
  '0000',
  'zzzz',
  'iIlL',
  'uUvV',
  'oO00',
  'aaaa',
  ' ',
  '\u2011',
  '\uff10\uff11',
  '\u200b',
  'É',
];

function codeSeed(code: string): TextSeed {
  return compose(...code.split('-').flatMap((group) => [{ text: group, others: OTHER_GROUPS }, piece('-')]));
}

function piece(text: string): Piece {
  return { text, others: OTHER_GROUPS };
}

const TYPED = [...'0123456789bcdefghjkmnopqrstvwxyzILOUailu-a!é'];

const CODE_SEEDS = [...CODES, ...CODES.map((code) => code.toUpperCase())].map(codeSeed);

/** One or two characters wrong, or two of them the other way round. */
function mistyped(code: string, random: Random): string {
  const characters = [...code];
  const at = random.below(characters.length);
  if (random.once(4)) characters.splice(at, 2, ...characters.slice(at, at + 2).reverse());
  else characters[at] = random.pick(TYPED);
  if (random.once(4)) characters[random.below(characters.length)] = random.pick(TYPED);
  return characters.join('');
}

export const claimCodes = target<string, ClaimCode>({
  name: 'claim-codes',
  codes: ['claim-code-length', 'claim-code-character', 'claim-code-checksum'],
  generate(random) {
    const seed = random.pick(CODE_SEEDS);
    return random.once(3) ? mutateText(seed, random, 4) : mistyped(seed.text, random);
  },
  feed: (text) => readClaimCode(text),
  isOutside: ({ code }) => code === 'claim-code-length',
  mostBytes: () => 0,
  check(_text, { code, hardwareXor: xor, secret }) {
    must(encodeClaimCode(xor, secret) === code, 'the same, encoded again');
    must(/^[0-9a-f]{10}$/.test(secret) && xor >= 0 && xor <= 0xff_ffff, 'what is in it fits');
    const again = readClaimCode(code);
    must(again.code === code && again.secret === secret && again.hardwareXor === xor, 'the same, read again');
  },
});

const OTHER_VALUES = [
  ...[
    '',
    '0',
    '000d6f000273ce0b',
    '0xd6f000273ce0b',
    'd6f000273ce0b',
    'ffffffffffffffff',
    '1d3b5af9c2',
    '0x1d3b5af9c2',
  ],
  ...['1000000000000', '9999999999999', '18446744073709551616', '-1', '1e5', 'null', '"', "','", '= :', ': :', '\t'],
  ...['\n', '\r\n', '\r', '\u2028', '\u00e9', '\0', 'address: 0', 'secret', 'claim code', 'İ', 'x'.repeat(250)],
  ...CODES,
];

function fileSeed(parts: readonly (string | [value: string])[]): TextSeed {
  return compose(...parts.map((part) => (typeof part === 'string' ? part : { text: part[0], others: OTHER_VALUES })));
}

function seedsOf(address: string, secret: string, code: string): TextSeed[] {
  const decimal = BigInt(`0x${secret}`).toString();
  const xor = String(hardwareXor(address));
  return [
    fileSeed([
      ...['     address: ', [address], '\n       DB id: ', ['7'], '\n      secret: ', [secret], '\n         xor: '],
      ...[[xor], '\n  claim code: ', [code], '\n'],
    ] as never),
    fileSeed([
      ...['# a printer\r\naddress: ', [address], '\r\nsecret: ', [decimal], '\r\nclaim code: ', [code.toUpperCase()]],
      '\r\n',
    ] as never),
    fileSeed(['{ "', ['device_address'], '": "', [address], '",\n "', ['claim_code'], '": "', [code], '" }'] as never),
    fileSeed(['address=', [address], '\n', ['secret'], '=', [`0x${secret}`], '\n'] as never),
  ];
}

const FILE_SEEDS = ADDRESSES.flatMap((address, i) => seedsOf(address, SECRETS[i]!, CODES[i]!));

export const printerFiles = target<string, PrinterFile>({
  name: 'printer-files',
  codes: ['printer-file-unreadable', 'printer-file-address', 'printer-file-secret', 'printer-file-secret-mismatch'],
  generate: (random) => mutateText(random.pick(FILE_SEEDS), random),
  feed: (text) => readPrinterFile(text),
  // The first thing that is asked of a file is whether there is a printer in it.
  isOutside: ({ code }) => code === 'printer-file-unreadable' || code === 'printer-file-address',
  mostBytes: () => 0,
  check(_text, { deviceAddress, secret, claimCode, fileClaimCode, codeMatches }) {
    must(/^[0-9a-f]{16}$/.test(deviceAddress) && /^[0-9a-f]{10}$/.test(secret), 'address and secret');
    const xor = hardwareXor(deviceAddress);
    must(claimCode === encodeClaimCode(xor, secret), 'the right claim code');
    if (fileClaimCode !== undefined) {
      must(codeMatches === (fileClaimCode === claimCode), 'it is said whether the code is the right one');
      must(readClaimCode(fileClaimCode).secret === secret, 'no code of another secret');
    }
    const written = writePrinterFile({ deviceAddress, secret, claimCode, hardwareXor: xor, linkKey: '' });
    const again = readPrinterFile(written);
    must(again.deviceAddress === deviceAddress && again.secret === secret && again.codeMatches, 'the same, written');
  },
});
