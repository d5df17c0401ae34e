import type { PaperOptions } from './emulated-paper.ts';
import type { PaperangFacts } from './paperang-queries.ts';
import type { SettingKind } from './paperang-settings.ts';

/** How a Paperang differs from the next one. */
export interface PaperangOptions extends PaperOptions, Partial<PaperangFacts> {
  /** The seed of its checksums after power-on: 0 for the units that use the ordinary CRC-32 without being given a key. */
  readonly startSeed?: number;
  /**
   * Which frames it knows: the older ones, the newer ones alone, or the newer ones and the questions of the older, when
   * it is asked in those to print it does nothing.
   */
  readonly dialect?: '02' | 'a5' | 'a5-answers-02';
  /** Questions that it neither answers nor acknowledges. */
  readonly silentOn?: readonly number[];
  /** Commands after which it never takes a byte again, until its power goes. */
  readonly hangsOn?: readonly number[];
  /** Commands that it obeys and whose acknowledgement never arrives. */
  readonly lostAcks?: readonly number[];
  /** Commands that it refuses, with the error code that it acknowledges them with. */
  readonly refuses?: Readonly<Record<number, number>>;
  /** Whether it says its status unasked each time that it changes. */
  readonly pushesStatus?: boolean;
  readonly statusBytes?: 2 | 4;
  /** When it acknowledges a feed: as it is received, or when it is the feed's turn. */
  readonly acksFeed?: 'received' | 'fed';
  /** How long after its last movement it still says that it is busy. */
  readonly idleDelayMs?: number;
  /** Whether it goes back to its first key when the connection is lost. */
  readonly forgetsKey?: boolean;
  /** Most bytes of rows in one frame. */
  readonly maxPayload?: number;
  /** Seconds of idleness after which it switches itself off; it only remembers them. */
  readonly powerOffSeconds?: number;
}

export type PaperangEvent =
  | { readonly kind: SettingKind | 'feed'; readonly value: number }
  | { readonly kind: 'test-page' | 'hung' }
  /** A frame that was no fault and had no effect: a probe under another key, or a frame of a dialect it does not speak. */
  | { readonly kind: 'probe' | 'foreign' | 'refused'; readonly command: number };

/** What can go wrong with a Paperang. All but `battery-low` and `busy` stop the head. */
export type PaperangTrouble = 'paper-out' | 'cover-open' | 'too-hot' | 'battery-low' | 'battery-empty' | 'busy';

/** The status word's bits, section 6 of the sheet. */
export const STATUS_BITS: Readonly<Record<PaperangTrouble, number>> = {
  'paper-out': 0x01,
  'too-hot': 0x02,
  busy: 0x04,
  'battery-low': 0x08,
  // With the cover open the paper cannot be seen either.
  'cover-open': 0x11,
  'battery-empty': 0x20,
};
