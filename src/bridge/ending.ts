import { type ErrorReport, PapertabError, toReport } from '../errors.ts';
import { hasUsualPath } from './server-address.ts';

/** A socket that lives no longer than this after opening was never served; no older is a message that may have ended it. */
export const SERVED_AFTER_MS = 1_000;
/**
 * So many sockets in a row closed right after power_on are no accident: what is said there crashes the server's loop
 * each time, as when its own database fails, or somebody minds that this printer is on another bridge. Today's server
 * does not.
 */
const ELSEWHERE_AFTER = 3;

/** How one socket ended, as far as script can see. Durations are milliseconds. */
export type SessionEnding =
  /** The browser would not even try: the constructor threw `cause`. */
  | { readonly how: 'refused-by-browser'; readonly cause: unknown }
  /** It failed before it opened, or did not open in time. */
  | { readonly how: 'never-opened' }
  /** It was open for `openFor`, then the other side or the network ended it. */
  | {
      readonly how: 'closed';
      readonly clean: boolean;
      readonly openFor: number;
      /** The names of our messages of the last second, the oldest first, and the last of all as it was written. */
      readonly justSaid: readonly string[];
      readonly lastText: string;
    }
  /** We ended it: answers failed to come, or the server sent too much. */
  | { readonly how: 'given-up'; readonly error: PapertabError };

/** What else is known when a socket ends. */
export interface EndingContext {
  readonly server: string;
  /** Sockets in a row, this one included, that were closed within a second of opening. */
  readonly closedAtOnce: number;
}

/** Whether the socket was open, but closed before the server can have served it. */
export function wasClosedAtOnce(ending: SessionEnding): boolean {
  return ending.how === 'closed' && ending.openFor < SERVED_AFTER_MS;
}

/**
 * Puts the end of a socket into one of the errors that can be told apart. A socket that never opened is
 * `server-unreachable` here; what that hides (policy, permission, another kind of server) takes a look outside.
 *
 * Every close of the server's own is an empty Close frame (clean, 1005), both for goodbye and for a message that it
 * could not read; any path upgrades, a wrong one is closed right after.
 */
export function explainEnding(ending: SessionEnding, context: EndingContext): ErrorReport {
  switch (ending.how) {
    case 'given-up':
      return toReport(ending.error);
    case 'never-opened':
      return { code: 'server-unreachable' };
    case 'refused-by-browser':
      return toReport(explainRefusal(ending.cause));
    case 'closed': {
      // Which of them it was nobody can tell.
      const after = ending.justSaid.length === 0 ? {} : { detail: `after ${ending.justSaid.join(', ')}` };
      if (wasClosedAtOnce(ending)) {
        if (!hasUsualPath(context.server)) return { code: 'server-wrong-path' };
        if (context.closedAtOnce >= ELSEWHERE_AFTER) return { code: 'runs-elsewhere', ...after };
      }
      if (!ending.clean) return { code: 'server-lost' };
      return ending.justSaid.length > 0 ? { code: 'server-rejected', ...after } : { code: 'server-closed' };
    }
  }
}

function explainRefusal(cause: unknown): PapertabError {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'SecurityError') return new PapertabError('server-mixed-content', undefined, { cause });
  return new PapertabError('server-address', String(cause), { cause });
}
