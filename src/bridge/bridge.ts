import { type Clock, every } from '../clock.ts';
import type { ErrorReport, PapertabError } from '../errors.ts';
import type { PrintKind } from '../sirius/device-events.ts';
import { backOffDelay } from './back-off.ts';
import type { AfterAnswer, DeviceCommandFrame } from './commands.ts';
import { explainEnding, type SessionEnding, wasClosedAtOnce } from './ending.ts';
import { RightToSpeak } from './right-to-speak.ts';
import { type BridgePrinter, Roster } from './roster.ts';
import { Session, type SessionHost } from './session.ts';
import type { Socket } from './socket.ts';
import type { BridgeStatus, ClaimState } from './status.ts';

/** The world outside, handed in. */
export interface BridgeWorld {
  readonly clock: Clock;
  /** From 0 to 1, for jitter. */
  random(): number;
  /** Opens a socket, with no subprotocol: the server never echoes one. May throw what the browser throws. */
  openSocket(address: string): Socket;
  /** Looks closer at why a socket to this address never opens; resolves to what it finds, `server-unreachable` if nothing. */
  investigate(address: string): Promise<ErrorReport>;
  /**
   * Whether this engine is still the one that runs; never rejects. Nothing is sent before it has said so, and nothing
   * ever again after it has denied it.
   */
  isOurs(): Promise<boolean>;
  /** Takes lines for the log; never throws and never waits. Keys and secrets are in none of them. */
  log(kind: 'bridge', text: string, more?: { readonly about?: string }): void;
}

/** What the bridge tells its owner. */
export interface BridgeEvents {
  status(status: BridgeStatus): void;
  claim(deviceAddress: string, claim: ClaimState): void;
  /**
   * Stores what a device command brought; rejects with a `PapertabError` when it could not be stored. It resolves to what
   * is to be done once the command has been answered, or cannot be any more, and when that answer turns out doubtful.
   *
   * @param server the address of the server that sent it
   */
  store(command: DeviceCommandFrame, server: string): Promise<AfterAnswer>;
  /** The server sent something that cannot be read. */
  unreadable(error: PapertabError): void;
  /** Reports that are due can go out: a connection is up and its printers are announced, or the right to speak is back. */
  announced(): void;
  /** Nothing ran here from then to now: the computer slept, or the tab was frozen. Unix milliseconds. */
  slept(from: number, to: number): void;
}

/**
 * Open for so long, a socket has proven itself and the next trouble starts with a short wait again: a network that comes
 * and goes every few seconds is no server that hangs up at once.
 */
const STEADY_AFTER_MS = 3_000;
/** How often it looks at the clock, to notice that nothing ran. */
const WATCH_EVERY_MS = 10_000;
/** So long after the last look, nothing ran meanwhile. */
const ASLEEP_AFTER_MS = 25_000;

/**
 * A BERG Cloud bridge: holds the one socket to the sirius server through all its ends and beginnings, for all Little
 * Printers of this browser.
 */
export class Bridge {
  readonly #bridgeAddress: string;
  readonly #world: BridgeWorld;
  readonly #events: BridgeEvents;
  readonly #right: RightToSpeak;
  readonly #startedAt: number;
  readonly #roster: Roster;
  #server = '';
  #session: Session | undefined;
  /** Whether the socket of the session is open, announced or not. */
  #isOpen = false;
  #status: BridgeStatus = { phase: 'off' };
  #openedAt = 0;
  #failures = 0;
  #closedAtOnce = 0;
  #keyCameOnSocket = false;
  #trouble: ErrorReport | undefined;
  /** What a closer look at the present server has found, while no socket to it opens. */
  #found: ErrorReport | undefined;
  #looking = false;
  /** Whether something asked for a connection while one was being tried: then a failure is followed by another at once. */
  #nudged = false;
  #stopped = false;
  #watchedAt: number;
  readonly #stopWatch: () => void;
  #cancelRetry: (() => void) | undefined;

  constructor(bridgeAddress: string, world: BridgeWorld, events: BridgeEvents) {
    this.#bridgeAddress = bridgeAddress;
    this.#world = world;
    this.#events = events;
    this.#right = new RightToSpeak(world.clock, () => world.isOurs());
    this.#roster = new Roster((deviceAddress, claim) => {
      this.#log(`Claim: ${claim}`, deviceAddress);
      events.claim(deviceAddress, claim);
    });
    this.#startedAt = world.clock.now();
    this.#watchedAt = this.#startedAt;
    this.#stopWatch = every(world.clock, WATCH_EVERY_MS, () => this.#watch());
  }

  get status(): BridgeStatus {
    return this.#status;
  }

  /** The address of the present server, connected or not; empty before the first. */
  get server(): string {
    return this.#server;
  }

  claimOf(deviceAddress: string): ClaimState {
    return this.#roster.claimOf(deviceAddress);
  }

  /** Puts a Little Printer on the bridge and, when connected, announces it at once. */
  add(printer: BridgePrinter): void {
    this.#roster.add(printer);
    if (this.#roster.isOnline(printer.deviceAddress)) this.#session?.announce(printer.deviceAddress);
  }

  /** Takes a Little Printer off the bridge: senders see it as offline at once, the others keep their socket. */
  remove(deviceAddress: string): void {
    this.setOnline(deviceAddress, false);
    this.#roster.remove(deviceAddress);
  }

  /**
   * Lets senders see a Little Printer as online, which it is unless told otherwise, or as offline, on every socket from
   * now on. What comes for one that is offline is taken all the same.
   */
  setOnline(deviceAddress: string, online: boolean): void {
    if (!this.#roster.setOnline(deviceAddress, online)) return;
    this.#log(online ? 'Online' : 'Offline', deviceAddress);
    if (online) this.#session?.announce(deviceAddress);
    else this.#session?.dismiss(deviceAddress);
  }

  /** Connects to a server, leaving the present one if there is one. `address` has passed `checkServerAddress`. */
  connect(address: string): void {
    if (this.#stopped) return;
    this.#leave();
    if (address !== this.#server) this.#roster.forgetClaims();
    this.#server = address;
    this.#failures = 0;
    this.#closedAtOnce = 0;
    this.#trouble = undefined;
    this.#found = undefined;
    this.#open();
  }

  /** Lets the socket go for good. */
  stop(): void {
    this.#stopped = true;
    this.#stopWatch();
    this.#leave();
    this.#setStatus({ phase: 'off' });
  }

  /**
   * The page became visible, came online or woke up, or the user asks: tries at once instead of when the wait ends, or
   * makes sure that the socket that looks open is so.
   *
   * @param why `woken` when the network may have changed under an open socket: where no claimed printer's answer can
   * prove that it lives, it is replaced
   */
  nudge(why: 'looked' | 'woken' = 'looked'): void {
    if (this.#status.phase === 'waiting') {
      this.#cancelRetry?.();
      this.#failures = 0;
      this.#open();
    } else if (this.#status.phase === 'connecting') {
      // What opened before the sleep may be dead by now, and no answer is due there that would tell.
      if (why === 'woken' && this.#isOpen) this.connect(this.#server);
      else this.#nudged = true;
    } else if (this.#status.phase === 'connected') {
      if (this.#roster.claimed.length > 0 || why === 'looked') this.#session?.probe();
      else this.connect(this.#server);
    }
  }

  /**
   * Tells the server what came out on paper. Returns whether it went out; if not, `announced` tells when it can.
   *
   * @param taken called when it is certain that the server has it; never, when its socket ends before that
   */
  reportPrint(deviceAddress: string, printId: number, kind: PrintKind, taken: () => void): boolean {
    return this.#session?.reportPrint(deviceAddress, printId, kind, taken) ?? false;
  }

  #watch(): void {
    const from = this.#watchedAt;
    const to = this.#world.clock.now();
    this.#watchedAt = to;
    if (to - from <= ASLEEP_AFTER_MS) return;
    this.#log(`Nothing ran for ${Math.round((to - from) / 1000)} s`);
    this.#events.slept(from, to);
    this.nudge('woken');
  }

  #leave(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#session?.stop();
    this.#session = undefined;
    this.#isOpen = false;
  }

  #open(): void {
    this.#cancelRetry = undefined;
    this.#keyCameOnSocket = false;
    this.#nudged = false;
    this.#setConnecting();
    try {
      this.#session = new Session(this.#host(), this.#world.openSocket(this.#server));
    } catch (cause) {
      this.#ended({ how: 'refused-by-browser', cause });
    }
  }

  #host(): SessionHost {
    // What it has sent may be worked on when another has been chosen.
    const server = this.#server;
    return {
      clock: this.#world.clock,
      bridgeAddress: this.#bridgeAddress,
      right: this.#right,
      has: (deviceAddress) => this.#roster.has(deviceAddress),
      online: () => this.#roster.online,
      offline: () => this.#roster.offline,
      claimed: () => this.#roster.claimed,
      // A clock that was set back must not make it negative.
      uptimeSeconds: () => Math.max(0, Math.floor((this.#world.clock.now() - this.#startedAt) / 1000)),
      log: (text, deviceAddress) => this.#log(text, deviceAddress),
      opened: () => this.#opened(),
      announced: () => this.#announced(),
      canSpeak: () => this.#events.announced(),
      keyCame: (deviceAddress, linkKey) => {
        this.#keyCameOnSocket = true;
        this.#roster.keyCame(deviceAddress, linkKey);
      },
      keyMissing: (deviceAddress) => this.#roster.keyMissing(deviceAddress),
      store: (command) => this.#events.store(command, server),
      unreadable: (error) => {
        this.#log(`Unreadable: ${error.message}`);
        this.#events.unreadable(error);
      },
      ended: (ending) => this.#ended(ending),
    };
  }

  #opened(): void {
    this.#isOpen = true;
    // The server is there: what was wrong with it is not any more, however long the first word takes from here.
    this.#found = undefined;
    this.#trouble = undefined;
    this.#log(`Socket open: ${this.#server}`);
    this.#setConnecting();
  }

  #announced(): void {
    this.#openedAt = this.#world.clock.now();
    this.#setStatus({ phase: 'connected', server: this.#server, since: this.#openedAt });
    this.#events.announced();
  }

  #ended(ending: SessionEnding): void {
    this.#session = undefined;
    this.#isOpen = false;
    const now = this.#world.clock.now();
    const steady = this.#status.phase === 'connected' && now - this.#openedAt >= STEADY_AFTER_MS;
    this.#failures = steady ? 1 : this.#failures + 1;
    this.#closedAtOnce = wasClosedAtOnce(ending) ? this.#closedAtOnce + 1 : 0;
    this.#forgetClaimsAfterSilence(ending);
    const told = explainEnding(ending, { server: this.#server, closedAtOnce: this.#closedAtOnce });
    this.#logEnding(ending, told);
    this.#trouble = ending.how === 'never-opened' ? (this.#found ?? told) : told;
    this.#retry(this.#trouble);
    if (ending.how === 'never-opened') void this.#investigate();
  }

  #logEnding(ending: SessionEnding, { code, detail }: ErrorReport): void {
    const words = [`Socket ended: ${code}`];
    if (detail !== undefined) words.push(detail);
    if (ending.how === 'closed') words.push(`open for ${ending.openFor} ms`);
    // The address of a bridge is its own, and no other may have it.
    if (code === 'server-rejected' && ending.how === 'closed') {
      words.push(ending.lastText.replaceAll(this.#bridgeAddress, '…'));
    }
    this.#log(words.join(', '));
  }

  /**
   * A server that has forgotten a claim (unclaimed there, or its data lost) is as silent as a dead socket. When a fresh
   * socket brings no key either, it is the server: closing again and again would only take the other printers offline.
   */
  #forgetClaimsAfterSilence(ending: SessionEnding): void {
    if (ending.how !== 'given-up' || ending.error.code !== 'server-silent' || this.#keyCameOnSocket) return;
    this.#roster.keysMissing();
  }

  #retry(trouble: ErrorReport): void {
    if (this.#nudged) this.#failures = 1;
    const delay = this.#nudged ? 0 : backOffDelay(this.#failures, this.#world.random());
    this.#cancelRetry = this.#world.clock.after(delay, () => this.#open());
    this.#setStatus({
      phase: 'waiting',
      server: this.#server,
      attempt: this.#failures,
      retryAt: this.#world.clock.now() + delay,
      trouble,
    });
  }

  async #investigate(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const server = this.#server;
    const found = await this.#world.investigate(server);
    this.#looking = false;
    // Meanwhile a socket may have opened, or the user chosen another server.
    const { phase } = this.#status;
    if (server !== this.#server || this.#isOpen || phase === 'connected' || phase === 'off') return;
    this.#found = found;
    this.#trouble = found;
    this.#setStatus({ ...this.#status, trouble: found });
  }

  #log(text: string, about?: string): void {
    this.#world.log('bridge', text, about === undefined ? undefined : { about });
  }

  #setConnecting(): void {
    this.#setStatus({
      phase: 'connecting',
      server: this.#server,
      attempt: this.#failures + 1,
      ...(this.#trouble === undefined ? {} : { trouble: this.#trouble }),
    });
  }

  #setStatus(status: BridgeStatus): void {
    this.#status = status;
    this.#events.status(status);
  }
}
