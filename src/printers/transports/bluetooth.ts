import { PapertabError, toPapertabError } from '../../errors.ts';
import type { Lane, Received, WriteOptions } from '../transport.ts';
import { Credits } from './credits.ts';
import { characteristicsOf, describeService, type GattService } from './gatt-services.ts';
import { findGattWays, type GattWays } from './gatt-ways.ts';
import type { PipeLimits } from './pipe-messages.ts';
import type { PageTransport } from './pipe-server.ts';
import { ReceivedQueue } from './received-queue.ts';
import { WriteQueue } from './write-queue.ts';

/** Fits into a packet of every stack, also of one that never agreed on larger ones. */
const SMALLEST_WRITE = 20;
/** The pause after a write that nothing holds back, as others found it to be needed. */
const PAUSE_MS = 20;

/** The attempt that each device belongs to: one that was given up must not cut off the one after it. */
const attempts = new WeakMap<BluetoothDevice, symbol>();

/**
 * Connects a Bluetooth printer and finds out how to write to it, all anew: what was known of an earlier connection is
 * dead. Runs on the page. Has no timer: whoever loses patience gives it up by the signal, which cuts the device off.
 *
 * @throws PapertabError `printer-away`, `printer-unsupported` with the services that it has; or the signal's reason
 */
export async function openBluetooth(device: BluetoothDevice, signal: AbortSignal): Promise<BluetoothTransport> {
  signal.throwIfAborted();
  const { gatt } = device;
  if (gatt === undefined) throw new PapertabError('printer-away', 'no GATT');
  const attempt = Symbol();
  attempts.set(device, attempt);
  const cutOff = (): void => {
    if (attempts.get(device) === attempt) gatt.disconnect();
  };
  const opening = setUp(device, gatt, signal).catch((thrown: unknown) => {
    // Also when it comes late, long after it was given up: a browser may connect all the same.
    cutOff();
    throw signal.aborted ? signal.reason : toPapertabError(thrown, 'printer-away');
  });
  let stopListening = (): void => {};
  const givenUp = new Promise<never>((_, reject) => {
    const onAbort = (): void => {
      cutOff();
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    stopListening = () => signal.removeEventListener('abort', onAbort);
  });
  return Promise.race([opening, givenUp]).finally(() => stopListening());
}

async function setUp(
  device: BluetoothDevice,
  gatt: BluetoothRemoteGATTServer,
  signal: AbortSignal,
): Promise<BluetoothTransport> {
  const server = await gatt.connect();
  signal.throwIfAborted();
  const ways = await findGattWays(server, signal);
  signal.throwIfAborted();
  const transport = new BluetoothTransport(device, gatt, ways);
  try {
    await transport.subscribe(signal);
    return transport;
  } catch (thrown) {
    transport.detach();
    throw thrown;
  }
}

/**
 * How the next piece is written.
 * - `credits`: as many as the printer has granted, without response: so its maker's own app writes, and a response would
 *   only repeat what a credit says.
 * - `response`: each is confirmed by the printer's Bluetooth side, which holds the next one back.
 * - `paced`: without response, and nothing holds the next one back but the engine's pauses.
 */
type How = 'credits' | 'response' | 'paced';

/**
 * A printer over Bluetooth, on the page. One operation at a time: a second one fails. A write is done when the hardware
 * has taken it: without response, what was taken last may still be lost when the connection breaks right after.
 *
 * Whether a write is confirmed is not left to the one who writes: it is where the printer can confirm and grants no
 * credits, and cannot be elsewhere.
 */
export class BluetoothTransport implements PageTransport {
  readonly lost: Promise<PapertabError>;
  readonly #device: BluetoothDevice;
  readonly #gatt: BluetoothRemoteGATTServer;
  readonly #ways: GattWays;
  /** What services that were not looked into when it was connected turned out to have. */
  readonly #asked = new Map<BluetoothRemoteGATTService, readonly BluetoothRemoteGATTCharacteristic[]>();
  readonly #received = new ReceivedQueue();
  readonly #queue: WriteQueue;
  readonly #credits = new Credits();
  /** Whether credits can come, and are still waited for. */
  #awaiting = false;
  /** Whether the connection has taken a write: before that, an error may mean that it was too large. */
  #proven = false;
  #small = false;
  #withoutResponse = false;
  #limits: PipeLimits;
  #tellLimits: (limits: PipeLimits) => void = () => {};
  #unsubscribe: (() => void)[] = [];
  #sayLost: (error: PapertabError) => void = () => {};
  #over: PapertabError | undefined;
  #closing: Promise<void> | undefined;

  /** @param gatt connected; `ways` were found over this connection */
  constructor(device: BluetoothDevice, gatt: BluetoothRemoteGATTServer, ways: GattWays) {
    this.#device = device;
    this.#gatt = gatt;
    this.#ways = ways;
    this.lost = new Promise((resolve) => (this.#sayLost = resolve));
    this.#queue = new WriteQueue({
      mayPut: (lane) => lane === 'control' || this.#mayPutData(),
      pieceBytes: () => this.#pieceBytes(),
      put: (piece, lane) => this.#put(piece, lane),
    });
    this.#limits = this.#limitsNow();
    device.addEventListener('gattserverdisconnected', this.#onDisconnected);
  }

  get limits(): PipeLimits {
    return this.#limits;
  }

  get received(): AsyncIterable<Received> {
    return this.#received;
  }

  /**
   * Subscribes to all that the printer says. A printer that cannot be subscribed to, as happens on Android, is written to
   * all the same.
   *
   * @throws PapertabError `printer-away` when it is disconnected meanwhile; or the signal's reason
   */
  async subscribe(signal: AbortSignal): Promise<void> {
    for (const { lane, characteristic } of this.#ways.notify) {
      const isCredits = this.#ways.profile.credits && lane === 'control';
      const onValue = (): void => this.#hear(lane, isCredits, characteristic.value);
      // Before it is subscribed to: the first credits come at once.
      characteristic.addEventListener('characteristicvaluechanged', onValue);
      this.#unsubscribe.push(() => characteristic.removeEventListener('characteristicvaluechanged', onValue));
      try {
        await characteristic.startNotifications();
        if (isCredits) this.#awaiting = true;
      } catch {
        // Silence is no error; one that is disconnected is met below.
      }
      signal.throwIfAborted();
    }
    if (this.#over) throw new PapertabError('printer-away', 'disconnected while it was connected');
    this.#limits = this.#limitsNow();
  }

  /**
   * The services of the device with their characteristics. What was not asked for when it was connected is asked when
   * nothing is being written, one thing at a time, and once.
   *
   * @throws PapertabError `printer-lost`, `printer-away`, `printer-silent` when it cannot be asked
   */
  async services(): Promise<readonly GattService[]> {
    const services: GattService[] = [];
    for (const [service, known] of this.#ways.services) {
      let characteristics = this.#asked.get(service) ?? known;
      if (characteristics === undefined) {
        characteristics = await this.#queue
          .aside(() => characteristicsOf(service))
          .catch((thrown: unknown) => {
            throw toPapertabError(thrown, this.#gatt.connected ? 'printer-silent' : 'printer-lost');
          });
        this.#asked.set(service, characteristics);
      }
      services.push(describeService(service, characteristics));
    }
    return services;
  }

  watchLimits(listener: (limits: PipeLimits) => void): void {
    this.#tellLimits = listener;
  }

  writeWithoutCredits(): void {
    this.#awaiting = false;
    this.#changed();
  }

  async write(bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void> {
    if (this.#closing) throw new PapertabError('printer-away', 'closed');
    if (!this.#ways.write.has(options.lane)) throw new PapertabError('printer-write', `no ${options.lane} lane`);
    await this.#queue.write(bytes, options);
  }

  /**
   * After the last write is answered; at once when it was given up and still hangs. What was written without response
   * may be on its way still: wait for the printer before closing.
   */
  close(): Promise<void> {
    this.#closing ??= this.#queue.rest().then(() => this.#letGo());
    return this.#closing;
  }

  drop(): void {
    this.#letGo();
    void this.close();
  }

  /** Hears of the device no more. */
  detach(): void {
    this.#device.removeEventListener('gattserverdisconnected', this.#onDisconnected);
    for (const stop of this.#unsubscribe.splice(0)) stop();
    this.#received.end();
  }

  readonly #onDisconnected = (): void => {
    // Told late of an earlier connection.
    if (!this.#gatt.connected) this.#lose(new PapertabError('printer-lost', 'gattserverdisconnected'));
  };

  #hear(lane: Lane, isCredits: boolean, value: DataView | undefined): void {
    if (value === undefined) return;
    const said = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const bytes = isCredits ? this.#credits.hear(said) : Uint8Array.from(said);
    this.#received.push({ lane, bytes });
    if (isCredits) this.#changed();
  }

  get #how(): How {
    if (this.#credits.granted || this.#awaiting) return 'credits';
    const { write, writeWithoutResponse } = this.#ways.write.get('data')!.properties;
    return write && !(writeWithoutResponse && this.#withoutResponse) ? 'response' : 'paced';
  }

  #mayPutData(): boolean {
    return this.#how !== 'credits' || this.#credits.left > 0;
  }

  #pieceBytes(): number {
    return this.#small ? Math.min(SMALLEST_WRITE, this.#credits.writeBytes) : this.#credits.writeBytes;
  }

  #limitsNow(): PipeLimits {
    const bytes = this.#pieceBytes();
    const how = this.#how;
    return {
      chunkBytes: bytes,
      confirm: how === 'response',
      flow:
        how === 'paced'
          ? { kind: 'paced', bytes, pauseMs: PAUSE_MS }
          : { kind: how === 'credits' && !this.#credits.granted ? 'credits-awaited' : 'held-back' },
    };
  }

  /** Something that decides how to write is different now. */
  #changed(): void {
    const before = this.#limits;
    const now = this.#limitsNow();
    if (before.chunkBytes !== now.chunkBytes || before.flow.kind !== now.flow.kind) {
      this.#limits = now;
      this.#tellLimits(now);
    }
    this.#queue.wake();
  }

  async #put(piece: Uint8Array<ArrayBuffer>, lane: Lane): Promise<boolean> {
    const characteristic = this.#ways.write.get(lane)!;
    const { write, writeWithoutResponse } = characteristic.properties;
    const how = this.#how;
    const onCredit = how === 'credits' && lane === 'data';
    if (onCredit) this.#credits.take();
    try {
      if (write && (how === 'response' || !writeWithoutResponse)) await characteristic.writeValueWithResponse(piece);
      else await characteristic.writeValueWithoutResponse(piece);
      this.#proven = true;
      return true;
    } catch (thrown) {
      if (this.#over) throw this.#over;
      if (this.#gatt.connected && !this.#proven && this.#stepDown(how)) {
        // It was never sent, so it used no credit up.
        if (onCredit) this.#credits.giveBack();
        return false;
      }
      const error = toPapertabError(thrown, this.#gatt.connected ? 'printer-write' : 'printer-lost');
      this.#lose(error);
      throw error;
    }
  }

  /** Finds a humbler way to write after one that failed; false when there is none left. */
  #stepDown(how: How): boolean {
    if (this.#pieceBytes() > SMALLEST_WRITE) this.#small = true;
    else if (how === 'response' && this.#ways.write.get('data')!.properties.writeWithoutResponse) {
      this.#withoutResponse = true;
    } else return false;
    this.#changed();
    return true;
  }

  #lose(error: PapertabError): void {
    if (this.#over) return;
    this.#sayLost(error);
    this.#end(error);
  }

  #letGo(): void {
    if (!this.#over) this.#end(new PapertabError('printer-away', 'closed'));
  }

  #end(error: PapertabError): void {
    this.#over = error;
    this.detach();
    this.#queue.break(error);
    // Also after a write that failed: a connection with a gap in its bytes is of no use.
    if (this.#gatt.connected) this.#gatt.disconnect();
  }
}
