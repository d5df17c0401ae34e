import type { DevtoolsSession } from '../devtools.ts';

/** A characteristic as this needs it of the page's own objects. */
interface PageCharacteristic extends EventTarget {
  readonly uuid: string;
  readonly service: { readonly device: { readonly name?: string; readonly gatt: { readonly connected: boolean } } };
}

interface Recorder {
  notify(device: string, batch: readonly (readonly [uuid: string, bytes: readonly number[]])[]): void;
}

/** What the page calls with a device's name when it lets the device go: the emulation tells nothing of that. */
const LET_GO = 'emulatedBluetoothLetGo';

/**
 * Runs in the page before its own scripts. The emulation can do all that a peripheral does but notify, so the page's own
 * characteristics are remembered as they are handed out, and the event is dispatched on them. Nor does it tell when the
 * page ends a connection.
 */
export function recordCharacteristics(): void {
  type Constructor = { readonly prototype: Record<string, unknown> } | undefined;
  const { BluetoothRemoteGATTService: service, BluetoothRemoteGATTServer: server } = globalThis as {
    BluetoothRemoteGATTService?: Constructor;
    BluetoothRemoteGATTServer?: Constructor;
  };
  if (service === undefined || server === undefined) return;
  const letGo = server.prototype.disconnect as () => void;
  server.prototype.disconnect = function (this: { readonly device: { readonly name?: string } }): void {
    letGo.apply(this);
    (globalThis as { emulatedBluetoothLetGo?: (name: string) => void }).emulatedBluetoothLetGo?.(
      this.device.name ?? '',
    );
  };
  const known = new Map<string, PageCharacteristic>();
  const keep = (characteristic: PageCharacteristic): void => {
    // Devices that come back after a reload have no name here.
    known.set(`${characteristic.service.device.name || 'nameless'} ${characteristic.uuid}`, characteristic);
  };
  const one = service.prototype.getCharacteristic as (...asked: unknown[]) => Promise<PageCharacteristic>;
  const several = service.prototype.getCharacteristics as (...asked: unknown[]) => Promise<PageCharacteristic[]>;
  service.prototype.getCharacteristic = async function (...asked: unknown[]): Promise<PageCharacteristic> {
    const found = await one.apply(this, asked);
    keep(found);
    return found;
  };
  service.prototype.getCharacteristics = async function (...asked: unknown[]): Promise<PageCharacteristic[]> {
    const found = await several.apply(this, asked);
    found.forEach(keep);
    return found;
  };
  const recorder: Recorder = {
    notify(device, batch) {
      for (const [uuid, bytes] of batch) {
        const characteristic = known.get(`${device} ${uuid}`) ?? known.get(`nameless ${uuid}`);
        if (characteristic === undefined || !characteristic.service.device.gatt.connected) continue;
        const value = new DataView(new Uint8Array(bytes).buffer);
        Object.defineProperty(characteristic, 'value', { configurable: true, value });
        characteristic.dispatchEvent(new Event('characteristicvaluechanged', { bubbles: true }));
      }
    },
  };
  Object.assign(globalThis, { emulatedBluetooth: recorder });
}

/**
 * Calls `listener` whenever the page, in which {@link recordCharacteristics} must run, lets a device go, with its name;
 * after a reload it may be empty.
 */
export async function watchLettingGo(session: DevtoolsSession, listener: (name: string) => void): Promise<void> {
  session.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === LET_GO) listener(payload);
  });
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: LET_GO });
}

/** Hands notifications to the page, in order, as many at a time as have gathered while the last were on their way. */
export class Notifications {
  readonly #session: DevtoolsSession;
  readonly #device: string;
  #waiting: (readonly [string, readonly number[]])[] = [];
  #running = false;

  /**
   * @param session of the page, in which {@link recordCharacteristics} must run
   * @param device name of the device that notifies
   */
  constructor(session: DevtoolsSession, device: string) {
    this.#session = session;
    this.#device = device;
  }

  push(uuid: string, bytes: Uint8Array): void {
    this.#waiting.push([uuid, [...bytes]]);
    void this.#run();
  }

  /** Forgets those that have not left yet. */
  drop(): void {
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const expression = `globalThis.emulatedBluetooth?.notify(${JSON.stringify(this.#device)}, ${JSON.stringify(batch)})`;
      // A page that is just being left has nobody to notify.
      await this.#session.send('Runtime.evaluate', { expression }).catch(() => undefined);
    }
    this.#running = false;
  }
}
