import type { Bridge } from '../bridge/bridge.ts';
import type { EngineApi } from './api.ts';
import type { LittlePrinters } from './little-printers.ts';
import type { News } from './news.ts';
import type { PaperChoice } from './paper-choice.ts';
import type { Personalities } from './personalities.ts';
import type { LittlePrinterRecord } from './records.ts';
import type { ToldOffline } from './told-offline.ts';
import type { InTurn } from './turns.ts';

/** What is done with Little Printers needs of the engine. */
interface LittlePrinterDeskWorld extends Pick<News, 'stateChanged'> {
  readonly littlePrinters: LittlePrinters;
  readonly personalities: Personalities;
  readonly inTurn: InTurn;
  readonly choice: PaperChoice;
  readonly bridge: Pick<Bridge, 'add' | 'remove'>;
  readonly toldOffline: ToldOffline;
}

type LittlePrinterCalls = Pick<
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
export function openLittlePrinterDesk(world: LittlePrinterDeskWorld): LittlePrinterCalls {
  const { littlePrinters: printers, personalities, choice, bridge } = world;
  const change = <T>(work: () => Promise<T>): Promise<T> =>
    world.inTurn(async () => {
      const result = await work();
      world.stateChanged();
      return result;
    });
  /** It is on the bridge from now on, or known there by another key. */
  const came = async (printer: LittlePrinterRecord): Promise<void> => {
    await personalities.load([printer.deviceAddress]);
    bridge.add(printer);
  };
  const left = (deviceAddress: string): void => {
    world.toldOffline.left(deviceAddress);
    bridge.remove(deviceAddress);
  };
  return {
    configureLittlePrinter: (deviceAddress, wanted) => change(() => printers.change(deviceAddress, wanted)),

    addLittlePrinter: (name) =>
      change(async () => {
        const added = await printers.add(name, choice.first);
        await came(added);
        return added.deviceAddress;
      }),

    importPrinter: (wanted, replaces) =>
      change(async () => {
        const imported = await printers.import(wanted, choice.first, replaces);
        if (replaces !== undefined && replaces !== imported.deviceAddress) left(replaces);
        await came(imported);
      }),

    resetLittlePrinter: (deviceAddress) =>
      change(async () => {
        const fresh = await printers.reset(deviceAddress);
        left(deviceAddress);
        await came(fresh);
        return fresh.deviceAddress;
      }),

    restoreLittlePrinter: (deviceAddress) => change(async () => came(await printers.restore(deviceAddress))),

    forgetLittlePrinter: (deviceAddress) =>
      change(async () => {
        const before = printers.all;
        await printers.forget(deviceAddress);
        left(deviceAddress);
        // Where it was the last, another has come.
        for (const printer of printers.all) if (!before.includes(printer)) await came(printer);
      }),

    printerFile: async (deviceAddress) => printers.file(deviceAddress),

    face: (deviceAddress) => personalities.face(printers.get(deviceAddress)),
  };
}
