import type { DevtoolsSessions } from '../devtools.ts';
import type { EmulatedAdapter } from './adapter.ts';
import { type GattTable, SUBSCRIPTION_DESCRIPTOR } from './gatt.ts';
import { Notifications, watchLettingGo } from './notifications.ts';

/** Bytes that a page has written to a characteristic. */
export interface Write {
  readonly characteristic: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the page waits for it to be confirmed. */
  readonly confirm: boolean;
  /** Counts from 0 in each connection. */
  readonly index: number;
}

/** What becomes of something that the page does. A write that is not to be confirmed is always taken. */
export type Answer = 'take' | 'refuse' | 'never';

interface PeripheralOptions {
  /** Its letters in upper case: Chromium's list leaves out what it would write otherwise. */
  readonly address: string;
  readonly name: string;
  readonly services: GattTable;
}

/** `Connection failed to be established` of the Bluetooth specification, and the `Unlikely error` of its GATT part. */
const CONNECTION_FAILED = 0x3e;
const UNLIKELY_ERROR = 0x0e;
/** In so much time a page that is at work begins its next operation. */
const QUIET_MS = 400;

/** Operations that Chromium waits for an answer to. */
type Pending = { readonly id: string; readonly type: 'read' | 'write' | Subscription };
type Subscription = 'subscribe-to-notifications' | 'unsubscribe-from-notifications';

/** A Bluetooth Low Energy device that is not there, but that Chromium's own Bluetooth code talks to all the same. */
export class EmulatedPeripheral {
  readonly address: string;
  /** Those that a page finds when it is connected next. */
  services: GattTable;
  /** What becomes of attempts to connect. */
  connecting: Answer = 'take';
  /** Takes what is written, and says what becomes of it. */
  onWrite: (write: Write) => Answer = () => 'take';
  /** The page has subscribed to a characteristic. */
  onSubscribe: (characteristic: string) => void = () => {};
  /** The page has ended the connection. */
  onLetGo: () => void = () => {};
  /** The page has asked to be connected; the answer is `connecting` as it is afterwards. */
  onConnect: () => void = () => {};
  /** How often a page was connected. */
  connections = 0;
  /** How often a page tried. */
  attempts = 0;
  /** How many writes have come since the page was connected last. */
  writes = 0;
  readonly #name: string;
  readonly #adapter: EmulatedAdapter;
  readonly #notifications: Notifications;
  /** Which characteristic is behind an id of this connection. */
  readonly #characteristics = new Map<string, string>();
  readonly #subscribed = new Set<string>();
  #pending: Pending[] = [];
  /** Set while the link is about to be lost: operations are left waiting, and it is told of each. */
  #losing: { onOperation: () => void } | undefined;
  #connectionPending = false;
  #connected = false;
  /** Set while the services are laid out for a page that looks for them. */
  #discovery: Promise<void> | undefined;
  /** The loss of the link that is under way. */
  #loss: Promise<void> | undefined;

  private constructor(adapter: EmulatedAdapter, sessions: DevtoolsSessions, options: PeripheralOptions) {
    this.address = options.address;
    this.services = options.services;
    this.#name = options.name;
    this.#adapter = adapter;
    this.#notifications = new Notifications(sessions.page, options.name);
  }

  /** Puts a peripheral within reach of an adapter that is on. */
  static async place(
    adapter: EmulatedAdapter,
    sessions: DevtoolsSessions,
    options: PeripheralOptions,
  ): Promise<EmulatedPeripheral> {
    const peripheral = new EmulatedPeripheral(adapter, sessions, options);
    const { session } = adapter;
    session.on('BluetoothEmulation.gattOperationReceived', ({ address, type }) => {
      if (address === options.address) void peripheral.#link(type);
    });
    session.on('BluetoothEmulation.characteristicOperationReceived', (operation) => {
      void peripheral.#operate(operation);
    });
    session.on('BluetoothEmulation.descriptorOperationReceived', ({ descriptorId, type }) => {
      const answer = { descriptorId, type, code: 0 };
      // The descriptor may be another peripheral's, or gone with its connection.
      session.send('BluetoothEmulation.simulateDescriptorOperationResponse', answer).catch(() => undefined);
    });
    await watchLettingGo(sessions.page, (name) => {
      if (name === '' || name === options.name) peripheral.#letGo();
    });
    await peripheral.#appear();
    return peripheral;
  }

  /** Gets into the browser's list. */
  async #appear(): Promise<void> {
    await this.#adapter.session.send('BluetoothEmulation.simulatePreconnectedPeripheral', {
      address: this.address,
      name: this.#name,
      manufacturerData: [],
      knownServiceUuids: Object.keys(this.services),
    });
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Whether the page waits for a write to be confirmed, or for a connection. */
  get hangs(): boolean {
    return this.#connectionPending || this.#pending.some(({ type }) => type === 'write');
  }

  /** Sends a notification; it is lost when the page is not subscribed. */
  notify(characteristic: string, bytes: Uint8Array): void {
    if (this.#subscribed.has(characteristic)) this.#notifications.push(characteristic, bytes);
  }

  /**
   * Goes out of reach for a moment. Operations that nobody has answered fail first: Chromium's emulation would not survive
   * them. How attempts to connect fare from then on is up to `connecting`.
   */
  loseLink(): Promise<void> {
    this.#loss ??= this.#lose().finally(() => {
      this.#loss = undefined;
    });
    return this.#loss;
  }

  async #lose(): Promise<void> {
    this.#notifications.drop();
    const losing = { onOperation: (): void => {} };
    this.#losing = losing;
    for (;;) {
      await this.#quiet(losing);
      if (this.#pending.length === 0) break;
      await this.#settle(UNLIKELY_ERROR);
    }
    if (this.#connectionPending) await this.#answerConnection('refuse');
    // A page that never learns what there is would wait for ever, and all that come after it.
    await this.#discovery;
    this.#forget();
    const { session } = this.#adapter;
    await session.send('BluetoothEmulation.simulateGATTDisconnection', { address: this.address });
    this.#losing = undefined;
    await this.#appear();
  }

  /**
   * Waits until an operation of the page is known to wait for an answer; or until the page has had the time to begin one,
   * and has not. One that is on its way from the page could not be answered in time.
   */
  async #quiet(losing: { onOperation: () => void }): Promise<void> {
    if (this.#pending.length > 0 || !this.#confirms) return;
    await new Promise<void>((resolve) => {
      losing.onOperation = resolve;
      setTimeout(resolve, QUIET_MS);
    });
  }

  /** Whether any of its writes wait for an answer. */
  get #confirms(): boolean {
    return Object.values(this.services).some((characteristics) =>
      Object.values(characteristics).some(({ write }) => write === true),
    );
  }

  #letGo(): void {
    if (!this.#connected || this.#losing !== undefined) return;
    this.onLetGo();
    void this.loseLink();
  }

  /** Confirms the writes that were left without an answer, and accepts a connection that was. */
  async goOn(): Promise<void> {
    await this.#settle(0);
    if (this.#connectionPending) await this.#answerConnection('take');
  }

  async #settle(code: number): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    await Promise.all(pending.map((operation) => this.#respond(operation, code)));
  }

  #forget(): void {
    this.#connected = false;
    this.#characteristics.clear();
    this.#subscribed.clear();
  }

  async #link(type: 'connection' | 'discovery'): Promise<void> {
    if (type === 'discovery') {
      this.#discovery = this.#discover();
      await this.#discovery;
      return;
    }
    this.attempts++;
    this.#connectionPending = true;
    this.onConnect();
    if (this.connecting !== 'never') await this.#answerConnection(this.connecting);
  }

  async #discover(): Promise<void> {
    try {
      if (this.#characteristics.size === 0) await this.#addServices();
      await this.#respondToLink('discovery', 0);
    } catch {
      // The link has gone meanwhile, and with it what was laid out so far.
      this.#characteristics.clear();
      await this.#respondToLink('discovery', CONNECTION_FAILED);
    }
  }

  async #answerConnection(answer: 'take' | 'refuse'): Promise<void> {
    this.#connectionPending = false;
    if (answer === 'take') {
      // The services are of one connection: Chromium forgets them with it.
      this.#forget();
      this.#connected = true;
      this.connections++;
      this.writes = 0;
    }
    await this.#respondToLink('connection', answer === 'take' ? 0 : CONNECTION_FAILED);
  }

  async #respondToLink(type: 'connection' | 'discovery', code: number): Promise<void> {
    const { session } = this.#adapter;
    const answer = { address: this.address, type, code };
    await session.send('BluetoothEmulation.simulateGATTOperationResponse', answer).catch(() => undefined);
  }

  async #addServices(): Promise<void> {
    const { session } = this.#adapter;
    for (const [serviceUuid, characteristics] of Object.entries(this.services)) {
      const { serviceId } = await session.send('BluetoothEmulation.addService', { address: this.address, serviceUuid });
      for (const [characteristicUuid, properties] of Object.entries(characteristics)) {
        const { characteristicId } = await session.send('BluetoothEmulation.addCharacteristic', {
          serviceId,
          characteristicUuid,
          properties,
        });
        this.#characteristics.set(characteristicId, characteristicUuid);
        if (properties.notify !== true) continue;
        await session.send('BluetoothEmulation.addDescriptor', {
          characteristicId,
          descriptorUuid: SUBSCRIPTION_DESCRIPTOR,
        });
      }
    }
  }

  async #operate(operation: {
    readonly characteristicId: string;
    readonly type: Pending['type'];
    readonly data?: string;
    readonly writeType?: string;
  }): Promise<void> {
    const { characteristicId: id, type } = operation;
    const characteristic = this.#characteristics.get(id);
    if (characteristic === undefined) return;
    if (this.#losing !== undefined) {
      if (operation.writeType !== 'write-without-response') this.#pending.push({ id, type });
      this.#losing.onOperation();
      return;
    }
    if (type === 'write') {
      const confirm = operation.writeType !== 'write-without-response';
      const bytes = new Uint8Array(Buffer.from(operation.data ?? '', 'base64'));
      const pending: Pending = { id, type };
      // Before anybody hears of it, so that a loss of the link by the one who does finds it waiting.
      if (confirm) this.#pending.push(pending);
      const answer = this.onWrite({ characteristic, bytes, confirm, index: this.writes++ });
      const left = answer === 'never' || this.#losing !== undefined;
      if (!left) await this.#answerPending(pending, answer === 'take' ? 0 : UNLIKELY_ERROR);
      return;
    }
    const pending: Pending = { id, type };
    this.#pending.push(pending);
    if (type === 'subscribe-to-notifications') this.#subscribed.add(characteristic);
    if (type === 'unsubscribe-from-notifications') this.#subscribed.delete(characteristic);
    await this.#answerPending(pending, 0);
    if (type === 'subscribe-to-notifications') this.onSubscribe(characteristic);
  }

  async #answerPending(pending: Pending, code: number): Promise<void> {
    const index = this.#pending.indexOf(pending);
    if (index < 0) return;
    this.#pending.splice(index, 1);
    await this.#respond(pending, code);
  }

  async #respond({ id, type }: Pending, code: number): Promise<void> {
    const answer = { characteristicId: id, type, code, ...(type === 'read' && code === 0 ? { data: '' } : {}) };
    const { session } = this.#adapter;
    // The characteristic may have gone with its connection meanwhile.
    await session.send('BluetoothEmulation.simulateCharacteristicOperationResponse', answer).catch(() => undefined);
  }
}
