import type { BridgeStatus, ClaimState } from '../bridge/status.ts';
import type { ErrorReport } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { FaceId } from '../imaging/faces/faces.ts';
import type { Job } from '../jobs/job.ts';
import type { LogEntry, LogKind } from '../jobs/log-entry.ts';
import type { ModelId } from '../printers/catalog.ts';
import type { PrinterFacts } from '../printers/condition.ts';
import type { PrinterSettings } from '../printers/settings.ts';
import type { PipeLimits } from '../printers/transports/pipe-messages.ts';

/**
 * The face that is printed below messages that ask for one: that of the personality that the server has sent, one of
 * those drawn here, or none.
 */
export type FaceChoice = 'server' | FaceId | 'none';

/** A Little Printer as the page sees it: without its secret. */
export interface LittlePrinterView {
  /** 16 lower-case hex digits. */
  readonly deviceAddress: string;
  readonly name: string;
  /** Four groups of four, lower case, with dashes. */
  readonly claimCode: string;
  readonly claim: ClaimState;
  /** The paper printer that it prints on. */
  readonly paperPrinter: string;
  /** Unix milliseconds; when this browser made or imported it. */
  readonly createdAt: number;
  /** Whether it was imported: then it may still run somewhere else. */
  readonly imported: boolean;
  readonly face: FaceChoice;
  /** Whether the server has sent it a personality: only then `face` can be `server`. */
  readonly hasPersonality: boolean;
  /** How many quips the server has sent it. */
  readonly quips: number;
  /** Whether senders are told that it is offline while its paper is away; otherwise this tab takes and keeps messages. */
  readonly offlineWhenAway: boolean;
  /** Whether senders are told so just now. */
  readonly toldOffline: boolean;
}

/** A Little Printer that was reset or replaced. It is kept, with its secret, until the user forgets it for good. */
export interface RetiredPrinterView {
  readonly deviceAddress: string;
  readonly name: string;
  readonly claimCode: string;
  /** Unix milliseconds. */
  readonly retiredAt: number;
}

/** What can be changed of a Little Printer. */
export interface LittlePrinterChange {
  readonly name?: string;
  readonly face?: FaceChoice;
  readonly offlineWhenAway?: boolean;
}

/** How to get at a paper printer. */
export type PrinterLink =
  | { readonly transport: 'screen' }
  /** `device` is the browser's id of a Bluetooth device. */
  | { readonly transport: 'bluetooth'; readonly device: string }
  /** What the browser tells of a serial port; equal adapters tell the same, some tell nothing. */
  | {
      readonly transport: 'serial';
      readonly vendor?: number;
      readonly product?: number;
      readonly serviceClass?: string;
    };

/** A paper printer as the page sees it. */
export interface PaperPrinterView {
  readonly id: string;
  /** What the user calls it, at first its advertised name; empty for the screen and for one that has no name. */
  readonly name: string;
  /** Its row in the catalogue of printer models. */
  readonly model: ModelId;
  readonly link: PrinterLink;
  /** Dots across its head. */
  readonly headWidth: number;
  /** Dots per millimetre. */
  readonly dotsPerMm: number;
  /** Rows per second that its head prints. */
  readonly rowsPerSecond: number;
  /** `away`: not connected, `needs` says why; `needs-you`: connected, `needs` says what. */
  readonly state: 'away' | 'connecting' | 'ready' | 'printing' | 'needs-you';
  readonly needs?: ErrorReport;
  /** What it has told of itself since it was connected. */
  readonly facts: PrinterFacts;
  readonly batteryLow: boolean;
  readonly paperLow: boolean;
  readonly settings: PrinterSettings;
}

/** What makes a paper printer. */
export interface PaperPrinterDraft {
  readonly name: string;
  readonly model: ModelId;
  readonly link: Exclude<PrinterLink, { transport: 'screen' }>;
  /** What differs from the model's own settings. */
  readonly settings?: Partial<PrinterSettings>;
}

/** What the user has set, kept in this browser. */
export interface Settings {
  /** Address of the sirius server's bridge endpoint, `ws:` or `wss:`. */
  readonly server: string;
  /** Whether the screen is kept awake while the page is shown. */
  readonly keepAwake: boolean;
  /** Whether a notification is shown when a message waits for the button. */
  readonly notify: boolean;
  /** How many prints the history keeps: 10 to 100,000. What has not ended is kept whatever this says. */
  readonly keepPrints: number;
  /** How many bytes the pictures of the history take at most: 1 MB to 10 GB. */
  readonly keepBytes: number;
}

/** For how long this browser was no printer, so that what was sent in that time did not arrive. Unix milliseconds. */
export interface Absence {
  readonly from: number;
  readonly to: number;
  /** `closed`: no tab was open, or the browser had put it away; `asleep`: it was open, but nothing in it ran. */
  readonly how: 'closed' | 'asleep';
}

/** The folder that a copy of every print goes into. */
export interface CopiesState {
  /** `needs-tap`: the browser wants to be asked once more, with a tap; `failed`: `error` says why. */
  readonly state: 'off' | 'ready' | 'needs-tap' | 'failed';
  /** The folder's name, where there is one. */
  readonly folder?: string;
  readonly error?: ErrorReport;
}

/** What this browser keeps. */
export interface StorageUse {
  readonly prints: number;
  /** Bytes of their pictures. */
  readonly bytes: number;
  /** Bytes that the whole site uses and may use, as the browser estimates them. */
  readonly usage?: number;
  readonly quota?: number;
}

/** What a backup holds. */
export interface BackupSummary {
  /** Unix milliseconds. */
  readonly madeAt: number;
  readonly littlePrinters: readonly { readonly deviceAddress: string; readonly name: string }[];
  readonly paperPrinters: readonly string[];
  /** Prints of its history. */
  readonly prints: number;
  /** Messages that had not been printed when it was made; they come back behind the button. */
  readonly unprinted: number;
  /** Its settings, if there are any; without a server where the user had chosen none. */
  readonly settings?: Omit<Settings, 'server'> & { readonly server?: string };
}

/** How the engine stands. */
export type EnginePhase =
  | 'starting'
  /** Another tab of this browser is the printer, but does not answer; this one takes over when that one ends. */
  | 'elsewhere'
  | 'running'
  /** It cannot run: `failure` says why. */
  | 'failed';

export interface EngineState {
  readonly phase: EnginePhase;
  readonly failure?: ErrorReport;
  readonly bridge: BridgeStatus;
  readonly settings: Settings;
  /** At least one while running. */
  readonly littlePrinters: readonly LittlePrinterView[];
  /** At least one while running: the screen, which is the last. */
  readonly paperPrinters: readonly PaperPrinterView[];
  /** Little Printers that were reset or replaced and are still kept, the latest first. */
  readonly retired: readonly RetiredPrinterView[];
  /** Whether this browser was a printer before: false on the very first visit. */
  readonly returning: boolean;
  /**
   * Whether the engine that this is the state of runs in this tab. In any other tab the page shows and does all the same,
   * except what needs a connection that only the page of the engine can hold.
   */
  readonly runsHere: boolean;
  /** The latest absence that the user has not been told of. */
  readonly absence?: Absence;
  readonly copies: CopiesState;
}

/** What the engine tells the page, in order. */
export type EngineEvent =
  | { readonly type: 'state'; readonly state: EngineState }
  /** A job is new or has changed. */
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'job-removed'; readonly id: number }
  /** Rows of a printing job that are on paper; `at` is Unix milliseconds. */
  | { readonly type: 'progress'; readonly id: number; readonly rows: number; readonly at: number }
  /**
   * The engine wants a paper printer that only the page can reach. The page answers with `attach` when it has connected,
   * with `unreachable` when it cannot; asked once more, it gives up the attempt that is under way and begins anew.
   */
  | {
      readonly type: 'reach';
      readonly paperPrinter: string;
      readonly link: PrinterLink;
      readonly baudRate: number;
      readonly flowControl: 'none' | 'hardware';
    }
  /** The engine has no use for the page's connection any more (forgotten, or reached in another way): let it go. */
  | { readonly type: 'let-go'; readonly paperPrinter: string }
  /** Something the user should know that belongs to no job (storing a message failed). */
  | { readonly type: 'trouble'; readonly error: ErrorReport };

/** What the page tells the engine of the world outside. */
export type PageEvent = 'online' | 'offline' | 'visible' | 'hidden' | 'resume' | 'freeze' | 'leaving';

/** What an import of a printer file would make; see `sirius/printer-file`. */
export interface PrinterImport {
  readonly deviceAddress: string;
  /** 10 hex digits. */
  readonly secret: string;
  readonly name?: string;
}

/** What is known of a picture that was made on this page. */
export interface LocalPrint {
  readonly source: 'greeting' | 'note' | 'picture' | 'test';
  readonly title?: string;
  readonly paperPrinter?: string;
}

/** What can be changed of a paper printer. */
export interface PaperPrinterChange {
  readonly name?: string;
  readonly model?: ModelId;
  readonly settings?: Partial<PrinterSettings>;
}

/** What the page can ask of the engine. Every call rejects with a `PapertabError`. */
export interface EngineApi {
  /** Sends the present state at once, then every change, to `listener`. */
  watch(listener: (event: EngineEvent) => void): void;
  /** The newest jobs first; `before` is the smallest id already known. */
  jobs(page: { before?: number; limit: number }): Promise<Job[]>;
  /** All jobs that have not ended, however old: what waits must not be hidden behind newer prints. */
  unfinished(): Promise<Job[]>;
  /** The upright picture of a job. Rejects with `job-picture` when there is none. */
  picture(id: number): Promise<Bitmap>;
  /**
   * Queues a picture made on this page, at most 10,000 rows, as wide as the head of its paper printer. Resolves when
   * stored. Without `paperPrinter` it goes to that of the first Little Printer.
   */
  print(bitmap: Bitmap, local: LocalPrint): Promise<Job>;
  /**
   * Queues a job's picture once more, as it was or with black and white exchanged: on the paper of its Little Printer; what
   * was made on this page comes out where it did, as long as a Little Printer prints there, else with the first one.
   */
  reprint(id: number, how: { inverted: boolean }): Promise<Job>;
  /** Lets a held job go to paper. */
  release(id: number): Promise<void>;
  /** Stops a job that has not ended. */
  cancel(id: number): Promise<void>;
  /** Deletes a job that has ended, with its picture. */
  remove(id: number): Promise<void>;
  /** Stores settings and acts on them at once. `server` must have passed `checkServerAddress`. */
  configure(change: Partial<Settings>): Promise<void>;
  /** Changes name, face or the like of a Little Printer. */
  configureLittlePrinter(deviceAddress: string, change: LittlePrinterChange): Promise<void>;
  /** Makes another Little Printer on this bridge. Resolves with its device address. */
  addLittlePrinter(name: string): Promise<string>;
  /**
   * Adds an imported Little Printer, or puts it in the place of another one, which is retired. Rejects with
   * `device-xor` where another one here has the same hardware xor: claims could not tell the two apart.
   */
  importPrinter(printer: PrinterImport, replaces?: string): Promise<void>;
  /**
   * Gives a Little Printer a new identity: the old one is retired, its messages stay. Resolves with the new device address.
   */
  resetLittlePrinter(deviceAddress: string): Promise<string>;
  /** Takes a retired Little Printer back; it becomes one more on this bridge. Rejects with `device-xor`. */
  restoreLittlePrinter(deviceAddress: string): Promise<void>;
  /**
   * Forgets a Little Printer, also a retired one, for good, with its secret. Its prints stay in the history. When it was
   * the last one, a new one is made: a bridge without a printer is nothing.
   */
  forgetLittlePrinter(deviceAddress: string): Promise<void>;
  /**
   * The button of a Little Printer: prints the oldest delivery that it holds; where it holds none, "nothing to print" or
   * a quip, or while it is not connected what it cannot see. Resolves with the job when it is queued.
   */
  pressButton(deviceAddress: string): Promise<Job>;
  /** The face that a Little Printer prints now; undefined for none. */
  face(deviceAddress: string): Promise<Bitmap | undefined>;
  /** The `.printer` file of a Little Printer: the backup of its identity. Holds its secret. */
  printerFile(deviceAddress: string): Promise<{ name: string; text: string }>;
  /**
   * Adds a paper printer and connects. A single Little Printer prints on it from now on; of several, those that had only
   * the screen. Resolves with its id when it is stored. One with the same Bluetooth device takes the place of the old one
   * and keeps its id, name and settings.
   */
  addPaperPrinter(draft: PaperPrinterDraft): Promise<string>;
  /** Changes name, model or settings. Rejects with `printer-setting` for values out of range. */
  configurePaperPrinter(id: string, change: PaperPrinterChange): Promise<void>;
  /** Forgets a paper printer; its Little Printers and waiting jobs go to the one that is left first, in the end the screen. */
  forgetPaperPrinter(id: string): Promise<void>;
  /** Lets a Little Printer print on another paper printer; jobs that wait stay where they are. */
  usePaperPrinter(deviceAddress: string, id: string): Promise<void>;
  /** Sends all that waits for one paper printer to another one. */
  moveJobs(from: string, to: string): Promise<void>;
  /** Prints the printer's own test page, where it has one, after the jobs before it. Rejects with `printer-away`. */
  selfTest(id: string): Promise<void>;
  /** Tries to connect a paper printer now instead of when the back-off ends. */
  reach(id: string): void;
  /** The page has connected a paper printer: `pipe` speaks `ToPage` and `ToEngine` of `printers/transports`. */
  attach(id: string, pipe: MessagePort, limits: PipeLimits): Promise<void>;
  /** The page cannot connect it: `printer-away`, `printer-tap`, `printer-which`, `printer-in-use`, `printer-unsupported`, … */
  unreachable(id: string, why: ErrorReport): void;
  /** The newest entries of the log first, those with ids below `before`; of some kinds only, where named. */
  log(page: { before?: number; limit: number; kinds?: readonly LogKind[] }): Promise<LogEntry[]>;
  clearLog(): Promise<void>;
  storageUse(): Promise<StorageUse>;
  /** The folder that copies go into, so that the page can ask the browser for the right to write there. */
  copyFolder(): Promise<FileSystemDirectoryHandle | undefined>;
  /** From now on a copy of every print goes into this folder; `undefined` ends that. Rejects with `copies-denied`. */
  setCopyFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void>;
  /**
   * Everything that this browser keeps as one file: Little Printers with their secrets, paper printers, settings, what is
   * not printed yet, and the history where wanted. Encrypted where there is a passphrase. Rejects with `backup-size`.
   */
  exportBackup(what: { history: boolean; passphrase?: string }): Promise<Uint8Array<ArrayBuffer>>;
  /** What a backup holds. Rejects with `backup-unreadable`, `backup-newer`, `backup-size`, `backup-passphrase`. */
  readBackup(file: Uint8Array, passphrase?: string): Promise<BackupSummary>;
  /**
   * Takes over what a backup holds, beside what is here, and goes on with a new bridge address. The first Little Printer
   * of a new browser, which nobody has claimed or used, makes room for others. Rejects as `readBackup` does, with
   * `device-xor`, and with what the database refuses for; nothing is changed then.
   *
   * @param settings whether its settings take the place of those here; they do unless told otherwise
   */
  importBackup(file: Uint8Array, passphrase?: string, settings?: boolean): Promise<void>;
  /** The user has been told of the absence. */
  dismissAbsence(): void;
  /**
   * Moves the printer into this tab: asks the tab that is the printer to let go, and after 5 s without an answer takes its
   * place. Resolves when the engine runs here.
   */
  takeOver(): Promise<void>;
  /** Tries the server now instead of when the back-off ends. */
  reconnect(): void;
  /** What only the page can see. */
  tell(event: PageEvent): void;
}
