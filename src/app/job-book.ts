import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { EngineState } from '../engine/api.ts';
import type { Engine } from '../engine/client.ts';
import type { Job } from '../jobs/job.ts';
import { countRows, endFeed, type Feed, holdFeed, startFeed } from './feed.ts';
import { hasEnded, type JobList, mergeJobs, trimJobs, withoutJob } from './job-list.ts';
import { feedSpeed } from './paper-printers.ts';

/** How many jobs are asked for at a time. */
const PAGE_OF_JOBS = 20;
/** How many that have ended stay on the page, beyond those that somebody has asked for. */
const KEPT = 60;
/** How many of each paper printer stay, however old. */
const KEPT_ON_PAPER = 20;

/** What became of the news of a job. */
export interface Heard {
  readonly before: Job | undefined;
  /** Whether it is new, or in another state than before. */
  readonly isNews: boolean;
}

/**
 * The jobs that the page holds, newest first: a window that does not grow in a tab that stays open for weeks. What has
 * not ended is always in it.
 */
export interface JobBook {
  readonly jobs: ReadonlySignal<JobList>;
  /** Whether the engine has jobs older than those; undefined while that is not known. */
  readonly hasOlder: ReadonlySignal<boolean | undefined>;
  /** Asks the engine for the newest: a new run of it begins. */
  load(): Promise<void>;
  showOlder(): Promise<void>;
  /** What was asked for with `showOlder` is not looked at any more. */
  forgetOlder(): void;
  hear(job: Job): Heard;
  remove(id: number): void;
  progress(id: number, rows: number, at: number): void;
  /** Rows of a job that are on paper, as far as the page has heard. */
  rowsOf(id: number): number;
  /** The paper of a job that is coming out, undefined when all of it is out. */
  feedOf(id: number): Feed | undefined;
}

interface World {
  readonly engine: Pick<Engine, 'jobs' | 'unfinished'>;
  readonly state: ReadonlySignal<EngineState>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export function createJobBook({ engine, state, now }: World): JobBook {
  const jobs = signal<JobList>([]);
  const hasOlder = signal<boolean | undefined>(undefined);
  /** Rows of the jobs that print now: there may be several, each on a printer of its own. */
  const counted = signal<ReadonlyMap<number, number>>(new Map());
  const feeds = new Map<number, Feed>();
  /** Counts the engine's runs: an answer to a question that was asked in an earlier one is dropped. */
  let run = 0;
  /** Where the next page begins: the oldest job of those without a gap. Events bring older ones out of turn. */
  let oldest: number | undefined;
  /** Jobs heard of while the answer of the present run is awaited: newer than what it says of them. */
  let heard: JobList | undefined;
  let room = KEPT;

  return {
    jobs,
    hasOlder,
    load,
    showOlder,
    forgetOlder: () => {
      room = KEPT;
      set(jobs.value);
    },
    hear,
    remove,
    progress,
    rowsOf: (id) => counted.value.get(id) ?? 0,
    feedOf: (id) => feeds.get(id),
  };

  async function load(): Promise<void> {
    const mine = ++run;
    heard = [];
    const [newest, unfinished] = await Promise.all([engine.jobs({ limit: PAGE_OF_JOBS }), engine.unfinished()]);
    if (mine !== run) return;
    const loaded = mergeJobs(newest, unfinished);
    const since = heard;
    heard = undefined;
    oldest = newest.at(-1)?.id;
    batch(() => {
      hasOlder.value = newest.length === PAGE_OF_JOBS;
      set(mergeJobs(loaded, since));
    });
    for (const job of loaded) follow(job);
  }

  async function showOlder(): Promise<void> {
    const mine = run;
    const older = await engine.jobs({ ...(oldest === undefined ? {} : { before: oldest }), limit: PAGE_OF_JOBS });
    if (mine !== run) return;
    const all = mergeJobs(older, jobs.value);
    room = Math.max(room, all.filter(hasEnded).length);
    oldest = older.at(-1)?.id ?? oldest;
    batch(() => {
      hasOlder.value = older.length === PAGE_OF_JOBS;
      set(all);
    });
  }

  /** Takes a list, and lets go of what is too much of it. */
  function set(list: JobList): void {
    const trimmed = trimJobs(list, room, KEPT_ON_PAPER);
    jobs.value = trimmed;
    if (trimmed.length === list.length) return;
    const last = trimmed.filter(hasEnded)[room - 1];
    if (last) oldest = Math.max(last.id, oldest ?? 0);
    hasOlder.value = true;
    const here = new Set(trimmed.map(({ id }) => id));
    for (const id of feeds.keys()) if (!here.has(id)) feeds.delete(id);
  }

  function hear(job: Job): Heard {
    const before = jobs.value.find((known) => known.id === job.id);
    // One that is not on the page and older than what is there has only been told to the server: that is no news.
    const isNews = before ? before.state !== job.state : job.id > (jobs.value[0]?.id ?? 0);
    if (heard) heard = mergeJobs(heard, [job]);
    if (!before && oldest !== undefined && job.id < oldest && hasEnded(job)) return { before, isNews };
    follow(job, before);
    set(mergeJobs(jobs.value, [job]));
    return { before, isNews };
  }

  function remove(id: number): void {
    feeds.delete(id);
    forgetRows(id);
    if (heard) heard = withoutJob(heard, id);
    jobs.value = withoutJob(jobs.value, id);
  }

  /** Keeps the paper of a job in step with its state. */
  function follow(job: Job, before?: Job): void {
    const feed = feeds.get(job.id);
    if (job.state === 'printing') {
      if (!feed || feed.ended) feeds.set(job.id, startFeed(job.height, now()));
    } else if (job.state === 'needs-you' && !beginsAgain(job)) {
      feeds.set(job.id, holdFeed(feed ?? startFeed(job.height, now())));
    } else if (job.state === 'printed') {
      if (feed) feeds.set(job.id, endFeed(feed, now(), feedSpeed(state.value, job)));
      // Printed so quickly that nothing was heard of it in between: it comes out all the same.
      else if (before) feeds.set(job.id, endFeed(startFeed(job.height, now()), now(), feedSpeed(state.value, job)));
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

  function progress(id: number, rows: number, at: number): void {
    const job = jobs.value.find((known) => known.id === id);
    if (!job || beginsAgain(job)) return;
    const feed = feeds.get(id) ?? startFeed(job.height, at);
    if (feed.ended) return;
    feeds.set(id, countRows(feed, rows, at, feedSpeed(state.value, job)));
    counted.value = new Map(counted.value).set(id, rows);
  }
}

/** Whether what it waits for lets it begin from its first row, not go on where it stopped. */
function beginsAgain(job: Job): boolean {
  return job.state === 'needs-you' && !job.begun;
}
