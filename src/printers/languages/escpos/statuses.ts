import type { Condition, Need } from '../../condition.ts';
import type { StatusKind } from './commands.ts';

/** The statuses that were answered since the printer's own was last asked for. */
export type Statuses = Readonly<Partial<Record<StatusKind, number>>>;

/** Bits of the statuses, on which the manuals of Epson, Citizen and Bixolon agree. */
const OFFLINE_OR_RECOVERING = 0x28;
const WHY_OFFLINE = { coverOpen: 0x04, paperEnd: 0x20, error: 0x40 } as const;
const ERROR = { cutter: 0x08, unrecoverable: 0x20, autoRecoverable: 0x40 } as const;
/** Each of the two is said by two bits at once. */
const PAPER = { nearEnd: 0x0c, end: 0x60 } as const;

/** Bits of the four bytes that a printer sends by itself when something changes. */
const CHANGE = { coverOpen: 0x20, nearEnd: 0x03, end: 0x0c } as const;

/** Whether the status of the printer itself says that there is something to find out. */
export function isTroubled(printerStatus: number): boolean {
  return (printerStatus & OFFLINE_OR_RECOVERING) !== 0;
}

/**
 * How the printer stands by its statuses. Undefined where they do not tell: offline for a reason that it does not name,
 * a pressed button for instance.
 *
 * @param complete whether all were asked: until then an error waits to be named
 */
export function conditionOfStatuses(statuses: Statuses, { complete }: { complete: boolean }): Condition | undefined {
  const { 1: printer, 4: paper } = statuses;
  if (printer === undefined) return undefined;
  const needs = needOfStatuses(statuses, complete);
  if (needs === undefined && isTroubled(printer)) return undefined;
  return {
    ...(needs === undefined ? {} : { needs }),
    ...(paper === undefined ? {} : { paperLow: (paper & PAPER.nearEnd) === PAPER.nearEnd }),
  };
}

function needOfStatuses({ 2: why = 0, 3: error, 4: paper = 0 }: Statuses, complete: boolean): Need | undefined {
  if (why & WHY_OFFLINE.coverOpen) return 'printer-cover-open';
  if (why & WHY_OFFLINE.paperEnd || (paper & PAPER.end) === PAPER.end) return 'printer-paper-out';
  const named = needOfErrors(error ?? 0);
  if (named !== undefined) return named;
  return why & WHY_OFFLINE.error && complete ? 'printer-fault' : undefined;
}

/** What the printer gets over by itself is mostly a hot head. */
function needOfErrors(bits: number): Need | undefined {
  if (bits & (ERROR.cutter | ERROR.unrecoverable)) return 'printer-fault';
  if (bits & ERROR.autoRecoverable) return 'printer-too-hot';
  return undefined;
}

/** How the printer stands by the four bytes that it sends by itself. */
export function conditionOfChange([printer = 0, error = 0, paper = 0]: readonly number[]): Condition {
  const paperOut = (paper & CHANGE.end) === CHANGE.end ? 'printer-paper-out' : undefined;
  const needs = printer & CHANGE.coverOpen ? 'printer-cover-open' : (paperOut ?? needOfErrors(error));
  return {
    ...(needs === undefined ? {} : { needs }),
    paperLow: (paper & CHANGE.nearEnd) === CHANGE.nearEnd,
  };
}
