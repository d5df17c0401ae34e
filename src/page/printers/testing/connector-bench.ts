import type { EngineEvent, PaperPrinterView } from '../../../engine/api.ts';
import { type ErrorReport, PapertabError } from '../../../errors.ts';
import { type ModelId, modelOf } from '../../../printers/catalog.ts';
import type { PipeLimits } from '../../../printers/transports/pipe-messages.ts';
import type { FakeBluetoothDevice } from '../../../printers/transports/testing/fake-bluetooth.ts';
import type { FakeSerialPort } from '../../../printers/transports/testing/fake-serial-port.ts';
import type { BluetoothLike, ConnectorEngine, ConnectorWorld, SerialLike } from '../connector-world.ts';
import { createConnector } from '../create-connector.ts';

/** `navigator.bluetooth`, of which the user is the test. */
export class FakeBluetooth {
  available = true;
  /** What the user picks, or what the browser says instead. */
  pick: FakeBluetoothDevice | Error = new DOMException('User cancelled the requestDevice() chooser.', 'NotFoundError');
  readonly requests: (RequestDeviceOptions | undefined)[] = [];
  /** What the browser remembers; absent in browsers that do not. */
  getDevices?: () => Promise<FakeBluetoothDevice[]>;

  async getAvailability(): Promise<boolean> {
    return this.available;
  }

  async requestDevice(options?: RequestDeviceOptions): Promise<FakeBluetoothDevice> {
    this.requests.push(options);
    if (this.pick instanceof Error) throw this.pick;
    return this.pick;
  }
}

/** `navigator.serial`, of which the user is the test. */
export class FakeSerial {
  ports: FakeSerialPort[] = [];
  pick: FakeSerialPort | Error = new DOMException(
    `Failed to execute 'requestPort' on 'Serial': No port selected by the user.`,
    'NotFoundError',
  );

  async getPorts(): Promise<FakeSerialPort[]> {
    return this.ports.filter(({ connected }) => connected);
  }

  async requestPort(): Promise<FakeSerialPort> {
    if (this.pick instanceof Error) throw this.pick;
    return this.pick;
  }
}

/** The engine, as the connector knows it. */
export class FakeEngine implements ConnectorEngine {
  readonly attached: { id: string; pipe: MessagePort; limits: PipeLimits }[] = [];
  readonly unreached: { id: string; why: ErrorReport }[] = [];
  readonly reached: string[] = [];
  isLost = false;

  async attach(id: string, pipe: MessagePort, limits: PipeLimits): Promise<void> {
    if (this.isLost) throw new PapertabError('engine-lost');
    this.attached.push({ id, pipe, limits });
  }

  async unreachable(id: string, why: ErrorReport): Promise<void> {
    if (this.isLost) throw new PapertabError('engine-lost');
    this.unreached.push({ id, why });
  }

  async reach(id: string): Promise<void> {
    this.reached.push(id);
  }
}

/** A paper printer as the engine shows it, away. */
export function paperPrinter(
  id: string,
  link: PaperPrinterView['link'],
  { model = 'paperang-p2', ...change }: Partial<PaperPrinterView> & { model?: ModelId } = {},
): PaperPrinterView {
  const { dotsPerMm, rowsPerSecond, defaults } = modelOf(model);
  return {
    id,
    name: '',
    model,
    link,
    headWidth: defaults.headWidth,
    dotsPerMm,
    rowsPerSecond,
    state: 'away',
    facts: {},
    batteryLow: false,
    paperLow: false,
    settings: defaults,
    ...change,
  };
}

/** A connector with everything around it. */
export function bench(change: Partial<ConnectorWorld> = {}) {
  const bluetooth = new FakeBluetooth();
  const serial = new FakeSerial();
  const engine = new FakeEngine();
  const printers: PaperPrinterView[] = [];
  const connector = createConnector({
    bluetooth: bluetooth as unknown as BluetoothLike,
    serial: serial as unknown as SerialLike,
    isSecureContext: true,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    isBrave: false,
    engine,
    paperPrinters: () => printers,
    ...change,
  });
  const reach = (paperPrinter: string, link: PaperPrinterView['link']): void =>
    connector.hear({ type: 'reach', paperPrinter, link, baudRate: 19200, flowControl: 'none' } satisfies EngineEvent);
  return { bluetooth, serial, engine, printers, connector, reach };
}
