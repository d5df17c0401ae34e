import type { EngineState, LittlePrinterView, PaperPrinterView } from '../engine/api.ts';
import type { ErrorReport } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import { heldJobs, type JobList, queueOf } from './job-list.ts';
import { currentPaper, onlyScreen } from './paper-printers.ts';
import { isAway, wantsSomebody } from './status.ts';

/** The one thing to do next, which the card shows. */
export type NextStep =
  | { readonly kind: 'starting' }
  /** A paper printer waits for somebody, or prints wait for it; `queue` is what is to be printed on it. */
  | { readonly kind: 'needs-you'; readonly printer: PaperPrinterView; readonly queue: readonly Job[] }
  | { readonly kind: 'held'; readonly jobs: readonly Job[] }
  | { readonly kind: 'server'; readonly trouble: ErrorReport }
  | { readonly kind: 'key-mismatch' }
  | { readonly kind: 'claim'; readonly printer: LittlePrinterView; readonly connected: boolean }
  | { readonly kind: 'claimed'; readonly printer: LittlePrinterView }
  /** Nothing but the screen is there to print on. */
  | { readonly kind: 'connect' }
  | { readonly kind: 'idle' };

/** What the user has put away, so that it is offered no more. */
export interface PutAway {
  /** The card that follows a claim of the present printer. */
  readonly welcomed: boolean;
  /** The offer to connect a paper printer. */
  readonly connectsLater: boolean;
}

/** Decides what the card shows: what stops paper first, then what stops messages, then what is still to be set up. */
export function nextStep(state: EngineState, jobs: JobList, putAway: PutAway): NextStep {
  const printer = state.littlePrinters[0];
  if (state.phase !== 'running' || !printer) return { kind: 'starting' };

  const stopped = stoppedPaper(state, jobs);
  if (stopped) return { kind: 'needs-you', printer: stopped, queue: queueOf(jobs, stopped.id) };
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
  if (printer.claim === 'claimed' && !putAway.welcomed) return { kind: 'claimed', printer };
  if (onlyScreen(state) && !putAway.connectsLater) return { kind: 'connect' };
  return { kind: 'idle' };
}

/**
 * The paper printer that stops paper: first the one that messages come out on, also when nothing waits for it yet but
 * it waits for somebody; then any other for which something waits.
 */
function stoppedPaper(state: EngineState, jobs: JobList): PaperPrinterView | undefined {
  const current = currentPaper(state);
  if (wantsSomebody(current)) return current;
  return [current, ...state.paperPrinters].find(
    (paper) => (paper.state === 'needs-you' || isAway(paper)) && queueOf(jobs, paper.id).length > 0,
  );
}
