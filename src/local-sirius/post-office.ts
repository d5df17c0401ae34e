import type { Bitmap } from '../imaging/bitmap.ts';
import type { CommandName } from '../sirius/commands.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type { BridgeConnections } from './bridge-connections.ts';
import { stack } from './canvas.ts';
import { Messages } from './messages.ts';
import { headerText, renderHeader } from './render-text.ts';
import type { Claim, SentMessage } from './state.ts';

/** White rows under every message, so that it can be torn off. */
const FOOT_ROWS = 80;

/** Hands messages to the bridge and keeps account of them. */
export class PostOffice {
  readonly #bridges: BridgeConnections;
  readonly #messages: Messages;
  readonly #now: () => number;

  constructor(bridges: BridgeConnections, messages: Messages, now: () => number) {
    this.#bridges = bridges;
    this.#messages = messages;
    this.#now = now;
  }

  isOnline({ deviceAddress }: Claim): boolean {
    return deviceAddress !== null && this.#bridges.isOnline(deviceAddress);
  }

  /** Prints something with the header of a message above and white below. `content` is as wide as the head. */
  async print(claim: Claim, kind: string, from: string, content: Bitmap): Promise<SentMessage> {
    const header = await renderHeader(headerText(this.#now(), from));
    const picture = stack([header, content], FOOT_ROWS, MAX_ROWS);
    return this.send(claim, { kind, from, command: 'set_delivery_and_print', pictures: [picture] });
  }

  /** Sends pictures as they are, as wide as the head each. Nothing is kept for a printer that is offline. */
  send(
    claim: Claim,
    {
      kind,
      from,
      command,
      pictures,
    }: { kind: string; from: string; command: CommandName; pictures: readonly Bitmap[] },
  ): SentMessage {
    const id = Messages.newId();
    const { deviceAddress, key } = claim;
    const isSent = deviceAddress !== null && this.#bridges.send(deviceAddress, id, command, pictures);
    return this.#messages.add({ id, printer: key, kind, from, outcome: isSent ? 'sent' : 'failed-offline' }, pictures);
  }
}
