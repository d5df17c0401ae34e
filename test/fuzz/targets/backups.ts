import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { BackupSummary } from '../../../src/engine/api.ts';
import type { BackupDesk } from '../../../src/engine/backup/desk.ts';
import { importBackup, readBackup } from '../../../src/engine/backup/import-backup.ts';
import { PapertabError } from '../../../src/errors.ts';
import { type Field, mutateBytes } from '../bytes.ts';
import { jsonSeed } from '../json-texts.ts';
import type { Random } from '../random.ts';
import { must, target } from '../target.ts';
import { mutateText, type TextSeed } from '../texts.ts';
import { picture } from './pictures.ts';

/* The format, written once more: what it says is what must hold, whatever the code that writes backups does. */

const MAGIC = [0x8a, 0x50, 0x54, 0x41, 0x42, 0x0d, 0x0a, 0x1a];
const ADDRESS = '000d6f000273ce0b';
const SEAL_BYTES = 16;

interface Item {
  readonly text: TextSeed;
  readonly bytes: Uint8Array;
}

const deflated = new Uint8Array(deflateRawSync(picture(8, 'text').data));
const NO_BYTES = new Uint8Array(0);
const item = (entry: object, bytes: Uint8Array = NO_BYTES): Item => ({ text: jsonSeed(entry), bytes });

const job = {
  paperPrinter: 'screen',
  origin: { kind: 'delivery', littlePrinter: ADDRESS, printId: 7, face: true },
  state: 'printed',
  createdAt: 1,
  changedAt: 2,
  width: 384,
  height: 8,
  faceRows: 0,
  bytes: deflated.length,
  blackShare: 0.1,
  interruptions: 0,
  begun: false,
  report: 'sent',
};

const ITEMS: readonly Item[] = [
  item({ kind: 'about', madeAt: 1_437_148_416_240 }),
  item({ kind: 'settings', settings: { keepAwake: true, notify: false, keepPrints: 500, keepBytes: 5_000_000 } }),
  item({
    kind: 'little-printer',
    printer: {
      deviceAddress: ADDRESS,
      secret: '1d3b5af9c2',
      name: 'Kitchen',
      paperPrinter: 'p1',
      createdAt: 1,
      imported: false,
      face: 'pip',
      offlineWhenAway: false,
    },
  }),
  item({ kind: 'personality', deviceAddress: ADDRESS, personalityId: 3, quipsId: 4 }),
  item({ kind: 'personality-picture', deviceAddress: ADDRESS, shows: 'face', width: 384, height: 8 }, deflated),
  item({ kind: 'personality-picture', deviceAddress: ADDRESS, shows: 'quips', width: 384, height: 8 }, deflated),
  item({
    kind: 'paper-printer',
    printer: {
      id: 'p1',
      name: 'Paperang',
      model: 'paperang-p2',
      link: { transport: 'bluetooth', device: 'abc' },
      settings: { density: 80 },
      createdAt: 5,
    },
  }),
  item({ kind: 'address', name: 'Ada', key: 'abcdef' }),
  item({ kind: 'job', id: 1, job }, deflated),
  item({ kind: 'job', id: 2, job: { ...job, state: 'held', report: 'due' } }, deflated),
  item({ kind: 'end', entries: 10 }),
];

interface Body {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The two lengths before each entry. */
  readonly fields: readonly Field[];
}

/** All entries, one after another. */
function bodyOf(items: readonly { readonly text: string; readonly bytes: Uint8Array }[]): Body {
  const fields: Field[] = [];
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { text, bytes } of items) {
    const encoded = Buffer.from(text, 'utf8');
    const head = Buffer.alloc(8);
    head.writeUInt32BE(encoded.length, 0);
    head.writeUInt32BE(bytes.length, 4);
    fields.push({ at, size: 4, bigEndian: true }, { at: at + 4, size: 4, bigEndian: true });
    parts.push(head, encoded, bytes);
    at += 8 + encoded.length + bytes.length;
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), fields };
}

const BODY = bodyOf(ITEMS.map(({ text, bytes }) => ({ text: text.text, bytes })));
const COMPRESSED = new Uint8Array(deflateRawSync(BODY.bytes));

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function headerOf(format: number, flags: number, zero = 0): Buffer {
  const bytes = Buffer.from([...MAGIC, format >> 8, format & 255, flags, zero]);
  return Buffer.concat([bytes, sha256(bytes).subarray(0, 4)]);
}

const HEADER = headerOf(1, 0);

/** A file with one chunk, which is sealed as it must be. */
function fileOf(compressed: Uint8Array, header = HEADER): Uint8Array<ArrayBuffer> {
  const place = Buffer.from([0, 0, 0, 0, 1]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE((compressed.length | 0x8000_0000) >>> 0);
  const seal = sha256(header, place, compressed).subarray(0, SEAL_BYTES);
  return new Uint8Array(Buffer.concat([header, length, compressed, seal]));
}

const WHOLE = fileOf(COMPRESSED);
const FILE_FIELDS: readonly Field[] = [
  { at: 8, size: 2, bigEndian: true },
  { at: 10, size: 1 },
  { at: HEADER.length, size: 4, bigEndian: true },
];

/** One entry with another text; the number of entries stays right. */
function withOtherText(random: Random): Uint8Array {
  const items = ITEMS.map(({ text, bytes }) => ({ text: text.text, bytes }));
  const at = random.below(items.length);
  items[at] = { text: mutateText(ITEMS[at]!.text, random), bytes: ITEMS[at]!.bytes };
  return bodyOf(items).bytes;
}

/** Entries in another order, or one of them not or twice there. */
function inOtherOrder(random: Random): Uint8Array {
  const items = ITEMS.map(({ text, bytes }) => ({ text: text.text, bytes }));
  const [taken] = items.splice(random.below(items.length), 1);
  for (let times = random.below(3); times > 0; times--) items.splice(random.below(items.length + 1), 0, taken!);
  items.push({ text: `{"kind":"end","entries":${items.length}}`, bytes: NO_BYTES });
  return bodyOf(items).bytes;
}

const NOWHERE: BackupDesk = {
  // All that is read is thrown away: there is no room for it.
  database: {
    transaction: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  } as unknown as BackupDesk['database'],
  epoch: 1,
  clock: { now: () => 0, after: () => () => {} },
};

interface Read {
  readonly summary: BackupSummary;
  /** Whether an import would get as far as the database. */
  readonly isTaken: boolean;
}

export const backups = target<Uint8Array, Read>({
  name: 'backups',
  codes: ['backup-unreadable', 'backup-newer', 'backup-size', 'backup-passphrase'],
  generate(random) {
    const dice = random.below(16);
    if (dice < 6) return fileOf(deflateRawSync(withOtherText(random), { level: 1 }));
    if (dice < 10) return fileOf(deflateRawSync(mutateBytes(BODY, random), { level: 1 }));
    if (dice < 12) return fileOf(deflateRawSync(inOtherOrder(random), { level: 1 }));
    if (dice < 14) return fileOf(mutateBytes({ bytes: COMPRESSED, fields: [] }, random));
    if (dice === 14) return fileOf(COMPRESSED, headerOf(random.below(3), random.below(3), random.below(2)));
    return mutateBytes({ bytes: WHOLE, fields: FILE_FIELDS }, random);
  },
  async feed(file) {
    const summary = await readBackup(file);
    try {
      await importBackup(NOWHERE, file);
    } catch (thrown) {
      if (!(thrown instanceof PapertabError)) throw thrown;
      if (thrown.code === 'storage-full') return { summary, isTaken: true };
      // A summary is made without a look at the pictures.
      if (thrown.code === 'backup-unreadable') return { summary, isTaken: false };
      throw thrown;
    }
    throw new Error('there was no room for it');
  },
  isOutside: ({ detail }) => detail === 'no backup' || detail === 'header',
  judge: (_file, { isTaken }) => (isTaken ? 'accepted' : 'refused'),
  // One entry at its largest, and all that inflates from a file, twice: deflate makes a thousand bytes of one.
  mostBytes: (file) => 2 * (6_000_000 + 256 * 1_024 + 1_100 * file.length),
  check(_file, { summary }) {
    must(Number.isFinite(summary.madeAt), 'when it was made');
    must(summary.prints >= 0 && summary.unprinted >= 0, 'how many prints it has');
    for (const { deviceAddress, name } of summary.littlePrinters) {
      must(/^[0-9a-f]{16}$/.test(deviceAddress) && typeof name === 'string', 'whom it has');
    }
    must(
      summary.paperPrinters.every((name) => name.length <= 80),
      'names of paper printers',
    );
  },
});
