import { checkServerAddress, hasUsualPath } from '../../../src/bridge/server-address.ts';
import { must, target } from '../target.ts';
import { compose, mutateText } from '../texts.ts';

const PAGES = [
  'https://papertab.example/',
  'http://localhost:5173/x/',
  'http://192.168.1.7/',
  'https://[::1]:8443/',
] as const;

const schemes = [
  '',
  'ws://',
  'wss://',
  'http://',
  'https://',
  'WSS://',
  'ftp://',
  'javascript:',
  'file:///',
  '//',
  'ws:',
];
const hosts = [
  ...[
    'localhost',
    'example.org',
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '[::1]',
    '[fe80::1%25eth0]',
    '[fd00::1]',
    '10.0.0.1',
  ],
  ...[
    'printer.local',
    'a.localhost',
    '192.168.0.256',
    '0',
    '..',
    'xn--',
    'xn--zckzah',
    'bücher.example',
    'a b',
    'a%00b',
  ],
  ...[
    'user@example.org',
    'user:secret@example.org',
    ':@',
    '',
    '\u200b',
    '[',
    ']',
    '\ud800',
    `${'a'.repeat(64)}.example`,
  ],
];
const ports = ['', ':80', ':443', ':8080', ':0', ':65535', ':65536', ':-1', ':', ':08', ':x'];
const paths = [
  ...[
    '',
    '/',
    '/api/v1/connection',
    '/api/v1/connection/',
    '/proxy/api/v1/connection',
    '/..',
    '/%',
    '/%zz',
    '\\',
    '//',
  ],
  ...['/a?b=c', '?', '#', '#x', '/x#/api/v1/connection', `/${'x'.repeat(3_000)}`, '/\u00e9', '/ '],
];

const SEEDS = [
  ['', 'localhost', ':8080', ''],
  ['wss://', 'example.org', '', '/api/v1/connection'],
  ['ws://', '192.168.1.2', ':5173', '/'],
  ['https://', 'example.org', ':443', '/proxy/api/v1/connection'],
  ['', '[::1]', '', ''],
].map(([scheme, host, port, path]) =>
  compose(
    { text: scheme!, others: schemes },
    { text: host!, others: hosts },
    { text: port!, others: ports },
    { text: path!, others: paths },
  ),
);

interface Typed {
  readonly text: string;
  readonly page: string;
}

export const serverAddresses = target<Typed, string>({
  name: 'server-addresses',
  codes: ['server-address', 'server-mixed-content'],
  generate: (random) => ({ text: mutateText(random.pick(SEEDS), random), page: random.pick(PAGES) }),
  feed: ({ text, page }) => checkServerAddress(text, page),
  // No URL at all.
  isOutside: ({ cause, detail }) => cause !== undefined || detail === undefined,
  mostBytes: () => 0,
  check({ page }, address) {
    const url = new URL(address);
    must(url.protocol === 'ws:' || url.protocol === 'wss:', 'a WebSocket address');
    must(url.hostname !== '' && url.username === '' && url.password === '', 'a host and no user');
    must(!address.includes('#') && !/\s/.test(address), 'no fragment, no space');
    must(checkServerAddress(address, page) === address, 'the same, read again');
    must(typeof hasUsualPath(address) === 'boolean', 'a path');
  },
});
