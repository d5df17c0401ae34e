import type { EngineEvent, PaperPrinterView } from '../../engine/api.ts';
import { type ErrorCode, PapertabError, toPapertabError } from '../../errors.ts';
import { modelByName, modelOf } from '../../printers/catalog.ts';
import { BluetoothKeeper } from './bluetooth-keeper.ts';
import { chooseDevice, choosePort } from './choose-device.ts';
import { Connections } from './connections.ts';
import type { EqualPort, FoundPrinter, PrinterConnector } from './connector.ts';
import type { ConnectorWorld } from './connector-world.ts';
import { feedPort } from './feed-port.ts';
import { openPageSerial } from './page-serial.ts';
import { SerialKeeper } from './serial-keeper.ts';
import { isEqual, linkOf, type SerialLink } from './serial-link.ts';
import { findSupport } from './support.ts';

/** The engine that held the other ends is gone. */
const ENDED: readonly ErrorCode[] = ['engine-lost', 'engine-unresponsive'];

type Reach = Extract<EngineEvent, { type: 'reach' }>;
type BluetoothLink = Extract<PaperPrinterView['link'], { transport: 'bluetooth' }>;

/** Makes the page's part in printing: see {@link PrinterConnector}. Has no timer. */
export function createConnector(world: ConnectorWorld): PrinterConnector {
  const { engine, paperPrinters } = world;
  const bluetooth = new BluetoothKeeper(world.bluetooth);
  const serial = new SerialKeeper(world.serial, paperPrinters);
  const connections = new Connections(engine);
  /** The paper printers of which nobody could tell, when they were last asked for, at which port they are. */
  const undecided = new Set<string>();

  return {
    support: () => findSupport(world),

    async chooseBluetooth(which) {
      const device = await chooseDevice(world.bluetooth, { known: which === 'known' });
      bluetooth.keep(device);
      return foundDevice(device);
    },

    async chooseSerial() {
      const port = await choosePort(world.serial);
      const owner = await serial.ownerOf(port);
      return {
        name: '',
        link: linkOf(port),
        ...(owner === undefined ? {} : { owner }),
        adopt: (paperPrinter) => adoptPort(paperPrinter, port),
      };
    },

    async tap(printer) {
      const { link } = printer;
      if (link.transport === 'bluetooth') await tapDevice(printer, link);
      else if (link.transport === 'serial') await tapPort(printer, link);
      await engine.reach(printer.id);
    },

    async equalPorts(printer) {
      const { link } = printer;
      if (link.transport !== 'serial') return [];
      const candidates = await serial.candidates(printer.id, link);
      return candidates.map((port) => equalPort(port, printer, link));
    },

    async services({ id }) {
      const transport = connections.transportOf(id);
      if (!transport) throw new PapertabError('printer-away');
      return (await transport.services?.()) ?? [];
    },

    async forget({ id, link }) {
      connections.end(id);
      try {
        if (link.transport === 'serial') await serial.forget(id, link);
        else if (link.transport === 'bluetooth' && !isSharedDevice(id, link)) await bluetooth.forget(link.device);
      } catch {
        // The browser keeps the grant; the user can take it back in the browser's own settings.
      }
    },

    hear(event) {
      if (event.type === 'reach') reach(event);
      else if (event.type === 'let-go') connections.end(event.paperPrinter);
      else if (event.type === 'trouble' && ENDED.includes(event.error.code)) connections.endAll();
      // Another engine may run in another tab by now, or does.
      else if (event.type === 'state' && (event.state.phase === 'failed' || !event.state.runsHere))
        connections.endAll();
    },
  };

  function reach({ paperPrinter, link, baudRate, flowControl }: Reach): void {
    if (link.transport === 'bluetooth') {
      connections.begin(paperPrinter, (signal) => bluetooth.open(link.device, signal));
    } else if (link.transport === 'serial') {
      connections.begin(paperPrinter, async (signal) => {
        undecided.delete(paperPrinter);
        const port = await serial.find(paperPrinter, link).catch((thrown) => {
          if (toPapertabError(thrown).code === 'printer-which') undecided.add(paperPrinter);
          throw thrown;
        });
        signal.throwIfAborted();
        return openPageSerial(port, { baudRate, flowControl, xonXoff: languageOf(paperPrinter) === 'escpos', signal });
      });
    }
  }

  /** The engine may have asked for a printer that was just added before it was known here what was chosen for it. */
  function adoptPort(paperPrinter: string, port: SerialPort): void {
    serial.adopt(paperPrinter, port);
    if (undecided.delete(paperPrinter)) void engine.reach(paperPrinter).catch(() => {});
  }

  function languageOf(paperPrinter: string): string | undefined {
    const view = paperPrinters().find(({ id }) => id === paperPrinter);
    return view && modelOf(view.model).language;
  }

  function foundDevice(device: BluetoothDevice): FoundPrinter {
    const name = device.name ?? '';
    const model = modelByName(name);
    return {
      name,
      ...(model === undefined ? {} : { model }),
      link: { transport: 'bluetooth', device: ownerOf(device)?.link.device ?? device.id },
      // It is known by its id.
      adopt: () => {},
    };
  }

  async function tapDevice(printer: PaperPrinterView, link: BluetoothLink): Promise<void> {
    const known = modelByName(printer.name) !== undefined;
    const device = await chooseDevice(world.bluetooth, known ? { known, name: printer.name } : { known: false });
    bluetooth.keep(device);
    if (!mayBe(printer, link, device)) throw new PapertabError('printer-away', device.name);
    bluetooth.keep(device, link.device);
  }

  /**
   * Whether a device may be this paper printer. Most browsers give a device another id after a restart, so another id
   * alone means nothing, unless it is that of another paper printer.
   */
  function mayBe(printer: PaperPrinterView, link: BluetoothLink, device: BluetoothDevice): boolean {
    if (device.id === link.device) return true;
    const owner = ownerOf(device);
    if (owner !== undefined && owner.id !== printer.id) return false;
    const name = device.name ?? '';
    const model = modelByName(name);
    return name === printer.name || model === undefined || model === printer.model;
  }

  /** The paper printer that a device is already. */
  function ownerOf(device: BluetoothDevice): { readonly id: string; readonly link: BluetoothLink } | undefined {
    const ids = bluetooth.idsOf(device);
    for (const { id, link } of paperPrinters()) {
      if (link.transport === 'bluetooth' && ids.includes(link.device)) return { id, link };
    }
    return undefined;
  }

  function isSharedDevice(paperPrinter: string, { device }: BluetoothLink): boolean {
    return paperPrinters().some(
      ({ id, link }) => id !== paperPrinter && link.transport === 'bluetooth' && link.device === device,
    );
  }

  async function tapPort(printer: PaperPrinterView, link: SerialLink): Promise<void> {
    const port = await choosePort(world.serial);
    if (!isEqual(linkOf(port), link)) throw new PapertabError('printer-away');
    serial.adopt(printer.id, port);
  }

  function equalPort(port: SerialPort, printer: PaperPrinterView, link: SerialLink): EqualPort {
    return {
      feed: () => feedPort(port, modelOf(printer.model).language, printer.settings),
      choose() {
        serial.adopt(printer.id, port);
        // What is left may be clear now for others that wait for the same question.
        const waiting = serial.equalTo(printer.id, link).filter(({ needs }) => needs?.code === 'printer-which');
        for (const { id } of [printer, ...waiting]) void engine.reach(id).catch(() => {});
      },
    };
  }
}
