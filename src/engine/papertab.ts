import { Bridge } from '../bridge/bridge.ts';
import type { Socket } from '../bridge/session.ts';
import type { Clock } from '../clock.ts';
import { type ErrorReport, PapertabError, toPapertabError, toReport } from '../errors.ts';
import { type Bitmap, bytesPerRow, invert } from '../imaging/bitmap.ts';
import type { Database } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import type { Job, JobOrigin } from '../jobs/job.ts';
import { JobStore } from '../jobs/job-store.ts';
import type { PrinterSettings } from '../printers/settings.ts';
import type { Transport } from '../printers/transport.ts';
import type { PipeLimits } from '../printers/transports/pipe-messages.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type {
  EngineApi,
  EngineEvent,
  LocalPrint,
  PageEvent,
  PaperPrinterChange,
  PaperPrinterDraft,
  PrinterImport,
  Settings,
} from './api.ts';
import { storeDelivery } from './deliveries.ts';
import { LittlePrinters, viewLittlePrinter } from './little-printers.ts';
import { PaperPrinters, SCREEN_ID } from './paper-printers.ts';
import type { StationWorld } from './paper-station.ts';
import { PrintReports } from './print-reports.ts';
import {
  effectiveSettings,
  type LittlePrinterRecord,
  type PaperPrinterRecord,
  Records,
  type StoredSettings,
} from './records.ts';
import type { SerialPorts } from './serial-ports.ts';

/** What the engine needs of its realm. */
export interface PapertabWorld {
  readonly clock: Clock;
  readonly database: Database;
  /** Server to use while the user has chosen none. */
  readonly defaultServer: string;
  openSocket(address: string): Socket;
  investigate(address: string): Promise<ErrorReport>;
  /** The engine's end of a pipe that the page has opened to a printer. */
  openPipe(port: MessagePort, limits: PipeLimits): Promise<Transport>;
  readonly loadDriver: StationWorld['loadDriver'];
  /** Opens serial ports in this worker. */
  readonly openSerial: SerialPorts['open'];
}

/** The part of the engine that runs once it is the only one: bridge, jobs and printers brought together. */
export class Papertab implements Omit<EngineApi, 'watch'> {
  readonly #world: PapertabWorld;
  readonly #emit: (event: EngineEvent) => void;
  readonly #records: Records;
  readonly #store: JobStore;
  readonly #bridge: Bridge;
  readonly #paper: PaperPrinters;
  readonly #littlePrinters: LittlePrinters;
  readonly #reports: PrintReports;
  readonly #returning: boolean;
  #settings: StoredSettings;
  #stopped = false;
  /** Changes of what is kept happen one after another: each begins from what the last one left. */
  #lastChange: Promise<unknown> = Promise.resolve();

  /**
   * Begins a new epoch, makes the first Little Printer on the first visit, takes up the jobs that the last engine left
   * and connects.
   *
   * @throws PapertabError what the database refuses for
   */
  static async start(world: PapertabWorld, emit: (event: EngineEvent) => void): Promise<Papertab> {
    const epoch = await beginEpoch(world.database);
    const records = new Records(world.database, epoch);
    const { printers: littlePrinters, returning } = await LittlePrinters.open(records, world.clock);
    const papertab = new Papertab(world, emit, {
      records,
      store: new JobStore(world.database, epoch, world.clock),
      bridgeAddress: await records.bridgeAddress(),
      settings: await records.settings(),
      littlePrinters,
      returning,
    });
    await papertab.#run();
    return papertab;
  }

  private constructor(
    world: PapertabWorld,
    emit: (event: EngineEvent) => void,
    kept: {
      readonly records: Records;
      readonly store: JobStore;
      readonly bridgeAddress: string;
      readonly settings: StoredSettings;
      readonly littlePrinters: LittlePrinters;
      readonly returning: boolean;
    },
  ) {
    this.#world = world;
    this.#emit = emit;
    this.#records = kept.records;
    this.#store = kept.store;
    this.#settings = kept.settings;
    this.#littlePrinters = kept.littlePrinters;
    this.#returning = kept.returning;
    this.#paper = this.#openPaper();
    this.#bridge = this.#openBridge(kept.bridgeAddress);
    this.#reports = this.#openReports();
  }

  /** Tells the whole state, of which jobs are no part; called after every change of it. */
  tellState(): void {
    if (this.#stopped) return;
    this.#emit({
      type: 'state',
      state: {
        phase: 'running',
        bridge: this.#bridge.status,
        settings: effectiveSettings(this.#settings, this.#world.defaultServer),
        littlePrinters: this.#littlePrinters.all.map((printer) =>
          viewLittlePrinter(this.#onPaper(printer), this.#bridge.claimOf(printer.deviceAddress)),
        ),
        paperPrinters: this.#paper.views,
        returning: this.#returning,
      },
    });
  }

  /** Another engine took over, or the database is gone: prints and sends nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#bridge.stop();
    this.#paper.stop();
  }

  jobs(page: { before?: number; limit: number }): Promise<Job[]> {
    return this.#store.list(page);
  }

  unfinished(): Promise<Job[]> {
    return this.#store.unfinished();
  }

  picture(id: number): Promise<Bitmap> {
    return this.#store.picture(id);
  }

  async print(bitmap: Bitmap, { paperPrinter, ...made }: LocalPrint): Promise<Job> {
    const paper = paperPrinter ?? this.#firstPaper();
    checkLocalPicture(bitmap, this.#paper.headWidthOf(paper));
    return this.#printLocally(bitmap, { kind: 'local', ...made }, paper);
  }

  async reprint(id: number, how: { inverted: boolean }): Promise<Job> {
    const picture = await this.#store.picture(id);
    const source = how.inverted ? 'inverted-reprint' : 'reprint';
    return this.#printLocally(
      how.inverted ? invert(picture) : picture,
      { kind: 'local', source, of: id },
      this.#firstPaper(),
    );
  }

  async release(id: number): Promise<void> {
    const job = await this.#store.change(id, ['held'], { state: 'waiting' });
    this.#changed(job);
    this.#paper.wake(job.paperPrinter);
  }

  async cancel(id: number): Promise<void> {
    if (this.#paper.cancel(id)) return;
    try {
      const change = { state: 'cancelled', error: null } as const;
      const job = await this.#store.change(id, ['held', 'waiting', 'needs-you'], change);
      this.#changed(job);
      this.#paper.wake(job.paperPrinter);
    } catch (thrown) {
      // It may have begun to print in the same moment.
      if (toPapertabError(thrown).code !== 'job-state' || !this.#paper.cancel(id)) throw thrown;
    }
  }

  async remove(id: number): Promise<void> {
    await this.#store.remove(id);
    this.#emit({ type: 'job-removed', id });
  }

  configure(change: Partial<Settings>): Promise<void> {
    return this.#inTurn(() => this.#configure(change));
  }

  rename(deviceAddress: string, name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#littlePrinters.rename(deviceAddress, name);
      this.tellState();
    });
  }

  addPaperPrinter(draft: PaperPrinterDraft): Promise<string> {
    return this.#inTurn(async () => {
      const id = await this.#paper.add(draft, this.#world.clock.now());
      await this.#usePaper(id, this.#littlePrinters.all);
      return id;
    });
  }

  configurePaperPrinter(id: string, change: PaperPrinterChange): Promise<void> {
    return this.#inTurn(() => this.#paper.configure(id, change));
  }

  forgetPaperPrinter(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const heir = this.#paper.views.find((other) => other.id !== id)?.id ?? SCREEN_ID;
      const moved = await this.#paper.forget(id, heir);
      for (const job of moved) this.#changed(job);
      await this.#usePaper(
        heir,
        this.#littlePrinters.all.filter(({ paperPrinter }) => paperPrinter === id),
      );
    });
  }

  usePaperPrinter(deviceAddress: string, id: string): Promise<void> {
    return this.#inTurn(async () => {
      const printer = this.#littlePrinters.get(deviceAddress);
      if (!this.#paper.has(id)) throw new PapertabError('printer-unknown', id);
      await this.#usePaper(id, [printer]);
    });
  }

  moveJobs(from: string, to: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#paper.has(to)) throw new PapertabError('printer-unknown', to);
      for (const job of await this.#paper.moveJobs(from, to)) this.#changed(job);
    });
  }

  selfTest(id: string): Promise<void> {
    return this.#paper.selfTest(id);
  }

  reach(id: string): void {
    this.#paper.reach(id);
  }

  async attach(id: string, pipe: MessagePort, limits: PipeLimits): Promise<void> {
    this.#paper.attach(id, await this.#world.openPipe(pipe, limits));
  }

  unreachable(id: string, why: ErrorReport): void {
    this.#paper.unreachable(id, why);
  }

  importPrinter(wanted: PrinterImport): Promise<void> {
    return this.#inTurn(async () => {
      await this.#littlePrinters.replace(wanted, this.#firstPaper());
      this.#bridge.replace(this.#littlePrinters.all);
      this.tellState();
    });
  }

  async #configure(change: Partial<Settings>): Promise<void> {
    const before = effectiveSettings(this.#settings, this.#world.defaultServer).server;
    const settings = { ...this.#settings, ...change };
    await this.#records.saveSettings(settings);
    this.#settings = settings;
    const { server } = effectiveSettings(settings, this.#world.defaultServer);
    if (server !== before) this.#bridge.connect(server);
    this.tellState();
  }

  async printerFile(deviceAddress: string): Promise<{ name: string; text: string }> {
    return this.#littlePrinters.file(deviceAddress);
  }

  reconnect(): void {
    this.#bridge.nudge();
  }

  tell(event: PageEvent): void {
    if (event === 'visible') this.#bridge.nudge();
    if (event === 'online' || event === 'resume') this.#bridge.nudge('woken');
    if (event === 'visible' || event === 'resume') this.#paper.reachAll();
  }

  async #run(): Promise<void> {
    const recovered = await this.#store.recover();
    await this.#paper.load(recovered);
    this.#bridge.connect(effectiveSettings(this.#settings, this.#world.defaultServer).server);
    this.tellState();
    for (const job of recovered) this.#changed(job);
    await this.#adoptOrphans();
    this.#paper.start();
  }

  /** A device was plugged in: it may be a printer that is waited for. */
  pluggedIn(): void {
    this.#paper.reachAll();
  }

  /** Jobs of a paper printer that is not there any more go to that of the first Little Printer. */
  async #adoptOrphans(): Promise<void> {
    try {
      const orphaned = (await this.#store.unfinished()).filter(({ paperPrinter }) => !this.#paper.has(paperPrinter));
      const to = this.#firstPaper();
      for (const from of new Set(orphaned.map(({ paperPrinter }) => paperPrinter))) {
        for (const job of await this.#store.reassign(from, to)) this.#changed(job);
      }
      this.#paper.wake(to);
    } catch (thrown) {
      this.#tellTrouble(toPapertabError(thrown));
    }
  }

  /** Lets a job go to paper that was just stored; its paper printer may have been forgotten meanwhile. */
  #queued(job: Job): void {
    this.#changed(job);
    if (this.#paper.has(job.paperPrinter)) this.#paper.wake(job.paperPrinter);
    else void this.#adoptOrphans();
  }

  #openPaper(): PaperPrinters {
    const { clock, loadDriver, openSerial } = this.#world;
    const world = {
      clock,
      loadDriver,
      open: async ({ id, link, model }: PaperPrinterRecord, settings: PrinterSettings) =>
        link.transport === 'serial' ? openSerial({ id, link, model }, settings, this.#paper.isAlone(id)) : undefined,
      askPage: ({ id, link }: PaperPrinterRecord, { baudRate, flowControl }: PrinterSettings) =>
        this.#emit({ type: 'reach', paperPrinter: id, link, baudRate, flowControl }),
      letGo: (id: string) => this.#emit({ type: 'let-go', paperPrinter: id }),
    };
    const kept = { store: this.#store, records: this.#records };
    return new PaperPrinters(kept, world, {
      changed: (job) => this.#changed(job),
      progress: (id, rows) => this.#emit({ type: 'progress', id, rows, at: clock.now() }),
      printed: (job) => this.#reports.report(job),
      stateChanged: () => this.tellState(),
      trouble: (error) => this.#tellTrouble(error),
    });
  }

  #openBridge(bridgeAddress: string): Bridge {
    const world = { ...this.#world, random: () => Math.random(), log: () => {}, isOurs: async () => true };
    const bridge = new Bridge(bridgeAddress, world, {
      status: () => this.tellState(),
      claim: () => this.tellState(),
      store: (command) => this.#deliver(command),
      unreadable: (error) => this.#tellTrouble(error),
      announced: () => void this.#reports.reportAll(),
      slept: () => {},
    });
    for (const printer of this.#littlePrinters.all) bridge.add(printer);
    return bridge;
  }

  #openReports(): PrintReports {
    return new PrintReports({
      store: this.#store,
      isHere: (deviceAddress) => this.#littlePrinters.find(deviceAddress) !== undefined,
      send: (deviceAddress, printId) => this.#bridge.reportPrint(deviceAddress, printId, 'delivery'),
      changed: (job) => this.#changed(job),
      trouble: (error) => this.#tellTrouble(error),
    });
  }

  async #deliver(command: { readonly deviceAddress: string; readonly payload: string }): Promise<void> {
    try {
      const littlePrinter = (deviceAddress: string): LittlePrinterRecord | undefined => {
        const printer = this.#littlePrinters.find(deviceAddress);
        return printer && this.#onPaper(printer);
      };
      const desk = { store: this.#store, records: this.#records, littlePrinter };
      const job = await storeDelivery(desk, command);
      if (job !== undefined) this.#queued(job);
    } catch (thrown) {
      const error = toPapertabError(thrown);
      this.#tellTrouble(error);
      throw error;
    }
  }

  async #printLocally(bitmap: Bitmap, origin: JobOrigin, paperPrinter: string): Promise<Job> {
    const job = await this.#store.add({ paperPrinter, origin, hold: false }, bitmap);
    this.#queued(job);
    return job;
  }

  /** Lets Little Printers print on another paper printer from now on. */
  async #usePaper(paperPrinter: string, printers: readonly LittlePrinterRecord[]): Promise<void> {
    await this.#littlePrinters.use(paperPrinter, printers);
    this.tellState();
  }

  /** A Little Printer with the paper printer that it has: the screen where its own is gone. */
  #onPaper(printer: LittlePrinterRecord): LittlePrinterRecord {
    return this.#paper.has(printer.paperPrinter) ? printer : { ...printer, paperPrinter: SCREEN_ID };
  }

  #firstPaper(): string {
    const { first } = this.#littlePrinters;
    return first === undefined ? SCREEN_ID : this.#onPaper(first).paperPrinter;
  }

  #changed(job: Job): void {
    this.#emit({ type: 'job', job });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(() => {
      if (this.#stopped) throw new PapertabError('engine-superseded');
      return change();
    });
    this.#lastChange = turn.catch(() => {});
    return turn;
  }

  #tellTrouble(error: PapertabError): void {
    if (!this.#stopped) this.#emit({ type: 'trouble', error: toReport(error) });
  }
}

function checkLocalPicture({ width, height, data }: Bitmap, headWidth: number): void {
  const fits = width === headWidth && Number.isInteger(height) && height > 0 && height <= MAX_ROWS;
  if (!fits || data.length !== bytesPerRow(width) * height)
    throw new PapertabError('picture-size', `${width}×${height}`);
}
