import { type Clock, every } from '../clock.ts';
import { PapertabError, toPapertabError } from '../errors.ts';
import { parseServerFrame, readAddressee, type ServerFrame } from '../sirius/frames.ts';
import {
  bridgeCommandResponse,
  deviceCommandResponse,
  didPrint,
  heartbeat,
  keyRequest,
  type MessageContext,
  powerOn,
} from '../sirius/messages.ts';
import { RETURN_CODES, type ReturnCode, returnCodeFor } from '../sirius/return-code.ts';
import { CommandMemory } from './command-memory.ts';
import type { SessionEnding } from './ending.ts';
import { Inbox } from './inbox.ts';

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

/** What a session asks of, and tells to, the bridge that opened it. */
export interface SessionHost {
  readonly clock: Clock;
  readonly bridgeAddress: string;
  /** Device addresses of the Little Printers on the bridge. */
  printers(): readonly string[];
  /** Those of them that are known as claimed, whose key requests the server answers for certain. */
  claimed(): readonly string[];
  uptimeSeconds(): number;
  opened(): void;
  /** The answer to a key request: base64 of the link key. */
  keyCame(deviceAddress: string, linkKey: string): void;
  /** A printer's key requests stay without an answer while the socket lives. */
  keyMissing(deviceAddress: string): void;
  /** Stores what the command brought; resolves when it is safe, rejects with a `PapertabError` when it is not. */
  store(command: DeviceCommandFrame): Promise<void>;
  /** The server sent something that is no message, or a command that cannot be read. */
  unreadable(error: PapertabError): void;
  /** This computer was asleep: timers came much too late. */
  slept(): void;
  /** The socket is gone; called once, and nothing after it. */
  ended(ending: SessionEnding): void;
}

/** A real bridge asks for its keys as often. */
const KEY_REQUEST_EVERY_MS = 30_000;
/** More than a minute without one and the server takes the printer as offline. */
const HEARTBEAT_EVERY_MS = 10_000;
/** The old socket's end may unregister the bridge on the server after the new one has announced itself. */
const SECOND_ANNOUNCEMENT_AFTER_MS = 2_000;
/** A heartbeat that comes so long after the one before it means that nothing ran meanwhile. */
const ASLEEP_AFTER_MS = 25_000;
/** How long an answer may take that is waited for, after the page woke up or came back online. */
const PROBE_PATIENCE_MS = 5_000;
/** So many answers in a row may be missed, one for bad luck. */
const MISSED_ANSWERS = 2;
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
  readonly #stops: (() => void)[] = [];
  /** Requests without an answer, by device address. */
  readonly #unanswered = new Map<string, number>();
  #openedAt: number | undefined;
  #lastSent = { at: 0, what: 'nothing' };
  #missed = 0;
  #heardSinceRequest = true;
  #lastBeatAt = 0;
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
    return this.#openedAt !== undefined && !this.#ended;
  }

  /** Ends it without telling the host. */
  stop(): void {
    this.#release();
  }

  /** Announces a printer that came to the bridge while the socket is open. */
  announce(deviceAddress: string): void {
    if (!this.isOpen) return;
    this.#requestKey(deviceAddress);
    this.#beat(deviceAddress);
    this.#stops.push(this.#host.clock.after(KEY_PATIENCE_MS, () => this.#tellNeverAnswered()));
  }

  /** Tells the server that a delivery is on paper. Returns whether it went out. */
  reportPrint(deviceAddress: string, printId: number): boolean {
    if (!this.isOpen) return false;
    return this.#send('did_print', didPrint(this.#context(), deviceAddress, printId, 'delivery'));
  }

  /**
   * Makes sure that the other side is still there, after a sleep or a change of network: asks at once, once more when
   * the answer does not come, and gives up after the second.
   */
  probe(): void {
    if (!this.isOpen || this.#stopProbe !== undefined) return;
    this.#requestKeys();
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
    this.#stopTimers();
    this.#send('power_on', powerOn(this.#context(), { uptimeSeconds: this.#host.uptimeSeconds() }));
    this.#requestKeys();
    this.#beatAll();
    this.#stops.push(
      this.#host.clock.after(SECOND_ANNOUNCEMENT_AFTER_MS, () => this.#beatAll()),
      this.#host.clock.after(KEY_PATIENCE_MS, () => this.#tellNeverAnswered()),
      every(this.#host.clock, HEARTBEAT_EVERY_MS, () => this.#beatOnTime()),
      every(this.#host.clock, KEY_REQUEST_EVERY_MS, () => {
        // A probe asks by itself, and counts what it misses.
        if (this.#stopProbe !== undefined) return;
        if (this.#heardSinceRequest) this.#tellMissedRepeatedly();
        else if (this.#countMissed()) return;
        this.#requestKeys();
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
      if (requests > 0 && !claimed.includes(deviceAddress)) this.#host.keyMissing(deviceAddress);
    }
  }

  #tellMissedRepeatedly(): void {
    for (const [deviceAddress, requests] of this.#unanswered) {
      if (requests >= MISSED_ANSWERS) this.#host.keyMissing(deviceAddress);
    }
  }

  #requestKeys(): void {
    this.#heardSinceRequest = false;
    for (const deviceAddress of this.#host.printers()) this.#requestKey(deviceAddress);
  }

  #requestKey(deviceAddress: string): void {
    this.#unanswered.set(deviceAddress, (this.#unanswered.get(deviceAddress) ?? 0) + 1);
    this.#send('encryption_key_required', keyRequest(this.#context(), deviceAddress));
  }

  #beatOnTime(): void {
    const asleep = this.#host.clock.now() - this.#lastBeatAt > ASLEEP_AFTER_MS;
    this.#beatAll();
    if (asleep) this.#host.slept();
  }

  #beatAll(): void {
    this.#lastBeatAt = this.#host.clock.now();
    for (const deviceAddress of this.#host.printers()) this.#beat(deviceAddress);
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
    if (addressee === undefined || !this.isOpen) return;
    const { type, commandId, deviceAddress = this.#host.bridgeAddress } = addressee;
    if (type === 'BridgeCommand') this.#respondBridge(deviceAddress, commandId, returnCodeFor(error));
    else this.#respondDevice(deviceAddress, commandId, returnCodeFor(error));
  }

  #obey(frame: Extract<ServerFrame, { type: 'BridgeCommand' }>): void {
    if (!this.isOpen) return;
    const { command, commandId } = frame;
    if (command.name !== 'add_device_encryption_key') {
      // The protocol wants a device address even where the command names none.
      this.#respondBridge(this.#host.bridgeAddress, commandId, RETURN_CODES.bridgeError);
      return;
    }
    const known = this.#host.printers().includes(command.deviceAddress);
    if (known) {
      this.#unanswered.set(command.deviceAddress, 0);
      this.#host.keyCame(command.deviceAddress, command.linkKey);
    }
    this.#respondBridge(command.deviceAddress, commandId, known ? RETURN_CODES.success : RETURN_CODES.deviceUnknown);
  }

  async #deliver(frame: DeviceCommandFrame): Promise<void> {
    const { deviceAddress, commandId, payload } = frame;
    // Only claimed printers get deliveries: the key is there for the asking, and the claim need not wait half a minute.
    if (this.isOpen && (this.#unanswered.get(deviceAddress) ?? 0) > 0) this.#requestKey(deviceAddress);
    let code: ReturnCode = RETURN_CODES.success;
    try {
      if (!(await this.#stored.knows(deviceAddress, commandId, payload))) {
        await this.#host.store(frame);
        // What is stored is stored, also where it cannot be remembered.
        await this.#stored.remember(deviceAddress, commandId, payload).catch(() => {});
      }
    } catch (thrown) {
      code = returnCodeFor(toPapertabError(thrown));
    }
    if (this.isOpen) this.#respondDevice(deviceAddress, commandId, code);
  }

  #respondDevice(deviceAddress: string, commandId: number, code: ReturnCode): void {
    this.#send('DeviceCommandResponse', deviceCommandResponse(this.#context(), deviceAddress, commandId, code));
  }

  #respondBridge(deviceAddress: string, commandId: number, code: ReturnCode): void {
    this.#send('BridgeCommandResponse', bridgeCommandResponse(this.#context(), deviceAddress, commandId, code));
  }

  #send(what: string, text: string): boolean {
    if (this.#socket.readyState !== OPEN) return false;
    this.#socket.send(text);
    this.#lastSent = { at: this.#host.clock.now(), what };
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
