import { Bridge } from '../bridge/bridge.ts';
import type { Socket } from '../bridge/session.ts';
import type { ClaimState } from '../bridge/status.ts';
import type { Clock } from '../clock.ts';
import { type ErrorReport, PapertabError, toPapertabError, toReport } from '../errors.ts';
import { type Bitmap, bytesPerRow, invert } from '../imaging/bitmap.ts';
import type { Database } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import type { Job, JobOrigin } from '../jobs/job.ts';
import { JobStore } from '../jobs/job-store.ts';
import { CATALOG } from '../printers/catalog.ts';
import { encodeForScreen } from '../printers/languages/screen.ts';
import { ScreenTransport } from '../printers/transports/screen.ts';
import { completeIdentity, createIdentity } from '../sirius/identity.ts';
import { writePrinterFile } from '../sirius/printer-file.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type { EngineApi, EngineEvent, LittlePrinterView, PageEvent, PrinterImport, Settings } from './api.ts';
import { storeDelivery } from './deliveries.ts';
import { PrintQueue } from './print-queue.ts';
import { effectiveSettings, type LittlePrinterRecord, Records, type StoredSettings } from './records.ts';

/** The name of a Little Printer until the user gives it one; it is what its claim page suggests too. */
const FIRST_NAME = 'Papertab';
const SCREEN = CATALOG.screen;
const MAX_NAME_CHARS = 80;

/** What the engine needs of its realm. */
export interface PapertabWorld {
  readonly clock: Clock;
  readonly database: Database;
  /** Server to use while the user has chosen none. */
  readonly defaultServer: string;
  openSocket(address: string): Socket;
  investigate(address: string): Promise<ErrorReport>;
}

/** The part of the engine that runs once it is the only one: bridge, jobs and printers brought together. */
export class Papertab implements Omit<EngineApi, 'watch'> {
  readonly #world: PapertabWorld;
  readonly #emit: (event: EngineEvent) => void;
  readonly #records: Records;
  readonly #store: JobStore;
  readonly #bridge: Bridge;
  readonly #queue: PrintQueue;
  readonly #returning: boolean;
  #settings: StoredSettings;
  #littlePrinters: readonly LittlePrinterRecord[];
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
    const kept = await records.littlePrinters();
    const littlePrinters = kept.length > 0 ? kept : [await makeFirstPrinter(records, world.clock)];
    const papertab = new Papertab(world, emit, {
      records,
      store: new JobStore(world.database, epoch, world.clock),
      bridgeAddress: await records.bridgeAddress(),
      settings: await records.settings(),
      littlePrinters,
      returning: kept.length > 0,
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
      readonly littlePrinters: readonly LittlePrinterRecord[];
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
    this.#queue = this.#openScreen();
    this.#bridge = this.#openBridge(kept.bridgeAddress);
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
        littlePrinters: this.#littlePrinters.map((printer) =>
          view(printer, this.#bridge.claimOf(printer.deviceAddress)),
        ),
        paperPrinters: [
          {
            id: SCREEN.id,
            model: SCREEN.id,
            headWidth: SCREEN.headWidth,
            dotsPerMm: SCREEN.dotsPerMm,
            rowsPerSecond: SCREEN.rowsPerSecond,
            state: this.#queue.isPrinting ? 'printing' : 'ready',
          },
        ],
        returning: this.#returning,
      },
    });
  }

  /** Another engine took over, or the database is gone: prints and sends nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#bridge.stop();
    this.#queue.stop();
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

  async print(bitmap: Bitmap, local: { source: 'greeting' | 'note'; title?: string }): Promise<Job> {
    checkLocalPicture(bitmap);
    const { source, title } = local;
    return this.#printLocally(bitmap, { kind: 'local', source, ...(title === undefined ? {} : { title }) });
  }

  async reprint(id: number, how: { inverted: boolean }): Promise<Job> {
    const picture = await this.#store.picture(id);
    const source = how.inverted ? 'inverted-reprint' : 'reprint';
    return this.#printLocally(how.inverted ? invert(picture) : picture, { kind: 'local', source, of: id });
  }

  async release(id: number): Promise<void> {
    this.#changed(await this.#store.change(id, ['held'], { state: 'waiting' }));
    this.#queue.wake();
  }

  async cancel(id: number): Promise<void> {
    if (this.#queue.cancel(id)) return;
    try {
      this.#changed(await this.#store.change(id, ['held', 'waiting', 'needs-you'], { state: 'cancelled' }));
    } catch (thrown) {
      // It may have begun to print in the same moment.
      if (toPapertabError(thrown).code !== 'job-state' || !this.#queue.cancel(id)) throw thrown;
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
    return this.#inTurn(() => this.#rename(deviceAddress, name));
  }

  importPrinter(wanted: PrinterImport): Promise<void> {
    return this.#inTurn(() => this.#importPrinter(wanted));
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

  async #rename(deviceAddress: string, name: string): Promise<void> {
    const printer = this.#find(deviceAddress);
    if (printer === undefined) throw new PapertabError('device-unknown', deviceAddress);
    const renamed = { ...printer, name: name.trim().slice(0, MAX_NAME_CHARS) || FIRST_NAME };
    await this.#records.saveLittlePrinters(renamed);
    this.#littlePrinters = this.#littlePrinters.map((other) => (other === printer ? renamed : other));
    this.tellState();
  }

  async #importPrinter(wanted: PrinterImport): Promise<void> {
    const identity = await completeIdentity(wanted.deviceAddress, wanted.secret);
    const now = this.#world.clock.now();
    const imported: LittlePrinterRecord = {
      ...identity,
      name: wanted.name?.trim().slice(0, MAX_NAME_CHARS) || FIRST_NAME,
      paperPrinter: SCREEN.id,
      createdAt: now,
      imported: true,
    };
    const retired = this.#littlePrinters
      .filter(({ deviceAddress }) => deviceAddress !== identity.deviceAddress)
      .map((printer) => ({ ...printer, retiredAt: now }));
    await this.#records.saveLittlePrinters(...retired, imported);
    this.#littlePrinters = [imported];
    this.#bridge.replace(this.#littlePrinters);
    this.tellState();
  }

  async printerFile(deviceAddress: string): Promise<{ name: string; text: string }> {
    const printer = this.#find(deviceAddress);
    if (printer === undefined) throw new PapertabError('device-unknown', deviceAddress);
    return { name: `${printer.deviceAddress}.printer`, text: writePrinterFile(printer) };
  }

  reconnect(): void {
    this.#bridge.nudge();
  }

  tell(event: PageEvent): void {
    if (event === 'visible') this.#bridge.nudge();
    if (event === 'online' || event === 'resume') this.#bridge.nudge('woken');
  }

  async #run(): Promise<void> {
    const recovered = await this.#store.recover();
    this.#bridge.connect(effectiveSettings(this.#settings, this.#world.defaultServer).server);
    this.tellState();
    for (const job of recovered) this.#changed(job);
    this.#queue.wake();
  }

  #openScreen(): PrintQueue {
    const head = { bytesPerRow: bytesPerRow(SCREEN.headWidth), rowsPerSecond: SCREEN.rowsPerSecond };
    const transport = new ScreenTransport(this.#world.clock, head);
    const screen = { id: SCREEN.id, encode: encodeForScreen, transport };
    return new PrintQueue(this.#store, screen, this.#world.clock, {
      changed: (job) => this.#changed(job),
      progress: (id, rows) => this.#emit({ type: 'progress', id, rows, at: this.#world.clock.now() }),
      printed: (job) => this.#report(job),
      busy: () => this.tellState(),
      trouble: (error) => this.#tellTrouble(error),
    });
  }

  #openBridge(bridgeAddress: string): Bridge {
    const world = { ...this.#world, random: () => Math.random() };
    const bridge = new Bridge(bridgeAddress, world, {
      status: () => this.tellState(),
      claim: () => this.tellState(),
      store: (command) => this.#deliver(command),
      unreadable: (error) => this.#tellTrouble(error),
      announced: () => void this.#reportWhatIsDue(),
    });
    for (const printer of this.#littlePrinters) bridge.add(printer);
    return bridge;
  }

  async #deliver(command: { readonly deviceAddress: string; readonly payload: string }): Promise<void> {
    try {
      const desk = { store: this.#store, records: this.#records, littlePrinter: this.#find.bind(this) };
      const job = await storeDelivery(desk, command);
      if (job === undefined) return;
      this.#changed(job);
      this.#queue.wake();
    } catch (thrown) {
      const error = toPapertabError(thrown);
      this.#tellTrouble(error);
      throw error;
    }
  }

  async #printLocally(bitmap: Bitmap, origin: JobOrigin): Promise<Job> {
    const job = await this.#store.add({ paperPrinter: SCREEN.id, origin, hold: false }, bitmap);
    this.#changed(job);
    this.#queue.wake();
    return job;
  }

  #changed(job: Job): void {
    this.#emit({ type: 'job', job });
  }

  #report(job: Job): void {
    const { origin } = job;
    if (origin.kind !== 'delivery' || job.report !== 'due') return;
    const here = this.#find(origin.littlePrinter) !== undefined;
    if (here && !this.#bridge.reportPrint(origin.littlePrinter, origin.printId)) return;
    // If this cannot be stored the report goes out once more: reports are at-least-once. For a printer that has left
    // this browser there is nobody to speak.
    this.#store
      .change(job.id, ['printed'], { report: here ? 'sent' : 'none' })
      .then((reported) => this.#emit({ type: 'job', job: reported }))
      .catch(() => {});
  }

  async #reportWhatIsDue(): Promise<void> {
    try {
      for (const job of await this.#store.unreported()) this.#report(job);
    } catch (thrown) {
      this.#tellTrouble(toPapertabError(thrown));
    }
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

  #find(deviceAddress: string): LittlePrinterRecord | undefined {
    return this.#littlePrinters.find((printer) => printer.deviceAddress === deviceAddress);
  }
}

async function makeFirstPrinter(records: Records, clock: Clock): Promise<LittlePrinterRecord> {
  const printer: LittlePrinterRecord = {
    ...(await createIdentity()),
    name: FIRST_NAME,
    paperPrinter: SCREEN.id,
    createdAt: clock.now(),
    imported: false,
  };
  await records.saveLittlePrinters(printer);
  return printer;
}

function view(printer: LittlePrinterRecord, claim: ClaimState): LittlePrinterView {
  const { deviceAddress, name, claimCode, paperPrinter, createdAt, imported } = printer;
  return { deviceAddress, name, claimCode, claim, paperPrinter, createdAt, imported };
}

function checkLocalPicture({ width, height, data }: Bitmap): void {
  const fits = width === SCREEN.headWidth && Number.isInteger(height) && height > 0 && height <= MAX_ROWS;
  if (!fits || data.length !== bytesPerRow(width) * height)
    throw new PapertabError('picture-size', `${width}×${height}`);
}
