import { Personalities, type PersonalitySummary } from '../../../src/engine/personalities.ts';
import { KEEP_BYTES, KEEP_PRINTS, Records } from '../../../src/engine/records.ts';
import type { Database } from '../../../src/jobs/database.ts';
import type { LogEntry } from '../../../src/jobs/log-entry.ts';
import { LogStore } from '../../../src/jobs/log-store.ts';
import { encodeClaimCode } from '../../../src/sirius/claim-code.ts';
import { must, target } from '../target.ts';
import { mutateValue, type ValueSeed, valueSeed } from '../values.ts';

const ADDRESS = '000d6f000273ce0b';
const STORES = ['little-printers', 'paper-printers', 'settings', 'bridge-address', 'personalities'] as const;

interface Kept {
  readonly store: (typeof STORES)[number];
  readonly value: unknown;
}

const LITTLE_PRINTER = {
  deviceAddress: ADDRESS,
  secret: '1d3b5af9c2',
  name: 'Kitchen',
  paperPrinter: 'screen',
  createdAt: 1_437_148_416_240,
  imported: false,
  face: 'pip',
  offlineWhenAway: true,
};

const PAPER_PRINTER = {
  id: 'p1',
  name: 'Paperang_P2',
  model: 'paperang-p2',
  link: { transport: 'bluetooth', device: 'abc=' },
  settings: { density: 60 },
  createdAt: 1_437_148_416_240,
};

const SEEDS: { readonly [S in Kept['store']]: readonly ValueSeed[] } = {
  'little-printers': [LITTLE_PRINTER, { ...LITTLE_PRINTER, retiredAt: 1 }].map(valueSeed),
  'paper-printers': [
    PAPER_PRINTER,
    {
      ...PAPER_PRINTER,
      model: 'escpos-80',
      link: { transport: 'serial', vendor: 1659, product: 8963 },
      brokenOff: 576,
    },
  ].map(valueSeed),
  settings: [{ server: 'wss://example.org/', keepAwake: true, notify: true, keepPrints: 50, keepBytes: 5_000_000 }].map(
    valueSeed,
  ),
  'bridge-address': [valueSeed('6b6b7c2d2b4f3c01')],
  personalities: [
    valueSeed({ personalityId: 3, face: { width: 8, height: 1 }, nothingToPrint: {}, quipsId: 4, quips: [{}, {}, {}] }),
  ],
};

/** A database that has only what it is given, and takes nothing. */
function databaseOf({ store, value }: Kept): Database {
  const refuse = (): never => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const get = async (name: string, key: string): Promise<unknown> =>
    (name === 'meta' && key === store) || name === store ? value : undefined;
  return {
    get,
    getAll: async (name: string) => (name === store ? [value] : []),
    transaction: (name: string, mode = 'readonly') =>
      mode === 'readonly' ? { store: { get: (key: string) => get(name, key) }, done: Promise.resolve() } : refuse(),
  } as unknown as Database;
}

interface Read {
  readonly littlePrinters: Awaited<ReturnType<Records['littlePrinters']>>;
  readonly paperPrinters: Awaited<ReturnType<Records['paperPrinters']>>;
  readonly settings: Awaited<ReturnType<Records['settings']>>;
  readonly bridgeAddress: string | undefined;
  readonly personality: PersonalitySummary;
}

export const records = target<Kept, Read>({
  name: 'records',
  codes: ['storage-full'],
  generate(random) {
    const store = random.pick(STORES);
    return { store, value: mutateValue(random.pick(SEEDS[store]), random) };
  },
  async feed(kept) {
    const read = new Records(databaseOf(kept), 1);
    const personalities = new Personalities(read);
    await personalities.load([ADDRESS]);
    return {
      littlePrinters: await read.littlePrinters(),
      paperPrinters: await read.paperPrinters(),
      settings: await read.settings(),
      bridgeAddress: kept.store === 'bridge-address' ? await read.bridgeAddress() : undefined,
      personality: personalities.summaryOf(ADDRESS),
    };
  },
  judge({ store, value }, { littlePrinters: { present, retired }, paperPrinters }) {
    const isNone = store === 'little-printers' ? present.length + retired.length === 0 : paperPrinters.length === 0;
    if (!store.endsWith('printers') || !isNone) return 'accepted';
    return typeof value === 'object' && value !== null ? 'refused' : 'outside';
  },
  // Keys of WebCrypto.
  mostBytes: () => 512,
  check(_kept, read) {
    for (const printer of [...read.littlePrinters.present, ...read.littlePrinters.retired]) {
      must(/^[0-9a-f]{16}$/.test(printer.deviceAddress) && /^[0-9a-f]{10}$/.test(printer.secret), 'an identity');
      must(printer.claimCode === encodeClaimCode(printer.hardwareXor, printer.secret), 'its own claim code');
      must(typeof printer.name === 'string' && typeof printer.createdAt === 'number', 'a name and a time');
    }
    for (const { id, name, settings } of read.paperPrinters) {
      must(typeof id === 'string' && name.length <= 80, 'an id and a name');
      must((settings.density ?? 0) <= 100, 'settings in range');
    }
    const { keepPrints, keepBytes } = read.settings;
    must(keepPrints >= KEEP_PRINTS.least && keepPrints <= KEEP_PRINTS.most, 'how many prints are kept');
    must(keepBytes >= KEEP_BYTES.least && keepBytes <= KEEP_BYTES.most, 'how many bytes are kept');
    must(read.bridgeAddress === undefined || /^[0-9a-f]{16}$/.test(read.bridgeAddress), 'a bridge address');
    must(Number.isInteger(read.personality.quips), 'a number of quips');
  },
});

const LOG_SEEDS = [
  { at: 1_437_148_416_240, epoch: 4, kind: 'bridge', text: 'socket open', about: ADDRESS, hex: '0203' },
  { at: 1_437_148_416_240, epoch: 4, kind: 'job', text: 'printed' },
].map(valueSeed);

export const logEntries = target<unknown, LogEntry[]>({
  name: 'log-entries',
  codes: [],
  generate: (random) => mutateValue(random.pick(LOG_SEEDS), random),
  feed(value) {
    const cursor = { key: 5, value, continue: async () => null };
    const store = { openCursor: async () => cursor };
    const database = { transaction: () => ({ store, done: Promise.resolve() }) } as unknown as Database;
    return new LogStore(database, 1).list({ limit: 10 });
  },
  judge: (value, entries) =>
    entries.length > 0 ? 'accepted' : typeof value === 'object' && value !== null ? 'refused' : 'outside',
  mostBytes: () => 0,
  check(_value, entries) {
    for (const { id, at, epoch, kind, text, about = '', hex = '' } of entries) {
      must(id === 5 && typeof at === 'number' && typeof epoch === 'number', 'numbers');
      must(['bridge', 'printer', 'job', 'engine'].includes(kind), 'a kind');
      must(
        [text, about, hex].every((part) => typeof part === 'string'),
        'texts',
      );
    }
  },
});
