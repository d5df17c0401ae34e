import * as v from 'valibot';
import { PapertabError } from '../../errors.ts';
import { jobSchema } from '../../jobs/stored-job.ts';
import { isModelId } from '../../printers/catalog.ts';
import { littlePrinterSchema, paperPrinterSchema, readSettings } from '../records.ts';
import { MAX_ENTRIES, MAX_PICTURE, MAX_TEXT, unreadable } from './bounds.ts';
import { ByteReader } from './byte-reader.ts';

/** What a `Date` can be: a time beyond that cannot be shown. */
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
const isTime = (value: unknown) => v.is(time, value);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const deviceAddress = littlePrinterSchema.entries.deviceAddress;

/* Records as they are stored, but for times that are none. */
export const soundLittlePrinter = v.pipe(
  littlePrinterSchema,
  v.check(({ createdAt, retiredAt = 0 }) => isTime(createdAt) && isTime(retiredAt)),
);
export const soundPaperPrinter = v.pipe(
  paperPrinterSchema,
  v.check(({ createdAt }) => isTime(createdAt)),
);
export const soundJob = v.pipe(
  jobSchema,
  v.check(({ createdAt, changedAt }) => isTime(createdAt) && isTime(changedAt)),
);

const size = { width: count, height: count };

/** What a personality shows, by the names under which it is stored; of quips there may be several. */
export const PICTURES = ['face', 'nothingToPrint', 'cannotSeeBridge', 'cannotSeeInternet', 'quips'] as const;

/** A printer of somebody else, and the device key that lets one print there. */
const address = { name: v.string(), key: v.string() };

/** The address book as it is stored. */
export const addressBookSchema = v.array(v.object(address));

const entrySchema = v.variant('kind', [
  /** The first. */
  v.object({ kind: v.literal('about'), madeAt: time }),
  v.object({ kind: v.literal('settings'), settings: v.pipe(v.unknown(), v.transform(readSettings)) }),
  v.object({ kind: v.literal('little-printer'), printer: soundLittlePrinter }),
  v.object({ kind: v.literal('paper-printer'), printer: soundPaperPrinter }),
  v.object({ kind: v.literal('address'), ...address }),
  v.object({ kind: v.literal('personality'), deviceAddress, personalityId: count, quipsId: count }),
  /** The picture is in its bytes, as it is stored. */
  v.object({ kind: v.literal('personality-picture'), deviceAddress, shows: v.picklist(PICTURES), ...size }),
  /** The same; without bytes where there was no picture, and then without a size. */
  v.object({ kind: v.literal('job'), id: count, job: soundJob }),
  /** The last: how many were before it. */
  v.object({ kind: v.literal('end'), entries: count }),
]);

/** What a backup consists of, in this order: `about`, then all else, and at last `end`. */
export type Entry = v.InferOutput<typeof entrySchema>;

/** An entry with the bytes that belong to it: those of a picture, else none. */
export interface Item {
  readonly entry: Entry;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** Lengths of text and bytes before each entry. */
const HEAD = 8;

/**
 * An entry as it is written: the lengths of its text and of its bytes (4 bytes each), the text as JSON, the bytes.
 *
 * @throws PapertabError `backup-size`
 */
export function encodeItem({ entry, bytes = new Uint8Array(0) }: Item): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(entry));
  if (text.length > MAX_TEXT || bytes.length > MAX_PICTURE) throw new PapertabError('backup-size', entry.kind);
  const encoded = new Uint8Array(HEAD + text.length + bytes.length);
  const view = new DataView(encoded.buffer);
  view.setUint32(0, text.length);
  view.setUint32(4, bytes.length);
  encoded.set(text, HEAD);
  encoded.set(bytes, HEAD + text.length);
  return encoded;
}

/**
 * Reads and checks entries, from the first to the last; `end` is not among them.
 *
 * @throws PapertabError `backup-unreadable`, `backup-newer` for a printer model that is not known here, and what `body` throws
 */
export async function* readItems(body: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  const reader = new ByteReader(body);
  try {
    for (let index = 0; index <= MAX_ENTRIES; index++) {
      const item = await readItem(reader, index);
      if ((item.entry.kind === 'about') !== (index === 0)) throw unreadable(`entry ${index}: out of place`);
      if (item.entry.kind === 'end') {
        if (item.entry.entries !== index) throw unreadable('entries are missing');
        if (!(await reader.isAtEnd())) throw unreadable('more behind the last entry');
        return;
      }
      yield item;
    }
    throw unreadable('too many entries');
  } finally {
    await reader.close();
  }
}

async function readItem(reader: ByteReader, index: number): Promise<Item> {
  const head = new DataView((await reader.take(HEAD)).buffer);
  const [textLength, byteLength] = [head.getUint32(0), head.getUint32(4)];
  if (textLength > MAX_TEXT || byteLength > MAX_PICTURE) throw unreadable(`entry ${index}: length`);
  const text = await reader.take(textLength);
  const bytes = await reader.take(byteLength);
  const entry = readEntry(text, index);
  const mayHaveBytes = entry.kind === 'job' || entry.kind === 'personality-picture';
  if (byteLength > 0 && !mayHaveBytes) throw unreadable(`entry ${index}: bytes`);
  return byteLength === 0 ? { entry } : { entry, bytes };
}

function readEntry(text: Uint8Array, index: number): Entry {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (cause) {
    throw unreadable(`entry ${index}: text`, cause);
  }
  const result = v.safeParse(entrySchema, value);
  if (result.success) return result.output;
  const { model } = (value as { printer?: { model?: unknown } } | null)?.printer ?? {};
  if (typeof model === 'string' && !isModelId(model)) throw new PapertabError('backup-newer', `model ${model}`);
  throw unreadable(`entry ${index}: ${result.issues[0].path?.map(({ key }) => key).join('.') ?? 'kind'}`);
}
