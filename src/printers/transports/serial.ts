import type { Clock } from '../../clock.ts';
import { PapertabError, toPapertabError } from '../../errors.ts';
import type { Received, Transport, TransportLimits, WriteOptions } from '../transport.ts';
import { readFlowBytes } from './flow-bytes.ts';
import { ReceivedQueue } from './received-queue.ts';
import { WriteQueue } from './write-queue.ts';

/** The parts of a `SerialPort` that are used. */
export interface SerialPortLike
  extends Pick<
    SerialPort,
    'open' | 'close' | 'readable' | 'writable' | 'getInfo' | 'addEventListener' | 'removeEventListener'
  > {
  /** Absent in browsers before its time. */
  readonly connected?: boolean;
}

export interface SerialOptions {
  /** Bits a second. */
  readonly baudRate: number;
  readonly flowControl: 'none' | 'hardware';
  /**
   * Whether XON and XOFF among what the printer says mean what they say; true when absent. Not for languages with binary
   * replies, in which these are bytes like any other.
   */
  readonly xonXoff?: boolean;
  /**
   * Ends the wait for the last bytes when the line is closed; without one, only {@link SerialTransport.drop} ends it. And
   * lets the line settle before it is closed; without one, that is left to the caller.
   */
  readonly clock?: Clock;
  /** Gives up the opening; a port that opens all the same is closed. */
  readonly signal?: AbortSignal;
}

/**
 * Bytes that the browser takes ahead of the line, in each direction. Small, so that bytes which count as taken are soon
 * sent, and so that little goes on flowing after an XOFF; still a tenth of a second at 115,200 bits a second.
 */
const BUFFER_BYTES = 1_024;
/** What the systems below may hold besides, of bytes that the browser has passed on. */
const SYSTEM_BYTES = 8_192;
/** A start bit, eight of data, a stop bit. */
const BITS_A_BYTE = 10;
/** For a printer that has to finish something before it takes its last bytes, and for a port that does not close. */
const PATIENCE_MS = 5_000;
/**
 * How long the port stays open after the last byte. Not every system knows when its last byte is out, and closing throws
 * away what is not.
 */
const SETTLE_MS = 300;
/** What a line may say that is wrong with it and go on: cable noise, another baud rate, a printer switched on. */
const SURVIVED = ['BreakError', 'FramingError', 'ParityError', 'BufferOverrunError'];

/**
 * Opens a serial port, 8N1, and reads it from then on. Opening sets DTR, which resets some printers: give them half a
 * second before the first byte.
 *
 * @throws PapertabError `printer-in-use`, `printer-away`, or the signal's reason
 */
export async function openSerial(port: SerialPortLike, options: SerialOptions): Promise<SerialTransport> {
  options.signal?.throwIfAborted();
  const { baudRate, flowControl, signal } = options;
  const opening = port.open({
    baudRate,
    flowControl,
    dataBits: 8,
    stopBits: 1,
    parity: 'none',
    bufferSize: BUFFER_BYTES,
  });
  let stopListening = (): void => {};
  const givenUp = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    stopListening = () => signal?.removeEventListener('abort', onAbort);
  });
  try {
    await Promise.race([opening, givenUp]);
  } catch (thrown) {
    if (!signal?.aborted) throw toPapertabError(thrown, whyNotOpened(port, thrown));
    opening.then(() => port.close()).catch(() => {});
    throw signal.reason;
  } finally {
    stopListening();
  }
  if (port.writable === null) {
    // Unplugged in the same moment. Left open, it would count as in use when it is back.
    port.close().catch(() => {});
    throw new PapertabError('printer-away', 'nothing to write to');
  }
  return new SerialTransport(port, port.writable, options);
}

/** The browser tells little: one error stands for held by another program, out of reach and not permitted. */
function whyNotOpened(port: SerialPortLike, thrown: unknown): 'printer-in-use' | 'printer-away' {
  const name = thrown instanceof Error ? thrown.name : '';
  // Open, opening or closing already, in this very tab.
  if (name === 'InvalidStateError') return 'printer-in-use';
  // A paired Bluetooth printer is listed also when it is off; an adapter only while it is plugged in.
  if (port.connected === false || port.getInfo().bluetoothServiceClassId !== undefined) return 'printer-away';
  return name === 'NetworkError' ? 'printer-in-use' : 'printer-away';
}

/**
 * A printer on a serial line. A write resolves when the browser's stream has taken its bytes, which may be up to 1 KB
 * ahead of the line. One that is given up rejects at once: the piece that the stream has, up to 1 KB, may still be sent,
 * before any later write; the rest of it is dropped.
 */
export class SerialTransport implements Transport {
  readonly limits: TransportLimits = { chunkBytes: BUFFER_BYTES, confirm: false };
  readonly lost: Promise<PapertabError>;
  readonly #port: SerialPortLike;
  readonly #options: SerialOptions;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #received = new ReceivedQueue();
  readonly #queue: WriteQueue;
  readonly #dropped = new AbortController();
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #reading: Promise<void>;
  /** Whether the printer takes bytes, by what it said last. */
  #takes = true;
  /** When the stream took the last bytes, or was seen to pass them on later than that; in milliseconds of the clock. */
  #lastMovedAt = Number.NEGATIVE_INFINITY;
  #over = false;
  #sayLost: (error: PapertabError) => void = () => {};
  #closing: Promise<void> | undefined;
  #lettingGo: Promise<void> | undefined;

  /** @param port freshly opened, its streams unlocked */
  constructor(port: SerialPortLike, writable: WritableStream<Uint8Array>, options: SerialOptions) {
    this.#port = port;
    this.#options = options;
    this.lost = new Promise((resolve) => (this.#sayLost = resolve));
    this.#writer = writable.getWriter();
    // Its errors are met where it is written to.
    this.#writer.closed.catch(() => {});
    this.#queue = new WriteQueue({
      mayPut: () => this.#takes,
      pieceBytes: () => BUFFER_BYTES,
      put: (piece) => this.#put(piece),
    });
    port.addEventListener('disconnect', this.#onDisconnect);
    this.#reading = this.#readOn();
  }

  get received(): AsyncIterable<Received> {
    return this.#received;
  }

  async write(bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void> {
    if (this.#closing) throw new PapertabError('printer-away', 'closed');
    await this.#queue.write(bytes, options);
  }

  /**
   * After the last byte has left the computer, as far as it knows; or, of a line that takes none, after as long as the
   * bytes could have taken and five seconds. Not for a write that was given up and still hangs.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Closes without waiting for what is on its way; {@link close} tells when the port is free. */
  drop(): void {
    this.#dropped.abort();
    this.#queue.break(new PapertabError('printer-away', 'closed'));
    void this.close();
  }

  readonly #onDisconnect = (): void => this.#lose(new PapertabError('printer-lost', 'disconnect'));

  async #close(): Promise<void> {
    const { hangs } = await this.#queue.rest();
    const toldOfLoss = this.#over;
    this.#over = true;
    await this.#letGo(!hangs && !toldOfLoss && !this.#dropped.signal.aborted);
  }

  async #put(piece: Uint8Array<ArrayBuffer>): Promise<boolean> {
    try {
      await this.#writer.ready;
      await this.#writer.write(piece);
      this.#lastMovedAt = this.#now();
      return true;
    } catch (thrown) {
      const error = toPapertabError(thrown, isLoss(thrown) ? 'printer-lost' : 'printer-write');
      this.#lose(error);
      throw error;
    }
  }

  async #readOn(): Promise<void> {
    let failed: ReadableStream<Uint8Array> | undefined;
    for (;;) {
      const stream = this.#port.readable;
      // A stream that has failed for good stays where it was, or there is none any more.
      if (stream === null || stream === failed) break;
      failed = stream;
      const why = await this.#readStream(stream);
      if (this.#over) return;
      if (why !== undefined && !SURVIVED.includes(why.name)) return this.#lose(lossOf(why));
    }
    this.#lose(new PapertabError('printer-lost', 'nothing to read from'));
  }

  /** Resolves with what ended it; undefined when it was cancelled. */
  async #readStream(stream: ReadableStream<Uint8Array>): Promise<Error | undefined> {
    const reader = stream.getReader();
    this.#reader = reader;
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) this.#receive(next.value);
      return undefined;
    } catch (thrown) {
      return thrown instanceof Error ? thrown : new Error(String(thrown));
    } finally {
      this.#reader = undefined;
      reader.releaseLock();
    }
  }

  #receive(bytes: Uint8Array): void {
    if (this.#options.xonXoff === false) {
      this.#received.push({ lane: 'data', bytes: Uint8Array.from(bytes) });
      return;
    }
    const { rest, takes } = readFlowBytes(bytes);
    if (takes !== undefined) {
      this.#takes = takes;
      this.#queue.wake();
    }
    this.#received.push({ lane: 'data', bytes: rest });
  }

  #lose(error: PapertabError): void {
    if (this.#over) return;
    this.#over = true;
    this.#queue.break(error);
    this.#sayLost(error);
    // The locks are let go at once: a port that comes back can only be opened when this one is closed.
    void this.#letGo(false);
  }

  /** @param tail whether to wait until the last bytes are out */
  #letGo(tail: boolean): Promise<void> {
    this.#lettingGo ??= this.#doLetGo(tail);
    return this.#lettingGo;
  }

  async #doLetGo(tail: boolean): Promise<void> {
    this.#port.removeEventListener('disconnect', this.#onDisconnect);
    // Measured: closing the port right after a write loses bytes; closing the writer first brings them out.
    if (tail) {
      await this.#patiently(this.#drain(), this.#tailMs(), this.#dropped.signal);
      await this.#settled();
    }
    this.#over = true;
    // Whatever a lost or stuck port answers to being let go, there is nothing left to do about it.
    const ignore = (): void => {};
    this.#writer.abort(new PapertabError('printer-away', 'closed')).catch(ignore);
    this.#reader?.cancel().catch(ignore);
    await this.#reading;
    this.#writer.releaseLock();
    this.#received.end();
    await this.#patiently(this.#port.close(), PATIENCE_MS);
  }

  /** Resolves when the stream has passed on all that it took. */
  async #drain(): Promise<void> {
    const since = this.#now();
    await this.#writer.close();
    // What had to be waited for was on its way until this moment, however long ago the stream took it.
    if (this.#now() > since) this.#lastMovedAt = this.#now();
  }

  async #settled(): Promise<void> {
    const left = this.#options.clock === undefined ? 0 : this.#lastMovedAt + SETTLE_MS - this.#now();
    // The clock may have been set back.
    const ms = Math.min(SETTLE_MS, left);
    if (ms > 0) await this.#patiently(new Promise(() => {}), ms, this.#dropped.signal);
  }

  /** Without a clock, no time passes. */
  #now(): number {
    return this.#options.clock?.now() ?? 0;
  }

  /** How long the last bytes may take, in milliseconds. */
  #tailMs(): number {
    return PATIENCE_MS + ((BUFFER_BYTES + SYSTEM_BYTES) * BITS_A_BYTE * 1000) / this.#options.baudRate;
  }

  /** Resolves when `ending` settles; or after `ms`, where there is a clock; or when it is cut short. */
  #patiently(ending: Promise<void>, ms: number, cutShort?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock?.after(ms, resolve);
      const done = (): void => {
        cancel?.();
        resolve();
      };
      ending.then(done, done);
      if (cutShort?.aborted) done();
      else cutShort?.addEventListener('abort', done, { once: true });
    });
  }
}

function isLoss(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'NetworkError';
}

function lossOf(why: Error): PapertabError {
  return new PapertabError('printer-lost', `${why.name}: ${why.message}`, { cause: why });
}
