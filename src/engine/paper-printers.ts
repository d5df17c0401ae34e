import { PapertabError, partMissing, toPapertabError } from '../errors.ts';
import { bytesPerRow } from '../imaging/bitmap.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { CATALOG, isModelId, type ModelId, modelByOwnName, modelOf } from '../printers/catalog.ts';
import type { PrinterFacts } from '../printers/condition.ts';
import { screenDriver } from '../printers/drivers/screen.ts';
import { PrinterLine } from '../printers/printer-line.ts';
import { checkSettings } from '../printers/settings.ts';
import type { Transport } from '../printers/transport.ts';
import { ScreenTransport } from '../printers/transports/screen.ts';
import type { PaperPrinterChange, PaperPrinterDraft, PaperPrinterView } from './api.ts';
import type { PaperStation, StationWorld } from './paper-station.ts';
import { PrintQueue, type PrintQueueEvents, type QueuePrinter } from './print-queue.ts';
import { MAX_NAME_CHARS, type PaperPrinterRecord, type Records } from './records.ts';

/** The id of the page's own paper, which is always there. */
export const SCREEN_ID = 'screen';

const SCREEN = CATALOG.screen;

export interface PaperPrintersWorld extends StationWorld {
  /** The page may let its connection to this one go. */
  letGo(id: string): void;
}

export interface PaperPrintersEvents extends Omit<PrintQueueEvents, 'busy'> {
  /** One of them came, went, began, ended, or was set. */
  stateChanged(): void;
}

/** A paper printer with the queue of its jobs. */
interface Place {
  readonly queue: PrintQueue;
  readonly station: PaperStation;
}

/** All paper printers of this browser, each with its connection and its queue; the screen is one of them. */
export class PaperPrinters {
  readonly #store: JobStore;
  readonly #records: Records;
  readonly #world: PaperPrintersWorld;
  readonly #events: PaperPrintersEvents;
  readonly #screen: PrintQueue;
  /** By id, in the order in which they were added. */
  readonly #places = new Map<string, Place>();
  #stopped = false;

  constructor(
    kept: { readonly store: JobStore; readonly records: Records },
    world: PaperPrintersWorld,
    events: PaperPrintersEvents,
  ) {
    this.#store = kept.store;
    this.#records = kept.records;
    this.#world = world;
    this.#events = events;
    this.#screen = this.#openQueue(this.#makeScreen());
  }

  /**
   * Takes up the printers that are kept.
   *
   * @param recovered the jobs that the last engine left unfinished
   */
  async load(recovered: readonly Job[]): Promise<void> {
    const inside = new Set(
      recovered.filter(({ interruptions }) => interruptions > 0).map(({ paperPrinter }) => paperPrinter),
    );
    for (const { brokenOff: kept, ...record } of await this.#records.paperPrinters()) {
      const brokenOff = kept ?? (inside.has(record.id) ? headWidthOf(record) : undefined);
      // Jobs say so only this once, and this engine may end before the printer is back.
      if (brokenOff !== kept) await this.#keepBrokenOff(record.id, brokenOff);
      await this.#open(record, brokenOff);
    }
  }

  /** Connects all and prints what waits. */
  start(): void {
    this.#screen.wake();
    for (const { station, queue } of this.#places.values()) {
      station.reach();
      queue.wake();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#screen.stop();
    for (const { station, queue } of this.#places.values()) {
      queue.stop();
      station.stop();
    }
  }

  /** As the page sees them; the screen is the last. */
  get views(): readonly PaperPrinterView[] {
    const views = [...this.#places.values()].map(viewOf);
    return [...views, screenView(this.#screen)];
  }

  has(id: string): boolean {
    return id === SCREEN_ID || this.#places.has(id);
  }

  /** Dots across the head of a paper printer. Throws `printer-unknown`. */
  headWidthOf(id: string): number {
    return id === SCREEN_ID ? SCREEN.defaults.headWidth : this.#find(id).station.settings.headWidth;
  }

  /** White rows between a message and the face below it. */
  faceGapOf(id: string): number {
    return this.#places.get(id)?.station.settings.faceGap ?? SCREEN.defaults.faceGap;
  }

  /** Whether it is not connected just now. */
  isAway(id: string): boolean {
    const place = this.#places.get(id);
    return place !== undefined && place.station.connected === undefined;
  }

  /** Whether no other paper printer that is not connected has an equal adapter: then a free one can only be its own. */
  isAlone(id: string): boolean {
    const { station } = this.#find(id);
    return ![...this.#places.values()].some(
      ({ station: other }) =>
        other !== station && other.connected === undefined && isSameAdapter(other.record.link, station.record.link),
    );
  }

  /** There may be something to print on it. */
  wake(id: string): void {
    if (id === SCREEN_ID) this.#screen.wake();
    else this.#places.get(id)?.queue.wake();
  }

  /** Cancels a job if its rows are on their way to paper just now. Returns whether they are. */
  cancel(job: number): boolean {
    if (this.#screen.cancel(job)) return true;
    return [...this.#places.values()].some(({ queue }) => queue.cancel(job));
  }

  /** Tries to connect what is away. */
  reachAll(): void {
    for (const { station } of this.#places.values()) {
      if (station.away !== undefined && !station.connecting) station.reach();
    }
  }

  /** The user wants it to go on: connects it now, and prints what was cut short too often. */
  reach(id: string): void {
    const place = this.#places.get(id);
    place?.queue.insist();
    place?.station.reach();
  }

  attach(id: string, transport: Transport): void {
    const place = this.#places.get(id);
    if (place === undefined) void transport.close();
    else place.station.attach(transport);
  }

  unreachable(id: string, why: Parameters<PaperStation['unreachable']>[0]): void {
    this.#places.get(id)?.station.unreachable(why);
  }

  /** Stores and connects a paper printer. Returns its id: that of the old one, if it is the same Bluetooth device. */
  async add(draft: PaperPrinterDraft, now: number): Promise<string> {
    const known = [...this.#places.values()].find(({ station }) => isSameDevice(station.record.link, draft.link));
    const kept = known?.station.record;
    const record: PaperPrinterRecord = {
      id: kept?.id ?? crypto.randomUUID(),
      name: kept?.name || nameOf(draft.name),
      model: checkModel(draft.model),
      link: draft.link,
      settings: { ...kept?.settings, ...checkSettings(draft.settings ?? {}, { lenient: false }) },
      createdAt: kept?.createdAt ?? now,
    };
    await this.#records.savePaperPrinter(record);
    if (known !== undefined) this.#change(known, record);
    else (await this.#open(record)).station.reach();
    this.#events.stateChanged();
    return record.id;
  }

  async configure(id: string, change: PaperPrinterChange): Promise<void> {
    const place = this.#find(id);
    const before = place.station.record;
    const record: PaperPrinterRecord = {
      ...before,
      ...(change.name === undefined ? {} : { name: nameOf(change.name) }),
      // Another model has another head: what was set for that of the last one does not hold.
      ...(change.model === undefined
        ? {}
        : { model: checkModel(change.model), settings: withoutWidth(before.settings) }),
    };
    const settings = { ...record.settings, ...checkSettings(change.settings ?? {}, { lenient: false }) };
    await this.#records.savePaperPrinter({ ...record, settings });
    this.#change(place, { ...record, settings });
    this.#events.stateChanged();
  }

  /**
   * Forgets a paper printer; what waits for it goes to `heir`. Where that is refused, it stays and goes on.
   *
   * @returns the jobs that moved
   */
  async forget(id: string, heir: string): Promise<Job[]> {
    const { station, queue } = this.#find(id);
    await queue.retire();
    const moved = await this.#store.bequeath(id, heir).catch((refusal) => {
      this.#takeUpAgain(station);
      throw refusal;
    });
    this.#places.delete(id);
    station.stop();
    this.#world.letGo(id);
    this.wake(heir);
    this.#events.stateChanged();
    return moved;
  }

  /** Gives all that waits for one to another. Returns the jobs that moved. */
  async moveJobs(from: string, to: string): Promise<Job[]> {
    // What prints well is left to print; what the printer cannot go on with moves too.
    const place = from === SCREEN_ID ? undefined : this.#find(from);
    if (place?.queue.needs !== undefined) await place.queue.giveBack();
    const moved = await this.#store.reassign(from, to);
    this.wake(to);
    return moved;
  }

  /** Prints the printer's own test page. Rejects as {@link PrintQueue.use} does; with `printer-setting` where there is none. */
  async selfTest(id: string): Promise<void> {
    await this.#find(id).queue.use(async ({ driver, line }, signal) => {
      if (driver.testPage === undefined) throw new PapertabError('printer-setting', 'self-test');
      await line.send(driver.testPage(), { lane: 'data', confirm: true, signal });
    });
  }

  /** Changes a paper printer; where it has to be connected anew, between two jobs. */
  #change({ station, queue }: Place, record: PaperPrinterRecord): void {
    if (!station.change(record)) return;
    // A job of which nothing is taken would never end, and it may be this very change that cures it.
    if (queue.needs === 'printer-stalled') void queue.giveBack();
    queue.use(async () => station.reconnect()).catch(() => station.reconnect());
  }

  /** Opens another queue in the place of one that has retired. */
  #takeUpAgain(station: PaperStation): void {
    const queue = this.#openQueue(station);
    this.#places.set(station.id, { station, queue });
    if (this.#stopped) queue.stop();
    else queue.wake();
  }

  #find(id: string): Place {
    const place = this.#places.get(id);
    if (place === undefined) throw new PapertabError('printer-unknown', id);
    return place;
  }

  /** @param brokenOff dots across the head that the job was for which the last engine may have left it in */
  async #open(record: PaperPrinterRecord, brokenOff?: number): Promise<Place> {
    // With the screen alone, nothing of it is needed.
    const { PaperStation } = await import('./paper-station.ts').catch(partMissing);
    const events = {
      changed: () => {
        this.#events.stateChanged();
        // Not always the one that it begins with.
        this.#places.get(record.id)?.queue.wake();
      },
      learned: (facts: PrinterFacts) => void this.#learn(record.id, facts),
      brokeOff: (headWidth: number | undefined) => void this.#keepBrokenOff(record.id, headWidth),
    };
    const station = new PaperStation(record, this.#world, events, { brokenOff });
    const queue = this.#openQueue(station);
    const place = { station, queue };
    if (this.#stopped) station.stop();
    this.#places.set(record.id, place);
    return place;
  }

  #openQueue(printer: QueuePrinter): PrintQueue {
    const { stateChanged, ...events } = this.#events;
    return new PrintQueue(this.#store, printer, this.#world.clock, { ...events, busy: stateChanged });
  }

  #makeScreen(): QueuePrinter {
    const { rowsPerSecond, defaults } = SCREEN;
    const transport = new ScreenTransport(this.#world.clock, {
      bytesPerRow: bytesPerRow(defaults.headWidth),
      rowsPerSecond,
    });
    const line = new PrinterLine(transport, screenDriver.reader, this.#world.clock, () => {});
    return {
      id: SCREEN_ID,
      connected: { driver: screenDriver, line, settings: defaults, rowsPerSecond },
      away: undefined,
      drop: () => {},
    };
  }

  async #keepBrokenOff(id: string, headWidth: number | undefined): Promise<void> {
    try {
      await this.#records.saveBrokenOff(id, headWidth);
    } catch (thrown) {
      this.#events.trouble(toPapertabError(thrown));
    }
  }

  /** A printer knows best what it is: its head must be right before the first dot. */
  async #learn(id: string, facts: PrinterFacts): Promise<void> {
    const place = this.#places.get(id);
    if (place === undefined || facts.modelName === undefined) return;
    const { station } = place;
    const model = modelByOwnName(modelOf(station.record.model).language, facts.modelName);
    if (model === undefined || model === station.record.model) return;
    const record = { ...station.record, model, settings: withoutWidth(station.record.settings) };
    this.#change(place, record);
    try {
      await this.#records.savePaperPrinter(record);
    } catch (thrown) {
      this.#events.trouble(toPapertabError(thrown));
    }
  }
}

function checkModel(model: ModelId): ModelId {
  if (!isModelId(model) || model === SCREEN_ID) throw new PapertabError('printer-setting', 'model');
  return model;
}

function headWidthOf({ model, settings }: PaperPrinterRecord): number {
  return settings.headWidth ?? modelOf(model).defaults.headWidth;
}

function nameOf(name: string): string {
  return name.trim().slice(0, MAX_NAME_CHARS);
}

function withoutWidth(settings: PaperPrinterRecord['settings']): PaperPrinterRecord['settings'] {
  const { headWidth: _, ...rest } = settings;
  return rest;
}

function isSameDevice(a: PaperPrinterDraft['link'], b: PaperPrinterDraft['link']): boolean {
  return a.transport === 'bluetooth' && b.transport === 'bluetooth' && a.device === b.device;
}

function isSameAdapter(a: PaperPrinterDraft['link'], b: PaperPrinterDraft['link']): boolean {
  if (a.transport !== 'serial' || b.transport !== 'serial') return false;
  return a.vendor === b.vendor && a.product === b.product && a.serviceClass === b.serviceClass;
}

function viewOf({ station, queue }: Place): PaperPrinterView {
  const { record, settings, condition, facts, away, connected } = station;
  const { dotsPerMm, rowsPerSecond } = modelOf(record.model);
  const need = queue.needs ?? condition.needs;
  const needs = connected === undefined ? away : need === undefined ? undefined : { code: need };
  return {
    id: record.id,
    name: record.name,
    model: record.model,
    link: record.link,
    headWidth: settings.headWidth,
    dotsPerMm,
    rowsPerSecond,
    state: stateOf(station, queue, need !== undefined),
    ...(needs === undefined ? {} : { needs }),
    facts,
    batteryLow: condition.batteryLow === true,
    paperLow: condition.paperLow === true,
    settings,
  };
}

function stateOf(station: PaperStation, queue: PrintQueue, needsYou: boolean): PaperPrinterView['state'] {
  if (station.connected === undefined) return station.connecting ? 'connecting' : 'away';
  if (needsYou) return 'needs-you';
  return queue.isPrinting ? 'printing' : 'ready';
}

function screenView(queue: PrintQueue): PaperPrinterView {
  const { defaults, dotsPerMm, rowsPerSecond } = SCREEN;
  return {
    id: SCREEN_ID,
    name: '',
    model: 'screen',
    link: { transport: 'screen' },
    headWidth: defaults.headWidth,
    dotsPerMm,
    rowsPerSecond,
    state: queue.isPrinting ? 'printing' : 'ready',
    facts: {},
    batteryLow: false,
    paperLow: false,
    settings: defaults,
  };
}
