import { describe, expect, it } from 'vitest';
import {
  hasEnded,
  heldBehind,
  heldJobs,
  looksInverted,
  mergeJobs,
  onTheHead,
  queueOf,
  rollOf,
  withoutJob,
} from './job-list.ts';
import { someJob, someState, withOther } from './testing/fake-engine.ts';

const ids = (jobs: readonly { id: number }[]): number[] => jobs.map((job) => job.id);

describe('the jobs that the page knows', () => {
  it('are each there once, newest first, in their latest state', () => {
    const list = mergeJobs(
      [someJob({ id: 2 }), someJob({ id: 1 })],
      [someJob({ id: 3 }), someJob({ id: 1, height: 9 })],
    );
    expect(ids(list)).toEqual([3, 2, 1]);
    expect(list[2]?.height).toBe(9);
    expect(ids(withoutJob(list, 2))).toEqual([3, 1]);
  });

  it('lie on the desk with the one on the head on top, then in the order in which they were printed', () => {
    const list = mergeJobs(
      [],
      [
        someJob({ id: 1, changedAt: 900 }),
        someJob({ id: 2, changedAt: 500 }),
        someJob({ id: 3, state: 'printing' }),
        someJob({ id: 4, state: 'waiting' }),
        someJob({ id: 5, state: 'cancelled' }),
        someJob({ id: 6, state: 'held' }),
        someJob({ id: 7, changedAt: 700 }),
      ],
    );
    expect(ids(rollOf(list, 'screen'))).toEqual([3, 1, 7, 2]);
    expect(onTheHead(list, 'screen')?.id).toBe(3);
    expect(ids(queueOf(list, 'screen'))).toEqual([4, 3]);
  });

  it('are on the head too when they have stopped in mid-print', () => {
    expect(onTheHead([someJob({ id: 8, state: 'needs-you' })], 'screen')?.id).toBe(8);
    expect(onTheHead([someJob()], 'screen')).toBeUndefined();
  });

  it('are on the head of their own printer only', () => {
    const list = [someJob({ id: 8, state: 'printing', paperPrinter: 'p2' }), someJob({ id: 7, changedAt: 1 })];
    expect([onTheHead(list, 'screen'), onTheHead(list, 'p2')?.id]).toEqual([undefined, 8]);
    expect([ids(rollOf(list, 'screen')), ids(rollOf(list, 'p2'))]).toEqual([[7], [8, 7]]);
    expect(queueOf(list, 'screen')).toEqual([]);
  });

  it('are held oldest first', () => {
    expect(
      ids(heldJobs(mergeJobs([], [someJob({ id: 2, state: 'held' }), someJob({ id: 1, state: 'held' })]))),
    ).toEqual([1, 2]);
  });

  it('wait behind the button of their Little Printer, or of the first where theirs is not here', () => {
    const state = withOther(someState());
    const [kitchen, study] = state.littlePrinters;
    const sentTo = (littlePrinter: string) => ({ kind: 'delivery', littlePrinter, printId: 1, face: false }) as const;
    const list = mergeJobs(
      [],
      [
        someJob({ id: 1, state: 'held', origin: sentTo('0011223344556677') }),
        someJob({ id: 2, state: 'held', origin: sentTo(study!.deviceAddress) }),
        someJob({ id: 3, state: 'held', origin: sentTo(kitchen!.deviceAddress) }),
        someJob({ id: 4, state: 'held', origin: { kind: 'local', source: 'note' } }),
        someJob({ id: 5, origin: sentTo(kitchen!.deviceAddress) }),
      ],
    );
    expect(ids(heldBehind(list, state, kitchen))).toEqual([1, 3, 4]);
    expect(ids(heldBehind(list, state, study))).toEqual([2]);
    expect(heldBehind(list, state, undefined)).toEqual([]);
  });

  it('have ended when nothing moves them any more', () => {
    expect((['printed', 'failed', 'cancelled'] as const).map((state) => hasEnded(someJob({ state })))).toEqual([
      true,
      true,
      true,
    ]);
    expect((['held', 'waiting', 'printing', 'needs-you'] as const).some((state) => hasEnded(someJob({ state })))).toBe(
      false,
    );
  });

  it('look inverted when they are mostly black', () => {
    expect(looksInverted(someJob({ blackShare: 0.61 }))).toBe(true);
    expect(looksInverted(someJob({ blackShare: 0.6 }))).toBe(false);
    const onPurpose = { kind: 'local', source: 'inverted-reprint', of: 1 } as const;
    expect(looksInverted(someJob({ blackShare: 0.9, origin: onPurpose }))).toBe(false);
  });
});
