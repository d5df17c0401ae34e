import { Bridge } from '../bridge/bridge.ts';
import type { AfterAnswer } from '../bridge/commands.ts';
import type { Socket } from '../bridge/socket.ts';
import type { Clock } from '../clock.ts';
import { type ErrorReport, PapertabError, toPapertabError, toReport } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Database } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import { ENDED_STATES, type Job, UNFINISHED_STATES } from '../jobs/job.ts';
import { JobStore } from '../jobs/job-store.ts';
import type { Log, LogEntry } from '../jobs/log-entry.ts';
import type { PrinterSettings } from '../printers/settings.ts';
import type { Transport } from '../printers/transport.ts';
import type { PipeLimits } from '../printers/transports/pipe-messages.ts';
import type {
  BackupSummary,
  EngineApi,
  EngineEvent,
  LittlePrinterChange,
  LocalPrint,
  PageEvent,
  PaperPrinterChange,
  PaperPrinterDraft,
  PrinterImport,
  Settings,
  StorageUse,
} from './api.ts';
import { type DeliveryDesk, storeDelivery } from './deliveries.ts';
import type { FaceDesk } from './faces.ts';
import { JobDesk } from './job-desk.ts';
import { Keeping } from './keeping.ts';
import { LittlePrinterDesk } from './little-printer-desk.ts';
import { LittlePrinters, viewLittlePrinter, viewRetired } from './little-printers.ts';
import { PaperPrinters, SCREEN_ID } from './paper-printers.ts';
import type { StationWorld } from './paper-station.ts';
import { Personalities } from './personalities.ts';
import { Presence } from './presence.ts';
import { PrintReports } from './print-reports.ts';
import {
  effectiveSettings,
  type LittlePrinterRecord,
  type PaperPrinterRecord,
  Records,
  readSettings,
  type StoredSettings,
} from './records.ts';
import type { SerialPorts } from './serial-ports.ts';
import { Tenure } from './tenure.ts';

/** What the engine needs of its realm. */
export interface PapertabWorld {
  readonly clock: Clock;
  readonly database: Database;
  /** Server to use while the user has chosen none. */
  readonly defaultServer: string;
  /** From 0 to 1. */
  random(): number;
  /** Whether the browser takes itself to have a network. */
  isOnline(): boolean;
  openSocket(address: string): Socket;
  investigate(address: string): Promise<ErrorReport>;
  /** The engine's end of a pipe that the page has opened to a printer. */
  openPipe(port: MessagePort, limits: PipeLimits): Promise<Transport>;
  readonly loadDriver: StationWorld['loadDriver'];
  /** Opens serial ports in this worker. */
  readonly openSerial: SerialPorts['open'];
  /** What the browser estimates of the site's storage. Absent in some browsers. */
  readonly storage: Pick<StorageManager, 'estimate'> | undefined;
  /** Why it takes the place of another one, where that is worth a word. */
  readonly because?: ErrorReport;
  /** Aborted when it is not to begin any more. */
  readonly signal?: AbortSignal;
  /** Ends this Papertab and starts another one on the same database: everything that is kept may have changed. */
  restart(): void;
}

/** What was read before an engine begins. */
interface Kept {
  readonly epoch: number;
  readonly records: Records;
  readonly store: JobStore;
  readonly bridgeAddress: string;
  readonly settings: StoredSettings;
  readonly littlePrinters: LittlePrinters;
  readonly personalities: Personalities;
  readonly returning: boolean;
}

/** The part of the engine that runs once it is the only one: bridge, jobs and printers brought together. */
export class Papertab implements Omit<EngineApi, 'watch' | 'takeOver'> {
  readonly #world: PapertabWorld;
  readonly #emit: (event: EngineEvent) => void;
  readonly #records: Records;
  readonly #store: JobStore;
  readonly #tenure: Tenure;
  readonly #keeping: Keeping;
  readonly #log: Log;
  readonly #bridge: Bridge;
  readonly #paper: PaperPrinters;
  readonly #littlePrinters: LittlePrinters;
  readonly #personalities: Personalities;
  readonly #littlePrinterDesk: LittlePrinterDesk;
  readonly #jobDesk: JobDesk;
  readonly #reports: PrintReports;
  readonly #returning: boolean;
  /** Device addresses of those that senders are told to be offline. */
  readonly #toldOffline = new Set<string>();
  #presence: Presence | undefined;
  #settings: StoredSettings;
  #stopped = false;
  /** Changes of what is kept happen one after another: each begins from what the last one left. */
  #lastChange: Promise<unknown> = Promise.resolve();

  /**
   * Begins a new epoch, makes the first Little Printer on the first visit, takes up the jobs that the last engine left
   * and connects.
   *
   * @throws PapertabError what the database refuses for; the reason of a signal that is aborted meanwhile
   */
  static async start(world: PapertabWorld, emit: (event: EngineEvent) => void): Promise<Papertab> {
    const epoch = await beginEpoch(world.database);
    const records = new Records(world.database, epoch);
    const { printers: littlePrinters, returning } = await LittlePrinters.open(records, world.clock);
    const personalities = new Personalities(records);
    await personalities.load(littlePrinters.all.map(({ deviceAddress }) => deviceAddress));
    const papertab = new Papertab(world, emit, {
      epoch,
      records,
      store: new JobStore(world.database, epoch, world.clock),
      bridgeAddress: await records.bridgeAddress(),
      settings: await records.settings(),
      littlePrinters,
      personalities,
      returning,
    });
    const stop = (): void => papertab.stop();
    world.signal?.addEventListener('abort', stop, { once: true });
    try {
      await papertab.#run(epoch);
    } catch (thrown) {
      // What it has begun must not go on for an engine that nobody has.
      papertab.stop();
      throw thrown;
    } finally {
      world.signal?.removeEventListener('abort', stop);
    }
    return papertab;
  }

  private constructor(world: PapertabWorld, emit: (event: EngineEvent) => void, kept: Kept) {
    this.#world = world;
    this.#emit = emit;
    this.#records = kept.records;
    this.#store = kept.store;
    this.#settings = kept.settings;
    this.#littlePrinters = kept.littlePrinters;
    this.#personalities = kept.personalities;
    this.#returning = kept.returning;
    this.#tenure = new Tenure(world.database, kept.epoch, world.clock);
    this.#keeping = this.#openKeeping(kept.epoch);
    this.#log = this.#keeping.log;
    this.#paper = this.#openPaper();
    this.#bridge = this.#openBridge(kept.bridgeAddress);
    this.#reports = this.#openReports();
    this.#jobDesk = this.#openJobDesk();
    this.#littlePrinterDesk = this.#openLittlePrinterDesk();
  }

  /** Tells the whole state, of which jobs are no part; called after every change of it. */
  tellState(): void {
    if (this.#stopped) return;
    this.#tellWhoIsOffline();
    const absence = this.#presence?.absence;
    this.#emit({
      type: 'state',
      state: {
        phase: 'running',
        bridge: this.#bridge.status,
        settings: effectiveSettings(this.#settings, this.#world.defaultServer),
        littlePrinters: this.#littlePrinters.all.map((printer) => {
          const { deviceAddress } = printer;
          return viewLittlePrinter(this.#onPaper(printer), {
            claim: this.#bridge.claimOf(deviceAddress),
            personality: this.#personalities.summaryOf(deviceAddress),
            toldOffline: this.#toldOffline.has(deviceAddress),
          });
        }),
        paperPrinters: this.#paper.views,
        retired: this.#littlePrinters.retired.map(viewRetired),
        returning: this.#returning,
        runsHere: true,
        copies: this.#keeping.copies,
        ...(absence === undefined ? {} : { absence }),
      },
    });
  }

  /** Another engine took over, or the database is gone: prints and sends nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#bridge.stop();
    this.#paper.stop();
    this.#presence?.stop();
    this.#keeping.stop();
  }

  jobs(page: { before?: number; limit: number }): Promise<Job[]> {
    return this.#jobDesk.jobs(page);
  }

  unfinished(): Promise<Job[]> {
    return this.#jobDesk.unfinished();
  }

  picture(id: number): Promise<Bitmap> {
    return this.#jobDesk.picture(id);
  }

  print(bitmap: Bitmap, local: LocalPrint): Promise<Job> {
    return this.#jobDesk.print(bitmap, local);
  }

  reprint(id: number, how: { inverted: boolean }): Promise<Job> {
    return this.#jobDesk.reprint(id, how);
  }

  release(id: number): Promise<void> {
    return this.#jobDesk.release(id);
  }

  cancel(id: number): Promise<void> {
    return this.#jobDesk.cancel(id);
  }

  remove(id: number): Promise<void> {
    return this.#jobDesk.remove(id);
  }

  pressButton(deviceAddress: string): Promise<Job> {
    return this.#jobDesk.pressButton(deviceAddress);
  }

  configure(change: Partial<Settings>): Promise<void> {
    return this.#inTurn(() => this.#configure(change));
  }

  configureLittlePrinter(deviceAddress: string, change: LittlePrinterChange): Promise<void> {
    return this.#littlePrinterDesk.configureLittlePrinter(deviceAddress, change);
  }

  addLittlePrinter(name: string): Promise<string> {
    return this.#littlePrinterDesk.addLittlePrinter(name);
  }

  importPrinter(wanted: PrinterImport, replaces?: string): Promise<void> {
    return this.#littlePrinterDesk.importPrinter(wanted, replaces);
  }

  resetLittlePrinter(deviceAddress: string): Promise<string> {
    return this.#littlePrinterDesk.resetLittlePrinter(deviceAddress);
  }

  restoreLittlePrinter(deviceAddress: string): Promise<void> {
    return this.#littlePrinterDesk.restoreLittlePrinter(deviceAddress);
  }

  forgetLittlePrinter(deviceAddress: string): Promise<void> {
    return this.#littlePrinterDesk.forgetLittlePrinter(deviceAddress);
  }

  printerFile(deviceAddress: string): Promise<{ name: string; text: string }> {
    return this.#littlePrinterDesk.printerFile(deviceAddress);
  }

  face(deviceAddress: string): Promise<Bitmap | undefined> {
    return this.#littlePrinterDesk.face(deviceAddress);
  }

  addPaperPrinter(draft: PaperPrinterDraft): Promise<string> {
    return this.#inTurn(async () => {
      const id = await this.#paper.add(draft, this.#world.clock.now());
      const { all } = this.#littlePrinters;
      // A single one moves to the new paper; of several those that have none of their own.
      const moved = all.length === 1 ? all : all.filter((printer) => this.#onPaper(printer).paperPrinter === SCREEN_ID);
      await this.#usePaper(id, moved);
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

  log(page: Parameters<EngineApi['log']>[0]): Promise<LogEntry[]> {
    return this.#keeping.list(page);
  }

  clearLog(): Promise<void> {
    return this.#keeping.clearLog();
  }

  storageUse(): Promise<StorageUse> {
    return this.#keeping.storageUse();
  }

  copyFolder(): Promise<FileSystemDirectoryHandle | undefined> {
    return this.#keeping.copyFolder();
  }

  setCopyFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void> {
    return this.#keeping.setCopyFolder(folder);
  }

  exportBackup(what: Parameters<EngineApi['exportBackup']>[0]): Promise<Uint8Array<ArrayBuffer>> {
    return this.#keeping.exportBackup(what);
  }

  readBackup(file: Uint8Array, passphrase?: string): Promise<BackupSummary> {
    return this.#keeping.readBackup(file, passphrase);
  }

  importBackup(file: Uint8Array, passphrase?: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#keeping.importBackup(file, passphrase);
      this.#world.restart();
    });
  }

  dismissAbsence(): void {
    this.#presence?.dismiss();
  }

  reconnect(): void {
    this.#bridge.nudge();
  }

  tell(event: PageEvent): void {
    if (event === 'visible') this.#bridge.nudge();
    if (event === 'online' || event === 'resume') this.#bridge.nudge('woken');
    if (event === 'visible' || event === 'resume') this.#paper.reachAll();
  }

  /** A device was plugged in: it may be a printer that is waited for. */
  pluggedIn(): void {
    this.#paper.reachAll();
  }

  async #run(epoch: number): Promise<void> {
    const { database, clock } = this.#world;
    const { because, signal } = this.#world;
    signal?.throwIfAborted();
    this.#log('engine', `epoch ${epoch} began${because === undefined ? '' : `: ${because.code}`}`);
    this.#presence = await Presence.open({ database, epoch, clock, changed: () => this.tellState() });
    signal?.throwIfAborted();
    const recovered = await this.#recover();
    signal?.throwIfAborted();
    await this.#paper.load(recovered);
    signal?.throwIfAborted();
    this.#tellWhoIsOffline();
    this.#bridge.connect(effectiveSettings(this.#settings, this.#world.defaultServer).server);
    this.tellState();
    for (const job of recovered) this.#changed(job);
    await this.#adoptOrphans();
    signal?.throwIfAborted();
    this.#paper.start();
    this.#keeping.start();
  }

  /**
   * Takes up what the last engine left. On a disk that stays full it begins all the same, or nobody could make room: what
   * was printing then is taken up at the next start.
   */
  async #recover(): Promise<Job[]> {
    try {
      return await this.#keeping.withRoom(() => this.#store.recover());
    } catch (thrown) {
      const error = toPapertabError(thrown);
      if (error.code !== 'storage-full') throw error;
      this.#tellTrouble(error);
      return [];
    }
  }

  async #configure(change: Partial<Settings>): Promise<void> {
    const before = effectiveSettings(this.#settings, this.#world.defaultServer).server;
    const settings = readSettings({ ...this.#settings, ...change });
    await this.#records.saveSettings(settings);
    this.#settings = settings;
    const { server } = effectiveSettings(settings, this.#world.defaultServer);
    if (server !== before) this.#bridge.connect(server);
    this.#keeping.lookAtLimits();
    this.tellState();
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

  #openKeeping(epoch: number): Keeping {
    const { database, clock } = this.#world;
    return new Keeping({
      database,
      clock,
      epoch,
      store: this.#store,
      limits: () => ({ prints: this.#settings.keepPrints, bytes: this.#settings.keepBytes }),
      storage: this.#world.storage,
      removed: (id) => this.#emit({ type: 'job-removed', id }),
      changed: () => this.tellState(),
    });
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
      guard: (transport: Transport) => this.#tenure.guard(transport),
      log: this.#log,
    };
    const kept = { store: this.#store, records: this.#records };
    return new PaperPrinters(kept, world, {
      changed: (job) => this.#changed(job),
      progress: (id, rows) => this.#emit({ type: 'progress', id, rows, at: clock.now() }),
      printed: (job) => {
        this.#reports.report(job);
        this.#keeping.printed(job);
      },
      stateChanged: () => this.tellState(),
      trouble: (error) => {
        this.#tellTrouble(error);
        // What is on paper waits to be stored as printed, and tries again by itself.
        if (error.code === 'storage-full') void this.#keeping.makeRoom();
      },
    });
  }

  #openBridge(bridgeAddress: string): Bridge {
    const world = {
      clock: this.#world.clock,
      random: () => this.#world.random(),
      openSocket: (address: string) => this.#world.openSocket(address),
      investigate: (address: string) => this.#world.investigate(address),
      isOurs: () => this.#isOurs(),
      log: this.#log,
    };
    const bridge = new Bridge(bridgeAddress, world, {
      // It is never told without that the socket came, opened or went.
      status: () => {
        this.#reports.socketChanged();
        this.tellState();
      },
      claim: () => this.tellState(),
      store: (command) => this.#deliver(command),
      unreadable: (error) => this.#tellTrouble(error),
      announced: () => void this.#reports.reportAll(),
      slept: (from, to) => this.#presence?.slept(from, to),
    });
    for (const printer of this.#littlePrinters.all) bridge.add(printer);
    return bridge;
  }

  #openReports(): PrintReports {
    return new PrintReports({
      store: this.#store,
      isHere: (deviceAddress) => this.#littlePrinters.find(deviceAddress) !== undefined,
      send: (...report) => this.#bridge.reportPrint(...report),
      changed: (job) => this.#changed(job),
      trouble: (error) => this.#tellTrouble(error),
    });
  }

  #faceDesk(): FaceDesk {
    return {
      personalities: this.#personalities,
      littlePrinter: (deviceAddress) => this.#present(deviceAddress),
      faceGap: (paperPrinter) => this.#paper.faceGapOf(paperPrinter),
    };
  }

  #openJobDesk(): JobDesk {
    return new JobDesk({
      ...this.#faceDesk(),
      store: this.#store,
      paper: this.#paper,
      littlePrinters: this.#littlePrinters,
      bridgeStatus: () => this.#bridge.status,
      isOnline: () => this.#world.isOnline(),
      random: () => this.#world.random(),
      firstPaper: () => this.#firstPaper(),
      queued: (job) => this.#queued(job),
      changed: (job) => this.#changed(job),
      removed: (id) => this.#emit({ type: 'job-removed', id }),
    });
  }

  #openLittlePrinterDesk(): LittlePrinterDesk {
    return new LittlePrinterDesk({
      littlePrinters: this.#littlePrinters,
      personalities: this.#personalities,
      inTurn: (change) => this.#inTurn(change),
      firstPaper: () => this.#firstPaper(),
      came: async (printer) => {
        await this.#personalities.load([printer.deviceAddress]);
        this.#bridge.add(printer);
      },
      left: (deviceAddress) => {
        this.#toldOffline.delete(deviceAddress);
        this.#bridge.remove(deviceAddress);
      },
      changed: () => this.tellState(),
    });
  }

  async #deliver(command: { readonly deviceAddress: string; readonly payload: string }): Promise<AfterAnswer> {
    const desk: DeliveryDesk = {
      ...this.#faceDesk(),
      store: this.#store,
      personalityCame: (deviceAddress) => this.configureLittlePrinter(deviceAddress, { face: 'server' }),
    };
    try {
      const job = await this.#keeping.withRoom(() => storeDelivery(desk, command));
      if (job !== undefined) return (answered) => void this.#afterAnswer(job, answered);
      this.tellState();
      return () => {};
    } catch (thrown) {
      const error = toPapertabError(thrown);
      this.#tellTrouble(error);
      throw error;
    }
  }

  /**
   * A delivery goes to paper once it is acknowledged; where it cannot be any more, its sender reads that it timed out.
   * That may have taken long, and another job may have woken its queue: it stands as it stands by now.
   */
  async #afterAnswer(stored: Job, answered: boolean): Promise<void> {
    let job = stored;
    try {
      const states = [...UNFINISHED_STATES, ...ENDED_STATES];
      job = answered ? await this.#store.change(stored.id, states, { answered }) : await this.#store.get(stored.id);
    } catch (thrown) {
      if (toPapertabError(thrown).code === 'job-unknown') return;
      // It is printed all the same; only the history does not know that the sender does.
    }
    this.#queued(job);
  }

  /** Whether no newer epoch has begun; when one has, this engine is told to stop. */
  async #isOurs(): Promise<boolean> {
    try {
      await this.#tenure.check();
      return true;
    } catch (thrown) {
      const error = toPapertabError(thrown);
      this.#tellTrouble(error);
      return error.code !== 'engine-superseded';
    }
  }

  /** Lets Little Printers print on another paper printer from now on. */
  async #usePaper(paperPrinter: string, printers: readonly LittlePrinterRecord[]): Promise<void> {
    await this.#littlePrinters.use(paperPrinter, printers);
    // What is behind the button comes out where its Little Printer prints.
    for (const before of printers) {
      const { paperPrinter: from } = this.#onPaper(before);
      if (from === paperPrinter) continue;
      for (const job of await this.#store.reassign(from, paperPrinter, before.deviceAddress)) this.#changed(job);
    }
    this.tellState();
  }

  /** Puts those that want it offline while their paper is away, and online again. */
  #tellWhoIsOffline(): void {
    for (const printer of this.#littlePrinters.all) {
      const { deviceAddress } = printer;
      const offline = printer.offlineWhenAway && this.#paper.isAway(this.#onPaper(printer).paperPrinter);
      if (offline === this.#toldOffline.has(deviceAddress)) continue;
      if (offline) this.#toldOffline.add(deviceAddress);
      else this.#toldOffline.delete(deviceAddress);
      this.#bridge.setOnline(deviceAddress, !offline);
    }
  }

  #present(deviceAddress: string): LittlePrinterRecord | undefined {
    const printer = this.#littlePrinters.find(deviceAddress);
    return printer && this.#onPaper(printer);
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
    this.#keeping.noteJob(job);
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
    if (this.#stopped) return;
    this.#log('engine', `trouble: ${error.code}${error.detail === undefined ? '' : ` (${error.detail})`}`);
    this.#emit({ type: 'trouble', error: toReport(error) });
  }
}
