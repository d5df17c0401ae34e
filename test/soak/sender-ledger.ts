import { decodeBase64 } from '../../src/sirius/base64.ts';
import { decodePayload } from '../../src/sirius/payload.ts';
import { fingerprint, numberOf } from './numbered-picture.ts';

/** A picture that was handed to the bridge. */
export interface SentPicture {
  /** Counts all of them, in the order in which they were handed over. */
  readonly index: number;
  readonly littlePrinter: string;
  readonly printId: number;
  readonly hold: boolean;
  readonly print: string;
  /** What it carries in its dots; chance where it is no numbered one. */
  readonly number: number | undefined;
  readonly rows: number;
  /** Which socket brought it. */
  readonly socket: number;
  /** Whether the server was told that it is safe. */
  acknowledged: boolean;
  /** What the bridge answered, heard or not. */
  answer?: number;
}

/** A print that the bridge has told the server of. */
export interface Told {
  readonly littlePrinter: string;
  readonly printId: number;
  readonly kind: number;
}

/** An answer other than success. */
export interface Refusal {
  readonly code: number;
  /** Index of the picture that was refused; a command may be without one. */
  readonly sent?: number;
}

/** What the sender's side knows: everything that was handed to the bridge, what it said to it, and what it said to have printed. */
export class SenderLedger {
  readonly sent: SentPicture[] = [];
  readonly told: Told[] = [];
  readonly refusals: Refusal[] = [];
  readonly #open = new Map<string, SentPicture>();

  /** The server's frame is being handed to the bridge. */
  hand(socket: number, text: string): void {
    const frame = JSON.parse(text) as Record<string, unknown>;
    if (frame.type !== 'DeviceCommand') return;
    const content = decodePayload(decodeBase64(String(frame.binary_payload)));
    const picture =
      content.kind === 'delivery' ? content.picture : content.kind === 'personality' ? content.message : undefined;
    if (picture === undefined) return;
    const entry: SentPicture = {
      index: this.sent.length,
      littlePrinter: String(frame.device_address),
      printId: content.printId,
      hold: content.kind === 'delivery' && content.hold,
      print: fingerprint(picture),
      number: numberOf(picture),
      rows: picture.height,
      socket,
      acknowledged: false,
    };
    this.sent.push(entry);
    this.#open.set(`${socket}/${frame.command_id}`, entry);
  }

  /**
   * The bridge has said something.
   *
   * @param arrives whether the server hears it
   */
  say(socket: number, text: string, arrives: boolean): void {
    const message = JSON.parse(text) as Record<string, unknown>;
    if (message.type === 'DeviceCommandResponse') {
      const entry = this.#open.get(`${socket}/${message.command_id}`);
      const code = Number(message.return_code);
      if (code !== 0) this.refusals.push({ code, ...(entry !== undefined && { sent: entry.index }) });
      if (entry === undefined) return;
      entry.answer = code;
      entry.acknowledged = arrives && code === 0;
    } else if (message.type === 'DeviceEvent') {
      const payload = Buffer.from(String(message.binary_payload), 'base64');
      if (!arrives || payload.readUInt16LE(0) !== 2) return;
      this.told.push({
        littlePrinter: String(message.device_address),
        printId: payload.readUInt32LE(11),
        kind: payload.readUInt8(10),
      });
    }
  }
}
