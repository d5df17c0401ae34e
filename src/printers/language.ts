/** A piece of a job for the wire. */
export interface Chunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Rows of the picture that it carries, whole ones only. */
  readonly rows: number;
  /**
   * Whether the printer, once it has this chunk, expects a new command: only then may it be asked something, and only
   * there may a job end early.
   */
  readonly complete: boolean;
}
