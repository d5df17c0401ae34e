import { type Clock, every } from '../clock.ts';
import { PapertabError, toPapertabError } from '../errors.ts';
import type { PrintKind } from '../sirius/device-events.ts';
import { parseServerFrame, readAddressee, type ServerFrame } from '../sirius/frames.ts';
import {
  bridgeCommandResponse,
  deviceCommandResponse,
  deviceDisconnect,
  didPrint,
  heartbeat,
  keyRequest,
  type MessageContext,
  powerOn,
} from '../sirius/messages.ts';
import { peekCommand } from '../sirius/payload.ts';
import { RETURN_CODES, type ReturnCode, returnCodeFor } from '../sirius/return-code.ts';
import { CommandMemory, nameCommand } from './command-memory.ts';
import type { SessionEnding } from './ending.ts';
import { Inbox } from './inbox.ts';
import { Receipts } from './receipts.ts';
import type { RightToSpeak } from './right-to-speak.ts';

/** A WebSocket, as far as a session needs one. */
export interface Socket {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
}

/** A command of the server for one Little Printer, its payload not decoded yet. */
export type DeviceCommandFrame = Extract<ServerFrame, { type: 'DeviceCommand' }>;

/** What follows the answer to a command; `answered` is whether it went out. */
export type AfterAnswer = (answered: boolean) => void;

/** What a session asks of, and tells to, the bridge that opened it. */
export interface SessionHost {
  readonly clock: Clock;
  readonly bridgeAddress: string;
  readonly right: RightToSpeak;
  /** Whether this Little Printer is on the bridge, online or not. */
  has(deviceAddress: string): boolean;
  /** Device addresses of the Little Printers that the server is to see. */
  online(): readonly string[];
  /** The others. */
  offline(): readonly string[];
  /** Those of them that are known as claimed, whose key requests the server answers for certain. */
  claimed(): readonly string[];
  uptimeSeconds(): number;
  /** Writes a line of the log, about a Little Printer perhaps. */
  log(text: string, deviceAddress?: string): void;
  /** The socket is open and the bridge announced. */
  opened(): void;
  /** What could not be said before can be now. */
  canSpeak(): void;
  /** The answer to a key request: base64 of the link key. */
  keyCame(deviceAddress: string, linkKey: string): void;
  /** A printer's key requests stay without an answer while the socket lives. */
  keyMissing(deviceAddress: string): void;
  /**
   * Stores what the command brought; resolves when it is safe, rejects with a `PapertabError` when it is not. It resolves
   * to what is to be done once the answer is on its way, or cannot be given any more.
   */
  store(command: DeviceCommandFrame): Promise<AfterAnswer>;
  /** The server sent something that is no message, or a command that cannot be read. */
  unreadable(error: PapertabError): void;
  /** The socket is gone; called once, and nothing after it. */
  ended(ending: SessionEnding): void;
}

/** A real bridge asks for its keys as often. */
const KEY_REQUEST_EVERY_MS = 30_000;
/** More than a minute without one and the server takes the printer as offline. */
const HEARTBEAT_EVERY_MS = 10_000;
/** The old socket's end may unregister the bridge on the server after the new one has announced itself. */
const SECOND_ANNOUNCEMENT_AFTER_MS = 2_000;
/** How long an answer may take that is waited for, after the page woke up or came back online. */
const PROBE_PATIENCE_MS = 5_000;
/** So many answers in a row may be missed, one for bad luck. */
const MISSED_ANSWERS = 2;
/** How long after a report the server is asked for something that it answers, and again while that does not come. */
const RECEIPT_AFTER_MS = 1_000;
/** Afterwards the key requests that are due anyway have to do. */
const MOST_RECEIPTS_ASKED = 5;
/** The state of a WebSocket in which what is sent leaves; in later ones it is dropped without a word. */
const OPEN = 1;
/** A socket that has not opened by then never will. */
const OPENING_PATIENCE_MS = 20_000;
/** An unclaimed printer's request is met with silence: after this long the silence is the answer. */
const KEY_PATIENCE_MS = 3_000;

/**
 * One socket from its opening to its end: announces the bridge and its printers, keeps them alive, brings commands to
 * the host and answers them on this very socket, and notices when the other side is gone. `bufferedAmount` does not
 * tell (megabytes are swallowed first); the answers to the key requests of claimed printers do.
 */
export class Session {
  readonly #host: SessionHost;
  readonly #socket: Socket;
  readonly #inbox: Inbox;
  readonly #stored = new CommandMemory();
  readonly #receipts = new Receipts();
  /** Little Printers whose reports wait for a receipt that is being asked for. */
  readonly #askingReceipts = new Set<string>();
  readonly #stops: (() => void)[] = [];
  /** Requests without an answer, by device address. */
  readonly #unanswered = new Map<string, number>();
  #openedAt: number | undefined;
  #isAnnounced = false;
  #lastSent = { at: 0, what: 'nothing', text: '' };
  #missed = 0;
  #heardSinceRequest = true;
  #stopProbe: (() => void) | undefined;
  #ended = false;

  constructor(host: SessionHost, socket: Socket) {
    this.#host = host;
    this.#socket = socket;
    this.#inbox = new Inbox(host.clock, (text) => this.#work(text));
    this.#stops.push(host.clock.after(OPENING_PATIENCE_MS, () => this.#end({ how: 'never-opened' })));
    socket.onopen = () => this.#opened();
    socket.onmessage = (event: MessageEvent<unknown>) => this.#heard(event.data);
    socket.onclose = (event: CloseEvent) => this.#closed(event.wasClean);
  }

  /** Whether messages can be sent. */
  get isOpen(): boolean {
    return this.#isAnnounced && !this.#ended;
  }

  /** Ends it without telling the host. */
  stop(): void {
    this.#release();
  }

  /** Announces a printer that came to the bridge, or came online, while the socket is open. */
  announce(deviceAddress: string): void {
    // When it opens all are announced.
    if (!this.isOpen) return;
    this.#speak(() => {
      this.#requestKey(deviceAddress);
      this.#beat(deviceAddress);
    });
    // Not among the timers of the session: a printer may come and go for as long as that lives, which is weeks.
    this.#host.clock.after(KEY_PATIENCE_MS, () => {
      if (!this.#ended) this.#tellNeverAnswered();
    });
  }

  /** Tells the server that a printer is not there any more: senders see it as offline at once. */
  dismiss(deviceAddress: string): void {
    this.#unanswered.delete(deviceAddress);
    this.#speak(() => this.#send('device_disconnect', deviceDisconnect(this.#context(), deviceAddress)));
  }

  /**
   * Tells the server what came out on paper. Returns whether it went out; where the right to speak has to be made sure
   * of first it does not, and the host is told when it can.
   *
   * @param taken called when it is certain that the server has it
   */
  reportPrint(deviceAddress: string, printId: number, kind: PrintKind, taken: () => void): boolean {
    if (!this.isOpen) return false;
    if (!this.#host.right.isGranted) {
      this.#speak(() => this.#host.canSpeak());
      return false;
    }
    if (!this.#send('did_print', didPrint(this.#context(), deviceAddress, printId, kind))) return false;
    this.#host.log(`did_print ${printId} ${kind}`, deviceAddress);
    this.#receipts.expect(deviceAddress, taken);
    if (!this.#askingReceipts.has(deviceAddress)) this.#askForReceipt(deviceAddress, MOST_RECEIPTS_ASKED);
    return true;
  }

  /** Reports are never answered, but what is asked after them is. */
  #askForReceipt(deviceAddress: string, asksLeft: number): void {
    this.#askingReceipts.add(deviceAddress);
    this.#host.clock.after(RECEIPT_AFTER_MS, () => {
      // A request from one that is told to be offline would bring it online.
      const useful = this.#receipts.isWaiting(deviceAddress) && this.#host.online().includes(deviceAddress);
      if (this.#ended || asksLeft === 0 || !useful) {
        this.#askingReceipts.delete(deviceAddress);
        return;
      }
      this.#speak(() => this.#sendKeyRequest(deviceAddress));
      this.#askForReceipt(deviceAddress, asksLeft - 1);
    });
  }

  /**
   * Makes sure that the other side is still there, after a sleep or a change of network: asks at once, once more when
   * the answer does not come, and gives up after the second.
   */
  probe(): void {
    if (!this.isOpen || this.#stopProbe !== undefined) return;
    this.#speak(() => this.#requestKeys());
    if (this.#host.claimed().length === 0) return;
    this.#stopProbe = this.#host.clock.after(PROBE_PATIENCE_MS, () => {
      this.#stopProbe = undefined;
      if (this.#heardSinceRequest || this.#countMissed()) return;
      this.probe();
    });
  }

  #opened(): void {
    if (this.#ended) return;
    this.#openedAt = this.#host.clock.now();
    this.#host.right.speak(() => this.#announceAll());
  }

  #announceAll(): void {
    if (this.#ended) return;
    const { clock } = this.#host;
    this.#isAnnounced = true;
    this.#stopTimers();
    this.#send('power_on', powerOn(this.#context(), { uptimeSeconds: this.#host.uptimeSeconds() }));
    this.#requestKeys();
    this.#beatAll();
    this.#stops.push(
      clock.after(SECOND_ANNOUNCEMENT_AFTER_MS, () => this.#speak(() => this.#beatAll())),
      clock.after(KEY_PATIENCE_MS, () => this.#tellNeverAnswered()),
      every(clock, HEARTBEAT_EVERY_MS, () => this.#speak(() => this.#beatAll())),
      every(clock, KEY_REQUEST_EVERY_MS, () => {
        // A probe asks by itself, and counts what it misses.
        if (this.#stopProbe !== undefined) return;
        if (this.#heardSinceRequest) this.#tellMissedRepeatedly();
        else if (this.#countMissed()) return;
        this.#speak(() => this.#requestKeys());
        // With nobody online nothing would be said, and what stands between here and the server cuts silent sockets.
        if (this.#host.online().length === 0) for (const gone of this.#host.offline()) this.dismiss(gone);
      }),
    );
    this.#host.opened();
  }

  /** Counts an answer that did not come; ends the session and returns true when it was one too many. */
  #countMissed(): boolean {
    if (this.#host.claimed().length === 0) return false;
    this.#missed++;
    if (this.#missed < MISSED_ANSWERS) return false;
    this.#end({ how: 'given-up', error: new PapertabError('server-silent') });
    return true;
  }

  #tellNeverAnswered(): void {
    const claimed = this.#host.claimed();
    for (const [deviceAddress, requests] of this.#unanswered) {
      if (requests > 0 && !claimed.includes(deviceAddress)) this.#tellMissing(deviceAddress);
    }
  }

  #tellMissedRepeatedly(): void {
    for (const [deviceAddress, requests] of this.#unanswered) {
      if (requests >= MISSED_ANSWERS) this.#tellMissing(deviceAddress);
    }
  }

  #tellMissing(deviceAddress: string): void {
    // Nothing that is asked of one that nobody has claimed is ever answered, and nothing better can be had.
    this.#receipts.giveUp(deviceAddress);
    this.#host.keyMissing(deviceAddress);
  }

  #requestKeys(): void {
    this.#heardSinceRequest = false;
    for (const deviceAddress of this.#host.online()) this.#requestKey(deviceAddress);
  }

  #requestKey(deviceAddress: string): void {
    this.#unanswered.set(deviceAddress, (this.#unanswered.get(deviceAddress) ?? 0) + 1);
    this.#sendKeyRequest(deviceAddress);
  }

  #sendKeyRequest(deviceAddress: string): void {
    if (!this.#send('encryption_key_required', keyRequest(this.#context(), deviceAddress))) return;
    this.#receipts.requested(deviceAddress);
  }

  #beatAll(): void {
    for (const deviceAddress of this.#host.online()) this.#beat(deviceAddress);
  }

  #beat(deviceAddress: string): void {
    this.#send('heartbeat', heartbeat(this.#context(), deviceAddress, this.#host.uptimeSeconds()));
  }

  #heard(data: unknown): void {
    if (this.#ended) return;
    this.#heardSinceRequest = true;
    this.#missed = 0;
    // The protocol has text only; anything else is nothing to us.
    if (typeof data !== 'string') return;
    try {
      this.#inbox.take(data);
    } catch (thrown) {
      this.#end({ how: 'given-up', error: toPapertabError(thrown) });
    }
  }

  async #work(text: string): Promise<void> {
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
    if (!this.isOpen) return;
    const { command, commandId } = frame;
    this.#host.log(`Command ${commandId}: ${command.name === 'other' ? command.originalName : command.name}`);
    if (command.name !== 'add_device_encryption_key') {
      // The protocol wants a device address even where the command names none.
      this.#respondBridge(this.#host.bridgeAddress, commandId, RETURN_CODES.bridgeError);
      return;
    }
    const known = this.#host.has(command.deviceAddress);
    if (known) {
      this.#unanswered.set(command.deviceAddress, 0);
      this.#receipts.answered(command.deviceAddress);
      this.#host.keyCame(command.deviceAddress, command.linkKey);
    }
    this.#respondBridge(command.deviceAddress, commandId, known ? RETURN_CODES.success : RETURN_CODES.deviceUnknown);
  }

  async #deliver(frame: DeviceCommandFrame): Promise<void> {
    const { deviceAddress, commandId, payload } = frame;
    this.#host.log(`Command ${commandId}: ${peekCommand(payload)}, ${payload.length} characters`, deviceAddress);
    // Only claimed printers get deliveries: the key is there for the asking, and the claim need not wait half a minute.
    if ((this.#unanswered.get(deviceAddress) ?? 0) > 0) this.#speak(() => this.#requestKey(deviceAddress));
    let code: ReturnCode = RETURN_CODES.success;
    let afterwards: AfterAnswer = () => {};
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
    afterwards: AfterAnswer = () => {},
  ): void {
    this.#host.right.speak(
      () => {
        const went = this.#send(what, write(this.#context(), deviceAddress, commandId, code));
        this.#host.log(`${what} ${commandId}: ${code}${went ? '' : ', lost with its socket'}`, deviceAddress);
        afterwards(went);
      },
      () => afterwards(false),
    );
  }

  /** Says something on this socket, if it is open and when it is sure that the right to do so is ours. */
  #speak(words: () => void): void {
    if (this.isOpen) this.#host.right.speak(words);
  }

  #send(what: string, text: string): boolean {
    if (this.#socket.readyState !== OPEN) return false;
    this.#socket.send(text);
    this.#lastSent = { at: this.#host.clock.now(), what, text };
    return true;
  }

  #context(): MessageContext {
    return { bridgeAddress: this.#host.bridgeAddress, now: this.#host.clock.now() };
  }

  #closed(clean: boolean): void {
    if (this.#openedAt === undefined) {
      this.#end({ how: 'never-opened' });
      return;
    }
    const now = this.#host.clock.now();
    this.#end({
      how: 'closed',
      clean,
      openFor: now - this.#openedAt,
      sinceLastSent: now - this.#lastSent.at,
      lastSent: this.#lastSent.what,
      lastText: this.#lastSent.text,
    });
  }

  #end(ending: SessionEnding): void {
    if (this.#ended) return;
    this.#release();
    this.#host.ended(ending);
  }

  #release(): void {
    this.#ended = true;
    this.#stopTimers();
    this.#inbox.close();
    this.#socket.onopen = null;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    // No code and no reason: the server mangles them.
    this.#socket.close();
  }

  #stopTimers(): void {
    for (const stop of this.#stops) stop();
    this.#stops.length = 0;
    this.#stopProbe?.();
    this.#stopProbe = undefined;
  }
}
