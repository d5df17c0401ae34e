/** What a fake characteristic is and can. */
export interface FakeCharacteristicPlan {
  readonly uuid: string;
  readonly properties: Partial<BluetoothCharacteristicProperties>;
}

export interface FakeServicePlan {
  readonly uuid: string;
  readonly characteristics: readonly FakeCharacteristicPlan[];
}

export interface FakeWrite {
  readonly uuid: string;
  readonly bytes: number[];
  readonly response: boolean;
}

const networkError = (message: string): DOMException => new DOMException(message, 'NetworkError');

/** A promise that the test settles. */
interface Pending {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

function pending(): Pending {
  let resolve = (): void => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A Bluetooth printer as Chromium shows it: its errors' names and messages are those that were measured. */
export class FakeBluetoothDevice extends EventTarget {
  readonly id: string;
  readonly name: string | undefined;
  readonly gatt: FakeGatt;
  /** Every operation, in order. */
  readonly log: string[] = [];
  /** All writes that were taken. */
  readonly writes: FakeWrite[] = [];
  /** How often an operation was begun while another was under way. */
  overlaps = 0;
  busy = 0;
  services: readonly FakeServicePlan[];
  /** What connecting does: undefined connects, an error fails, `hang` waits for {@link connectLate}. */
  onConnect: () => Error | 'hang' | undefined = () => undefined;
  /** What subscribing does. */
  onSubscribe: (uuid: string) => Error | undefined = () => undefined;
  /** What a write does: `hang` waits for {@link answer}. */
  onWrite: (write: FakeWrite) => Error | 'hang' | undefined = () => undefined;
  forgotten = false;
  /** Starts looking for advertisements; absent in browsers that cannot. */
  watchAdvertisements?: (options: { signal: AbortSignal }) => Promise<void>;
  #hanging: Pending[] = [];
  #connecting: Pending[] = [];

  constructor(services: readonly FakeServicePlan[], { id = 'device-1', name = 'Paperang_P2' } = {}) {
    super();
    this.id = id;
    this.name = name;
    this.services = services;
    this.gatt = new FakeGatt(this);
  }

  /** As the code under test takes it. */
  get real(): BluetoothDevice {
    return this as unknown as BluetoothDevice;
  }

  get printed(): number[] {
    return this.writes.flatMap(({ bytes }) => bytes);
  }

  async forget(): Promise<void> {
    this.forgotten = true;
  }

  /** The connection breaks: what hangs fails, then the page is told. */
  lose(): void {
    for (const { reject } of this.#hanging.splice(0)) {
      reject(new DOMException('GATT operation failed for unknown reason.', 'NotSupportedError'));
    }
    this.gatt.disconnect();
  }

  /** Answers the writes that hang. */
  answer(error?: Error): void {
    for (const { resolve, reject } of this.#hanging.splice(0)) error ? reject(error) : resolve();
  }

  /** Lets the connections come about that hang. */
  connectLate(): void {
    this.gatt.connected = true;
    for (const { resolve } of this.#connecting.splice(0)) resolve();
  }

  /** The printer says something; returns whether anybody is subscribed to it. */
  say(uuid: string, ...bytes: number[]): boolean {
    return this.gatt.characteristic(uuid)?.say(bytes) ?? false;
  }

  /** One operation, which takes a moment; counted when another is under way. */
  async operate(name: string, act: () => Error | 'hang' | undefined): Promise<void> {
    this.log.push(name);
    if (this.busy > 0) {
      this.overlaps++;
      throw networkError('GATT operation already in progress.');
    }
    this.busy++;
    try {
      await new Promise((resolve) => setImmediate(resolve));
      const outcome = act();
      if (outcome === 'hang') {
        const hanging = pending();
        this.#hanging.push(hanging);
        await hanging.promise;
      } else if (outcome) throw outcome;
    } finally {
      this.busy--;
    }
  }

  async connectOnce(): Promise<void> {
    this.log.push('connect');
    await new Promise((resolve) => setImmediate(resolve));
    const outcome = this.onConnect();
    if (outcome === 'hang') {
      const connecting = pending();
      this.#connecting.push(connecting);
      await connecting.promise;
    } else if (outcome) throw outcome;
  }
}

class FakeGatt {
  readonly device: FakeBluetoothDevice;
  connected = false;
  #characteristics: FakeCharacteristic[] = [];

  constructor(device: FakeBluetoothDevice) {
    this.device = device;
  }

  async connect(): Promise<this> {
    await this.device.connectOnce();
    this.connected = true;
    this.#characteristics = [];
    // What was under way over the connection before counts no more.
    this.device.busy = 0;
    return this;
  }

  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.device.log.push('disconnect');
    for (const characteristic of this.#characteristics) characteristic.dead = true;
    this.device.dispatchEvent(new Event('gattserverdisconnected', { bubbles: true }));
  }

  async getPrimaryServices(): Promise<unknown[]> {
    await this.device.operate('services', () =>
      this.connected
        ? undefined
        : networkError(
            'GATT Server is disconnected. Cannot retrieve services. (Re)connect first with `device.gatt.connect`.',
          ),
    );
    if (this.device.services.length === 0) {
      throw new DOMException('No Services found in device.', 'NotFoundError');
    }
    return this.device.services.map(({ uuid, characteristics }) => ({
      uuid,
      getCharacteristics: async () => {
        await this.device.operate('characteristics', () => undefined);
        const found = characteristics.map((plan) => new FakeCharacteristic(this.device, plan));
        this.#characteristics.push(...found);
        return found;
      },
    }));
  }

  characteristic(uuid: string): FakeCharacteristic | undefined {
    return this.#characteristics.find((one) => one.uuid === uuid);
  }
}

class FakeCharacteristic extends EventTarget {
  readonly uuid: string;
  readonly properties: Partial<BluetoothCharacteristicProperties>;
  value: DataView | undefined;
  dead = false;
  #subscribed = false;
  readonly #device: FakeBluetoothDevice;

  constructor(device: FakeBluetoothDevice, { uuid, properties }: FakeCharacteristicPlan) {
    super();
    this.#device = device;
    this.uuid = uuid;
    this.properties = properties;
  }

  async startNotifications(): Promise<void> {
    await this.#device.operate(`subscribe ${this.uuid.slice(0, 8)}`, () => this.#device.onSubscribe(this.uuid));
    this.#subscribed = true;
  }

  async writeValueWithResponse(value: Uint8Array): Promise<void> {
    await this.#write(value, true);
  }

  async writeValueWithoutResponse(value: Uint8Array): Promise<void> {
    await this.#write(value, false);
  }

  say(bytes: number[]): boolean {
    if (!this.#subscribed || this.dead) return false;
    this.value = new DataView(Uint8Array.from(bytes).buffer);
    this.dispatchEvent(new Event('characteristicvaluechanged', { bubbles: true }));
    return true;
  }

  async #write(value: Uint8Array, response: boolean): Promise<void> {
    const bytes = [...value];
    if (bytes.length > 512) {
      throw new DOMException(`Value can't exceed 512 bytes.`, 'InvalidModificationError');
    }
    const lost = (): Error | undefined =>
      this.dead || !this.#device.gatt.connected
        ? networkError(
            'GATT Server is disconnected. Cannot perform GATT operations. (Re)connect first with `device.gatt.connect`.',
          )
        : undefined;
    await this.#device.operate(`write ${bytes.length}`, () => {
      const write = { uuid: this.uuid, bytes, response };
      const outcome = lost() ?? this.#device.onWrite(write);
      if (outcome === undefined || outcome === 'hang') this.#device.writes.push(write);
      return outcome;
    });
  }
}
