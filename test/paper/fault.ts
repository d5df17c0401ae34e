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

/** Thrown by the checks of an emulated printer: it names every fault, the first one in the message's first line. */
export class MalformedStream extends Error {
  readonly faults: readonly Fault[];
  /** Where the first fault is. */
  readonly offset: number;

  /** @param faults at least one, in the order in which they were found */
  constructor(faults: readonly Fault[]) {
    super(faults.map(({ kind, offset, message }) => `${kind} at byte ${offset}: ${message}`).join('\n'));
    this.name = 'MalformedStream';
    this.faults = faults;
    this.offset = faults[0]?.offset ?? 0;
  }
}

/** A byte as people read it in the sheets: `1b`. */
export function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}
