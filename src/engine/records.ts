import * as v from 'valibot';
import { toPapertabError } from '../errors.ts';
import { isFaceId } from '../imaging/faces/faces.ts';
import { type Database, isLost, readValue, toStorageError } from '../jobs/database.ts';
import { checkEpoch } from '../jobs/epoch.ts';
import { isModelId, type ModelId } from '../printers/catalog.ts';
import { checkSettings, type PrinterSettings } from '../printers/settings.ts';
import { completeIdentity, createBridgeAddress, type Identity } from '../sirius/identity.ts';
import type { FaceChoice, PaperPrinterDraft, Settings } from './api.ts';

/** A Little Printer as it is kept. */
export interface LittlePrinterRecord extends Identity {
  readonly name: string;
  /** Id of the paper printer that it prints on. */
  readonly paperPrinter: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** Unix milliseconds; where it stands among the others when it took the place of one, else `createdAt` says so. */
  readonly place?: number;
  readonly imported: boolean;
  readonly face: FaceChoice;
  readonly offlineWhenAway: boolean;
  /** Unix milliseconds; when another took its place here. It is kept, so that its identity is not lost. */
  readonly retiredAt?: number;
}

/** A Little Printer that another took the place of. */
export type RetiredRecord = LittlePrinterRecord & { readonly retiredAt: number };

/** A paper printer as it is kept; the screen is not, for it is always there. */
export interface PaperPrinterRecord {
  readonly id: string;
  readonly name: string;
  readonly model: ModelId;
  readonly link: PaperPrinterDraft['link'];
  /** What differs from the model's own settings. */
  readonly settings: Partial<PrinterSettings>;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

/** A paper printer with what {@link Records.saveBrokenOff} keeps of it. */
interface KeptPaperPrinter extends PaperPrinterRecord {
  readonly brokenOff?: number;
}

/** The name of a Little Printer until the user gives it one; it is what its claim page suggests too. */
export const FIRST_NAME = 'Papertab';
/** Longest name that a printer is given. */
export const MAX_NAME_CHARS = 80;

const address = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));

export const littlePrinterSchema = v.object({
  deviceAddress: address,
  secret: v.pipe(v.string(), v.regex(/^[0-9a-f]{10}$/)),
  name: v.string(),
  paperPrinter: v.string(),
  createdAt: v.number(),
  // Kept of those alone that took the place of another, since the first release that lets them keep it.
  place: v.exactOptional(v.number()),
  imported: v.boolean(),
  // Absent from what earlier releases stored; a face of a later one is none here.
  face: v.fallback(v.custom<FaceChoice>(isFaceChoice), 'none'),
  offlineWhenAway: v.fallback(v.boolean(), false),
  retiredAt: v.exactOptional(v.number()),
});

const linkSchema = v.variant('transport', [
  v.object({ transport: v.literal('bluetooth'), device: v.string() }),
  v.object({
    transport: v.literal('serial'),
    vendor: v.exactOptional(v.number()),
    product: v.exactOptional(v.number()),
    serviceClass: v.exactOptional(v.string()),
  }),
]);

export const paperPrinterSchema = v.object({
  id: v.string(),
  name: v.pipe(v.string(), v.maxLength(MAX_NAME_CHARS)),
  model: v.custom<ModelId>((id) => typeof id === 'string' && isModelId(id)),
  link: linkSchema,
  settings: v.fallback(v.record(v.string(), v.unknown()), {}),
  createdAt: v.number(),
});

/** That a paper printer may be inside a job, for a head of so many dots: kept with it, but in no backup. */
const insideSchema = v.object({ brokenOff: within({ least: 8, most: 1_248 }) });

/** Bounds of what the history keeps. */
export const KEEP_PRINTS = { least: 10, most: 100_000, usual: 1_000 } as const;
export const KEEP_BYTES = { least: 1_000_000, most: 10_000_000_000, usual: 200_000_000 } as const;

const settingsSchema = v.object({
  server: v.exactOptional(v.string()),
  keepAwake: v.fallback(v.boolean(), false),
  notify: v.fallback(v.boolean(), false),
  keepPrints: v.fallback(within(KEEP_PRINTS), KEEP_PRINTS.usual),
  keepBytes: v.fallback(within(KEEP_BYTES), KEEP_BYTES.usual),
});

/** The settings as they are kept: the server only once the user has chosen one. */
export type StoredSettings = v.InferOutput<typeof settingsSchema>;

/** Reads settings; what is damaged or out of range is as it is at first. */
export function readSettings(kept: unknown): StoredSettings {
  const result = v.safeParse(settingsSchema, kept);
  return result.success ? result.output : v.parse(settingsSchema, {});
}

function within({ least, most }: { readonly least: number; readonly most: number }) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}

function brokenOffOf(stored: unknown): Pick<KeptPaperPrinter, 'brokenOff'> {
  return v.is(insideSchema, stored) ? { brokenOff: stored.brokenOff } : {};
}

function isFaceChoice(value: unknown): value is FaceChoice {
  return value === 'none' || value === 'server' || isFaceId(value);
}

type StoreName = 'meta' | 'little-printers' | 'paper-printers' | 'personalities';

interface WritableStore {
  get(key: string): Promise<unknown>;
  put(value: unknown, key: string): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/**
 * What this browser keeps besides jobs. A damaged record reads as an absent one.
 *
 * Every method rejects with `storage-full`, `storage-failed` or, where it writes, `engine-superseded`.
 */
export class Records {
  readonly #database: Database;
  readonly #epoch: number;

  constructor(database: Database, epoch: number) {
    this.#database = database;
    this.#epoch = epoch;
  }

  /** The bridge address of this browser, made on the first visit. It is never exported: two bridges with one would fight. */
  async bridgeAddress(): Promise<string> {
    return this.#guard(async () => {
      const kept = await this.#database.get('meta', 'bridge-address');
      if (v.is(address, kept)) return kept;
      const made = createBridgeAddress();
      await this.#write('meta', (store) => store.put(made, 'bridge-address'));
      return made;
    });
  }

  async settings(): Promise<StoredSettings> {
    return readSettings(await this.#guard(() => this.#database.get('meta', 'settings')));
  }

  async saveSettings(settings: StoredSettings): Promise<void> {
    await this.#write('meta', (store) => store.put(settings, 'settings'));
  }

  /** The Little Printers of this browser in their order, see {@link inPlace}, and those that are retired. */
  async littlePrinters(): Promise<{ present: LittlePrinterRecord[]; retired: RetiredRecord[] }> {
    const kept = await this.#guard(() => this.#database.getAll('little-printers'));
    const present: LittlePrinterRecord[] = [];
    const retired: RetiredRecord[] = [];
    for (const record of kept) {
      const result = v.safeParse(littlePrinterSchema, record);
      if (!result.success) continue;
      const { retiredAt, ...rest } = result.output;
      // Only address and secret are kept: what follows from them cannot disagree with them.
      const printer = { ...rest, ...(await completeIdentity(rest.deviceAddress, rest.secret)) };
      if (retiredAt === undefined) present.push(printer);
      else retired.push({ ...printer, retiredAt });
    }
    return { present: inPlace(present), retired };
  }

  /** Stores Little Printers in one transaction. */
  async saveLittlePrinters(...printers: readonly LittlePrinterRecord[]): Promise<void> {
    await this.#write('little-printers', async (store) => {
      for (const { hardwareXor: _xor, claimCode: _code, linkKey: _key, ...kept } of printers) {
        await store.put(kept, kept.deviceAddress);
      }
    });
  }

  /** Forgets a Little Printer for good, and what the server has given it. */
  async removeLittlePrinter(deviceAddress: string): Promise<void> {
    await this.#write('personalities', (store) => store.delete(deviceAddress));
    await this.#write('little-printers', (store) => store.delete(deviceAddress));
  }

  /** The paper printers of this browser, oldest first. */
  async paperPrinters(): Promise<KeptPaperPrinter[]> {
    const kept = await this.#guard(() => this.#database.getAll('paper-printers'));
    const printers: KeptPaperPrinter[] = [];
    for (const stored of kept) {
      const result = v.safeParse(paperPrinterSchema, stored);
      if (!result.success) continue;
      const settings = checkSettings(result.output.settings, { lenient: true });
      printers.push({ ...result.output, settings, ...brokenOffOf(stored) });
    }
    return printers.sort((a, b) => a.createdAt - b.createdAt);
  }

  async savePaperPrinter(printer: PaperPrinterRecord): Promise<void> {
    await this.#write('paper-printers', async (store) => {
      await store.put({ ...printer, ...brokenOffOf(await store.get(printer.id)) }, printer.id);
    });
  }

  /**
   * Keeps that a paper printer was lost inside a job, until it is greeted: the next engine has to bring it out of that.
   *
   * @param brokenOff dots across the head that the job was for; undefined when it is out of it
   */
  async saveBrokenOff(id: string, brokenOff: number | undefined): Promise<void> {
    await this.#write('paper-printers', async (store) => {
      const kept = await store.get(id);
      // One that was forgotten meanwhile is not brought back.
      if (typeof kept === 'object' && kept !== null) await store.put({ ...kept, brokenOff }, id);
    });
  }

  /** Stores the pictures that the server gave a Little Printer: its face and system messages, or its quips. */
  async savePersonality(deviceAddress: string, part: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await this.#write('personalities', async (store) => {
        const kept = await store.get(deviceAddress);
        const base = typeof kept === 'object' && kept !== null ? kept : {};
        await store.put({ ...base, ...part }, deviceAddress);
      });
    } catch (thrown) {
      if (!isLost(toPapertabError(thrown).cause)) throw thrown;
      await this.#write('personalities', (store) => store.put(part, deviceAddress));
    }
  }

  /** What is kept of a Little Printer's personality and quips: nothing where that is lost. */
  async personality(deviceAddress: string): Promise<unknown> {
    return this.#guard(() => readValue(this.#database, 'personalities', deviceAddress));
  }

  /** One strict transaction that checks the epoch first. */
  async #write(name: StoreName, work: (store: WritableStore) => Promise<unknown>): Promise<void> {
    await this.#guard(async () => {
      const transaction = this.#database.transaction(['meta', name], 'readwrite', { durability: 'strict' });
      // What fails in it is thrown below; its own promise must not go unheard as well.
      transaction.done.catch(() => {});
      await checkEpoch(transaction.objectStore('meta'), this.#epoch);
      await work(transaction.objectStore(name));
      await transaction.done;
    });
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  }
}

/** Oldest first; but one that took the place of another stands there, behind the other where that was taken back. */
export function inPlace(printers: readonly LittlePrinterRecord[]): LittlePrinterRecord[] {
  return [...printers].sort((a, b) => placeOf(a) - placeOf(b) || a.createdAt - b.createdAt);
}

/** Where one stands among the others: Unix milliseconds. */
export function placeOf({ place, createdAt }: LittlePrinterRecord): number {
  return place ?? createdAt;
}

/** The settings that the page sees. */
export function effectiveSettings(stored: StoredSettings, defaultServer: string): Settings {
  return { ...stored, server: stored.server ?? defaultServer };
}
