import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { until } from '../../test/support/until.ts';
import { PapertabError } from '../errors.ts';
import { type Bitmap, createBitmap } from '../imaging/bitmap.ts';
import { encodePng } from '../imaging/png.ts';
import type { Job } from '../jobs/job.ts';
import { Copies } from './copies.ts';

/** A folder as the browser hands it out, with what can go wrong in it. */
class FakeFolder {
  readonly kind = 'directory';
  readonly files = new Map<string, Uint8Array>();
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
let kept: FileSystemDirectoryHandle | undefined;
let changes: number;

// Loaded when it is first needed, which takes as long as it takes.
beforeAll(() => import('./copy-writer.ts'));

beforeEach(() => {
  clock = new FakeClock(AT);
  folder = new FakeFolder();
  kept = undefined;
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
      write: async (wanted) => {
        kept = wanted;
      },
    },
    picture: async (id) => {
      if (id === 404) throw new PapertabError('job-picture');
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

function printed(id: number, origin: Job['origin'] = { kind: 'local', source: 'note', title: '../etc' }): Job {
  return { id, origin, changedAt: AT } as Job;
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
    await copies.setFolder(folder.handle);
    expect(copies.state).toEqual({ state: 'ready', folder: 'prints' });
    expect(copies.folder).toBe(folder.handle);
    expect(kept).toBe(folder.handle);
    await copies.setFolder(undefined);
    expect(copies.state).toEqual({ state: 'off' });
    expect(kept).toBeUndefined();
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
    kept = folder.handle;
    const copies = await open();
    expect(copies.state).toEqual({ state: 'ready', folder: 'prints' });
    copies.copy(printed(1));
    await until(() => (folder.files.get('2026-11-21 10.05.33 note 1.png')?.length ?? 0) > 0, 'the copy');
  });

  it('wait for the tap that the browser wants, and are made then', async () => {
    kept = folder.handle;
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

  it('wait in bounded number', async () => {
    const copies = await openWithFolder();
    folder.trouble = 'NotFoundError';
    for (let id = 1_000; id < 2_005; id++) copies.copy(printed(id));
    await until(() => copies.state.state === 'failed', 'the failure');
    folder.trouble = undefined;
    await clock.advance(30_000);
    const last = '2026-11-21 10.05.33 note 2004.png';
    while ((folder.files.get(last)?.length ?? 0) === 0) await clock.advance(0);
    expect(folder.files.size).toBe(1_000);
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
