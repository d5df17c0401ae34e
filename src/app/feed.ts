/**
 * What the page knows of the paper of one job. The engine counts the rows; the page only follows: between two counts it
 * moves on at the speed of the head, never ahead by more than a moment, and never back.
 */
export interface Feed {
  /** Rows that the engine had counted at `at`. */
  readonly rows: number;
  /** Unix milliseconds. */
  readonly at: number;
  /** Rows of the whole picture. */
  readonly height: number;
  /** Rows that were on screen when this feed was made. */
  readonly shown: number;
  /** Whether the head is moving. */
  readonly moving: boolean;
  /** Whether the engine is done: what is left comes out without waiting for another count. */
  readonly ended: boolean;
}

/** How long paper goes on without a new count, in seconds. */
const TRUST_SECONDS = 1.5;

/** Paper of a job that has just begun at `at`. */
export function startFeed(height: number, at: number): Feed {
  return { rows: 0, at, height, shown: 0, moving: true, ended: false };
}

/** Takes in a count of the engine. A count that falls back to less means that the job began again. */
export function countRows(feed: Feed, rows: number, at: number, rowsPerSecond: number): Feed {
  const again = rows < feed.rows;
  const shown = again ? 0 : shownRows(feed, at, rowsPerSecond);
  return { ...feed, rows, at, shown, moving: true, ended: false };
}

/** The head has stopped, and waits for something. */
export function holdFeed(feed: Feed): Feed {
  return { ...feed, shown: Math.min(feed.shown, feed.rows), moving: false };
}

/** The job is printed: the rest of the paper comes out. */
export function endFeed(feed: Feed, at: number, rowsPerSecond: number): Feed {
  return { ...feed, shown: shownRows(feed, at, rowsPerSecond), moving: true, ended: true };
}

/** Whole rows on screen at `now` (Unix milliseconds). */
export function shownRows(feed: Feed, now: number, rowsPerSecond: number): number {
  const seconds = feed.moving ? Math.max(0, now - feed.at) / 1000 : 0;
  const trusted = feed.ended ? seconds : Math.min(seconds, TRUST_SECONDS);
  return Math.min(feed.height, Math.max(feed.shown, Math.floor(feed.rows + trusted * rowsPerSecond)));
}

/** Whole percent of the picture that is out. */
export function percentOf(rows: number, height: number): number {
  return height === 0 ? 100 : Math.min(100, Math.floor((rows * 100) / height));
}
