import { describe, expect, it } from 'vitest';
import type { EngineState } from '../engine/api.ts';
import type { Job } from '../jobs/job.ts';
import { nextStep } from './next-step.ts';
import { someJob, someState, withPrinter } from './testing/fake-engine.ts';

const server = 'wss://sirius.example/api/v1/connection';
const lost = {
  bridge: { phase: 'waiting', server, attempt: 2, retryAt: 0, trouble: { code: 'server-lost' } },
} as const;
const unclaimed = withPrinter(someState(), { claim: 'unclaimed' });

function kind(state: EngineState, jobs: readonly Job[] = [], welcomed = true, connectsLater = true): string {
  return nextStep(state, jobs, { welcomed, connectsLater }).kind;
}

describe('the next step', () => {
  it('is to wait while the engine starts', () => {
    expect(kind(someState({ phase: 'starting', littlePrinters: [] }))).toBe('starting');
  });

  it('is what stops paper before anything else', () => {
    const jobs = [someJob({ id: 2, state: 'held' }), someJob({ id: 1, state: 'needs-you' })];
    expect(kind({ ...unclaimed, ...lost }, jobs)).toBe('needs-you');
    expect(kind({ ...unclaimed, ...lost }, jobs.slice(0, 1))).toBe('held');
  });

  it('is the server, also while it is being tried again', () => {
    expect(kind({ ...unclaimed, ...lost })).toBe('server');
    const trying = { bridge: { phase: 'connecting', server, attempt: 3, trouble: { code: 'server-lost' } } } as const;
    expect(kind({ ...unclaimed, ...trying })).toBe('server');
  });

  it('is not the server while it is connecting for the first time', () => {
    expect(kind({ ...someState(), bridge: { phase: 'connecting', server, attempt: 1 } })).toBe('idle');
  });

  it('is the claim for a printer that nobody has claimed, and for a newcomer before that is known', () => {
    expect(kind(unclaimed)).toBe('claim');
    expect(kind(withPrinter(someState({ returning: false }), { claim: 'unknown' }))).toBe('claim');
    expect(kind(withPrinter(someState(), { claim: 'unknown' }))).toBe('idle');
  });

  it('is the welcome after a claim until it is put away', () => {
    expect(kind(someState(), [], false)).toBe('claimed');
    expect(kind(someState(), [], true)).toBe('idle');
  });

  it('is the key when it differs', () => {
    expect(kind(withPrinter(someState(), { claim: 'key-mismatch' }))).toBe('key-mismatch');
  });
});
