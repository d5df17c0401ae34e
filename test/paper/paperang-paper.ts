import { bytesPerRow } from '../../src/imaging/bitmap.ts';
import { crc32 } from './crc.ts';
import { EmulatedPaper } from './emulated-paper.ts';
import { hex } from './fault.ts';
import {
  buildFrame,
  buildNewFrame,
  FRAME_OVERHEAD,
  type Frame,
  FrameParser,
  type NewFrame,
  readLe,
  STANDARD_KEY,
} from './paperang-frames.ts';
import { type PaperangEvent, type PaperangOptions, type PaperangTrouble, STATUS_BITS } from './paperang-options.ts';
import { answerNew, type PaperangFacts, type PaperangState, QUERIES } from './paperang-queries.ts';
import { SETTINGS, type Setting } from './paperang-settings.ts';

/** Units that the sheet tells of, as options. */
export const PAPERANG = {
  p1: { headWidth: 384, modelName: 'P1', machine: 'HME230_P1' },
  p2: { headWidth: 576, modelName: 'P2' },
  /** Ordinary checksums from the start. */
  p2s: { headWidth: 576, modelName: 'P2S', startSeed: 0 },
  /** Does not tell its model or status, and hangs when it is told the paper type. */
  d1: { headWidth: 384, modelName: 'D1', silentOn: [0x30, 0x0c], hangsOn: [0x2c] },
  /** With firmware that speaks only the newer dialect. */
  p1New: { headWidth: 384, modelName: 'P1', dialect: 'a5', version: '1.3.18' },
} as const satisfies Record<string, PaperangOptions>;

const DEFAULT_DENSITY = 75;
/** About so many units of a feed are a millimetre of paper. */
const FEED_UNITS_PER_MM = 56;

/**
 * A Paperang by its sheet: takes the stream of frames, `02 … 03`, that a host sends, draws the rows, answers questions.
 *
 * A feed (1a) ends a picture. Questions are answered as they arrive, also while the head works; what prints or sets
 * waits for its turn in the buffer. A frame that breaks a rule is remembered as a fault and dropped in silence, as a real
 * one drops it; one exception: until a unit has taken its first frame of a connection, a question for the version (04) or
 * a key (18) under another key, and questions of the dialect that it does not speak, are a host's way to find out whom it
 * talks to, and are only logged.
 *
 * ```ts
 * const printer = new PaperangPaper({ ...PAPERANG.p2, clock, bufferBytes: 8192, rowsPerSecond: 150 });
 * printer.onReply = (bytes) => hostReceives(bytes);
 * printer.receive(bytes);
 * printer.checkAtRest();
 * expectSameDots(printer.pictures[0], bitmap);
 * ```
 */
export class PaperangPaper extends EmulatedPaper<PaperangEvent, PaperangTrouble> {
  readonly #options: PaperangOptions;
  readonly #rowBytes: number;
  readonly #parser: FrameParser;
  readonly #facts: PaperangFacts;
  #key: number;
  /** Whether it has taken a frame in this connection. */
  #met = false;
  #hung = false;
  #density = DEFAULT_DENSITY;
  #paperType = 0;
  #powerOffSeconds: number;
  #linesBefore = 0;
  #pushed = 0;
  /** Whether it has worked since it last came to rest. */
  #worked = false;
  #restedAt = Number.NEGATIVE_INFINITY;

  constructor(options: PaperangOptions = {}) {
    super(options);
    this.#options = options;
    this.#rowBytes = bytesPerRow(this.headWidth);
    this.#key = options.startSeed ?? STANDARD_KEY;
    this.#powerOffSeconds = options.powerOffSeconds ?? 3600;
    this.#facts = {
      version: options.version ?? '1.1.8',
      modelName: options.modelName ?? 'P1',
      serial: options.serial ?? 'P1A0019071234567',
      battery: options.battery ?? 80,
      millivolts: options.millivolts ?? 3900,
      mac: options.mac ?? [0x00, 0x15, 0x83, 0x01, 0x02, 0x03],
      bluetoothChip: options.bluetoothChip ?? 'BK3432',
      machine: options.machine ?? 'HME230_P2',
    };
    this.#parser = new FrameParser(options.maxPayload ?? 2016, {
      frame: (frame) => this.#frame(frame),
      newFrame: (frame) => this.#newFrame(frame),
      garbage: (message, offset) => this.fault(message, offset),
      dropped: (bytes) => this.release(bytes),
    });
  }

  /** Whether it has stopped taking bytes for good. */
  get hung(): boolean {
    return this.#hung;
  }

  /** The key that its checksums are seeded with. */
  get key(): number {
    return this.#key;
  }

  get density(): number {
    return this.#density;
  }

  get powerOffSeconds(): number {
    return this.#powerOffSeconds;
  }

  /** Whether it would say that it is idle. */
  get idle(): boolean {
    const resting = this.clock.now() - this.#restedAt >= (this.#options.idleDelayMs ?? 0);
    return !this.busy && !this.#worked && resting && !this.troubles.has('busy');
  }

  /** The status word. */
  get status(): number {
    let status = this.idle ? 0 : STATUS_BITS.busy;
    for (const trouble of this.troubles) status |= STATUS_BITS[trouble];
    return status;
  }

  /** Says its status unasked. */
  pushStatus(): void {
    this.act(() => {
      this.#pushed = this.status;
      this.#send(0x0d, 0, QUERIES.get(0x0c)!(this.#state())!);
    });
  }

  /** Says that another host takes it over (2f). Whoever plays the radio then ends the connection. */
  takeOver(): void {
    this.act(() => this.#send(0x2f, 0, [0x00]));
  }

  protected override get pending(): number {
    return this.#parser.pending;
  }

  protected override stopsHead(trouble: PaperangTrouble): boolean {
    return trouble !== 'battery-low' && trouble !== 'busy';
  }

  protected override take(byte: number, offset: number): void {
    // A hung unit leaves what comes in its buffer.
    if (!this.#hung) this.#parser.push(byte, offset);
  }

  protected override forget(lost: 'connection' | 'power'): void {
    this.#met = false;
    // Without power the buffer is gone as a whole.
    if (lost === 'connection' && !this.#hung) this.release(this.#parser.pending);
    this.#parser.reset();
    if (lost === 'power' || this.#options.forgetsKey !== false) this.#key = this.#options.startSeed ?? STANDARD_KEY;
    if (lost === 'connection') {
      // What was received is still printed; a piece that no feed has ended by then is torn off.
      this.queue(0, 0, () => this.tear());
      return;
    }
    this.#hung = false;
    this.#worked = false;
    this.#restedAt = Number.NEGATIVE_INFINITY;
    this.#restore();
    this.#linesBefore = this.rowsDrawn;
  }

  protected override changed(): void {
    if (this.#worked && !this.busy) {
      this.#worked = false;
      this.#restedAt = this.clock.now();
      const delay = this.#options.idleDelayMs ?? 0;
      if (delay > 0) this.clock.after(delay, () => this.act(() => undefined));
    }
    if (this.#options.pushesStatus === true && this.powered && !this.#hung && this.status !== this.#pushed) {
      this.pushStatus();
    }
  }

  #state(): PaperangState {
    return {
      ...this.#facts,
      status: this.status,
      statusBytes: this.#options.statusBytes ?? 2,
      idle: this.idle,
      lines: this.rowsDrawn - this.#linesBefore,
      density: this.#density,
      paperType: this.#paperType,
      powerOffSeconds: this.#powerOffSeconds,
    };
  }

  #send(command: number, index: number, payload: readonly number[]): void {
    this.say(buildFrame(command, index, payload, this.#key));
  }

  #acknowledge({ command, index }: Frame, code = 0): void {
    if (this.#options.lostAcks?.includes(command) !== true) this.#send(command, index, [code]);
  }

  #frame(frame: Frame): void {
    const { command, payload, offset, size } = frame;
    const sound = crc32(payload, this.#key) === frame.crc;
    const dialect = this.#options.dialect ?? '02';
    if (dialect === 'a5' || (dialect === 'a5-answers-02' && !QUERIES.has(command))) {
      if (dialect === 'a5' && command === 0x00) {
        this.fault('rows in the older dialect, which this unit does not speak', offset);
      }
      this.log({ kind: dialect === 'a5' ? 'foreign' : 'refused', command });
      this.release(size);
      return;
    }
    if (!sound) {
      const probing = !this.#met && (command === 0x04 || command === 0x18);
      if (probing) this.log({ kind: 'probe', command });
      else this.fault(`command ${hex(command)} has a checksum of another key, or was damaged`, offset);
      // The self-test does not look at it.
      if (command === 0x1b) this.#testPage(size);
      else this.release(size);
      return;
    }
    this.#met = true;
    if (this.#options.hangsOn?.includes(command) === true) {
      this.#hung = true;
      this.log({ kind: 'hung' });
      return;
    }
    const refusal = this.#options.refuses?.[command];
    if (refusal !== undefined) {
      this.log({ kind: 'refused', command });
      this.release(size);
      this.#acknowledge(frame, refusal);
      return;
    }
    const answer = QUERIES.get(command);
    if (answer !== undefined) this.#query(frame, answer);
    else this.#obey(frame);
  }

  #query(frame: Frame, answer: (state: PaperangState) => number[] | undefined): void {
    const { command, index, payload, offset, size } = frame;
    this.release(size);
    if (payload.length !== 1 || payload[0] !== 0x01) {
      this.fault(`question ${hex(command)} with a payload other than 01`, offset);
      return;
    }
    if (this.#options.silentOn?.includes(command) === true) return;
    const told = answer(this.#state());
    if (told !== undefined) this.#send(command + 1, index, told);
    this.#acknowledge(frame);
  }

  #obey(frame: Frame): void {
    const { command, payload, offset, size } = frame;
    const setting = SETTINGS.get(command);
    if (command === 0x00) this.#rows(frame);
    else if (command === 0x1a) this.#feed(frame);
    else if (command === 0x1b) {
      if (payload.length !== 1 || payload[0] !== 0) this.fault('the test page takes the payload 00', offset);
      this.#testPage(size);
      this.#acknowledge(frame);
    } else if (setting !== undefined) this.#set(frame, setting);
    else {
      this.release(size);
      const forbidden = command <= 0x03;
      this.fault(
        forbidden ? `command ${hex(command)} must never be sent` : `there is no command ${hex(command)}`,
        offset,
      );
    }
  }

  #set(frame: Frame, { kind, lengths, most }: Setting): void {
    const { command, payload, offset, size } = frame;
    const given = lengths.includes(payload.length) ? readLe(payload, 0, payload.length) : undefined;
    if (given === undefined || given > most) {
      this.release(size);
      const told = [...payload.slice(0, 8)].map(hex).join(' ');
      this.fault(`command ${hex(command)} with a payload of ${payload.length} bytes: ${told}`, offset);
      return;
    }
    const value = kind === 'key' ? (given ^ STANDARD_KEY) >>> 0 : given;
    // At once: the acknowledgement is the first frame under the new key.
    if (kind === 'key') this.#key = value;
    this.queue(size, 0, () => {
      if (kind === 'density') this.#density = value;
      if (kind === 'paper-type') this.#paperType = value;
      if (kind === 'power-off-time') this.#powerOffSeconds = value;
      if (kind === 'restored') this.#restore();
      this.log({ kind, value });
    });
    this.#acknowledge(frame);
  }

  #restore(): void {
    this.#density = DEFAULT_DENSITY;
    this.#paperType = 0;
  }

  #rows({ payload, offset, size }: Frame): void {
    const stride = this.#rowBytes;
    if (payload.length === 0 || payload.length % stride !== 0) {
      this.release(size);
      this.fault(`${payload.length} bytes are no whole number of rows of ${stride}`, offset);
      return;
    }
    this.#worked = true;
    this.release(FRAME_OVERHEAD);
    for (let at = 0; at < payload.length; at += stride) {
      const row = payload.slice(at, at + stride);
      this.queue(stride, 1, () => this.draw(row));
    }
  }

  #feed(frame: Frame): void {
    if (frame.payload.length !== 2) {
      this.release(frame.size);
      this.fault(`a feed of ${frame.payload.length} bytes, where two are due`, frame.offset);
      return;
    }
    const units = readLe(frame.payload, 0, 2);
    this.#worked = true;
    const early = this.#options.acksFeed !== 'fed';
    if (early) this.#acknowledge(frame);
    this.queue(frame.size, (units / FEED_UNITS_PER_MM) * (this.headWidth < 576 ? 8 : 11.8), () => {
      this.endPicture();
      this.log({ kind: 'feed', value: units });
      if (!early) this.#acknowledge(frame);
    });
  }

  #testPage(bytes: number): void {
    this.#worked = true;
    this.queue(bytes, 400, () => this.log({ kind: 'test-page' }));
  }

  #newFrame({ code, type, offset, size }: NewFrame): void {
    this.release(size);
    if ((this.#options.dialect ?? '02') === '02') {
      this.log({ kind: 'foreign', command: code });
      if (code >> 8 !== 0x01) this.fault('a command of the newer dialect, which this unit does not speak', offset);
      return;
    }
    this.#met = true;
    if (type !== 0x01) this.fault(`a frame of type ${type} from a host`, offset);
    else this.say(buildNewFrame(code, 0x02, answerNew(code, this.#state())));
  }
}
