import type { ErrorCode } from '../errors.ts';

/** What a paper printer can ask of a person. */
export type Need = Extract<
  ErrorCode,
  | 'printer-paper-out'
  | 'printer-cover-open'
  | 'printer-too-hot'
  | 'printer-battery-empty'
  | 'printer-fault'
  | 'printer-stalled'
  | 'printer-unsteady'
>;

/** How a paper printer says that it stands. What it does not say is absent. */
export interface Condition {
  /** What it needs before it can go on. */
  readonly needs?: Need;
  /** Whether its head is at work. */
  readonly busy?: boolean;
  readonly batteryLow?: boolean;
  readonly paperLow?: boolean;
}

/** What a paper printer tells of itself. What it does not tell is absent. */
export interface PrinterFacts {
  /** Its own name for its model, for instance `P2`. */
  readonly modelName?: string;
  readonly version?: string;
  readonly serialNumber?: string;
  /** Percent. */
  readonly battery?: number;
  /** Whether it has taken the wish never to switch itself off; absent where it was not asked to. */
  readonly keptAwake?: boolean;
}
