import type { PapertabError } from '../errors.ts';

/** Printers have up to two characteristics to write to, and two that speak: one for data, one for control. */
export type Lane = 'data' | 'control';

export interface WriteOptions {
  readonly lane: Lane;
  /** Whether the other side is to confirm it, where the transport leaves the choice. */
  readonly confirm: boolean;
  /** Gives up waiting; what is on its way already may still arrive. */
  readonly signal: AbortSignal;
}

/** Something that a printer said, cut where the hardware cut it: a reply may come in pieces, or several in one. */
export interface Received {
  readonly lane: Lane;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface TransportLimits {
  /** Most bytes in one {@link Transport.write}; the transport cuts them further where its hardware takes less. */
  readonly chunkBytes: number;
  /** Whether a write can be confirmed by the other side. */
  readonly confirm: boolean;
}

/** An acknowledged pipe to one head. */
export interface Transport {
  /** As they are now: a printer may tell its own after it was connected. */
  readonly limits: TransportLimits;
  /**
   * Resolves when the hardware has taken the bytes; rejects with a `PapertabError`, that of {@link lost} when the printer
   * goes away meanwhile, or with the signal's reason. Writes arrive in the order of the calls.
   */
  write(bytes: Uint8Array<ArrayBuffer>, options: WriteOptions): Promise<void>;
  /** What the printer says, from the moment of opening. To be read once; ends when the transport is lost or closed. */
  readonly received: AsyncIterable<Received>;
  /** Resolves, with why, when the printer is gone; stays pending while it is there and after {@link close}. */
  readonly lost: Promise<PapertabError>;
  /** Resolves after the last byte is out and the hardware is let go. Never rejects; a second call is the same as the first. */
  close(): Promise<void>;
}
