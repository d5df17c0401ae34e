import type { Page } from 'playwright-core';
import type { Job } from '../../src/jobs/job.ts';

/** A job as the page's database has it, and what its picture is. */
export interface KeptJob extends Job {
  /** Of the whole picture as it goes to paper, see `fingerprint`; undefined where there is none. */
  readonly print: string | undefined;
  /** Of the sender's part of it, without gap and face. */
  readonly message: string | undefined;
}

interface Row {
  readonly id: number;
  readonly value: Omit<Job, 'id'>;
  readonly print: string | undefined;
  readonly message: string | undefined;
}

const ENDED: readonly string[] = ['printed', 'failed', 'cancelled'];

/**
 * What the page's database tells of all jobs that there ever were, those included that it has forgotten since. What
 * changes no more is read once.
 */
export class History {
  /** By id. */
  readonly jobs = new Map<number, KeptJob>();
  /** Every job below is settled. */
  #from = 0;

  /** Reads what is new or has changed. */
  async read(page: Page): Promise<void> {
    const known = [...this.jobs].filter(([id, job]) => id >= this.#from && isSettled(job)).map(([id]) => id);
    const rows = await page.evaluate(readJobs, { from: this.#from, known });
    for (const { id, value, print, message } of rows) this.jobs.set(id, { ...value, id, print, message });
    const open = [...this.jobs.values()].filter((job) => !isSettled(job)).map(({ id }) => id);
    this.#from = open.length > 0 ? Math.min(...open) : Math.max(0, ...this.jobs.keys()) + 1;
  }

  /** Jobs that have not ended, held ones left out. */
  get waiting(): KeptJob[] {
    return [...this.jobs.values()].filter(({ state }) => state !== 'held' && !ENDED.includes(state));
  }

  get held(): KeptJob[] {
    return [...this.jobs.values()].filter(({ state }) => state === 'held');
  }
}

/** Whether it is over and nobody has to be told any more. */
function isSettled({ state, report }: Job): boolean {
  return ENDED.includes(state) && (report !== 'due' || state !== 'printed');
}

/** Runs in the page: jobs from an id on but for those known, with the fingerprints of their pictures. */
async function readJobs({ from, known }: { from: number; known: readonly number[] }): Promise<Row[]> {
  type Stored = { width: number; height: number; bytes: Uint8Array<ArrayBuffer> } | undefined;
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const opening = indexedDB.open('papertab');
  const database = await done(opening);
  const range = IDBKeyRange.lowerBound(from);
  const transaction = database.transaction(['jobs', 'pictures']);
  const found: { id: number; value: Row['value']; picture: Stored }[] = [];
  try {
    const keys = (await done(transaction.objectStore('jobs').getAllKeys(range))) as number[];
    const wanted = keys.filter((id) => !known.includes(id));
    await Promise.all(
      wanted.map(async (id) => {
        const [value, picture] = await Promise.all([
          done(transaction.objectStore('jobs').get(id)) as Promise<Row['value']>,
          done(transaction.objectStore('pictures').get(id)) as Promise<Stored>,
        ]);
        found.push({ id, value, picture });
      }),
    );
  } finally {
    database.close();
  }
  const print = async (width: number, height: number, data: Uint8Array<ArrayBuffer>): Promise<string> => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', data));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return `${width}x${height}:${hex.slice(0, 20)}`;
  };
  const rows: Row[] = [];
  for (const { id, value, picture } of found.sort((a, b) => a.id - b.id)) {
    if (picture === undefined) {
      rows.push({ id, value, print: undefined, message: undefined });
      continue;
    }
    const { width, height, bytes } = picture;
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const data = new Uint8Array(await new Response(stream).arrayBuffer());
    const rowsOfMessage = height - (value.faceRows ?? 0);
    const message = data.slice(0, ((width + 7) >> 3) * rowsOfMessage);
    rows.push({
      id,
      value,
      print: await print(width, height, data),
      message: await print(width, rowsOfMessage, message),
    });
  }
  return rows;
}
