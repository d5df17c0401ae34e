import type { Bitmap } from '../imaging/bitmap.ts';
import type { EngineApi, LittlePrinterChange, PrinterImport } from './api.ts';
import type { LittlePrinters } from './little-printers.ts';
import type { Personalities } from './personalities.ts';
import type { LittlePrinterRecord } from './records.ts';

/** What is done with Little Printers needs of the engine. */
export interface LittlePrinterDeskWorld {
  readonly littlePrinters: LittlePrinters;
  readonly personalities: Personalities;
  /** Changes of what is kept happen one after another. */
  inTurn<T>(change: () => Promise<T>): Promise<T>;
  /** The paper printer of those that have none yet. */
  firstPaper(): string;
  /** One is on the bridge from now on, or known there by another key. */
  came(printer: LittlePrinterRecord): Promise<void>;
  left(deviceAddress: string): void;
  /** Something of one of them is other than it was. */
  changed(): void;
}

type Calls = Pick<
  EngineApi,
  | 'configureLittlePrinter'
  | 'addLittlePrinter'
  | 'importPrinter'
  | 'resetLittlePrinter'
  | 'restoreLittlePrinter'
  | 'forgetLittlePrinter'
  | 'printerFile'
  | 'face'
>;

/** What the page does with Little Printers. */
export class LittlePrinterDesk implements Calls {
  readonly #world: LittlePrinterDeskWorld;

  constructor(world: LittlePrinterDeskWorld) {
    this.#world = world;
  }

  configureLittlePrinter(deviceAddress: string, change: LittlePrinterChange): Promise<void> {
    return this.#change((printers) => printers.change(deviceAddress, change));
  }

  addLittlePrinter(name: string): Promise<string> {
    return this.#change(async (printers) => {
      const added = await printers.add(name, this.#world.firstPaper());
      await this.#world.came(added);
      return added.deviceAddress;
    });
  }

  importPrinter(wanted: PrinterImport, replaces?: string): Promise<void> {
    return this.#change(async (printers) => {
      const imported = await printers.import(wanted, this.#world.firstPaper(), replaces);
      if (replaces !== undefined && replaces !== imported.deviceAddress) this.#world.left(replaces);
      await this.#world.came(imported);
    });
  }

  resetLittlePrinter(deviceAddress: string): Promise<string> {
    return this.#change(async (printers) => {
      const fresh = await printers.reset(deviceAddress);
      this.#world.left(deviceAddress);
      await this.#world.came(fresh);
      return fresh.deviceAddress;
    });
  }

  restoreLittlePrinter(deviceAddress: string): Promise<void> {
    return this.#change(async (printers) => this.#world.came(await printers.restore(deviceAddress)));
  }

  forgetLittlePrinter(deviceAddress: string): Promise<void> {
    return this.#change(async (printers) => {
      const before = printers.all;
      await printers.forget(deviceAddress);
      this.#world.left(deviceAddress);
      // Where it was the last, another has come.
      for (const printer of printers.all) if (!before.includes(printer)) await this.#world.came(printer);
    });
  }

  async printerFile(deviceAddress: string): Promise<{ name: string; text: string }> {
    return this.#world.littlePrinters.file(deviceAddress);
  }

  face(deviceAddress: string): Promise<Bitmap | undefined> {
    const { personalities, littlePrinters } = this.#world;
    return personalities.face(littlePrinters.get(deviceAddress));
  }

  #change<T>(change: (printers: LittlePrinters) => Promise<T>): Promise<T> {
    return this.#world.inTurn(async () => {
      const result = await change(this.#world.littlePrinters);
      this.#world.changed();
      return result;
    });
  }
}
