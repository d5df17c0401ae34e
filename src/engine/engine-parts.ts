import { Bridge } from '../bridge/bridge.ts';
import { PapertabError, toPapertabError, toReport } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { PrinterSettings } from '../printers/settings.ts';
import type { Transport } from '../printers/transport.ts';
import type { EngineApi, EngineEvent, PageEvent } from './api.ts';
import type { Notice, Request } from './calls.ts';
import { Deliveries } from './deliveries.ts';
import { viewEngine } from './engine-view.ts';
import { openJobDesk } from './job-desk.ts';
import { Keeping } from './keeping.ts';
import { openKeepingDesk } from './keeping-desk.ts';
import type { Kept } from './kept.ts';
import { openLittlePrinterDesk } from './little-printer-desk.ts';
import type { LittlePrinters } from './little-printers.ts';
import type { News } from './news.ts';
import { PaperChoice } from './paper-choice.ts';
import { openPaperDesk } from './paper-desk.ts';
import { PaperPrinters } from './paper-printers.ts';
import type { PapertabWorld } from './papertab-world.ts';
import type { Personalities } from './personalities.ts';
import { Presence } from './presence.ts';
import { PrintReports } from './print-reports.ts';
import type { PaperPrinterRecord, Records } from './records.ts';
import { SettingsDesk } from './settings-desk.ts';
import { watchSilence } from './silent-database.ts';
import { Tenure } from './tenure.ts';
import { ToldOffline } from './told-offline.ts';
import { takingTurns } from './turns.ts';

/**
 * The parts of one engine. Each of them names what it needs of the others, and finds it here; what it tells them or the
 * page goes through here.
 */
export class EngineParts implements News {
  readonly realm: PapertabWorld;
  readonly epoch: number;
  readonly records: Records;
  readonly store: JobStore;
  readonly littlePrinters: LittlePrinters;
  readonly personalities: Personalities;
  readonly returning: boolean;
  readonly settings: SettingsDesk;
  readonly keeping: Keeping;
  readonly paper: PaperPrinters;
  readonly choice: PaperChoice;
  readonly bridge: Bridge;
  readonly toldOffline: ToldOffline;
  /** What the page asks and tells: each call is answered by the desk that it belongs to. */
  readonly calls: Pick<EngineApi, Request | Notice>;
  /** Changes of what is kept happen one after another, until all is stopped. */
  readonly inTurn = takingTurns(() => this.#stopped);
  readonly #emit: (event: EngineEvent) => void;
  readonly #tenure: Tenure;
  readonly #reports: PrintReports;
  readonly #deliveries: Deliveries;
  #presence: Presence | undefined;
  #stopped = false;

  /**
   * Puts them together; nothing is connected, printed or told yet. The order counts: some parts take what they need from here
   * when they are made, the others when they need it.
   */
  constructor(realm: PapertabWorld, emit: (event: EngineEvent) => void, kept: Kept) {
    this.realm = realm;
    this.#emit = emit;
    this.epoch = kept.epoch;
    this.records = kept.records;
    this.store = kept.store;
    this.littlePrinters = kept.littlePrinters;
    this.personalities = kept.personalities;
    this.returning = kept.returning;
    this.#tenure = new Tenure(realm.database, kept.epoch, realm.clock);
    this.keeping = this.#openKeeping();
    this.paper = this.#openPaper();
    this.choice = new PaperChoice(this);
    this.bridge = this.#openBridge(kept.bridgeAddress);
    this.settings = new SettingsDesk(this, kept.settings);
    this.toldOffline = new ToldOffline(this);
    this.#reports = this.#openReports();
    this.#deliveries = new Deliveries(this);
    // Each of the desks is an object whose calls are its own properties: that all of them are here, the compiler proves.
    this.calls = {
      ...openJobDesk(this),
      ...openLittlePrinterDesk(this),
      ...openPaperDesk(this),
      ...openKeepingDesk(this),
      configure: (change) => this.settings.configure(change),
      dismissAbsence: () => this.#presence?.dismiss(),
      reconnect: () => this.bridge.nudge(),
      tell: (event) => this.#tell(event),
    };
  }

  /** Knows for how long this browser was no printer, once that has been found out. */
  get presence(): Presence | undefined {
    return this.#presence;
  }

  /** Finds out for how long nothing ran before this engine. Never rejects. */
  async openPresence(): Promise<void> {
    const { epoch } = this;
    const { database, clock } = this.realm;
    this.#presence = await Presence.open({ database, epoch, clock, changed: this.stateChanged });
  }

  /** Nothing is printed, sent or told any more. */
  stop(): void {
    this.#stopped = true;
    this.bridge.stop();
    this.paper.stop();
    this.#presence?.stop();
    this.keeping.stop();
  }

  readonly changed = (job: Job): void => {
    this.keeping.noteJob(job);
    this.#emit({ type: 'job', job });
  };

  readonly removed = (id: number): void => this.#emit({ type: 'job-removed', id });

  readonly stateChanged = (): void => {
    if (this.#stopped) return;
    this.toldOffline.look();
    this.#emit({ type: 'state', state: viewEngine(this) });
  };

  readonly trouble = (error: PapertabError): void => {
    if (this.#stopped) return;
    this.keeping.log('engine', `trouble: ${error.code}${error.detail === undefined ? '' : ` (${error.detail})`}`);
    this.#emit({ type: 'trouble', error: toReport(error) });
  };

  #openKeeping(): Keeping {
    const { database, clock, storage } = this.realm;
    const { epoch, store, removed, stateChanged } = this;
    return new Keeping({
      database,
      clock,
      epoch,
      store,
      storage,
      limits: () => {
        const { keepPrints, keepBytes } = this.settings.now;
        return { prints: keepPrints, bytes: keepBytes };
      },
      removed,
      changed: stateChanged,
    });
  }

  #openPaper(): PaperPrinters {
    const { clock, loadDriver, openSerial } = this.realm;
    const { changed, stateChanged } = this;
    const world = {
      clock,
      loadDriver,
      open: async ({ id, link, model }: PaperPrinterRecord, settings: PrinterSettings) =>
        link.transport === 'serial' ? openSerial({ id, link, model }, settings, this.paper.isAlone(id)) : undefined,
      askPage: ({ id, link }: PaperPrinterRecord, { baudRate, flowControl }: PrinterSettings) =>
        this.#emit({ type: 'reach', paperPrinter: id, link, baudRate, flowControl }),
      letGo: (id: string) => this.#emit({ type: 'let-go', paperPrinter: id }),
      guard: (transport: Transport) => this.#tenure.guard(transport),
      log: this.keeping.log,
    };
    return new PaperPrinters(this, world, {
      changed,
      progress: (id, rows) => this.#emit({ type: 'progress', id, rows, at: clock.now() }),
      printed: (job) => {
        this.#reports.report(job);
        this.keeping.printed(job);
      },
      stateChanged,
      trouble: (error) => {
        this.trouble(error);
        // What is on paper waits to be stored as printed, and tries again by itself.
        if (error.code === 'storage-full') void this.keeping.makeRoom();
      },
    });
  }

  #openBridge(bridgeAddress: string): Bridge {
    const { stateChanged, trouble } = this;
    const world = {
      clock: this.realm.clock,
      random: () => this.realm.random(),
      openSocket: (address: string) => this.realm.openSocket(address),
      investigate: (address: string) => this.realm.investigate(address),
      isOurs: () => this.#isOurs(),
      log: this.keeping.log,
    };
    const bridge = new Bridge(bridgeAddress, world, {
      // It is never told without that the socket came, opened or went.
      status: () => {
        this.#reports.socketChanged();
        stateChanged();
      },
      claim: stateChanged,
      store: (command, server) => this.#deliveries.take(command, server),
      unreadable: trouble,
      announced: () => void this.#reports.reportAll(),
      slept: (from, to) => this.#presence?.slept(from, to),
    });
    for (const printer of this.littlePrinters.all) bridge.add(printer);
    return bridge;
  }

  #openReports(): PrintReports {
    const { store, littlePrinters, changed, trouble } = this;
    return new PrintReports({
      store,
      changed,
      trouble,
      now: () => this.realm.clock.now(),
      server: () => this.bridge.server,
      isHere: (deviceAddress) => littlePrinters.find(deviceAddress) !== undefined,
      send: (...report) => this.bridge.reportPrint(...report),
    });
  }

  #tell(event: PageEvent): void {
    if (event === 'visible') this.bridge.nudge();
    if (event === 'online' || event === 'resume') this.bridge.nudge('woken');
    if (event === 'visible' || event === 'resume') this.paper.reachAll();
  }

  /** Whether no newer epoch has begun; when one has, this engine is told to stop. */
  async #isOurs(): Promise<boolean> {
    try {
      await watchSilence(this.realm.clock, this.#tenure.check(), () => {
        this.trouble(new PapertabError('storage-failed', 'silent'));
        this.realm.giveUp();
      });
      return true;
    } catch (thrown) {
      const error = toPapertabError(thrown);
      this.trouble(error);
      return error.code !== 'engine-superseded';
    }
  }
}
