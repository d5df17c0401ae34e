import type { EngineState, LittlePrinterView, PaperPrinterView } from '../engine/api.ts';
import type { ErrorReport } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import { heldBehind, type JobList, queueOf } from './job-list.ts';
import { chosenFirst } from './little-printers.ts';
import { currentPaper, onlyScreen, papersInUse } from './paper-printers.ts';
import { isAway, wantsSomebody } from './status.ts';

/** The one thing to do next, which the card shows. */
export type NextStep =
  | { readonly kind: 'starting' }
  /** A paper printer waits for somebody, or prints wait for it; `queue` is what is to be printed on it. */
  | { readonly kind: 'needs-you'; readonly printer: PaperPrinterView; readonly queue: readonly Job[] }
  /** What waits for the button of a Little Printer. */
  | { readonly kind: 'held'; readonly printer: LittlePrinterView; readonly jobs: readonly Job[] }
  | { readonly kind: 'server'; readonly trouble: ErrorReport }
  | { readonly kind: 'key-mismatch'; readonly printer: LittlePrinterView }
  | { readonly kind: 'claim'; readonly printer: LittlePrinterView; readonly connected: boolean }
  | { readonly kind: 'claimed'; readonly printer: LittlePrinterView }
  /** Nothing but the screen is there to print on. */
  | { readonly kind: 'connect' }
  | { readonly kind: 'idle' };

/** What is remembered in this browser: what the user has put away, so that it is offered no more, and what was so before. */
export interface PutAway {
  /** The card that follows a claim of a Little Printer. */
  readonly welcomed: (deviceAddress: string) => boolean;
  /** Whether a Little Printer was not claimed when the page last knew. */
  readonly wasUnclaimed: (deviceAddress: string) => boolean;
  /** The offer to connect a paper printer. */
  readonly connectsLater: boolean;
}

/**
 * Decides what the card shows: what stops paper first, then what stops messages, then what is still to be set up. Of
 * several Little Printers the chosen one comes first, but none is hidden behind another one that wants nothing.
 */
export function nextStep(
  state: EngineState,
  jobs: JobList,
  putAway: PutAway,
  chosen = state.littlePrinters[0],
): NextStep {
  if (state.phase !== 'running' || !chosen) return { kind: 'starting' };
  const printers = chosenFirst(state, chosen);

  const stopped = stoppedPaper(state, jobs, chosen);
  if (stopped) return { kind: 'needs-you', printer: stopped, queue: queueOf(jobs, stopped.id) };
  const holds = printers.find((printer) => heldBehind(jobs, state, printer).length > 0);
  if (holds) return { kind: 'held', printer: holds, jobs: heldBehind(jobs, state, holds) };

  const { bridge } = state;
  if ((bridge.phase === 'waiting' || bridge.phase === 'connecting') && bridge.trouble) {
    return { kind: 'server', trouble: bridge.trouble };
  }
  const mismatched = printers.find(({ claim }) => claim === 'key-mismatch');
  if (mismatched) return { kind: 'key-mismatch', printer: mismatched };
  // Not known yet: somebody who is here for the first time, or has not claimed it so far, is shown the code at once; others
  // are not bothered with it.
  const unclaimed = printers.find(
    ({ claim, deviceAddress }) =>
      claim === 'unclaimed' || (claim === 'unknown' && (!state.returning || putAway.wasUnclaimed(deviceAddress))),
  );
  if (unclaimed) return { kind: 'claim', printer: unclaimed, connected: bridge.phase === 'connected' };
  const fresh = printers.find(({ claim, deviceAddress }) => claim === 'claimed' && !putAway.welcomed(deviceAddress));
  if (fresh) return { kind: 'claimed', printer: fresh };
  if (onlyScreen(state) && !putAway.connectsLater) return { kind: 'connect' };
  return { kind: 'idle' };
}

/**
 * The paper printer that stops paper: first those that messages come out on, also when nothing waits for them yet but
 * they wait for somebody; then any other for which something waits.
 */
function stoppedPaper(state: EngineState, jobs: JobList, chosen: LittlePrinterView): PaperPrinterView | undefined {
  const current = currentPaper(state, chosen);
  const wants = [current, ...papersInUse(state)].find(wantsSomebody);
  if (wants) return wants;
  return [current, ...state.paperPrinters].find(
    (paper) => (paper.state === 'needs-you' || isAway(paper)) && queueOf(jobs, paper.id).length > 0,
  );
}
