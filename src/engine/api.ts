import type { BridgeStatus, ClaimState } from '../bridge/status.ts';
import type { ErrorReport } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Job } from '../jobs/job.ts';

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
}

/** A paper printer as the page sees it. */
export interface PaperPrinterView {
  readonly id: string;
  /** Name of its row in the catalogue of printer models. */
  readonly model: string;
  /** Dots across its head. */
  readonly headWidth: number;
  /** Dots per millimetre. */
  readonly dotsPerMm: number;
  /** Rows per second that its head prints. */
  readonly rowsPerSecond: number;
  readonly state: 'ready' | 'printing' | 'needs-you';
}

/** What the user has set, kept in this browser. */
export interface Settings {
  /** Address of the sirius server's bridge endpoint, `ws:` or `wss:`. */
  readonly server: string;
  /** Whether the screen is kept awake while the page is shown. */
  readonly keepAwake: boolean;
}

/** How the engine stands. */
export type EnginePhase =
  | 'starting'
  /** Another tab of this browser is the printer; this one takes over when that one is closed. */
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
  /** At least one while running. */
  readonly paperPrinters: readonly PaperPrinterView[];
  /** Whether this browser was a printer before: false on the very first visit. */
  readonly returning: boolean;
}

/** What the engine tells the page, in order. */
export type EngineEvent =
  | { readonly type: 'state'; readonly state: EngineState }
  /** A job is new or has changed. */
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'job-removed'; readonly id: number }
  /** Rows of a printing job that are on paper; `at` is Unix milliseconds. */
  | { readonly type: 'progress'; readonly id: number; readonly rows: number; readonly at: number }
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
  /** Queues a picture made on this page, at most 10,000 rows, on the first Little Printer's paper. Resolves when stored. */
  print(bitmap: Bitmap, local: { source: 'greeting' | 'note'; title?: string }): Promise<Job>;
  /** Queues a job's picture once more, as it was or with black and white exchanged. */
  reprint(id: number, how: { inverted: boolean }): Promise<Job>;
  /** Lets a held job go to paper. */
  release(id: number): Promise<void>;
  /** Stops a job that has not ended. */
  cancel(id: number): Promise<void>;
  /** Deletes a job that has ended, with its picture. */
  remove(id: number): Promise<void>;
  /** Stores settings and acts on them at once. `server` must have passed `checkServerAddress`. */
  configure(change: Partial<Settings>): Promise<void>;
  /** Gives a Little Printer another name. */
  rename(deviceAddress: string, name: string): Promise<void>;
  /** Replaces the Little Printer of this browser by an imported one. */
  importPrinter(printer: PrinterImport): Promise<void>;
  /** The `.printer` file of a Little Printer: the backup of its identity. Holds its secret. */
  printerFile(deviceAddress: string): Promise<{ name: string; text: string }>;
  /** Tries the server now instead of when the back-off ends. */
  reconnect(): void;
  /** What only the page can see. */
  tell(event: PageEvent): void;
}
