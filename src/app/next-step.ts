import type { EngineState, LittlePrinterView } from '../engine/api.ts';
import type { ErrorReport } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import { heldJobs, type JobList } from './job-list.ts';

/** The one thing to do next, which the card shows. */
export type NextStep =
  | { readonly kind: 'starting' }
  | { readonly kind: 'needs-you'; readonly job: Job }
  | { readonly kind: 'held'; readonly jobs: readonly Job[] }
  | { readonly kind: 'server'; readonly trouble: ErrorReport }
  | { readonly kind: 'key-mismatch' }
  | { readonly kind: 'claim'; readonly printer: LittlePrinterView; readonly connected: boolean }
  | { readonly kind: 'claimed'; readonly printer: LittlePrinterView }
  | { readonly kind: 'idle' };

/**
 * Decides what the card shows: what stops paper first, then what stops messages, then what is still to be set up.
 *
 * @param welcomed whether the user has put away the card that follows a claim of the present printer
 */
export function nextStep(state: EngineState, jobs: JobList, welcomed: boolean): NextStep {
  const printer = state.littlePrinters[0];
  if (state.phase !== 'running' || !printer) return { kind: 'starting' };

  const stopped = jobs.find((job) => job.state === 'needs-you');
  if (stopped) return { kind: 'needs-you', job: stopped };
  const held = heldJobs(jobs);
  if (held.length > 0) return { kind: 'held', jobs: held };

  const { bridge } = state;
  if ((bridge.phase === 'waiting' || bridge.phase === 'connecting') && bridge.trouble) {
    return { kind: 'server', trouble: bridge.trouble };
  }
  if (printer.claim === 'key-mismatch') return { kind: 'key-mismatch' };
  // Not known yet: somebody who is here for the first time is shown the code at once, others are not bothered with it.
  if (printer.claim === 'unclaimed' || (printer.claim === 'unknown' && !state.returning)) {
    return { kind: 'claim', printer, connected: bridge.phase === 'connected' };
  }
  if (printer.claim === 'claimed' && !welcomed) return { kind: 'claimed', printer };
  return { kind: 'idle' };
}
