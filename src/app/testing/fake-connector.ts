import type { EngineEvent, PaperPrinterView } from '../../engine/api.ts';
import { PapertabError } from '../../errors.ts';
import type { ConnectorSupport, EqualPort, FoundPrinter, PrinterConnector } from '../../page/printers/connector.ts';
import type { GattService } from '../../printers/transports/gatt-services.ts';

/** A device for a fake connector to find: a Paperang P2 unless another is given. */
export function someFound(change: Partial<FoundPrinter> = {}): FoundPrinter & { readonly adopted: string[] } {
  const adopted: string[] = [];
  return {
    name: 'Paperang_P2',
    model: 'paperang-p2',
    link: { transport: 'bluetooth', device: 'device-1' },
    adopt: (paperPrinter) => void adopted.push(paperPrinter),
    adopted,
    ...change,
  };
}

/** A connector for tests: finds what it is told to, and remembers what it was asked. */
export class FakeConnector implements PrinterConnector {
  supported: ConnectorSupport = { bluetooth: 'ready', serial: 'ready' };
  readonly heard: EngineEvent[] = [];
  readonly asked: string[] = [];
  readonly tapped: string[] = [];
  readonly forgotten: string[] = [];
  /** What the user picks next; without it the browser's list is closed. */
  pick: FoundPrinter | PapertabError | undefined;
  tapError: PapertabError | undefined;
  ports: readonly EqualPort[] = [];
  /** The services of the Bluetooth devices that are connected, by paper printer. */
  readonly gatt = new Map<string, readonly GattService[]>();

  async support(): Promise<ConnectorSupport> {
    return this.supported;
  }

  async chooseBluetooth(which: 'known' | 'all'): Promise<FoundPrinter> {
    return this.#choose(which);
  }

  async chooseSerial(): Promise<FoundPrinter> {
    return this.#choose('serial');
  }

  async tap(printer: PaperPrinterView): Promise<void> {
    this.tapped.push(printer.id);
    if (this.tapError) throw this.tapError;
  }

  async equalPorts(): Promise<readonly EqualPort[]> {
    return this.ports;
  }

  async services(printer: PaperPrinterView): Promise<readonly GattService[]> {
    const found = this.gatt.get(printer.id);
    if (!found) throw new PapertabError('printer-away');
    return found;
  }

  async forget(printer: PaperPrinterView): Promise<void> {
    this.forgotten.push(printer.id);
  }

  hear(event: EngineEvent): void {
    this.heard.push(event);
  }

  #choose(what: string): FoundPrinter {
    this.asked.push(what);
    const { pick } = this;
    this.pick = undefined;
    if (pick instanceof PapertabError) throw pick;
    if (!pick) throw new PapertabError('chooser-cancelled');
    return pick;
  }
}
