import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { quiet } from '../../test/support/until.ts';
import type { Clock } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import { Keeping, type KeepingWorld } from './keeping.ts';
import { type KeptParts, openKeptParts } from './kept-parts.ts';

vi.mock('./kept-parts.ts', () => ({ openKeptParts: vi.fn() }));

const open = vi.mocked(openKeptParts);
const job = { id: 3, state: 'printed' } as Job;
let parts: { copy: Job[]; looks: number; stopped: number; log: string[] };
let keeping: Keeping;

function kept(): KeptParts {
  return {
    book: { log: (_: string, text: string) => parts.log.push(text), stop: async () => {} },
    copies: { state: { state: 'off' }, copy: (one: Job) => parts.copy.push(one), stop: () => parts.stopped++ },
    retention: { look: () => parts.looks++ },
  } as unknown as KeptParts;
}

beforeEach(() => {
  parts = { copy: [], looks: 0, stopped: 0, log: [] };
  open.mockReset();
  keeping = new Keeping({ changed: () => {} } as KeepingWorld);
});

describe('what is loaded once the engine runs', () => {
  it('gets what was printed and logged before it was there', async () => {
    let loaded = (_: KeptParts): void => {};
    open.mockReturnValue(new Promise((resolve) => (loaded = resolve)));
    keeping.start();
    keeping.noteJob(job);
    keeping.printed(job);
    await quiet();
    loaded(kept());
    await quiet();
    expect(parts).toMatchObject({ copy: [job], log: ['printed'] });
    expect(parts.looks).toBeGreaterThan(0);
  });

  it('is loaded later when it could not be at first: a history must not grow for ever', async () => {
    open.mockRejectedValueOnce(new TypeError('offline')).mockResolvedValue(kept());
    keeping.start();
    await quiet();
    expect(parts.looks).toBe(0);
    keeping.noteJob(job);
    await quiet();
    expect(parts.looks).toBeGreaterThan(0);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('that cannot be loaded makes no room, and a full disk is still what its sender hears of', async () => {
    open.mockRejectedValue(new TypeError('Failed to fetch dynamically imported module'));
    const clock: Clock = new FakeClock();
    keeping = new Keeping({ changed: () => {}, clock } as KeepingWorld);
    const full = new PapertabError('storage-full');
    await expect(keeping.withRoom(() => Promise.reject(full))).rejects.toBe(full);
  });

  it('is let go when the engine has stopped meanwhile', async () => {
    open.mockResolvedValue(kept());
    keeping.start();
    keeping.stop();
    await quiet();
    keeping.lookAtLimits();
    await quiet();
    expect(parts).toMatchObject({ looks: 0, stopped: 1 });
  });
});

describe('what finds the disk full', () => {
  const full = new PapertabError('storage-full');
  let free: (freed: boolean) => void;
  let madeRoom: number;

  beforeEach(() => {
    madeRoom = 0;
    const makeRoom = () => {
      madeRoom += 1;
      return new Promise<boolean>((resolve) => (free = resolve));
    };
    open.mockResolvedValue({ ...kept(), retention: { look: () => {}, makeRoom } } as unknown as KeptParts);
    keeping = new Keeping({ changed: () => {}, clock: new FakeClock() as Clock } as KeepingWorld);
  });

  /** What is refused the first time, once `refused` says so. */
  function work(refused: Promise<void> = Promise.resolve()): () => Promise<string> {
    let tries = 0;
    return async () => {
      tries += 1;
      if (tries > 1) return 'stored';
      await refused;
      throw full;
    };
  }

  it('waits together for the room that is made, and is stored then', async () => {
    const one = keeping.withRoom(work());
    await quiet();
    const other = keeping.withRoom(work());
    await quiet();
    free(true);
    expect(await Promise.all([one, other])).toEqual(['stored', 'stored']);
    expect(madeRoom).toBe(1);
  });

  it('is stored, too, where it is refused a moment after the room was made for another', async () => {
    let refuse = (): void => {};
    const late = keeping.withRoom(work(new Promise((resolve) => (refuse = resolve))));
    const one = keeping.withRoom(work());
    await quiet();
    free(true);
    expect(await one).toBe('stored');
    refuse();
    expect(await late).toBe('stored');
    expect(madeRoom).toBe(1);
  });

  it('is refused together where nothing is freed', async () => {
    const both = [keeping.withRoom(work()), keeping.withRoom(work())];
    const refused = both.map((one) => expect(one).rejects.toBe(full));
    await quiet();
    free(false);
    await Promise.all(refused);
    expect(madeRoom).toBe(1);
  });

  it('is refused when it begins while the disk is full again right after', async () => {
    const one = keeping.withRoom(work());
    await quiet();
    free(true);
    await one;
    await expect(keeping.withRoom(work())).rejects.toBe(full);
  });
});

it('says that a part is missing where what makes or reads a backup cannot be loaded', async () => {
  const gone = (): never => {
    throw new TypeError('Failed to fetch dynamically imported module');
  };
  vi.doMock('./backup/export-backup.ts', gone);
  vi.doMock('./backup/import-backup.ts', gone);
  const missing = { code: 'part-missing' };
  await expect(keeping.exportBackup({ history: false })).rejects.toMatchObject(missing);
  await expect(keeping.readBackup(new Uint8Array(1))).rejects.toMatchObject(missing);
  await expect(keeping.importBackup(new Uint8Array(1))).rejects.toMatchObject(missing);
  vi.doUnmock('./backup/export-backup.ts');
  vi.doUnmock('./backup/import-backup.ts');
});
