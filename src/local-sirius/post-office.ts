import type { Bitmap } from '../imaging/bitmap.ts';
import type { CommandName } from '../sirius/commands.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type { BridgeConnections } from './bridge-connections.ts';
import { stack } from './canvas.ts';
import { Messages } from './messages.ts';
import { headerText, renderHeader } from './render-text.ts';
import type { Claim, SentMessage } from './state.ts';

/** The commands that bring one message. */
type DeliveryCommand = Extract<CommandName, `set_delivery${string}`>;

/** The command of a message that waits for the button or does not, and has the printer's face below it or has not. */
export function deliveryCommand({ wait, face }: { wait: boolean; face: boolean }): DeliveryCommand {
  if (wait) return face ? 'set_delivery' : 'set_delivery_no_face';
  return face ? 'set_delivery_and_print' : 'set_delivery_and_print_no_face';
}

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

  /**
   * Prints something with the header of a message above and white below. `content` is as wide as the head; the server
   * itself knows no other command than the first.
   */
  async print(
    claim: Claim,
    kind: string,
    from: string,
    content: Bitmap,
    command: DeliveryCommand = 'set_delivery_and_print',
  ): Promise<SentMessage> {
    const header = await renderHeader(headerText(this.#now(), from));
    const picture = stack([header, content], FOOT_ROWS, MAX_ROWS);
    return this.send(claim, { kind, from, command, pictures: [picture] });
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
    const commandId = deviceAddress === null ? undefined : this.#bridges.send(deviceAddress, id, command, pictures);
    const sent =
      commandId === undefined ? { outcome: 'failed-offline' as const } : { outcome: 'sent' as const, commandId };
    return this.#messages.add({ id, printer: key, kind, command, from, ...sent }, pictures);
  }
}
