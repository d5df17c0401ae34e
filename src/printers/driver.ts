import type { Clock } from '../clock.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Condition, PrinterFacts } from './condition.ts';
import type { Chunk } from './language.ts';
import type { Line } from './line.ts';
import type { PrinterSettings } from './settings.ts';

/** What a driver takes from the bytes that a printer sends. */
export interface ReplyReader<Reply> {
  /** Takes bytes as they come, in any pieces, and gives the replies that they complete. Never throws: what cannot be read is left out. */
  push(bytes: Uint8Array): Reply[];
  /** How the printer stands by this reply; undefined where it says nothing of that. */
  conditionOf(reply: Reply): Condition | undefined;
}

/** The world of a conversation: the line, the settings of the printer, the clock, and the end of patience. */
export interface Conversation<Reply> {
  readonly line: Line<Reply>;
  readonly settings: PrinterSettings;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How the connection before this one ended. */
export interface Aftermath {
  /** Whether it was lost between two complete chunks: the printer may still wait for the rest. */
  readonly brokenOff: boolean;
  /** Dots across the head that the job was for which it was lost in, where that is known: they may have been set anew. */
  readonly headWidth?: number | undefined;
  /** Whether the printer {@link Driver.speaks spoke} in a connection before: silent now, it may be switched off. */
  readonly spoke?: boolean;
}

/**
 * How to speak with printers of one language over one connection: the language is pure, the driver knows what to ask and
 * when. Made anew for every connection, for it keeps what was learned in it (keys, whether the printer answers at all).
 * Nothing in it ever waits for an answer without an end.
 */
export interface Driver<Reply = unknown> {
  readonly reader: ReplyReader<Reply>;
  /**
   * Gets to know a printer that has just been connected and makes it ready for jobs.
   *
   * @throws PapertabError `printer-language` when it speaks another language, `printer-unsupported` when it says that it is
   *   a model which is not known well enough to print on, or what the transport is lost for
   */
  greet(conversation: Conversation<Reply>, after: Aftermath): Promise<PrinterFacts>;
  /** Whether the printer has answered in this connection, beyond doubt. Absent where nothing depends on it. */
  readonly speaks?: boolean;
  /** The whole job, from preparation to feed and cut. `bitmap` is as wide as the head. */
  encode(bitmap: Bitmap, settings: PrinterSettings): Generator<Chunk, void, undefined>;
  /**
   * Asks how the printer stands; undefined when it does not say. One that has said so before and is silent now may need
   * to be switched on: `printer-stalled`. Only called where a {@link Chunk} was complete.
   */
  ask(conversation: Conversation<Reply>): Promise<Condition | undefined>;
  /**
   * Resolves when the printer says that all it was sent is on paper, with `said`; with `silent` when it does not say
   * such things, or needs something before it can.
   *
   * @param atMostMs when even a printer that speaks is taken to be done
   */
  finish(conversation: Conversation<Reply>, atMostMs: number): Promise<'said' | 'silent'>;
  /**
   * Whether a printer that was silent, and is not any more, still has what it was sent before, as far as can be told: one
   * that was switched off has not. Absent where silence says nothing. Called as {@link ask} is, when nothing is needed.
   */
  kept?(conversation: Conversation<Reply>): Promise<boolean>;
  /**
   * What to send so that the printer takes the next job, when this one was given up after a complete chunk: feeds the
   * paper out.
   */
  abandon(settings: PrinterSettings): Uint8Array<ArrayBuffer>;
  /** The printer's own test page, where it has one. */
  readonly testPage?: () => Uint8Array<ArrayBuffer>;
}
