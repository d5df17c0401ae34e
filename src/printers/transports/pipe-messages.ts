import type { ErrorReport } from '../../errors.ts';
import type { Lane, TransportLimits } from '../transport.ts';

/**
 * What goes through the MessagePort between the engine and a transport that only a page can hold. Every write is
 * numbered and answered; the page has no timer, so whatever takes time is told to it by the engine.
 */
export type ToPage =
  | {
      readonly type: 'write';
      readonly number: number;
      readonly lane: Lane;
      readonly confirm: boolean;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  /** Nobody waits for this write any more: what of it is not on its way is dropped. It is answered all the same. */
  | { readonly type: 'cancel'; readonly number: number }
  /** The printer has granted no credit for so long that it will not: write without. */
  | { readonly type: 'without-credits' }
  /** Let the printer go once the writes before this are done. */
  | { readonly type: 'close' };

/** How fast bytes may be written. */
export type Flow =
  /** The hardware or the printer holds writes back by itself. */
  | { readonly kind: 'held-back' }
  /** The printer deals in credits, but has granted none yet. */
  | { readonly kind: 'credits-awaited' }
  /** Nothing holds writes back: at most so many bytes, then a pause. */
  | { readonly kind: 'paced'; readonly bytes: number; readonly pauseMs: number };

export interface PipeLimits extends TransportLimits {
  readonly flow: Flow;
}

export type ToEngine =
  | { readonly type: 'written'; readonly number: number }
  | { readonly type: 'failed'; readonly number: number; readonly error: ErrorReport }
  | { readonly type: 'received'; readonly lane: Lane; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'limits'; readonly limits: PipeLimits }
  | { readonly type: 'lost'; readonly error: ErrorReport }
  /** The last word. */
  | { readonly type: 'closed' };
