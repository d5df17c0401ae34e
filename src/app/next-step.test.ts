import { describe, expect, it } from 'vitest';
import type { EngineState } from '../engine/api.ts';
import type { Job } from '../jobs/job.ts';
import { nextStep } from './next-step.ts';
import {
  someJob,
  somePaperang,
  someState,
  withOther,
  withPaperang,
  withPapers,
  withPrinter,
} from './testing/fake-engine.ts';

const server = 'wss://sirius.example/api/v1/connection';
const lost = {
  bridge: { phase: 'waiting', server, attempt: 2, retryAt: 0, trouble: { code: 'server-lost' } },
} as const;
const unclaimed = withPrinter(someState(), { claim: 'unclaimed' });

function kind(state: EngineState, jobs: readonly Job[] = [], welcomed = true, connectsLater = true): string {
  return nextStep(state, jobs, { welcomed: () => welcomed, wasUnclaimed: () => false, connectsLater }).kind;
}

describe('the next step', () => {
  it('is to wait while the engine starts', () => {
    expect(kind(someState({ phase: 'starting', littlePrinters: [] }))).toBe('starting');
  });

  it('is what stops paper before anything else', () => {
    const held = [someJob({ id: 2, state: 'held' })];
    const { paperPrinters } = withPaperang({ state: 'needs-you', needs: { code: 'printer-paper-out' } });
    const stopped = withPrinter({ ...unclaimed, ...lost, paperPrinters }, { paperPrinter: 'p2' });
    expect(kind(stopped, held)).toBe('needs-you');
    expect(kind({ ...unclaimed, ...lost }, held)).toBe('held');
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
    const unknown = withPrinter(someState(), { claim: 'unknown' });
    expect(kind(unknown)).toBe('idle');
    // Who reloads before the claim sees no other card in between.
    const before = { welcomed: () => false, wasUnclaimed: () => true, connectsLater: false };
    expect(nextStep(unknown, [], before).kind).toBe('claim');
  });

  it('is the welcome after a claim until it is put away', () => {
    expect(kind(someState(), [], false)).toBe('claimed');
    expect(kind(someState(), [], true)).toBe('idle');
  });

  it('is the key when it differs', () => {
    expect(kind(withPrinter(someState(), { claim: 'key-mismatch' }))).toBe('key-mismatch');
  });

  it('is a printer that is away only when something waits for it, or when it takes somebody', () => {
    const away = withPaperang({ state: 'away', needs: { code: 'printer-away' } });
    const waiting = [someJob({ state: 'waiting', paperPrinter: 'p2' })];
    expect([kind(away), kind(away, waiting)]).toEqual(['idle', 'needs-you']);
    expect(kind(withPaperang({ state: 'away', needs: { code: 'printer-tap' } }))).toBe('needs-you');
    expect(kind(withPaperang({ state: 'connecting', needs: { code: 'printer-tap' } }))).toBe('idle');
    expect(kind(withPaperang({ state: 'connecting' }), waiting)).toBe('idle');
  });

  it('is the printer that messages come out on before any other', () => {
    const away = { state: 'away', needs: { code: 'printer-away' } } as const;
    const state = withPapers(somePaperang({ id: 'a', ...away }), somePaperang({ id: 'b', ...away }));
    const jobs = [
      someJob({ id: 2, state: 'waiting', paperPrinter: 'b' }),
      someJob({ id: 1, state: 'waiting', paperPrinter: 'a' }),
    ];
    const putAway = { welcomed: () => true, wasUnclaimed: () => false, connectsLater: true };
    expect(nextStep(state, jobs, putAway)).toMatchObject({
      kind: 'needs-you',
      printer: { id: 'a' },
      queue: [{ id: 1 }],
    });
    expect(nextStep(state, jobs.slice(0, 1), putAway)).toMatchObject({ kind: 'needs-you', printer: { id: 'b' } });
  });

  it('is about the chosen Little Printer first, but hides none behind another', () => {
    const state = withOther(someState());
    const [kitchen, study] = state.littlePrinters;
    const putAway = { welcomed: () => false, wasUnclaimed: () => false, connectsLater: true };
    expect(nextStep(state, [], putAway, kitchen)).toMatchObject({ kind: 'claim', printer: { name: 'Study' } });
    const claimed = { ...state, littlePrinters: [kitchen!, { ...study!, claim: 'claimed' as const }] };
    const welcomed = (address: string): boolean => address === kitchen!.deviceAddress;
    expect(nextStep(claimed, [], { ...putAway, welcomed }, kitchen)).toMatchObject({
      kind: 'claimed',
      printer: { name: 'Study' },
    });
    const origin = { kind: 'delivery', printId: 1, face: false } as const;
    const held = [
      someJob({ id: 2, state: 'held', origin: { ...origin, littlePrinter: study!.deviceAddress } }),
      someJob({ id: 1, state: 'held', origin: { ...origin, littlePrinter: kitchen!.deviceAddress } }),
    ];
    for (const [chosen, id] of [
      [kitchen, 1],
      [study, 2],
    ] as const) {
      expect(nextStep(state, held, putAway, chosen)).toMatchObject({ kind: 'held', printer: chosen, jobs: [{ id }] });
    }
    expect(nextStep(state, held.slice(0, 1), putAway, kitchen)).toMatchObject({ kind: 'held', printer: study });
    const mismatched = { ...state, littlePrinters: [kitchen!, { ...study!, claim: 'key-mismatch' as const }] };
    expect(nextStep(mismatched, [], putAway, kitchen)).toMatchObject({
      kind: 'key-mismatch',
      printer: { name: 'Study' },
    });
  });

  it('is to connect a printer where there is only the screen, until that is put off', () => {
    expect(kind(someState(), [], true, false)).toBe('connect');
    expect(kind(someState(), [], false, false)).toBe('claimed');
    expect(kind(withPaperang(), [], true, false)).toBe('idle');
  });
});
