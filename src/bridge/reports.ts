import type { Clock } from '../clock.ts';
import type { PrintKind } from '../sirius/device-events.ts';
import { didPrint } from '../sirius/messages.ts';
import type { KeyRequests } from './key-requests.ts';
import type { Receipts } from './receipts.ts';
import type { RightToSpeak } from './right-to-speak.ts';
import type { Voice } from './voice.ts';

/** How long after a report the server is asked for something that it answers, and again while that does not come. */
const RECEIPT_AFTER_MS = 1_000;
/** Afterwards the key requests that are due anyway have to do. */
const MOST_RECEIPTS_ASKED = 5;

/** What reports have to know, and tell. */
export interface ReportsHost {
  readonly clock: Clock;
  readonly right: RightToSpeak;
  /** Device addresses of the Little Printers that the server is to see. */
  online(): readonly string[];
  /** Writes a line of the log, about a Little Printer perhaps. */
  log(text: string, deviceAddress?: string): void;
  /** What could not be said before can be now. */
  canSpeak(): void;
}

/** What one socket tells of prints. Reports are never answered, but what is asked after them is. */
export class Reports {
  readonly #host: ReportsHost;
  readonly #voice: Voice;
  readonly #keys: KeyRequests;
  readonly #receipts: Receipts;
  /** Little Printers whose reports wait for a receipt that is being asked for. */
  readonly #asking = new Set<string>();

  /** @param receipts those that `keys` collects */
  constructor(host: ReportsHost, voice: Voice, keys: KeyRequests, receipts: Receipts) {
    this.#host = host;
    this.#voice = voice;
    this.#keys = keys;
    this.#receipts = receipts;
  }

  /**
   * Tells the server what came out on paper. Returns whether it went out; where the right to speak has to be made sure
   * of first it does not, and the host is told when it can.
   *
   * @param taken called when it is certain that the server has it
   */
  report(deviceAddress: string, printId: number, kind: PrintKind, taken: () => void): boolean {
    if (!this.#voice.isOpen) return false;
    if (!this.#host.right.isGranted) {
      this.#voice.speak(() => this.#host.canSpeak());
      return false;
    }
    if (!this.#voice.send('did_print', didPrint(this.#voice.context, deviceAddress, printId, kind))) return false;
    this.#host.log(`did_print ${printId} ${kind}`, deviceAddress);
    this.#receipts.expect(deviceAddress, taken);
    if (!this.#asking.has(deviceAddress)) this.#askForReceipt(deviceAddress, MOST_RECEIPTS_ASKED);
    return true;
  }

  #askForReceipt(deviceAddress: string, asksLeft: number): void {
    this.#asking.add(deviceAddress);
    this.#host.clock.after(RECEIPT_AFTER_MS, () => {
      // A request from one that is told to be offline would bring it online.
      const useful = this.#receipts.isWaiting(deviceAddress) && this.#host.online().includes(deviceAddress);
      if (!this.#voice.isOpen || asksLeft === 0 || !useful) {
        this.#asking.delete(deviceAddress);
        return;
      }
      this.#voice.speak(() => this.#keys.askForReceipt(deviceAddress));
      this.#askForReceipt(deviceAddress, asksLeft - 1);
    });
  }
}
