import type { SerialPortLike } from '../serial.ts';

const lostError = (): DOMException => new DOMException('The device has been lost.', 'NetworkError');

/**
 * A serial port as Chromium's behaves, with real streams: takes `bufferSize` bytes ahead of the printer, which reads when
 * the test lets it; loses what it holds when it is closed before its writer; has a new stream after an error that can be
 * survived, and none after a loss.
 */
export class FakeSerialPort extends EventTarget implements SerialPortLike {
  /** All that the printer has read. */
  readonly printed: number[] = [];
  /** How often it was opened, and how. */
  readonly openings: SerialOptions[] = [];
  connected = true;
  /** Whether another program holds it. */
  held = false;
  /** Whether the printer reads by itself. */
  reads = true;
  /** When set, opening waits for it. */
  opening: Promise<void> | undefined;
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  forgotten = false;
  readonly #info: SerialPortInfo;
  #bufferSize = 0;
  #buffer: number[] = [];
  #source: ReadableStreamDefaultController<Uint8Array> | undefined;
  #sink: WritableStreamDefaultController | undefined;
  #onRoom: (() => void)[] = [];

  constructor(info: SerialPortInfo = { usbVendorId: 0x0416, usbProductId: 0x5011 }) {
    super();
    this.#info = info;
  }

  get isOpen(): boolean {
    return this.#bufferSize > 0;
  }

  getInfo(): SerialPortInfo {
    return this.#info;
  }

  async open(options: SerialOptions): Promise<void> {
    if (this.isOpen) throw new DOMException('The port is already open.', 'InvalidStateError');
    await this.opening;
    if (this.held || !this.connected) throw new DOMException('Failed to open serial port.', 'NetworkError');
    this.openings.push(options);
    this.#bufferSize = options.bufferSize ?? 255;
    this.#buffer = [];
    this.#renewReadable();
    this.writable = new WritableStream(
      {
        start: (controller) => {
          this.#sink = controller;
          controller.signal.addEventListener('abort', () => this.#makeRoom());
        },
        write: async (bytes: Uint8Array) => {
          for (const byte of bytes) {
            while (this.#buffer.length >= this.#bufferSize) await this.#room();
            this.#buffer.push(byte);
            if (this.reads) this.read(1);
          }
        },
        close: async () => {
          while (this.#buffer.length > 0) await this.#room();
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: this.#bufferSize }),
    );
  }

  async close(): Promise<void> {
    if (!this.isOpen) throw new DOMException('The port is already closed.', 'InvalidStateError');
    if (this.readable?.locked || this.writable?.locked) throw new TypeError('Cannot cancel a locked stream');
    await Promise.allSettled([this.readable?.cancel(), this.writable?.abort()]);
    this.#bufferSize = 0;
    this.#buffer = [];
    this.readable = null;
    this.writable = null;
  }

  async forget(): Promise<void> {
    this.forgotten = true;
  }

  /** The printer reads so many of the bytes that are on their way. */
  read(most = Number.POSITIVE_INFINITY): void {
    this.printed.push(...this.#buffer.splice(0, most));
    this.#makeRoom();
  }

  /** The printer says something. */
  say(...bytes: number[]): void {
    this.#source?.enqueue(Uint8Array.from(bytes));
  }

  /** Something on the line that can be survived. */
  disturb(name: 'BreakError' | 'FramingError' | 'ParityError' | 'BufferOverrunError'): void {
    const old = this.#source;
    this.#renewReadable();
    old?.error(new DOMException(name, name));
  }

  /** Something that ends the reading for good: no new stream comes. */
  fail(name: string): void {
    this.#source?.error(new DOMException(name, name));
  }

  /** @param quietly without the event, so that only the streams tell */
  unplug({ quietly = false } = {}): void {
    this.connected = false;
    this.readable = null;
    this.#source?.error(lostError());
    this.#sink?.error(lostError());
    this.#makeRoom();
    if (!quietly) this.dispatchEvent(new Event('disconnect', { bubbles: true }));
  }

  #renewReadable(): void {
    this.readable = new ReadableStream({
      start: (controller) => {
        this.#source = controller;
      },
    });
  }

  /** Waits for the printer; what is aborted meanwhile fails. */
  async #room(): Promise<void> {
    await new Promise<void>((resolve) => this.#onRoom.push(resolve));
    this.#sink?.signal.throwIfAborted();
    if (!this.connected) throw lostError();
  }

  #makeRoom(): void {
    for (const resolve of this.#onRoom.splice(0)) resolve();
  }
}
