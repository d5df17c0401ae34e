import type { ClaimState } from '../bridge/status.ts';
import type { Clock } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import { completeIdentity, createIdentity, type Identity } from '../sirius/identity.ts';
import { writePrinterFile } from '../sirius/printer-file.ts';
import type { LittlePrinterChange, LittlePrinterView, PrinterImport, RetiredPrinterView } from './api.ts';
import { SCREEN_ID } from './paper-printers.ts';
import type { PersonalitySummary } from './personalities.ts';
import {
  FIRST_NAME,
  inPlace,
  type LittlePrinterRecord,
  MAX_NAME_CHARS,
  placeOf,
  type Records,
  type RetiredRecord,
} from './records.ts';

/** The Little Printers of this browser as they are kept. What changes them is done one after another by the caller. */
export class LittlePrinters {
  readonly #records: Records;
  readonly #clock: Clock;
  #present: readonly LittlePrinterRecord[];
  #retired: readonly RetiredRecord[];

  /** Reads them; on the first visit the first one is made. */
  static async open(records: Records, clock: Clock): Promise<{ printers: LittlePrinters; returning: boolean }> {
    const kept = await records.littlePrinters();
    const printers = new LittlePrinters(records, clock, kept);
    if (kept.present.length === 0) await printers.add('', SCREEN_ID);
    return { printers, returning: kept.present.length > 0 };
  }

  private constructor(
    records: Records,
    clock: Clock,
    kept: { readonly present: readonly LittlePrinterRecord[]; readonly retired: readonly RetiredRecord[] },
  ) {
    this.#records = records;
    this.#clock = clock;
    this.#present = kept.present;
    this.#retired = kept.retired;
  }

  /** In their order, see {@link inPlace}; at least one. */
  get all(): readonly LittlePrinterRecord[] {
    return this.#present;
  }

  /** Those that others took the place of, the latest first. */
  get retired(): readonly RetiredRecord[] {
    return [...this.#retired].sort((a, b) => b.retiredAt - a.retiredAt);
  }

  get first(): LittlePrinterRecord | undefined {
    return this.#present[0];
  }

  find(deviceAddress: string): LittlePrinterRecord | undefined {
    return this.#present.find((printer) => printer.deviceAddress === deviceAddress);
  }

  /** @throws PapertabError `device-unknown` */
  get(deviceAddress: string): LittlePrinterRecord {
    const printer = this.find(deviceAddress);
    if (printer === undefined) throw new PapertabError('device-unknown', deviceAddress);
    return printer;
  }

  /** Changes name, face or the like. */
  async change(deviceAddress: string, { name, ...rest }: LittlePrinterChange): Promise<void> {
    const before = this.get(deviceAddress);
    await this.#save({ ...before, ...rest, ...(name === undefined ? {} : { name: nameOf(name) }) });
  }

  /** Lets some of them print on another paper printer. */
  async use(paperPrinter: string, printers: readonly LittlePrinterRecord[]): Promise<void> {
    await this.#save(...printers.map((printer) => ({ ...printer, paperPrinter })));
  }

  /** Makes another one. */
  async add(name: string, paperPrinter: string): Promise<LittlePrinterRecord> {
    const printer = this.#record(await this.#newIdentity(), { name: nameOf(name), paperPrinter });
    await this.#save(printer);
    return printer;
  }

  /**
   * Adds an imported one, or puts it in the place of another, which is retired. One that is here already takes the secret
   * and, where there is one, the name of the import.
   *
   * @throws PapertabError `device-unknown` for one to replace that is not here, `device-xor`, `printer-file-…`
   */
  async import(
    wanted: PrinterImport,
    paperPrinter: string,
    replaces: string | undefined,
  ): Promise<LittlePrinterRecord> {
    const identity = await completeIdentity(wanted.deviceAddress, wanted.secret);
    const replaced = replaces === undefined ? undefined : this.get(replaces);
    this.#checkXor(identity, replaces);
    const known = this.find(identity.deviceAddress);
    const before = known ?? replaced;
    const name = nameOf(wanted.name ?? known?.name ?? '');
    const imported = {
      ...this.#record(identity, { name, paperPrinter: before?.paperPrinter ?? paperPrinter }),
      imported: true,
      ...(before === undefined ? {} : { place: placeOf(before) }),
      ...(known === undefined ? {} : { createdAt: known.createdAt, face: known.face }),
    };
    const isOther = replaced !== undefined && replaced.deviceAddress !== identity.deviceAddress;
    await this.#save(imported, ...(isOther ? [this.#retire(replaced)] : []));
    return imported;
  }

  /** Puts one with a new identity in the place of another, which is retired, also among the others. */
  async reset(deviceAddress: string): Promise<LittlePrinterRecord> {
    const old = this.get(deviceAddress);
    const fresh = {
      ...this.#record(await this.#newIdentity(), old),
      place: placeOf(old),
      // What the server has given it belongs to the old one.
      face: old.face === 'server' ? ('none' as const) : old.face,
      offlineWhenAway: old.offlineWhenAway,
    };
    await this.#save(fresh, this.#retire(old));
    return fresh;
  }

  /**
   * Takes a retired one back, to where it was; what took its place stands behind it.
   *
   * @throws PapertabError `device-unknown`, `device-xor`
   */
  async restore(deviceAddress: string): Promise<LittlePrinterRecord> {
    const retired = this.#retired.find((printer) => printer.deviceAddress === deviceAddress);
    if (retired === undefined) throw new PapertabError('device-unknown', deviceAddress);
    this.#checkXor(retired, undefined);
    const { retiredAt: _, ...printer } = retired;
    await this.#save(printer);
    return printer;
  }

  /** Forgets one for good, also a retired one; when it was the last, a new one is made. */
  async forget(deviceAddress: string): Promise<void> {
    const isRetired = this.#retired.some((printer) => printer.deviceAddress === deviceAddress);
    if (!isRetired) {
      const last = this.get(deviceAddress);
      if (this.#present.length === 1) await this.add('', last.paperPrinter);
    }
    await this.#records.removeLittlePrinter(deviceAddress);
    this.#present = without(this.#present, deviceAddress);
    this.#retired = without(this.#retired, deviceAddress);
  }

  /**
   * The backup of an identity, also of a retired one. Holds its secret.
   *
   * @throws PapertabError `device-unknown`
   */
  file(deviceAddress: string): { name: string; text: string } {
    const printer = this.#retired.find((retired) => retired.deviceAddress === deviceAddress) ?? this.get(deviceAddress);
    return { name: `${printer.deviceAddress}.printer`, text: writePrinterFile(printer) };
  }

  /** One that the server can tell from all others, also from those that may be taken back. */
  async #newIdentity(): Promise<Identity> {
    for (;;) {
      const identity = await createIdentity();
      const taken = [...this.#present, ...this.#retired].some(
        ({ hardwareXor }) => hardwareXor === identity.hardwareXor,
      );
      if (!taken) return identity;
    }
  }

  /** The server joins claim and printer over the hardware xor alone. */
  #checkXor({ deviceAddress, hardwareXor }: Identity, besides: string | undefined): void {
    const others = without(without(this.#present, deviceAddress), besides);
    const equal = others.find((other) => other.hardwareXor === hardwareXor);
    if (equal !== undefined) throw new PapertabError('device-xor', equal.name);
  }

  #record(identity: Identity, of: { readonly name: string; readonly paperPrinter: string }): LittlePrinterRecord {
    const { name, paperPrinter } = of;
    const createdAt = this.#clock.now();
    return { ...identity, name, paperPrinter, createdAt, imported: false, face: 'none', offlineWhenAway: false };
  }

  #retire(printer: LittlePrinterRecord): RetiredRecord {
    return { ...printer, retiredAt: this.#clock.now() };
  }

  /** Stores them in one transaction; those with `retiredAt` are among the present no more. */
  async #save(...changed: readonly (LittlePrinterRecord | RetiredRecord)[]): Promise<void> {
    await this.#records.saveLittlePrinters(...changed);
    const isRetired = (printer: LittlePrinterRecord): printer is RetiredRecord => printer.retiredAt !== undefined;
    const kept = changed.reduce((rest, { deviceAddress }) => without(rest, deviceAddress), this.#retired);
    this.#retired = [...kept, ...changed.filter(isRetired)];
    const present = changed.filter((printer) => !isRetired(printer));
    const left = this.#present
      .filter(
        ({ deviceAddress }) => !changed.some((other) => isRetired(other) && other.deviceAddress === deviceAddress),
      )
      .map((printer) => present.find(({ deviceAddress }) => deviceAddress === printer.deviceAddress) ?? printer);
    const added = present.filter(({ deviceAddress }) => !left.some((other) => other.deviceAddress === deviceAddress));
    this.#present = inPlace([...left, ...added]);
  }
}

/** What is known of a Little Printer besides its record. */
export interface LittlePrinterStanding {
  readonly claim: ClaimState;
  readonly personality: PersonalitySummary;
  readonly toldOffline: boolean;
}

/** A Little Printer as the page sees it: without its secret. */
export function viewLittlePrinter(
  printer: LittlePrinterRecord,
  { claim, personality, toldOffline }: LittlePrinterStanding,
): LittlePrinterView {
  const { deviceAddress, name, claimCode, paperPrinter, createdAt, imported, face, offlineWhenAway } = printer;
  return {
    deviceAddress,
    name,
    claimCode,
    claim,
    paperPrinter,
    createdAt,
    imported,
    face,
    ...personality,
    offlineWhenAway,
    toldOffline,
  };
}

/** A retired one as the page sees it. */
export function viewRetired({ deviceAddress, name, claimCode, retiredAt }: RetiredRecord): RetiredPrinterView {
  return { deviceAddress, name, claimCode, retiredAt };
}

function nameOf(name: string): string {
  return name.trim().slice(0, MAX_NAME_CHARS) || FIRST_NAME;
}

function without<T extends { readonly deviceAddress: string }>(
  printers: readonly T[],
  deviceAddress: string | undefined,
): readonly T[] {
  return printers.filter((printer) => printer.deviceAddress !== deviceAddress);
}
