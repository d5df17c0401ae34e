import type { PapertabError } from '../errors.ts';

/** Printers have up to two characteristics to write to: one for data, one for control. */
export type Lane = 'data' | 'control';

export interface WriteOptions {
  readonly lane: Lane;
  /** Whether the other side is to confirm it, where the transport leaves the choice. */
  readonly confirm: boolean;
  /** Gives up waiting; what is on its way already may still arrive. */
  readonly signal: AbortSignal;
}

/** An acknowledged pipe to one head. */
export interface Transport {
  /** Most bytes in one write. */
  readonly limits: { readonly chunkBytes: number };
  /**
   * Resolves when the hardware has taken the bytes; rejects with a `PapertabError`, that of {@link lost} when the printer
   * goes away meanwhile, or with the signal's reason.
   */
  write(bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void>;
  /** Resolves, with why, when the printer is gone; stays pending while it is there. */
  readonly lost: Promise<PapertabError>;
  /** Resolves after the last byte is out. */
  close(): Promise<void>;
}
