import { type PapertabError, toPapertabError } from '../errors.ts';
import { parseServerFrame, readAddressee, type ServerFrame } from '../sirius/frames.ts';
import { bridgeCommandResponse, deviceCommandResponse } from '../sirius/messages.ts';
import { peekCommand } from '../sirius/payload.ts';
import { RETURN_CODES, type ReturnCode, returnCodeFor } from '../sirius/return-code.ts';
import { CommandMemory, nameCommand } from './command-memory.ts';
import type { KeyRequests } from './key-requests.ts';
import type { Receipts } from './receipts.ts';
import type { RightToSpeak } from './right-to-speak.ts';
import type { Voice } from './voice.ts';

/** A command of the server for one Little Printer, its payload not decoded yet. */
export type DeviceCommandFrame = Extract<ServerFrame, { type: 'DeviceCommand' }>;

/**
 * What follows the answer to a command, by what has become of that.
 * - `given`: it went out, and counts as given.
 * - `lost`: it cannot be given any more.
 * - `doubtful`: it was `given`, but its socket has ended before anything proved that the server has it.
 */
export type AfterAnswer = (answer: 'given' | 'lost' | 'doubtful') => void;

/** Who does what the server commands. */
export interface CommandsHost {
  readonly bridgeAddress: string;
  readonly right: RightToSpeak;
  /** Whether this Little Printer is on the bridge, online or not. */
  has(deviceAddress: string): boolean;
  /** Writes a line of the log, about a Little Printer perhaps. */
  log(text: string, deviceAddress?: string): void;
  /** The answer to a key request: base64 of the link key. */
  keyCame(deviceAddress: string, linkKey: string): void;
  /**
   * Stores what the command brought; resolves when it is safe, rejects with a `PapertabError` when it is not. It resolves
   * to what is to be done once the answer is on its way, or cannot be given any more, and when it turns out doubtful.
   */
  store(command: DeviceCommandFrame): Promise<AfterAnswer>;
  /** The server sent something that is no message, or a command that cannot be read. */
  unreadable(error: PapertabError): void;
}

/** The commands that one socket brings: brought to the host, and answered on this very socket. */
export class Commands {
  readonly #host: CommandsHost;
  readonly #voice: Voice;
  readonly #keys: KeyRequests;
  readonly #receipts: Receipts;
  readonly #stored = new CommandMemory();

  /** @param receipts those that `keys` collects */
  constructor(host: CommandsHost, voice: Voice, keys: KeyRequests, receipts: Receipts) {
    this.#host = host;
    this.#voice = voice;
    this.#keys = keys;
    this.#receipts = receipts;
  }

  /** Does what a text of the server says; resolves when its answer is given or waits for the right to speak. */
  async take(text: string): Promise<void> {
    let frame: ServerFrame;
    try {
      frame = parseServerFrame(text);
    } catch (thrown) {
      this.#refuse(text, toPapertabError(thrown));
      return;
    }
    if (frame.type === 'BridgeCommand') this.#obey(frame);
    else await this.#deliver(frame);
  }

  /** Answers what can be answered of a command that cannot be read, so that its sender need not wait in vain. */
  #refuse(text: string, error: PapertabError): void {
    this.#host.unreadable(error);
    const addressee = readAddressee(text);
    if (addressee === undefined) return;
    const { type, commandId, deviceAddress = this.#host.bridgeAddress } = addressee;
    if (type === 'BridgeCommand') this.#respondBridge(deviceAddress, commandId, returnCodeFor(error));
    else this.#respondDevice(deviceAddress, commandId, returnCodeFor(error));
  }

  #obey(frame: Extract<ServerFrame, { type: 'BridgeCommand' }>): void {
    if (!this.#voice.isOpen) return;
    const { command, commandId } = frame;
    this.#host.log(`Command ${commandId}: ${command.name === 'other' ? command.originalName : command.name}`);
    if (command.name !== 'add_device_encryption_key') {
      // The protocol wants a device address even where the command names none.
      this.#respondBridge(this.#host.bridgeAddress, commandId, RETURN_CODES.bridgeError);
      return;
    }
    const known = this.#host.has(command.deviceAddress);
    if (known) {
      this.#keys.answered(command.deviceAddress);
      this.#host.keyCame(command.deviceAddress, command.linkKey);
    }
    this.#respondBridge(command.deviceAddress, commandId, known ? RETURN_CODES.success : RETURN_CODES.deviceUnknown);
  }

  async #deliver(frame: DeviceCommandFrame): Promise<void> {
    const { deviceAddress, commandId, payload } = frame;
    this.#host.log(`Command ${commandId}: ${peekCommand(payload)}, ${payload.length} characters`, deviceAddress);
    // Only claimed printers get deliveries: the key is there for the asking, and the claim need not wait half a minute.
    if (this.#keys.isWaiting(deviceAddress)) this.#voice.speak(() => this.#keys.ask(deviceAddress));
    let code: ReturnCode = RETURN_CODES.success;
    let afterwards: AfterAnswer | undefined;
    try {
      const command = await nameCommand(deviceAddress, commandId, payload);
      if (!this.#stored.knows(command)) {
        afterwards = await this.#host.store(frame);
        this.#stored.remember(command);
      }
    } catch (thrown) {
      const error = toPapertabError(thrown);
      // The engine that took over speaks for this printer now.
      if (error.code === 'engine-superseded') return;
      code = returnCodeFor(error);
    }
    this.#respondDevice(deviceAddress, commandId, code, afterwards);
  }

  #respondDevice(deviceAddress: string, commandId: number, code: ReturnCode, afterwards?: AfterAnswer): void {
    this.#respond('DeviceCommandResponse', deviceCommandResponse, deviceAddress, commandId, code, afterwards);
  }

  #respondBridge(deviceAddress: string, commandId: number, code: ReturnCode): void {
    this.#respond('BridgeCommandResponse', bridgeCommandResponse, deviceAddress, commandId, code);
  }

  #respond(
    what: string,
    write: typeof deviceCommandResponse,
    deviceAddress: string,
    commandId: number,
    code: ReturnCode,
    afterwards?: AfterAnswer,
  ): void {
    // Also once the socket is gone: what follows the answer has to know that it is lost.
    this.#host.right.speak(
      () => {
        const went = this.#voice.send(what, write(this.#voice.context, deviceAddress, commandId, code));
        this.#host.log(`${what} ${commandId}: ${code}${went ? '' : ', lost with its socket'}`, deviceAddress);
        afterwards?.(went ? 'given' : 'lost');
        if (!went || afterwards === undefined) return;
        this.#receipts.watch(deviceAddress, () => {
          this.#host.log(`${what} ${commandId}: perhaps lost with its socket`, deviceAddress);
          afterwards('doubtful');
        });
      },
      () => afterwards?.('lost'),
    );
  }
}
