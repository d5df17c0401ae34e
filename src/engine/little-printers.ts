import type { ClaimState } from '../bridge/status.ts';
import type { Clock } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import { completeIdentity, createIdentity } from '../sirius/identity.ts';
import { writePrinterFile } from '../sirius/printer-file.ts';
import type { LittlePrinterView, PrinterImport } from './api.ts';
import { SCREEN_ID } from './paper-printers.ts';
import { type LittlePrinterRecord, MAX_NAME_CHARS, type Records } from './records.ts';

/** The name of a Little Printer until the user gives it one; it is what its claim page suggests too. */
const FIRST_NAME = 'Papertab';

/** The Little Printers of this browser as they are kept. What changes them is done one after another by the caller. */
export class LittlePrinters {
  readonly #records: Records;
  readonly #clock: Clock;
  #printers: readonly LittlePrinterRecord[];

  /** Reads them; on the first visit the first one is made. */
  static async open(records: Records, clock: Clock): Promise<{ printers: LittlePrinters; returning: boolean }> {
    const kept = await records.littlePrinters();
    const printers = new LittlePrinters(records, clock, kept);
    if (kept.length === 0) await printers.#makeFirst();
    return { printers, returning: kept.length > 0 };
  }

  private constructor(records: Records, clock: Clock, kept: readonly LittlePrinterRecord[]) {
    this.#records = records;
    this.#clock = clock;
    this.#printers = kept;
  }

  /** Oldest first, at least one. */
  get all(): readonly LittlePrinterRecord[] {
    return this.#printers;
  }

  get first(): LittlePrinterRecord | undefined {
    return this.#printers[0];
  }

  find(deviceAddress: string): LittlePrinterRecord | undefined {
    return this.#printers.find((printer) => printer.deviceAddress === deviceAddress);
  }

  /** @throws PapertabError `device-unknown` */
  get(deviceAddress: string): LittlePrinterRecord {
    const printer = this.find(deviceAddress);
    if (printer === undefined) throw new PapertabError('device-unknown', deviceAddress);
    return printer;
  }

  async rename(deviceAddress: string, name: string): Promise<void> {
    await this.#change([{ ...this.get(deviceAddress), name: nameOf(name) }]);
  }

  /** Lets some of them print on another paper printer. */
  async use(paperPrinter: string, printers: readonly LittlePrinterRecord[]): Promise<void> {
    await this.#change(printers.map((printer) => ({ ...printer, paperPrinter })));
  }

  /** Puts an imported one in the place of all that were here; they are kept, but retired. */
  async replace(wanted: PrinterImport, paperPrinter: string): Promise<void> {
    const identity = await completeIdentity(wanted.deviceAddress, wanted.secret);
    const now = this.#clock.now();
    const imported: LittlePrinterRecord = {
      ...identity,
      name: nameOf(wanted.name ?? ''),
      paperPrinter,
      createdAt: now,
      imported: true,
    };
    const retired = this.#printers
      .filter(({ deviceAddress }) => deviceAddress !== identity.deviceAddress)
      .map((printer) => ({ ...printer, retiredAt: now }));
    await this.#records.saveLittlePrinters(...retired, imported);
    this.#printers = [imported];
  }

  /** The backup of an identity. Holds its secret. */
  file(deviceAddress: string): { name: string; text: string } {
    const printer = this.get(deviceAddress);
    return { name: `${printer.deviceAddress}.printer`, text: writePrinterFile(printer) };
  }

  async #makeFirst(): Promise<void> {
    const printer: LittlePrinterRecord = {
      ...(await createIdentity()),
      name: FIRST_NAME,
      paperPrinter: SCREEN_ID,
      createdAt: this.#clock.now(),
      imported: false,
    };
    await this.#records.saveLittlePrinters(printer);
    this.#printers = [printer];
  }

  async #change(changed: readonly LittlePrinterRecord[]): Promise<void> {
    await this.#records.saveLittlePrinters(...changed);
    this.#printers = this.#printers.map(
      (printer) => changed.find(({ deviceAddress }) => deviceAddress === printer.deviceAddress) ?? printer,
    );
  }
}

/** A Little Printer as the page sees it: without its secret. */
export function viewLittlePrinter(printer: LittlePrinterRecord, claim: ClaimState): LittlePrinterView {
  const { deviceAddress, name, claimCode, paperPrinter, createdAt, imported } = printer;
  return { deviceAddress, name, claimCode, claim, paperPrinter, createdAt, imported };
}

function nameOf(name: string): string {
  return name.trim().slice(0, MAX_NAME_CHARS) || FIRST_NAME;
}
