import { every } from '../clock.ts';
import { PapertabError, toPapertabError } from '../errors.ts';
import type { PrintKind } from '../sirius/device-events.ts';
import { deviceDisconnect, heartbeat, powerOn } from '../sirius/messages.ts';
import { Commands, type CommandsHost } from './commands.ts';
import type { SessionEnding } from './ending.ts';
import { Inbox } from './inbox.ts';
import { KeyRequests, type KeyRequestsHost } from './key-requests.ts';
import { Receipts } from './receipts.ts';
import { Reports, type ReportsHost } from './reports.ts';
import type { Socket } from './socket.ts';
import { Voice, type VoiceHost } from './voice.ts';

/** What a session asks of, and tells to, the bridge that opened it. */
export interface SessionHost extends VoiceHost, KeyRequestsHost, ReportsHost, CommandsHost {
  /** Device addresses of the Little Printers on the bridge that the server is not to see. */
  offline(): readonly string[];
  uptimeSeconds(): number;
  /** The socket is open, with nothing said on it yet. */
  opened(): void;
  /** The bridge and its printers are announced. */
  announced(): void;
  /** The socket is gone; called once, and nothing after it. */
  ended(ending: SessionEnding): void;
}

/** A real bridge asks for its keys as often. */
const KEY_REQUEST_EVERY_MS = 30_000;
/** More than a minute without one and the server takes the printer as offline. */
const HEARTBEAT_EVERY_MS = 10_000;
/** The old socket's end may unregister the bridge on the server after the new one has announced itself. */
const SECOND_ANNOUNCEMENT_AFTER_MS = 2_000;
/** A socket that has not opened by then never will. */
const OPENING_PATIENCE_MS = 20_000;

/**
 * One socket from its opening to its end: announces the bridge and its printers, keeps them alive, and ends when the
 * other side is gone or out of hand. What is asked, reported and answered meanwhile is the business of its parts.
 */
export class Session {
  readonly #host: SessionHost;
  readonly #socket: Socket;
  readonly #voice: Voice;
  readonly #keys: KeyRequests;
  readonly #reports: Reports;
  readonly #receipts = new Receipts();
  readonly #inbox: Inbox;
  readonly #stops: (() => void)[] = [];
  readonly #stopOpening: () => void;
  #openedAt: number | undefined;
  #ended = false;

  constructor(host: SessionHost, socket: Socket) {
    this.#host = host;
    this.#socket = socket;
    this.#voice = new Voice(host, socket);
    const silent = (): void => this.#giveUp(new PapertabError('server-silent'));
    this.#keys = new KeyRequests(host, this.#voice, this.#receipts, silent);
    this.#reports = new Reports(host, this.#voice, this.#keys, this.#receipts);
    const commands = new Commands(host, this.#voice, this.#keys, this.#receipts);
    this.#inbox = new Inbox(host.clock, (text) => commands.take(text));
    this.#stopOpening = host.clock.after(OPENING_PATIENCE_MS, () => this.#end({ how: 'never-opened' }));
    socket.onopen = () => this.#opened();
    socket.onmessage = (event: MessageEvent<unknown>) => this.#heard(event.data);
    socket.onclose = (event: CloseEvent) => this.#closed(event.wasClean);
  }

  /** Ends it without telling the host; what follows its answers is told where they are doubtful. */
  stop(): void {
    this.#release();
  }

  /** Announces a printer that came to the bridge, or came online, while the socket is open. */
  announce(deviceAddress: string): void {
    // When it opens all are announced.
    if (!this.#voice.isOpen) return;
    this.#voice.speak(() => {
      this.#keys.ask(deviceAddress);
      this.#beat(deviceAddress);
    });
    this.#keys.tellSilenceSoon();
  }

  /** Tells the server that a printer is not there any more: senders see it as offline at once. */
  dismiss(deviceAddress: string): void {
    this.#keys.forget(deviceAddress);
    this.#voice.speak(() =>
      this.#voice.send('device_disconnect', deviceDisconnect(this.#voice.context, deviceAddress)),
    );
  }

  /** See {@link Reports.report}. */
  reportPrint(deviceAddress: string, printId: number, kind: PrintKind, taken: () => void): boolean {
    return this.#reports.report(deviceAddress, printId, kind, taken);
  }

  /** See {@link KeyRequests.probe}. */
  probe(): void {
    this.#keys.probe();
  }

  #opened(): void {
    if (this.#ended) return;
    this.#stopOpening();
    this.#openedAt = this.#host.clock.now();
    this.#host.opened();
    // A slow database is no fault of the server's: the socket waits for it, and where it never answers that is said.
    this.#host.right.speak(
      () => this.#announceAll(),
      (why) => this.#giveUp(why),
    );
  }

  #announceAll(): void {
    if (this.#ended) return;
    const { clock } = this.#host;
    this.#voice.open();
    this.#voice.send('power_on', powerOn(this.#voice.context, { uptimeSeconds: this.#host.uptimeSeconds() }));
    this.#keys.askAll();
    this.#beatAll();
    this.#keys.tellSilenceSoon();
    this.#stops.push(
      clock.after(SECOND_ANNOUNCEMENT_AFTER_MS, () => this.#voice.speak(() => this.#beatAll())),
      every(clock, HEARTBEAT_EVERY_MS, () => this.#voice.speak(() => this.#beatAll())),
      every(clock, KEY_REQUEST_EVERY_MS, () => this.#askForKeys()),
    );
    this.#host.announced();
  }

  #askForKeys(): void {
    if (!this.#keys.review()) return;
    this.#voice.speak(() => this.#keys.askAll());
    // With nobody online nothing would be said, and what stands between here and the server cuts silent sockets.
    if (this.#host.online().length === 0) for (const gone of this.#host.offline()) this.dismiss(gone);
  }

  #beatAll(): void {
    for (const deviceAddress of this.#host.online()) this.#beat(deviceAddress);
  }

  #beat(deviceAddress: string): void {
    this.#voice.send('heartbeat', heartbeat(this.#voice.context, deviceAddress, this.#host.uptimeSeconds()));
  }

  #heard(data: unknown): void {
    if (this.#ended) return;
    this.#keys.heard();
    // The protocol has text only; anything else is nothing to us.
    if (typeof data !== 'string') return;
    try {
      this.#inbox.take(data);
    } catch (thrown) {
      this.#giveUp(toPapertabError(thrown));
    }
  }

  #closed(clean: boolean): void {
    if (this.#openedAt === undefined) {
      this.#end({ how: 'never-opened' });
      return;
    }
    const openFor = this.#host.clock.now() - this.#openedAt;
    const { justSaid, lastText } = this.#voice;
    this.#end({ how: 'closed', clean, openFor, justSaid, lastText });
  }

  #giveUp(error: PapertabError): void {
    this.#end({ how: 'given-up', error });
  }

  #end(ending: SessionEnding): void {
    if (this.#ended) return;
    this.#release();
    this.#host.ended(ending);
  }

  #release(): void {
    this.#ended = true;
    this.#voice.close();
    this.#stopOpening();
    for (const stop of this.#stops) stop();
    this.#keys.stop();
    this.#inbox.close();
    this.#socket.onopen = null;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    // No code and no reason: the server mangles them.
    this.#socket.close();
    this.#receipts.end();
  }
}
