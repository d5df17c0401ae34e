import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { until } from '../../test/support/until.ts';
import { PapertabError } from '../errors.ts';
import { type Bitmap, createBitmap } from '../imaging/bitmap.ts';
import { encodePng } from '../imaging/png.ts';
import type { Job } from '../jobs/job.ts';
import { Copies } from './copies.ts';
import type { CopyMark } from './copy-mark.ts';

/** A folder as the browser hands it out, with what can go wrong in it. */
class FakeFolder {
  readonly kind = 'directory';
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  permission: PermissionState = 'granted';
  /** What the next writes fail with. */
  trouble: string | undefined;
  readonly name: string;

  constructor(name = 'prints') {
    this.name = name;
  }

  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  async queryPermission(): Promise<PermissionState> {
    return this.permission;
  }

  async getFileHandle(name: string, how: { create?: boolean } = {}): Promise<unknown> {
    if (this.trouble === 'NotFoundError') throw new DOMException('gone', this.trouble);
    if (!this.files.has(name)) {
      if (how.create !== true) throw new DOMException('no such file', 'NotFoundError');
      this.files.set(name, new Uint8Array(0));
    }
    let written = new Uint8Array(0);
    return {
      getFile: async () => new Blob([this.files.get(name)!]),
      createWritable: async () => ({
        write: async (bytes: Uint8Array<ArrayBuffer>) => {
          if (this.trouble !== undefined) throw new DOMException('no', this.trouble);
          written = bytes;
        },
        close: async () => void this.files.set(name, written),
        abort: async () => {},
      }),
    };
  }

  async removeEntry(name: string): Promise<void> {
    this.files.delete(name);
  }
}

const AT = new Date(2026, 10, 21, 10, 5, 33).getTime();

let clock: FakeClock;
let folder: FakeFolder;
let kept: { folder?: FileSystemDirectoryHandle; mark?: CopyMark };
/** What the database holds. */
let history: Job[];
/** Whether nothing can be stored. */
let full: boolean;
let changes: number;

// Loaded when it is first needed, which takes as long as it takes.
beforeAll(() => import('./copy-writer.ts'));

beforeEach(() => {
  clock = new FakeClock(AT);
  folder = new FakeFolder();
  kept = {};
  history = [];
  full = false;
  changes = 0;
});

function picture(id: number): Bitmap {
  const bitmap = createBitmap(384, 4);
  bitmap.data.fill(id);
  return bitmap;
}

function open(): Promise<Copies> {
  return Copies.open({
    clock,
    kept: {
      read: async () => kept,
      write: async (wanted, mark) => {
        kept = wanted === undefined ? {} : { folder: wanted, mark };
      },
      writeMark: async (mark) => {
        if (full) throw new PapertabError('storage-full');
        kept = { ...kept, mark };
      },
    },
    jobs: async ({ before = Number.POSITIVE_INFINITY, limit }) =>
      history
        .filter(({ id }) => id < before)
        .sort((one, other) => other.id - one.id)
        .slice(0, limit),
    picture: async (id) => {
      if (id === 404 || !history.some((job) => job.id === id)) throw new PapertabError('job-picture');
      return picture(id);
    },
    log: () => {},
    changed: () => changes++,
  });
}

async function openWithFolder(): Promise<Copies> {
  const copies = await open();
  await copies.setFolder(folder.handle);
  return copies;
}

/** A print that is on paper, a moment after the one before, and is in the history. */
function printed(
  id: number,
  origin: Job['origin'] = { kind: 'local', source: 'note', title: '../etc' },
  changedAt = AT + id,
): Job {
  const job = { id, origin, changedAt, state: 'printed' } as Job;
  history.push(job);
  return job;
}

/** The names of the notes among the copies that are whole. */
function notes(of = folder): number[] {
  return [...of.files]
    .filter(([, bytes]) => bytes.length > 0)
    .map(([name]) => Number(/ note (\d+)\.png$/.exec(name)?.[1]));
}

/** Waits until these notes have their copies, and nothing else has. */
async function copied(ids: readonly number[], of = folder): Promise<void> {
  await until(() => notes(of).length >= ids.length, `copies of ${ids.join(', ')}`);
  for (let i = 0; i < 20; i++) await clock.advance(0);
  expect(notes(of)).toEqual(ids);
}

const DELIVERY = { kind: 'delivery', littlePrinter: '0123456789abcdef', printId: 1, face: true } as const;

function names(): string[] {
  return [...folder.files.keys()];
}

describe('copies', () => {
  it('are off until there is a folder, and off again without it', async () => {
    const copies = await open();
    expect(copies.state).toEqual({ state: 'off' });
    copies.copy(printed(1));
    await clock.advance(10);
    await copies.setFolder(folder.handle);
    expect(copies.state).toEqual({ state: 'ready', folder: 'prints' });
    expect(copies.folder).toBe(folder.handle);
    expect(kept.folder).toBe(folder.handle);
    await copies.setFolder(undefined);
    expect(copies.state).toEqual({ state: 'off' });
    expect(kept).toEqual({});
    copies.copy(printed(2));
    await clock.advance(60_000);
    expect(names()).toEqual([]);
    expect(changes).toBe(2);
  });

  it('are pictures under the time and kind of the print, never over a file that is there', async () => {
    const copies = await openWithFolder();
    folder.files.set('2026-11-21 10.05.33 message 12.png', Uint8Array.of(1));
    copies.copy(printed(12, DELIVERY));
    copies.copy(printed(13));
    copies.copy(printed(14, { kind: 'local', source: 'inverted-reprint', of: 3 }));
    const { shows, ...button } = { kind: 'button', littlePrinter: 'x', printId: 0, shows: 'quip' } as const;
    copies.copy(printed(15, { ...button, shows }));
    await until(() => folder.files.get('2026-11-21 10.05.33 button 15.png')?.length !== 0 && folder.files.size === 5);
    expect(names()).toEqual([
      '2026-11-21 10.05.33 message 12.png',
      '2026-11-21 10.05.33 message 12 (2).png',
      '2026-11-21 10.05.33 note 13.png',
      '2026-11-21 10.05.33 reprint 14.png',
      '2026-11-21 10.05.33 button 15.png',
    ]);
    expect(folder.files.get(names()[0]!)).toEqual(Uint8Array.of(1));
    expect(folder.files.get(names()[1]!)).toEqual(await encodePng(picture(12)));
  });

  it('take up the folder of the last time', async () => {
    kept = { folder: folder.handle };
    const copies = await open();
    expect(copies.state).toEqual({ state: 'ready', folder: 'prints' });
    copies.copy(printed(1));
    await until(() => (folder.files.get('2026-11-21 10.05.33 note 1.png')?.length ?? 0) > 0, 'the copy');
  });

  it('wait for the tap that the browser wants, and are made then', async () => {
    kept = { folder: folder.handle };
    folder.permission = 'prompt';
    const copies = await open();
    expect(copies.state).toEqual({ state: 'needs-tap', folder: 'prints' });
    copies.copy(printed(1));
    await clock.advance(0);
    await expect(copies.setFolder(folder.handle)).rejects.toMatchObject({ code: 'copies-denied' });
    expect(copies.state.state).toBe('needs-tap');
    folder.permission = 'granted';
    await copies.setFolder(folder.handle);
    await until(() => folder.files.size === 1, 'the copy');
    expect(copies.state.state).toBe('ready');
  });

  it('say what is wrong, and are tried again for as long as the engine lives', async () => {
    const copies = await openWithFolder();
    folder.trouble = 'QuotaExceededError';
    copies.copy(printed(1));
    await until(() => copies.state.state === 'failed', 'the failure');
    expect(copies.state).toMatchObject({
      folder: 'prints',
      error: { code: 'copies-failed', detail: 'QuotaExceededError: no' },
    });
    expect(names()).toEqual([]);
    folder.trouble = 'NotFoundError';
    copies.copy(printed(2));
    await clock.advance(30_000);
    await until(() => copies.state.error?.detail === 'NotFoundError: gone', 'the other failure');
    folder.trouble = undefined;
    await clock.advance(30_000);
    await until(() => copies.state.state === 'ready' && folder.files.size === 2, 'the copies');
    expect(names()).toEqual(['2026-11-21 10.05.33 note 1.png', '2026-11-21 10.05.33 note 2.png']);
  });

  it('notice that the right to write was taken back', async () => {
    const copies = await openWithFolder();
    folder.permission = 'denied';
    copies.copy(printed(1));
    await until(() => copies.state.state === 'failed', 'the failure');
    expect(copies.state.error).toEqual({ code: 'copies-denied' });
    const other = new FakeFolder('elsewhere');
    await copies.setFolder(other.handle);
    await until(() => other.files.size === 1, 'the copy in the other folder');
    expect(copies.state).toEqual({ state: 'ready', folder: 'elsewhere' });
  });

  it('pass over prints that were deleted meanwhile', async () => {
    const copies = await openWithFolder();
    copies.copy(printed(404));
    copies.copy(printed(5));
    await until(() => folder.files.size === 1, 'the copy');
    expect(names()).toEqual(['2026-11-21 10.05.33 note 5.png']);
    expect(copies.state.state).toBe('ready');
  });

  it('wait in bounded number, and of more none is left out', async () => {
    const copies = await openWithFolder();
    folder.trouble = 'NotFoundError';
    for (let id = 1_000; id < 2_005; id++) copies.copy(printed(id));
    await until(() => copies.state.state === 'failed', 'the failure');
    folder.trouble = undefined;
    await clock.advance(30_000);
    const last = '2026-11-21 10.05.35 note 2004.png';
    while ((folder.files.get(last)?.length ?? 0) === 0) await clock.advance(0);
    expect(folder.files.size).toBe(1_005);
  });

  it('that an engine has missed are made by the next one, or whenever the folder may be written to again', async () => {
    const first = await openWithFolder();
    first.copy(printed(1));
    await copied([1]);
    folder.permission = 'prompt';
    first.copy(printed(2));
    await until(() => first.state.state === 'needs-tap', 'the question');
    first.copy(printed(3));
    first.stop();
    // One that nobody has told of, and a job that is not on paper yet.
    printed(4);
    history.push({ ...printed(5), id: 6, state: 'held' });

    const second = await open();
    second.copy(printed(7));
    for (let i = 0; i < 20; i++) await clock.advance(0);
    expect(second.state).toEqual({ state: 'needs-tap', folder: 'prints' });
    second.stop();
    const third = await open();
    history = history.filter(({ id }) => id !== 3);
    folder.permission = 'granted';
    await third.setFolder(folder.handle);
    await copied([1, 2, 4, 5, 7]);
    third.stop();
    // What the user takes out of the folder is not put back.
    folder.files.clear();
    await open();
    await copied([]);
  });

  it('begin at the moment at which a folder is chosen', async () => {
    printed(1);
    await clock.advance(5);
    const copies = await openWithFolder();
    copies.copy(printed(9));
    await copied([9]);
    await copies.setFolder(undefined);
    copies.copy(printed(10));
    await clock.advance(20);
    await copies.setFolder(folder.handle);
    copies.copy(printed(30));
    await copied([9, 30]);
    copies.stop();
    // A folder of a release that kept no mark.
    delete kept.mark;
    printed(31);
    await clock.advance(20);
    (await open()).stop();
    printed(60);
    await open();
    await copied([9, 30, 60]);
  });

  it('are made in whatever order prints come to paper, also by a clock that is set back', async () => {
    const copies = await openWithFolder();
    copies.copy(printed(20, undefined, AT + 10));
    copies.copy(printed(5, undefined, AT + 20));
    await copied([20, 5]);
    expect(kept.mark).toEqual({ at: AT + 20, id: 5, late: [] });
    folder.permission = 'prompt';
    copies.copy(printed(22, undefined, AT + 30));
    copies.copy(printed(21, undefined, AT - 60_000));
    copies.copy(printed(4, undefined, AT + 40));
    copies.stop();
    folder.permission = 'granted';
    await open();
    await copied([20, 5, 21, 22, 4]);
    expect(kept.mark).toEqual({ at: AT + 40, id: 4, late: [] });
  });

  it('are not made twice where the mark could not be stored', async () => {
    const copies = await openWithFolder();
    full = true;
    copies.copy(printed(1));
    copies.copy(printed(2));
    await copied([1, 2]);
    copies.stop();
    // The tab had ended within the second.
    folder.files.set('2026-11-21 10.05.33 note 2.png', new Uint8Array(0));
    full = false;
    printed(3);
    await open();
    await copied([1, 2, 3]);
    expect(names()).toHaveLength(3);
    expect(kept.mark).toMatchObject({ id: 3 });
  });

  it('wait for a history that cannot be read, and miss nothing by it', async () => {
    const first = await openWithFolder();
    first.stop();
    printed(1);
    const readable = history;
    history = undefined as unknown as Job[];
    const copies = await open();
    await until(() => copies.state.state === 'failed', 'the failure');
    history = readable;
    copies.copy(printed(2));
    await clock.advance(30_000);
    await copied([1, 2]);
  });

  it('end with the engine', async () => {
    const copies = await openWithFolder();
    folder.trouble = 'NotFoundError';
    copies.copy(printed(1));
    await until(() => copies.state.state === 'failed', 'the failure');
    copies.stop();
    folder.trouble = undefined;
    await clock.advance(60_000);
    copies.copy(printed(2));
    await clock.advance(60_000);
    expect(names()).toEqual([]);
  });
});
