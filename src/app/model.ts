import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EngineEvent, EngineState } from '../engine/api.ts';
import type { Engine } from '../engine/client.ts';
import { type ErrorCode, type ErrorReport, toPapertabError, toReport } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import { countRows, endFeed, type Feed, holdFeed, percentOf, startFeed } from './feed.ts';
import { type JobList, mergeJobs, onTheHead, withoutJob } from './job-list.ts';
import { originalOf, titleOf } from './job-words.ts';
import { currentPaper, feedSpeed, paperOf } from './paper-printers.ts';
import type { Platform } from './platform.ts';
import { printerName } from './printers/printer-names.ts';
import { type Place, placeOf } from './routes.ts';
import { words } from './words.ts';

/** What lies over the page. */
export type SheetView =
  | { readonly kind: 'server' }
  | { readonly kind: 'printer' }
  | { readonly kind: 'print'; readonly id: number }
  /** Connecting a paper printer; `printer` where one is connected already and is to be tried out. */
  | { readonly kind: 'connect'; readonly printer?: string }
  /** Telling equal adapters apart, for the paper printer with that id. */
  | { readonly kind: 'which'; readonly printer: string }
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
  /** Whether the card that follows a claim has been put away for the present printer. */
  readonly welcomed: ReadonlySignal<boolean>;
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
  showOlder(): Promise<void>;
  putAwayWelcome(): void;
  putAwayConnect(): void;
  /** Waits for an action; what goes wrong is shown as a banner. Resolves to whether it went well. */
  attempt(action: Promise<unknown>): Promise<boolean>;
}

/** How many jobs are asked for at a time. */
const PAGE_OF_JOBS = 20;

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

/** Makes the model of the page around an engine. `hash` is the location's when it begins. */
export function createModel(engine: Engine, platform: Platform, hash = ''): Model {
  const state = signal<EngineState>(STARTING);
  const jobs = signal<JobList>([]);
  const hasOlder = signal<boolean | undefined>(undefined);
  const announcement = signal('');
  const said = signal<Saying | undefined>(undefined);
  const troubles = signal<readonly ErrorReport[]>([]);
  /** Counts what was put away, for the memory is no signal. */
  const putAway = signal(0);
  /** Rows of the jobs that print now: there may be several, each on a printer of its own. */
  const counted = signal<ReadonlyMap<number, number>>(new Map());
  const feeds = new Map<number, Feed>();
  /** Counts the engine's runs: an answer to a question that was asked in an earlier one is dropped. */
  let run = 0;
  /** The oldest job that came with a page: where the next page begins. Events bring older ones out of turn. */
  let oldest: number | undefined;
  /** Jobs heard of since the present run began: newer than what an answer says of them. */
  let heard: JobList = [];

  const printerAddress = computed(() => state.value.littlePrinters[0]?.deviceAddress);
  const welcomed = computed(() => {
    putAway.value;
    const address = printerAddress.value;
    return address !== undefined && platform.memory.get(`welcomed:${address}`) === 'yes';
  });
  const connectsLater = computed(() => {
    putAway.value;
    return platform.memory.get(CONNECT_LATER) === 'yes';
  });
  const percent = computed(() => {
    const job = onTheHead(jobs.value, currentPaper(state.value).id);
    return job && percentOf(counted.value.get(job.id) ?? 0, job.height);
  });

  const model: Model = {
    engine,
    platform,
    state,
    jobs,
    hasOlder,
    place: signal(placeOf(hash)),
    navigations: signal(0),
    sheet: signal<SheetView | undefined>(undefined),
    announcement,
    said,
    troubles,
    app: signal<AppState>({ offlineReady: false }),
    persisted: signal<boolean | undefined>(undefined),
    welcomed,
    connectsLater,
    draft: signal(''),
    percent,
    rowsOf: (id) => counted.value.get(id) ?? 0,
    feedOf: (id) => feeds.get(id),
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
    showOlder,
    putAwayWelcome: () => {
      if (printerAddress.value) platform.memory.set(`welcomed:${printerAddress.value}`, 'yes');
      putAway.value++;
    },
    putAwayConnect: () => {
      platform.memory.set(CONNECT_LATER, 'yes');
      putAway.value++;
    },
    attempt,
  };
  return model;

  function hear(event: EngineEvent): void {
    // Connections that only a page can hold are asked for, and given up, by the same events.
    platform.printers.hear(event);
    switch (event.type) {
      case 'state':
        hearState(event.state);
        return;
      case 'job':
        hearJob(event.job);
        return;
      case 'job-removed':
        feeds.delete(event.id);
        forgetRows(event.id);
        heard = withoutJob(heard, event.id);
        jobs.value = withoutJob(jobs.value, event.id);
        return;
      case 'progress':
        hearProgress(event.id, event.rows, event.at);
        return;
      case 'trouble':
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
    if (next.phase === 'running' && before.phase !== 'running') void startRun();
    // The new engine, or the word that there will be none, takes the place of the banner.
    if (next.phase === 'running' || next.phase === 'failed') {
      troubles.value = troubles.value.filter(({ code }) => code !== 'engine-lost');
    }
    // Nothing of what lies in a sheet holds while this tab is not the printer.
    if (next.phase === 'elsewhere' || next.phase === 'failed') model.sheet.value = undefined;
    announceServer(before, next);
    announcePrinters(before, next);
  }

  async function startRun(): Promise<void> {
    const mine = ++run;
    heard = [];
    try {
      const [newest, unfinished] = await Promise.all([engine.jobs({ limit: PAGE_OF_JOBS }), engine.unfinished()]);
      if (mine !== run) return;
      const loaded = mergeJobs(newest, unfinished);
      jobs.value = mergeJobs(loaded, heard);
      oldest = newest.at(-1)?.id;
      hasOlder.value = newest.length === PAGE_OF_JOBS;
      for (const job of loaded) follow(job);
    } catch (thrown) {
      if (mine === run) report(toReport(toPapertabError(thrown)));
    }
  }

  async function showOlder(): Promise<void> {
    const mine = run;
    const older = await engine.jobs({ ...(oldest === undefined ? {} : { before: oldest }), limit: PAGE_OF_JOBS });
    if (mine !== run) return;
    jobs.value = mergeJobs(older, jobs.value);
    oldest = older.at(-1)?.id ?? oldest;
    hasOlder.value = older.length === PAGE_OF_JOBS;
  }

  function hearJob(job: Job): void {
    const before = jobs.value.find((known) => known.id === job.id);
    // One that is not on the page and older than what is there has only been told to the server: that is no news.
    const isNews = before ? before.state !== job.state : job.id > (jobs.value[0]?.id ?? 0);
    follow(job, before);
    heard = mergeJobs(heard, [job]);
    jobs.value = mergeJobs(jobs.value, [job]);
    if (isNews) announceJob(job, before);
  }

  /** Keeps the paper of a job in step with its state. */
  function follow(job: Job, before?: Job): void {
    const feed = feeds.get(job.id);
    if (job.state === 'printing') {
      if (!feed || feed.ended) feeds.set(job.id, startFeed(job.height, platform.now()));
    } else if (job.state === 'needs-you' && !beginsAgain(job)) {
      feeds.set(job.id, holdFeed(feed ?? startFeed(job.height, platform.now())));
    } else if (job.state === 'printed') {
      if (feed) feeds.set(job.id, endFeed(feed, platform.now(), feedSpeed(state.value, job)));
      // Printed so quickly that nothing was heard of it in between: it comes out all the same.
      else if (before) {
        feeds.set(job.id, endFeed(startFeed(job.height, platform.now()), platform.now(), feedSpeed(state.value, job)));
      }
    } else {
      feeds.delete(job.id);
    }
    // What has ended, and what begins again from its start: none of its rows count.
    if (!feeds.has(job.id) || job.state === 'printed') forgetRows(job.id);
  }

  function forgetRows(id: number): void {
    if (!counted.value.has(id)) return;
    const rest = new Map(counted.value);
    rest.delete(id);
    counted.value = rest;
  }

  function hearProgress(id: number, rows: number, at: number): void {
    const job = jobs.value.find((known) => known.id === id);
    if (!job || beginsAgain(job)) return;
    const feed = feeds.get(id) ?? startFeed(job.height, at);
    if (feed.ended) return;
    feeds.set(id, countRows(feed, rows, at, feedSpeed(state.value, job)));
    counted.value = new Map(counted.value).set(id, rows);
  }

  function announceJob(job: Job, before: Job | undefined): void {
    const title = model.titleOf(job);
    const say = words.announce;
    if (job.state === 'printing') {
      announce((before?.state === 'needs-you' ? say.printingAgain : say.printing)(title));
    } else if (job.state === 'printed') announce(say.printed(title));
    else if (job.state === 'failed') announce(say.failed(title));
    else if (job.state === 'held') announce(say.held);
    // One that has begun and stopped is told of by its printer.
    else if (job.state === 'needs-you' && before?.state !== 'printing') announce(say.waits(title));
  }

  function announceServer(before: EngineState, next: EngineState): void {
    const claim = next.littlePrinters[0]?.claim;
    if (claim === 'claimed' && before.littlePrinters[0]?.claim === 'unclaimed') {
      announce(words.announce.claimed);
      return;
    }
    if (next.bridge.phase === before.bridge.phase) return;
    if (next.bridge.phase === 'connected') announce(words.announce.connected);
    // Said once: attempts that follow one another are no news.
    else if (before.bridge.phase === 'connected') announce(words.announce.lost);
  }

  function announcePrinters(before: EngineState, next: EngineState): void {
    for (const printer of next.paperPrinters) {
      const earlier = paperOf(before, printer.id);
      if (printer.state === earlier?.state || printer.link.transport === 'screen') continue;
      const name = printerName(printer);
      const say = words.announce;
      if (printer.state === 'needs-you') announce(say.printerNeedsYou(name));
      else if (printer.state === 'away' && earlier && earlier.state !== 'connecting') announce(say.printerAway(name));
      else if (earlier?.state === 'connecting' || earlier?.state === 'away') {
        if (printer.state !== 'connecting' && printer.state !== 'away') announce(say.printerConnected(name));
      }
    }
  }

  function announce(text: string): void {
    // The same words once more are a change too, or they would not be read out again.
    announcement.value = text !== '' && text === announcement.peek() ? `${text}\u00a0` : text;
  }

  function report(error: ErrorReport): void {
    if (SILENT.includes(error.code)) return;
    const others = troubles.value.filter((known) => known.code !== error.code);
    troubles.value = [...others, error].slice(-MAX_TROUBLES);
  }

  async function attempt(action: Promise<unknown>): Promise<boolean> {
    try {
      await action;
      return true;
    } catch (thrown) {
      report(toReport(toPapertabError(thrown)));
      return false;
    }
  }
}

/** Whether what it waits for lets it begin from its first row, not go on where it stopped. */
function beginsAgain(job: Job): boolean {
  return job.state === 'needs-you' && !job.begun;
}
