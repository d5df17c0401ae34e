import { describe, expect, it } from 'vitest';
import { PapertabError } from '../../errors.ts';
import { LARGEST_BACKUP } from '../largest-backup.ts';
import { MAX_PICTURE, MAX_TEXT } from './bounds.ts';
import { readChunks, writeChunks } from './chunks.ts';
import { deflate, inflate } from './compression.ts';
import { type Entry, encodeItem, type Item } from './entry.ts';
import { encodeHeader, readHeader } from './header.ts';
import { readBackup } from './import-backup.ts';
import { createSeal, openSeal } from './seal.ts';
import { writeBackup } from './write-backup.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const PASSPHRASE = 'something long';
const JOB: Item = {
  entry: {
    kind: 'job',
    id: 1,
    job: {
      paperPrinter: 'screen',
      origin: { kind: 'local', source: 'note' },
      state: 'printed',
      createdAt: 1,
      changedAt: 2,
      width: 384,
      height: 10,
      faceRows: 0,
      bytes: 5,
      blackShare: 0.1,
      interruptions: 0,
      begun: false,
      answered: true,
      report: 'none',
    },
  },
  bytes: crypto.getRandomValues(new Uint8Array(700)),
};
const ITEMS: readonly Item[] = [{ entry: { kind: 'address', name: 'Ada', key: 'k' } }, JOB, JOB];

describe('a damaged backup', () => {
  it('is noticed wherever the damage is', async () => {
    const file = await writeBackup(1, ITEMS);
    const codes = new Set<string>();
    for (let at = 0; at < file.length; at += at < 40 ? 1 : 97) codes.add(await codeOf(damaged(file, at)));
    // A format of a higher number is no damage that can be told.
    expect(codes).toEqual(new Set(['backup-unreadable', 'backup-newer']));
  });

  it('is noticed wherever the damage is in an encrypted one', async () => {
    const file = await writeBackup(1, ITEMS, PASSPHRASE);
    // Salt and key check too: a damaged header is not taken for a wrong passphrase.
    for (let at = 10; at < 52; at += 3) expect(await codeOf(damaged(file, at), PASSPHRASE)).toBe('backup-unreadable');
    for (let at = 52; at < file.length; at += 397) {
      expect(await codeOf(damaged(file, at), PASSPHRASE)).toBe('backup-unreadable');
    }
  });

  it('is noticed at whatever place it is cut', async () => {
    const file = await writeBackup(1, ITEMS);
    for (let end = 0; end < file.length; end += end < 40 ? 1 : 61) {
      expect(await codeOf(file.slice(0, end))).toBe('backup-unreadable');
    }
    expect(await codeOf(Uint8Array.of(...file, 0))).toBe('backup-unreadable');
  });

  it('is one of a later release when it says so', async () => {
    const file = await writeBackup(1, ITEMS);
    file[9] = 2;
    await expect(readBackup(file)).rejects.toMatchObject({ code: 'backup-newer', detail: 'format 2' });
  });

  it('is too large from a certain size on', async () => {
    // Nothing of it is read, so that it need not exist.
    const file = { length: LARGEST_BACKUP + 1 } as Uint8Array;
    await expect(readBackup(file)).rejects.toMatchObject({ code: 'backup-size' });
  });

  it('is not asked to stretch a passphrase for ever, or not at all', async () => {
    for (const iterations of [1, 599_999, 10_000_001, 0xffff_ffff]) {
      const header = await encodeHeader({ iterations, salt: new Uint8Array(16), check: new Uint8Array(16) });
      await expect(readBackup(header, PASSPHRASE)).rejects.toMatchObject({
        code: 'backup-unreadable',
        detail: 'rounds',
      });
    }
  });
});

describe('chunks', () => {
  const body = crypto.getRandomValues(new Uint8Array(60_000));

  async function* parts(): AsyncGenerator<Bytes> {
    for (let i = 0; i < 40; i++) yield body;
  }

  it.each([
    ['checksum', undefined],
    ['encryption', PASSPHRASE],
  ])('under %s give back what was put in, and each only in its place', async (_name, passphrase) => {
    const { header, seal } = await createSeal(passphrase);
    const file = await writeChunks(header, seal, parts());
    const read: Bytes[] = [];
    for await (const chunk of readChunks(file, header.length, seal)) read.push(chunk);
    expect(read.map(({ length }) => length)).toEqual([1_048_576, 1_048_576, 40 * 60_000 - 2 * 1_048_576]);
    expect(Buffer.concat(read).equals(Buffer.concat(Array.from({ length: 40 }, () => body)))).toBe(true);

    const whole = 4 + 1_048_576 + 16;
    const [first, second] = [0, 1].map((i) => file.slice(header.length + i * whole, header.length + (i + 1) * whole));
    const exchanged = file.slice();
    exchanged.set(second!, header.length);
    exchanged.set(first!, header.length + whole);
    await expect(drain(readChunks(exchanged, header.length, seal))).rejects.toMatchObject({ detail: 'chunk 0' });

    // Cut behind the second one, which then claims to be the last.
    const cut = file.slice(0, header.length + 2 * whole);
    cut[header.length + whole] = 0x80;
    await expect(drain(readChunks(cut, header.length, seal))).rejects.toMatchObject({ detail: 'chunk 1' });

    // The chunks of one backup behind the header of another.
    const other = await createSeal(passphrase === undefined ? PASSPHRASE : undefined);
    await expect(drain(readChunks(file, header.length, other.seal))).rejects.toMatchObject({ detail: 'chunk 0' });
  });

  it('are not believed when they claim any length', async () => {
    const { header, seal } = await createSeal(undefined);
    for (const length of [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x8010_0001]) {
      const file = new Uint8Array(header.length + 100);
      file.set(header);
      new DataView(file.buffer).setUint32(header.length, length);
      await expect(drain(readChunks(file, header.length, seal))).rejects.toMatchObject({ code: 'backup-unreadable' });
    }
  });

  it('open with the key of the passphrase that closed them', async () => {
    const { header, seal } = await createSeal(PASSPHRASE);
    const file = await writeChunks(header, seal, parts());

    const again = await openSeal(await readHeader(file), PASSPHRASE);
    await expect(drain(readChunks(file, header.length, again))).resolves.toBeUndefined();
  });
});

it('stops inflating where it becomes too much, however small it was', async () => {
  const zeros = Array.from({ length: 64 }, () => new Uint8Array(1_000_000));
  const small: Bytes[] = [];
  for await (const part of deflate(all(zeros))) small.push(part as Bytes);
  let inflated = 0;
  const reading = (async () => {
    for await (const part of inflate(all(small), 5_000_000)) inflated += part.length;
  })();
  await expect(reading).rejects.toMatchObject({ code: 'backup-size' });
  expect(inflated).toBeLessThanOrEqual(5_000_000);
});

describe('entries', () => {
  const about = encodeItem({ entry: { kind: 'about', madeAt: 1 } });
  const end = (entries: number) => encodeItem({ entry: { kind: 'end', entries } });

  it.each<[string, Bytes[], string]>([
    ['no about', [end(0)], 'entry 0: out of place'],
    ['two of it', [about, about, end(2)], 'entry 1: out of place'],
    ['no end', [about], 'an entry is cut short'],
    ['fewer than there were', [about, end(3)], 'entries are missing'],
    ['more behind the end', [about, end(1), about], 'more behind the last entry'],
    ['a text of any length', [head(MAX_TEXT + 1, 0)], 'entry 0: length'],
    ['bytes of any length', [about, head(2, MAX_PICTURE + 1)], 'entry 1: length'],
    ['lengths beyond all', [head(0xffff_ffff, 0xffff_ffff)], 'entry 0: length'],
    ['lengths beyond what follows', [about, head(MAX_TEXT, MAX_PICTURE)], 'an entry is cut short'],
    ['no JSON', [about, text('{')], 'entry 1: text'],
    ['no UTF-8', [about, new Uint8Array([0, 0, 0, 1, 0, 0, 0, 0, 0xff])], 'entry 1: text'],
    ['of no kind', [about, text('{"kind":"else"}')], 'entry 1: kind'],
    ['null', [about, text('null')], 'entry 1: kind'],
    ['a wrong field', [about, text('{"kind":"address","name":1,"key":""}')], 'entry 1: name'],
    ['a time that is none', [text('{"kind":"about","madeAt":1e300}')], 'entry 0: madeAt'],
    ['bytes that belong to nothing', [withBytes({ kind: 'about', madeAt: 1 })], 'entry 0: bytes'],
  ])('are refused with %s', async (_name, parts, detail) => {
    await expect(readBackup(await fileOf(parts))).rejects.toMatchObject({ code: 'backup-unreadable', detail });
  });

  it('of a printer model that is not known yet come from a later release', async () => {
    const printer = {
      id: 'x',
      name: '',
      model: 'of-the-future',
      link: { transport: 'serial' },
      settings: {},
      createdAt: 1,
    };
    const file = await fileOf([about, text(JSON.stringify({ kind: 'paper-printer', printer })), end(2)]);
    await expect(readBackup(file)).rejects.toMatchObject({ code: 'backup-newer', detail: 'model of-the-future' });
  });

  it('that do not stay small are not made', async () => {
    const name = 'x'.repeat(MAX_TEXT);
    const made = writeBackup(1, [{ entry: { kind: 'address', name, key: '' } }]);
    await expect(made).rejects.toMatchObject({ code: 'backup-size', detail: 'address' });
  });

  it('that are not compressed data are noticed', async () => {
    const { header, seal } = await createSeal(undefined);
    const file = await writeChunks(header, seal, only(Uint8Array.of(0xff, 0xff, 0xff)));
    await expect(readBackup(file)).rejects.toMatchObject({ code: 'backup-unreadable' });
  });
});

function damaged(file: Bytes, at: number): Bytes {
  const copy = file.slice();
  copy[at]! ^= 0x10;
  return copy;
}

async function codeOf(file: Bytes, passphrase?: string): Promise<string> {
  try {
    await readBackup(file, passphrase);
    return 'none';
  } catch (thrown) {
    return thrown instanceof PapertabError ? thrown.code : String(thrown);
  }
}

async function fileOf(parts: readonly Bytes[]): Promise<Bytes> {
  const { header, seal } = await createSeal(undefined);
  return writeChunks(header, seal, deflate(all(parts)));
}

async function* all(parts: readonly Bytes[]): AsyncGenerator<Bytes> {
  yield* parts;
}

function only(bytes: Bytes): AsyncGenerator<Bytes> {
  return all([bytes]);
}

async function drain(chunks: AsyncIterable<unknown>): Promise<void> {
  for await (const _chunk of chunks) {
    // Only whether it can be read matters.
  }
}

function head(text: number, bytes: number): Bytes {
  const made = new Uint8Array(8);
  new DataView(made.buffer).setUint32(0, text);
  new DataView(made.buffer).setUint32(4, bytes);
  return made;
}

function text(json: string): Bytes {
  const bytes = new TextEncoder().encode(json);
  return Uint8Array.of(...head(bytes.length, 0), ...bytes);
}

function withBytes(entry: Entry): Bytes {
  return encodeItem({ entry, bytes: Uint8Array.of(1, 2, 3) });
}
