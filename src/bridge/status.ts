import type { ErrorReport } from '../errors.ts';

/** How the connection to the sirius server stands. Times are Unix milliseconds. */
export type BridgeStatus =
  /** Not asked to connect yet. */
  | { readonly phase: 'off' }
  /** A socket is being opened. `trouble` is why the last one ended, if one did. */
  | { readonly phase: 'connecting'; readonly server: string; readonly attempt: number; readonly trouble?: ErrorReport }
  | { readonly phase: 'connected'; readonly server: string; readonly since: number }
  /** Between two attempts. */
  | {
      readonly phase: 'waiting';
      readonly server: string;
      readonly attempt: number;
      readonly retryAt: number;
      readonly trouble: ErrorReport;
    };

/**
 * What is known of a Little Printer's claim on the present server.
 * - `unknown`: not connected yet.
 * - `unclaimed`: asked, and no key has come: the server stays silent about printers that nobody has claimed.
 * - `claimed`: the key that came is our own.
 * - `key-mismatch`: a key came, and it is not ours.
 */
export type ClaimState = 'unknown' | 'unclaimed' | 'claimed' | 'key-mismatch';
