import type { ClaimState } from '../../bridge/status.ts';

/** The words of the sheet about the server, which is fetched when it is opened. */
export const serverWords = {
  since: (when: string) => `Connected since ${when}`,
  connecting: 'Connecting…',
  attempt: (n: number) => `Attempt ${n}`,
  next: (seconds: number) => (seconds <= 0 ? 'Trying again now' : `Trying again in ${seconds} s`),
  off: 'No connection is open.',
  retry: 'Try now',
  choose: 'Choose another server',
  claims: {
    unknown: 'Not yet known whether somebody has claimed this printer.',
    unclaimed: 'Nobody has claimed this printer on this server yet.',
    claimed: 'This printer is claimed here. Messages can come.',
    'key-mismatch': 'The server has another key for this printer.',
  } satisfies Record<ClaimState, string>,
  /** Where there are several Little Printers. */
  allClaimed: 'All Little Printers are claimed here. Messages can come.',
  claimOf: {
    unknown: (name: string) => `Not yet known whether somebody has claimed ${name}.`,
    unclaimed: (name: string) => `Nobody has claimed ${name} on this server yet.`,
    'key-mismatch': (name: string) => `The server has another key for ${name}.`,
  } satisfies Record<Exclude<ClaimState, 'claimed'>, (name: string) => string>,
} as const;
