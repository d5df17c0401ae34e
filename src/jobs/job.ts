import type { ErrorReport } from '../errors.ts';

/**
 * Where a job stands.
 * - `held`: a delivery that waits for the button.
 * - `waiting`: in the queue of its paper printer.
 * - `printing`: on its way to paper.
 * - `needs-you`: paper out, cover open, too hot or away; goes on by itself when cured.
 * - `printed`, `failed`, `cancelled`: over.
 */
export type JobState = 'held' | 'waiting' | 'printing' | 'needs-you' | 'printed' | 'failed' | 'cancelled';

/** States from which a job does not move by itself any more. */
export const ENDED_STATES: readonly JobState[] = ['printed', 'failed', 'cancelled'];

/** All others, in the order in which they are shown. */
export const UNFINISHED_STATES: readonly JobState[] = ['held', 'waiting', 'printing', 'needs-you'];

/** A job that had begun and was cut short so often begins again only when the user says so: it would empty the roll. */
export const MOST_INTERRUPTIONS = 5;

/** What a job is: something the server delivered, or something made on this page. */
export type JobOrigin =
  | {
      readonly kind: 'delivery';
      /** Device address of the Little Printer that it was sent to. */
      readonly littlePrinter: string;
      /** The print id of the device command, repeated in `did_print`. */
      readonly printId: number;
      /** The address of the server that sent it, which alone is told of the print; absent from what earlier releases stored. */
      readonly server?: string;
      /** Whether the Little Printer's face belongs after it; it is put there when the job goes into the queue. */
      readonly face: boolean;
    }
  | {
      /** The button was pressed while nothing was held. */
      readonly kind: 'button';
      readonly littlePrinter: string;
      /** The print id of the command that brought the picture; 0 for one that was drawn here. */
      readonly printId: number;
      readonly shows: 'nothing-to-print' | 'quip' | 'cannot-see-bridge' | 'cannot-see-internet';
    }
  | {
      readonly kind: 'local';
      readonly source: 'greeting' | 'note' | 'picture' | 'test' | 'reprint' | 'inverted-reprint';
      /** For a reprint: the job that it repeats. */
      readonly of?: number;
      /** What it is called in the history, as the user wrote it; absent where `source` says enough. */
      readonly title?: string;
    };

/** A job as it is stored and shown, without its picture. */
export interface Job {
  /** Rises with the order of arrival. */
  readonly id: number;
  /** The paper printer that it goes to. */
  readonly paperPrinter: string;
  readonly origin: JobOrigin;
  readonly state: JobState;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** Unix milliseconds of the last change of state. */
  readonly changedAt: number;
  /** Size of the picture in dots. */
  readonly width: number;
  readonly height: number;
  /** Rows at its foot that are not the sender's: the gap and the face below a message. 0 without a face. */
  readonly faceRows: number;
  /** Bytes that its picture takes on disk. */
  readonly bytes: number;
  /** Share of black dots, 0 to 1, of what the sender sent: a mostly black picture may be one that arrived inverted. */
  readonly blackShare: number;
  /** How often it was interrupted in mid-print and began again from its start. */
  readonly interruptions: number;
  /** Whether some of it may be on paper that is not a whole print: what begins again then is marked as interrupted. */
  readonly begun: boolean;
  /**
   * Whether the server got the acknowledgement of a delivery, which counts as given once it is sent. Where the connection
   * or the tab ended between storing and acknowledging, the sender reads that it timed out, though it is printed; where the
   * connection ended before anything proved that the acknowledgement had arrived, the sender may read so, and it is false
   * again. It stays true where the tab itself ended before that proof: nobody is left then to take it back. True for what
   * nobody sent.
   */
  readonly answered: boolean;
  /** Whether the server is to be told of the print (`due`), was told (`sent`), or has no part in it (`none`). */
  readonly report: 'none' | 'due' | 'sent';
  /** Why it failed or what it needs. */
  readonly error?: ErrorReport;
}
