/**
 * What an entry of the log is about.
 * - `bridge`: sockets, commands of the server, answers to them.
 * - `printer`: connections to paper printers, and the packets that went there and came back.
 * - `job`: states of jobs.
 * - `engine`: beginnings, ends and epochs of engines, storage, absences.
 */
export type LogKind = 'bridge' | 'printer' | 'job' | 'engine';

/** One line of the log, without secrets: link keys, secrets and claim codes are never written. */
export interface LogEntry {
  /** Rises. */
  readonly id: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly epoch: number;
  readonly kind: LogKind;
  /** A few words, one line. */
  readonly text: string;
  /** Whom it is about: a device address, a paper printer's id, a job's id. */
  readonly about?: string;
  /** Bytes in hex, cut after 64 of them. */
  readonly hex?: string;
}

/** Takes what is to be logged; never throws and never waits. */
export type Log = (
  kind: LogKind,
  text: string,
  more?: { readonly about?: string; readonly bytes?: Uint8Array },
) => void;
