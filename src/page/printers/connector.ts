import type { EngineEvent, PaperPrinterDraft, PaperPrinterView } from '../../engine/api.ts';
import type { ModelId } from '../../printers/catalog.ts';
import type { GattService } from '../../printers/transports/gatt-services.ts';

/**
 * Whether the page can reach printers in one way.
 * - `missing`: this browser has no such interface.
 * - `insecure`: it has, but not for pages that came over plain http.
 * - `off`: no Bluetooth adapter, or it is switched off.
 */
export type Support = 'ready' | 'missing' | 'insecure' | 'off';

export interface ConnectorSupport {
  readonly bluetooth: Support;
  readonly serial: Support;
  /** Browsers that have the interface, but hide it behind a setting. */
  readonly hint?: 'linux' | 'brave';
}

/** A device that the user picked in the browser's own list. */
export interface FoundPrinter {
  /** As it calls itself; empty where it does not. */
  readonly name: string;
  /** What its name says it is; absent where that says nothing. */
  readonly model?: ModelId;
  readonly link: PaperPrinterDraft['link'];
  /** The paper printer that it is already: its port is held, and could not be opened for another one. */
  readonly owner?: string;
  /** Says which paper printer it has become: equal adapters can be told apart only by the page, and only while it lives. */
  adopt(paperPrinter: string): void;
}

/** One of several equal adapters. */
export interface EqualPort {
  /** Feeds a centimetre of paper, so that the user sees which one it is. Rejects with `printer-in-use`, `printer-lost`. */
  feed(): Promise<void>;
  /** This is the one: it is connected now and, while the page lives, known. */
  choose(): void;
}

/** What the page does for printers: asks the browser for devices, and holds the connections that only a page can hold. */
export interface PrinterConnector {
  support(): Promise<ConnectorSupport>;
  /**
   * Shows the browser's list of Bluetooth devices: of known names, or of all. From a click. Rejects with
   * `chooser-cancelled`, `bluetooth-off`, `device-api-missing`, `device-api-blocked`.
   */
  chooseBluetooth(which: 'known' | 'all'): Promise<FoundPrinter>;
  /** Shows the browser's list of serial ports, with Bluetooth ones that are paired. From a click. Rejects likewise. */
  chooseSerial(): Promise<FoundPrinter>;
  /**
   * What a paper printer that waits with `printer-tap` needs: the browser's list once more. From a click. When another
   * device was chosen, it rejects with `printer-away`.
   */
  tap(printer: PaperPrinterView): Promise<void>;
  /** For a paper printer that waits with `printer-which`. */
  equalPorts(printer: PaperPrinterView): Promise<readonly EqualPort[]>;
  /**
   * The services of a Bluetooth device that is connected, for those who look into something; none of any other. Comes
   * when nothing is being written. Rejects with `printer-away`, `printer-lost`, `printer-silent`.
   */
  services(printer: PaperPrinterView): Promise<readonly GattService[]>;
  /** Takes the grant back, where the browser can. */
  forget(printer: PaperPrinterView): Promise<void>;
  /** Takes the engine's events: `reach`, `let-go`, and the loss of an engine, which ends all its connections. */
  hear(event: EngineEvent): void;
}
