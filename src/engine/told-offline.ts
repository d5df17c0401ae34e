import type { Bridge } from '../bridge/bridge.ts';
import type { LittlePrinters } from './little-printers.ts';
import type { PaperChoice } from './paper-choice.ts';
import type { PaperPrinters } from './paper-printers.ts';

/** What telling senders needs of the engine. */
interface ToldOfflineWorld {
  readonly littlePrinters: LittlePrinters;
  readonly paper: Pick<PaperPrinters, 'isAway'>;
  readonly choice: PaperChoice;
  readonly bridge: Pick<Bridge, 'setOnline'>;
}

/** The Little Printers that senders are told to be offline: those that want it, while their paper is away. */
export class ToldOffline {
  readonly #world: ToldOfflineWorld;
  readonly #deviceAddresses = new Set<string>();

  constructor(world: ToldOfflineWorld) {
    this.#world = world;
  }

  has(deviceAddress: string): boolean {
    return this.#deviceAddresses.has(deviceAddress);
  }

  /** Puts each of them offline or online where that is not what it is. */
  look(): void {
    const { littlePrinters, paper, choice, bridge } = this.#world;
    for (const printer of littlePrinters.all) {
      const { deviceAddress } = printer;
      const offline = printer.offlineWhenAway && paper.isAway(choice.onPaper(printer).paperPrinter);
      if (offline === this.has(deviceAddress)) continue;
      if (offline) this.#deviceAddresses.add(deviceAddress);
      else this.#deviceAddresses.delete(deviceAddress);
      bridge.setOnline(deviceAddress, !offline);
    }
  }

  /** It has left the bridge. */
  left(deviceAddress: string): void {
    this.#deviceAddresses.delete(deviceAddress);
  }
}
