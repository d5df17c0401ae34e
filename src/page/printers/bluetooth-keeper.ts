import { PapertabError, toPapertabError } from '../../errors.ts';
import { openBluetooth } from '../../printers/transports/bluetooth.ts';
import type { PageTransport } from '../../printers/transports/pipe-server.ts';
import type { BluetoothLike } from './connector-world.ts';
import { isAvailable } from './support.ts';

/**
 * Keeps the Bluetooth devices that the user chose while the page lives: most browsers give them to nobody twice. After a
 * reload they come back by themselves where the browser remembers them, else by a tap.
 */
export class BluetoothKeeper {
  readonly #bluetooth: BluetoothLike | undefined;
  readonly #devices = new Map<string, BluetoothDevice>();
  /** Those that the computer has seen since the page began. */
  readonly #seen = new WeakSet<BluetoothDevice>();
  /** Those for which connecting unseen was tried last, and nobody knows how it ended. */
  readonly #triedUnseen = new WeakSet<BluetoothDevice>();

  constructor(bluetooth: BluetoothLike | undefined) {
    this.#bluetooth = bluetooth;
  }

  /**
   * Keeps a device that was just chosen.
   *
   * @param id under which it is asked for: a browser may give a device another id each time that it is chosen
   */
  keep(device: BluetoothDevice, id = device.id): void {
    this.#devices.set(id, device);
    this.#seen.add(device);
  }

  /** The ids under which a device is kept. */
  idsOf(device: BluetoothDevice): string[] {
    return [...this.#devices].filter(([, kept]) => kept === device || kept.id === device.id).map(([id]) => id);
  }

  /**
   * Connects a device.
   *
   * @throws PapertabError `printer-tap` when only the user can give it to the page; `printer-away`, `bluetooth-off`,
   *   `printer-unsupported`; or the signal's reason
   */
  async open(id: string, signal: AbortSignal): Promise<PageTransport> {
    const device = await this.#find(id);
    signal.throwIfAborted();
    if (device === undefined) throw new PapertabError('printer-tap');
    try {
      const transport = await this.#connect(device, signal);
      this.#seen.add(device);
      return transport;
    } catch (thrown) {
      const error = toPapertabError(thrown, 'printer-away');
      if (signal.aborted || error.code !== 'printer-away' || (await this.#isOn())) throw error;
      throw new PapertabError('bluetooth-off', error.detail, { cause: thrown });
    }
  }

  /** Gives a device back to the browser, which then asks the user before it gives it out again. */
  async forget(id: string): Promise<void> {
    const device = await this.#find(id);
    this.#devices.delete(id);
    // Absent where nothing is remembered anyway.
    await (device as Partial<BluetoothDevice> | undefined)?.forget?.();
  }

  async #isOn(): Promise<boolean> {
    return this.#bluetooth === undefined || (await isAvailable(this.#bluetooth));
  }

  async #find(id: string): Promise<BluetoothDevice | undefined> {
    const kept = this.#devices.get(id);
    if (kept) return kept;
    const remembered = (await this.#bluetooth?.getDevices?.().catch(() => [])) ?? [];
    const found = remembered.find((device) => device.id === id);
    if (found) this.#devices.set(id, found);
    return found;
  }

  /**
   * A device that the browser remembers, but the computer has not seen since it was started, may fail to connect, or hang,
   * until an advertisement of it is seen. One that fails is waited for; for one that hung, and was given up, the next
   * attempt begins with waiting; one that hears no advertisement gives way to an attempt without.
   */
  async #connect(device: BluetoothDevice, signal: AbortSignal): Promise<PageTransport> {
    const canWatch = (device as Partial<BluetoothDevice>).watchAdvertisements !== undefined;
    if (this.#seen.has(device) || !canWatch) return openBluetooth(device, signal);
    if (!this.#triedUnseen.has(device)) {
      this.#triedUnseen.add(device);
      try {
        return await openBluetooth(device, signal);
      } catch (thrown) {
        if (signal.aborted || toPapertabError(thrown).code !== 'printer-away') throw thrown;
      }
    }
    this.#triedUnseen.delete(device);
    await sighting(device, signal);
    this.#seen.add(device);
    return openBluetooth(device, signal);
  }
}

/** Resolves when an advertisement of the device is seen. */
async function sighting(device: BluetoothDevice, signal: AbortSignal): Promise<void> {
  const enough = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: enough.signal });
      device.addEventListener('advertisementreceived', () => resolve(), { once: true, signal: enough.signal });
      device.watchAdvertisements({ signal: enough.signal }).catch(reject);
    });
  } finally {
    enough.abort();
  }
}
