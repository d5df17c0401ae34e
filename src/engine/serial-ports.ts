import type { Clock } from '../clock.ts';
import { PapertabError, partMissing } from '../errors.ts';
import { type ModelId, modelOf } from '../printers/catalog.ts';
import type { PrinterSettings } from '../printers/settings.ts';
import type { Transport } from '../printers/transport.ts';
import type { PrinterLink } from './api.ts';

type SerialLink = Extract<PrinterLink, { transport: 'serial' }>;

/**
 * The serial ports that this worker may open. Equal adapters look equal here: a port is opened only when it can be no
 * other printer's, else the page is asked, which can have been told by its user.
 */
export class SerialPorts {
  readonly #serial: Serial | undefined;
  readonly #clock: Clock;
  /** The port that each paper printer had here last. */
  readonly #ports = new Map<string, SerialPort>();
  readonly #open = new Set<SerialPort>();
  /** When those that are let go of will be free: their last bytes may still be on their way. */
  readonly #closing = new Map<SerialPort, Promise<void>>();

  /** @param onPlugged told when a port that may be opened is plugged in */
  constructor(serial: Serial | undefined, clock: Clock, onPlugged: () => void) {
    this.#serial = serial;
    this.#clock = clock;
    serial?.addEventListener('connect', onPlugged);
  }

  /**
   * Opens the port of a paper printer; undefined when the page has to.
   *
   * @param alone whether no other paper printer that is away has an equal adapter
   * @throws PapertabError `device-api-missing`; `printer-tap` when the browser shows no such port and may never have, and
   *   `printer-away` when it did; `part-missing`; what opening it fails for
   */
  async open(
    { id, link, model }: { readonly id: string; readonly link: SerialLink; readonly model: ModelId },
    { baudRate, flowControl }: PrinterSettings,
    alone: boolean,
  ): Promise<Transport | undefined> {
    if (this.#serial === undefined) throw new PapertabError('device-api-missing', 'Serial');
    await Promise.all([...this.#closing].map(([port, closed]) => (isOf(port, link) ? closed : undefined)));
    const equal = (await this.#serial.getPorts()).filter((port) => isOf(port, link));
    if (equal.length === 0) throw new PapertabError(this.#ports.has(id) ? 'printer-away' : 'printer-tap');
    const free = equal.filter((port) => !this.#open.has(port));
    const last = this.#ports.get(id);
    const port = last !== undefined && free.includes(last) ? last : alone && free.length === 1 ? free[0] : undefined;
    if (port === undefined) return undefined;
    this.#open.add(port);
    try {
      const { openSerial } = await import('../printers/transports/serial.ts').catch(partMissing);
      const transport = await openSerial(port, {
        baudRate,
        flowControl,
        // In the other languages these are bytes like any other.
        xonXoff: modelOf(model).language === 'escpos',
        clock: this.#clock,
      });
      this.#ports.set(id, port);
      const close = transport.close.bind(transport);
      return Object.assign(transport, { close: () => this.#close(port, close) });
    } catch (thrown) {
      this.#open.delete(port);
      throw thrown;
    }
  }

  #close(port: SerialPort, close: () => Promise<void>): Promise<void> {
    const closed = close().finally(() => {
      this.#open.delete(port);
      this.#closing.delete(port);
    });
    this.#closing.set(port, closed);
    return closed;
  }
}

function isOf(port: SerialPort, link: SerialLink): boolean {
  const { usbVendorId, usbProductId, bluetoothServiceClassId } = port.getInfo() as SerialPortInfo & {
    bluetoothServiceClassId?: string | number;
  };
  const serviceClass = bluetoothServiceClassId === undefined ? undefined : String(bluetoothServiceClassId);
  return usbVendorId === link.vendor && usbProductId === link.product && serviceClass === link.serviceClass;
}
