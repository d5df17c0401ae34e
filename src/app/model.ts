import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EngineEvent, EngineState, LittlePrinterView, PaperPrinterView } from '../engine/api.ts';
import type { Engine } from '../engine/client.ts';
import { type ErrorCode, type ErrorReport, toPapertabError, toReport } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import { jobNews, printerNews, serverNews } from './announcements.ts';
import { type Feed, percentOf } from './feed.ts';
import { createJobBook } from './job-book.ts';
import { type JobList, onTheHead } from './job-list.ts';
import { originalOf, titleOf } from './job-words.ts';
import { littlePrinterOf } from './little-printers.ts';
import { currentPaper } from './paper-printers.ts';
import type { Platform } from './platform.ts';
import { type Place, placeOf } from './routes.ts';

/** What lies over the page. */
export type SheetView =
  | { readonly kind: 'server' }
  | { readonly kind: 'printer' }
  | { readonly kind: 'print'; readonly id: number }
  /** Connecting a paper printer; `printer` where one is connected already and is to be tried out. */
  | { readonly kind: 'connect'; readonly printer?: string }
  /** Telling equal adapters apart, for the paper printer with that id. */
  | { readonly kind: 'which'; readonly printer: string }
  /** Making a backup. */
  | { readonly kind: 'backup' }
  /** Bringing one in; `file` is what was dropped. */
  | { readonly kind: 'restore'; readonly file?: File }
  /** `text` is what was dropped, chosen or pasted; `unreadable` where it was no text. */
  | { readonly kind: 'import'; readonly text?: string; readonly unreadable?: boolean };

/** How the app itself stands: its service worker and its installation. */
export interface AppState {
  readonly offlineReady: boolean;
  /** Lets a waiting version take over and reloads the page; absent while there is none. */
  readonly applyUpdate?: () => void;
  /** Shows the browser's own install prompt; absent where there is none to show. */
  readonly install?: () => void;
}

/** Something that was just done, in words; counted, so that the same words once more are a new saying. */
export interface Saying {
  readonly count: number;
  readonly text: string;
}

/** Everything that the page shows, as signals, and everything that can be done to it. */
export interface Model {
  readonly engine: Engine;
  readonly platform: Platform;
  readonly state: ReadonlySignal<EngineState>;
  /** The Little Printer that the machine shows; undefined before the engine runs. */
  readonly littlePrinter: ReadonlySignal<LittlePrinterView | undefined>;
  /** The paper printer that it prints on. */
  readonly paper: ReadonlySignal<PaperPrinterView>;
  /** Lets the machine show another Little Printer. */
  choose(deviceAddress: string): void;
  /** The newest jobs and those that have not ended, newest first. */
  readonly jobs: ReadonlySignal<JobList>;
  /** Whether the engine has jobs older than those in `jobs`; undefined while that is not known. */
  readonly hasOlder: ReadonlySignal<boolean | undefined>;
  readonly place: Signal<Place>;
  /** How often the user went from one place to another: the heading of a place takes the focus then, not on the first. */
  readonly navigations: Signal<number>;
  readonly sheet: Signal<SheetView | undefined>;
  /** What is to be said to those who cannot see it. */
  readonly announcement: ReadonlySignal<string>;
  /** What was just done, for a moment; for those who see it. */
  readonly said: Signal<Saying | undefined>;
  /** What went wrong and belongs to no job, newest last. */
  readonly troubles: ReadonlySignal<readonly ErrorReport[]>;
  readonly app: Signal<AppState>;
  /** Whether the browser keeps this site's storage; undefined while that is not known. */
  readonly persisted: Signal<boolean | undefined>;
  /** Whether the card that follows a claim has been put away for a Little Printer. */
  isWelcomed(deviceAddress: string): boolean;
  /** Whether a Little Printer was not claimed when that was last known, maybe before a reload. */
  wasUnclaimed(deviceAddress: string): boolean;
  /** Whether the user has put away the card that offers to connect a printer. */
  readonly connectsLater: ReadonlySignal<boolean>;
  /** What has been typed in the place for notes. */
  readonly draft: Signal<string>;
  /** Whole percent of the print on the present paper that is out, undefined while nothing prints there. */
  readonly percent: ReadonlySignal<number | undefined>;
  /** Rows of a job that are on paper, as far as the page has heard. */
  rowsOf(id: number): number;
  /** The paper of a job that is coming out, undefined when all of it is out. */
  feedOf(id: number): Feed | undefined;
  titleOf(job: Job): string;
  /** Takes an event of the engine. */
  hear(event: EngineEvent): void;
  /** Says something to those who cannot see it. */
  announce(text: string): void;
  /** Says to everybody that something was done. */
  say(text: string): void;
  dismissTrouble(index: number): void;
  /** Whether the printer is being moved into this tab. */
  readonly moving: ReadonlySignal<boolean>;
  /** Moves the printer into this tab. Resolves to whether it runs here now. */
  moveHere(): Promise<boolean>;
  showOlder(): Promise<void>;
  putAwayWelcome(deviceAddress: string): void;
  putAwayConnect(): void;
  /** Waits for an action; what goes wrong is shown as a banner. Resolves to whether it went well. */
  attempt(action: Promise<unknown>): Promise<boolean>;
}

/** Banners beyond this number would hide the page. */
const MAX_TROUBLES = 3;

const STARTING: EngineState = {
  phase: 'starting',
  bridge: { phase: 'off' },
  settings: { server: '', keepAwake: false, notify: false, keepPrints: 0, keepBytes: 0 },
  littlePrinters: [],
  paperPrinters: [],
  retired: [],
  returning: true,
  runsHere: true,
  copies: { state: 'off' },
};

/** What needs no words: the user did it, or sees it anyway. */
const SILENT: readonly ErrorCode[] = ['job-cancelled', 'chooser-cancelled'];

/** Remembers that the user would rather connect a printer later. */
const CONNECT_LATER = 'connect-later';

/** Remembers which Little Printer the machine shows. */
const CHOSEN = 'little-printer';

/** Makes the model of the page around an engine. `hash` is the location's when it begins. */
export function createModel(engine: Engine, platform: Platform, hash = ''): Model {
  const state = signal<EngineState>(STARTING);
  /** The last one of an engine that ran, and whether that engine has ended since. */
  let lastRun: EngineState | undefined;
  let isLost = false;
  const book = createJobBook({ engine, state, now: platform.now });
  const { jobs } = book;
  const announcement = signal('');
  const said = signal<Saying | undefined>(undefined);
  const troubles = signal<readonly ErrorReport[]>([]);
  const moving = signal(false);
  /** Counts what was put away, for the memory is no signal. */
  const putAway = signal(0);
  const chosen = signal(platform.memory.get(CHOSEN));

  const littlePrinter = computed(() => littlePrinterOf(state.value, chosen.value));
  const paper = computed(() => currentPaper(state.value, littlePrinter.value));
  const connectsLater = computed(() => {
    putAway.value;
    return platform.memory.get(CONNECT_LATER) === 'yes';
  });
  const percent = computed(() => {
    const job = onTheHead(jobs.value, paper.value.id);
    return job && percentOf(book.rowsOf(job.id), job.height);
  });
  const remember = (key: string): void => {
    platform.memory.set(key, 'yes');
    putAway.value++;
  };

  const model: Model = {
    engine,
    platform,
    state,
    littlePrinter,
    paper,
    choose: (address) => {
      chosen.value = address;
      platform.memory.set(CHOSEN, address);
    },
    jobs,
    hasOlder: book.hasOlder,
    place: signal(placeOf(hash)),
    navigations: signal(0),
    sheet: signal<SheetView | undefined>(undefined),
    announcement,
    said,
    troubles,
    app: signal<AppState>({ offlineReady: false }),
    persisted: signal<boolean | undefined>(undefined),
    isWelcomed: (address) => putAway.value >= 0 && platform.memory.get(welcomeOf(address)) === 'yes',
    wasUnclaimed: (address) => platform.memory.get(claimOf(address)) === 'unclaimed',
    connectsLater,
    draft: signal(''),
    percent,
    rowsOf: book.rowsOf,
    feedOf: book.feedOf,
    titleOf: (job) => titleOf(job, originalOf(job, jobs.value)),
    hear,
    announce,
    say: (text) => {
      announce(text);
      said.value = { count: (said.peek()?.count ?? 0) + 1, text };
    },
    dismissTrouble: (index) => {
      troubles.value = troubles.value.filter((_, i) => i !== index);
    },
    moving,
    moveHere,
    showOlder: book.showOlder,
    putAwayWelcome: (address) => remember(welcomeOf(address)),
    putAwayConnect: () => remember(CONNECT_LATER),
    attempt,
  };
  // Whoever leaves the history has seen enough of it.
  model.place.subscribe((place) => {
    if (place !== 'history') book.forgetOlder();
  });
  return model;

  function hear(event: EngineEvent): void {
    // Connections that only a page can hold are asked for, and given up, by the same events.
    platform.printers.hear(event);
    switch (event.type) {
      case 'state':
        hearState(event.state);
        return;
      case 'job': {
        const { before, isNews } = book.hear(event.job);
        if (isNews) announce(jobNews(state.value, event.job, before, model.titleOf(event.job)));
        return;
      }
      case 'job-removed':
        book.remove(event.id);
        return;
      case 'progress':
        book.progress(event.id, event.rows, event.at);
        return;
      case 'trouble':
        isLost ||= event.error.code === 'engine-lost';
        report(event.error);
        return;
      case 'reach':
      case 'let-go':
        return;
    }
  }

  function hearState(next: EngineState): void {
    const before = state.value;
    state.value = next;
    for (const { deviceAddress, claim } of next.littlePrinters) {
      const key = claimOf(deviceAddress);
      if (claim !== 'unknown' && platform.memory.get(key) !== claim) platform.memory.set(key, claim);
    }
    // Another engine, in this tab or in another one, may know of what nobody has told.
    const isNewRun = before.phase !== 'running' || before.runsHere !== next.runsHere;
    if (next.phase === 'running' && isNewRun) void book.load().catch(reportThrown);
    // The new engine, or the word that there will be none, takes the place of the banner.
    if (next.phase === 'running' || next.phase === 'failed') {
      troubles.value = troubles.value.filter(({ code }) => code !== 'engine-lost');
    }
    if (next.phase === 'running') {
      // A printer that leaves by the user's word does so while its engine runs, where it is.
      const isOther = isLost || lastRun?.runsHere !== next.runsHere;
      if (lastRun && isOther && !sharesPrinter(lastRun, next)) report({ code: 'storage-cleared' });
      lastRun = next;
      isLost = false;
    }
    // Nothing of what lies in a sheet holds while there is no engine that answers.
    if (next.phase === 'elsewhere' || next.phase === 'failed') model.sheet.value = undefined;
    announce(serverNews(before, next));
    for (const news of printerNews(before, next)) announce(news);
  }

  function announce(text: string | undefined): void {
    if (text === undefined) return;
    // The same words once more are a change too, or they would not be read out again.
    announcement.value = text !== '' && text === announcement.peek() ? `${text}\u00a0` : text;
  }

  function report(error: ErrorReport): void {
    if (SILENT.includes(error.code)) return;
    const others = troubles.value.filter((known) => known.code !== error.code);
    troubles.value = [...others, error].slice(-MAX_TROUBLES);
  }

  function reportThrown(thrown: unknown): void {
    report(toReport(toPapertabError(thrown)));
  }

  async function attempt(action: Promise<unknown>): Promise<boolean> {
    try {
      await action;
      return true;
    } catch (thrown) {
      reportThrown(thrown);
      return false;
    }
  }

  async function moveHere(): Promise<boolean> {
    if (moving.peek()) return false;
    moving.value = true;
    const done = await attempt(engine.takeOver());
    moving.value = false;
    return done;
  }
}

/** Whether a Little Printer of before is still kept. */
function sharesPrinter(before: EngineState, now: EngineState): boolean {
  const kept = new Set(printersOf(now));
  return printersOf(before).some((address) => kept.has(address));
}

function printersOf({ littlePrinters, retired }: EngineState): string[] {
  return [...littlePrinters, ...retired].map(({ deviceAddress }) => deviceAddress);
}

function welcomeOf(address: string): string {
  return `welcomed:${address}`;
}

function claimOf(address: string): string {
  return `claim:${address}`;
}
