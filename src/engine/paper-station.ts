import { type Clock, sleep } from '../clock.ts';
import { type ErrorCode, type ErrorReport, PapertabError, toPapertabError, toReport } from '../errors.ts';
import type { Log } from '../jobs/log-entry.ts';
import { modelOf, type PrinterModel } from '../printers/catalog.ts';
import type { Condition, PrinterFacts } from '../printers/condition.ts';
import type { Driver } from '../printers/driver.ts';
import type { ConnectedPrinter } from '../printers/print-session.ts';
import { PrinterLine } from '../printers/printer-line.ts';
import type { PrinterSettings } from '../printers/settings.ts';
import type { Transport } from '../printers/transport.ts';
import { withPacketLog } from './packet-log.ts';
import type { QueuePrinter } from './print-queue.ts';
import type { PaperPrinterRecord } from './records.ts';

/** What a station needs of the world. */
export interface StationWorld {
  readonly clock: Clock;
  loadDriver(model: PrinterModel): Promise<Driver>;
  /**
   * Opens the way to a printer; undefined where only the page can, which then answers with a transport or with why not.
   * Rejects with `printer-away`, `printer-tap`, `printer-in-use`.
   */
  open(printer: PaperPrinterRecord, settings: PrinterSettings): Promise<Transport | undefined>;
  /** Asks the page to connect it. */
  askPage(printer: PaperPrinterRecord, settings: PrinterSettings): void;
  /** Lets nothing out to a printer once this engine is not the one any more. */
  guard(transport: Transport): Transport;
  readonly log: Log;
}

export interface StationEvents {
  /** It came, went, or said how it stands. */
  changed(): void;
  /** What it has told of itself. */
  learned(facts: PrinterFacts): void;
  /** It was lost inside a job for a head of so many dots; undefined when it has been brought out of that. */
  brokeOff(headWidth: number | undefined): void;
}

/** Milliseconds between attempts to connect; the last one goes on for ever. */
const BACK_OFF = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** How long the page may take to connect: the browser's own attempt ends after about as long, or never. */
const PAGE_MS = 40_000;
/** How long getting to know a printer may take, with all its soft time-outs; on a serial line, besides what that takes. */
const GREETING_MS = 20_000;
/** A greeting sends at most a band of white, 128 rows of the widest head; its answer may have to wait for as many. */
const GREETING_BYTES = 40_000;
/** A write over Bluetooth that is never answered means a dead connection. On a wire it may be a printer that holds back. */
const SILENT_AFTER_MS = 60_000;
/** What no further attempt cures: a person has to do something first. */
const NEEDS_A_PERSON: readonly ErrorCode[] = [
  'printer-tap',
  'printer-which',
  'printer-unsupported',
  'printer-language',
  'device-api-missing',
  'device-api-blocked',
];

/** What says more of a printer that could not be greeted than that it is away. */
const SAYS_ALL: readonly ErrorCode[] = ['printer-language', 'printer-unsupported', 'part-missing'];

/**
 * Keeps one paper printer connected: connects, greets, notices when it is lost, tries again with growing pauses. The
 * queue of its jobs is another's.
 */
export class PaperStation implements QueuePrinter {
  readonly #world: StationWorld;
  readonly #events: StationEvents;
  #record: PaperPrinterRecord;
  #connected: (ConnectedPrinter & { readonly facts: PrinterFacts }) | undefined;
  #away: ErrorReport | undefined;
  #attempting = false;
  /** Ends the present attempt or connection, and whatever waits for it. */
  #present = new AbortController();
  #failures = 0;
  /** Dots across the head that the job was for which the last connection was lost in; undefined where there was none. */
  #brokenOff: number | undefined;
  /** Whether it has answered beyond doubt since it was last plugged in. */
  #spoke = false;
  #stopped = false;

  /** @param before `brokenOff` when the last engine may have left the printer inside a job: for a head of so many dots */
  constructor(
    record: PaperPrinterRecord,
    world: StationWorld,
    events: StationEvents,
    before: { readonly brokenOff: number | undefined },
  ) {
    this.#record = record;
    this.#world = world;
    this.#events = events;
    this.#brokenOff = before.brokenOff;
  }

  get id(): string {
    return this.#record.id;
  }

  get record(): PaperPrinterRecord {
    return this.#record;
  }

  get settings(): PrinterSettings {
    return { ...modelOf(this.#record.model).defaults, ...this.#record.settings };
  }

  get connected(): ConnectedPrinter | undefined {
    return this.#connected;
  }

  get away(): ErrorReport | undefined {
    return this.#away;
  }

  /** Whether it is being connected just now. */
  get connecting(): boolean {
    return this.#attempting;
  }

  /** What the printer has told of itself since it was connected. */
  get facts(): PrinterFacts {
    return this.#connected?.facts ?? {};
  }

  /** How it stands, as far as it says. */
  get condition(): Condition {
    return this.#connected?.line.condition ?? {};
  }

  /** Connects now, unless it is connected: an attempt that is under way begins anew. */
  reach(): void {
    if (this.#stopped || this.#connected !== undefined) return;
    this.#failures = 0;
    void this.#attempt();
  }

  /** The page has connected it. */
  attach(transport: Transport): void {
    if (this.#stopped) {
      void transport.close();
      return;
    }
    const signal = this.#begin();
    void this.#greet(transport, signal);
  }

  /** The page could not connect it. It may say so late, when it is not waited for any more: it knows better all the same. */
  unreachable(why: ErrorReport): void {
    if (!this.#stopped && this.#connected === undefined) this.#fail(why);
  }

  drop(error: PapertabError, printer: ConnectedPrinter, { begun } = { begun: true }): void {
    if (begun) this.#setBrokenOff(printer.settings.headWidth);
    // It may have noticed by itself, and may even be connected anew.
    if (this.#connected?.line !== printer.line) return;
    this.#end(error);
    this.#fail({ code: 'printer-away', detail: error.code });
  }

  /**
   * Other settings, name, model or link.
   *
   * @returns whether it has to be connected anew for them, see {@link reconnect}
   */
  change(record: PaperPrinterRecord): boolean {
    const before = this.#record;
    const { settings: was } = this;
    this.#record = record;
    const { settings } = this;
    if (this.#connected !== undefined) this.#connected = { ...this.#connected, ...this.#pace(), settings };
    const isSerial = record.link.transport === 'serial';
    return (
      record.link !== before.link ||
      modelOf(record.model).language !== modelOf(before.model).language ||
      settings.keepAwake !== was.keepAwake ||
      (isSerial && (settings.baudRate !== was.baudRate || settings.flowControl !== was.flowControl))
    );
  }

  /** Connects anew, also when it is connected. Not while a job is on its way. */
  reconnect(): void {
    this.#end(new PapertabError('printer-away', 'connected anew'));
    this.reach();
  }

  /** Lets the printer go for good. */
  stop(): void {
    this.#stopped = true;
    this.#end(new PapertabError('printer-away', 'let go'));
  }

  /** Ends whatever is under way and opens the time of a new attempt. */
  #begin(): AbortSignal {
    this.#end(new PapertabError('printer-away', 'connected anew'));
    this.#present = new AbortController();
    this.#attempting = true;
    this.#events.changed();
    return this.#present.signal;
  }

  #end(error: PapertabError): void {
    const connected = this.#connected;
    this.#connected = undefined;
    this.#attempting = false;
    this.#present.abort(error);
    if (connected !== undefined) void connected.line.transport.close();
  }

  #fail(why: ErrorReport): void {
    this.#end(new PapertabError(why.code, why.detail));
    if (this.#stopped) return;
    if (why.code !== this.#away?.code || why.detail !== this.#away.detail) {
      this.#world.log('printer', why.detail === undefined ? why.code : `${why.code}: ${why.detail}`, {
        about: this.id,
      });
    }
    this.#away = why;
    this.#events.changed();
    if (NEEDS_A_PERSON.includes(why.code)) return;
    const pause = BACK_OFF[Math.min(this.#failures, BACK_OFF.length - 1)]!;
    this.#failures += 1;
    this.#present = new AbortController();
    void this.#attemptAfter(pause, this.#present.signal);
  }

  async #attemptAfter(pause: number, signal: AbortSignal): Promise<void> {
    const slept = await sleep(this.#world.clock, pause, signal).then(
      () => true,
      () => false,
    );
    if (slept) await this.#attempt();
  }

  async #attempt(): Promise<void> {
    const signal = this.#begin();
    try {
      const transport = await this.#world.open(this.#record, this.settings);
      if (signal.aborted) {
        void transport?.close();
        return;
      }
      if (transport !== undefined) {
        await this.#greet(transport, signal);
        return;
      }
      this.#world.askPage(this.#record, this.settings);
      await sleep(this.#world.clock, PAGE_MS, signal);
      throw new PapertabError('printer-away', 'no answer');
    } catch (thrown) {
      // An attempt that was given up, or that the page has answered, is no failure.
      if (!signal.aborted) this.#fail(toReport(toPapertabError(thrown, 'printer-away')));
    }
  }

  async #greet(opened: Transport, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#world;
    const transport = withPacketLog(this.#world.guard(opened), clock, this.id, log);
    const present = this.#present;
    const limit = new AbortController();
    const cancelTimer = clock.after(this.#greetingMs(), () =>
      limit.abort(new PapertabError('printer-away', 'greeting')),
    );
    void transport.lost.then((error) => {
      limit.abort(error);
      // What is plugged in next may be another, which never says a word.
      this.#spoke = false;
    });
    try {
      const model = modelOf(this.#record.model);
      const driver = await this.#world.loadDriver(model);
      const line = new PrinterLine(transport, driver.reader, clock, () => this.#events.changed());
      const patience = AbortSignal.any([signal, limit.signal]);
      const conversation = { line, settings: this.settings, clock, signal: patience };
      const headWidth = this.#brokenOff;
      const facts = await driver.greet(conversation, {
        brokenOff: headWidth !== undefined,
        headWidth,
        spoke: this.#spoke,
      });
      patience.throwIfAborted();
      this.#spoke ||= driver.speaks === true;
      this.#setBrokenOff(undefined);
      this.#failures = 0;
      this.#attempting = false;
      this.#away = undefined;
      // Not those that it was greeted with: they may have been changed meanwhile.
      this.#connected = { driver, line, settings: this.settings, facts, ...this.#pace() };
      log('printer', ['connected', facts.modelName, facts.version].filter(Boolean).join(' '), { about: this.id });
      this.#events.learned(facts);
      this.#events.changed();
      void transport.lost.then((error) => {
        if (this.#present !== present || this.#connected?.line !== line) return;
        this.#end(error);
        this.#fail({ code: 'printer-away', detail: error.code });
      });
    } catch (thrown) {
      void transport.close();
      const error = toPapertabError(thrown, 'printer-away');
      if (!signal.aborted) this.#fail(SAYS_ALL.includes(error.code) ? toReport(error) : awayFor(error));
    } finally {
      cancelTimer();
    }
  }

  #setBrokenOff(headWidth: number | undefined): void {
    if (headWidth === this.#brokenOff) return;
    this.#brokenOff = headWidth;
    this.#events.brokeOff(headWidth);
  }

  #greetingMs(): number {
    const { transport } = this.#record.link;
    return transport === 'serial' ? GREETING_MS + (GREETING_BYTES * 10_000) / this.settings.baudRate : GREETING_MS;
  }

  #pace(): Pick<ConnectedPrinter, 'rowsPerSecond' | 'bytesPerSecond' | 'silentAfterMs'> {
    const { rowsPerSecond, settable } = modelOf(this.#record.model);
    if (this.#record.link.transport === 'bluetooth') return { rowsPerSecond, silentAfterMs: SILENT_AFTER_MS };
    // Without a rate to set, there is no such wire: a serial port over the air, or over USB, is as fast as it is.
    return settable.includes('baudRate')
      ? { rowsPerSecond, bytesPerSecond: this.settings.baudRate / 10 }
      : { rowsPerSecond };
  }
}

function awayFor({ code }: PapertabError): ErrorReport {
  return code === 'printer-away' ? { code } : { code: 'printer-away', detail: code };
}
