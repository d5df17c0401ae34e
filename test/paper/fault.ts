/** What a printer was sent and should not have been. */
export interface Fault {
  /**
   * `malformed`: the bytes break the rules of the language. `overflow`: a byte came while the receive buffer was full, and
   * is lost. `credit`: a write broke the printer's flow control.
   */
  readonly kind: 'malformed' | 'overflow' | 'credit';
  /** Which byte of all that the printer was ever sent, from 0. */
  readonly offset: number;
  readonly message: string;
}

/** Faults that a message names one by one: after a lost byte there may be thousands. */
const MOST_NAMED = 8;

/** Thrown by the checks of an emulated printer. Its message names the first faults, a line each. */
export class MalformedStream extends Error {
  readonly faults: readonly Fault[];
  /** Where the first fault is. */
  readonly offset: number;

  /** @param faults at least one, in the order in which they were found */
  constructor(faults: readonly Fault[]) {
    const named = faults
      .slice(0, MOST_NAMED)
      .map(({ kind, offset, message }) => `${kind} at byte ${offset}: ${message}`);
    const more = faults.length - named.length;
    super([...named, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
    this.name = 'MalformedStream';
    this.faults = faults;
    this.offset = faults[0]?.offset ?? 0;
  }
}

/** A byte as people read it in the sheets: `1b`. */
export function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}
