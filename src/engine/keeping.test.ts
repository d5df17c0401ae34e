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
