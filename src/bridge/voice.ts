import type { Clock } from '../clock.ts';
import type { MessageContext } from '../sirius/messages.ts';
import { SERVED_AFTER_MS } from './ending.ts';
import type { RightToSpeak } from './right-to-speak.ts';
import type { Socket } from './socket.ts';

/** The state of a WebSocket in which what is sent leaves; in later ones it is dropped without a word. */
const OPEN = 1;

/** Who speaks. */
export interface VoiceHost {
  readonly clock: Clock;
  readonly bridgeAddress: string;
  readonly right: RightToSpeak;
}

/** Something that was said, by its name, and when: Unix milliseconds. */
interface Word {
  readonly at: number;
  readonly what: string;
}

/** What is said on one socket, from the moment the bridge is announced there to the end of the session. */
export class Voice {
  readonly #host: VoiceHost;
  readonly #socket: Pick<Socket, 'readyState' | 'send'>;
  #isOpen = false;
  #words: Word[] = [];
  #lastText = '';

  constructor(host: VoiceHost, socket: Pick<Socket, 'readyState' | 'send'>) {
    this.#host = host;
    this.#socket = socket;
  }

  /** Whether messages can be sent. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * What the server may be answering when it hangs up now: the names of what went out within the last second, each once,
   * the oldest first.
   */
  get justSaid(): readonly string[] {
    this.#forgetOld();
    return [...new Set(this.#words.map(({ what }) => what))];
  }

  /** What went out last, as it was written. */
  get lastText(): string {
    return this.#lastText;
  }

  /** What a message that is written now carries. */
  get context(): MessageContext {
    return { bridgeAddress: this.#host.bridgeAddress, now: this.#host.clock.now() };
  }

  /** The bridge is about to be announced. */
  open(): void {
    this.#isOpen = true;
  }

  /** The session has ended: nothing more is said. */
  close(): void {
    this.#isOpen = false;
  }

  /** Speaks, if messages can be sent and when it is sure that the right to do so is ours. */
  speak(words: () => void): void {
    if (this.#isOpen) this.#host.right.speak(words);
  }

  /**
   * Sends a message, for one who has the right to speak. Returns whether it went out.
   *
   * @param what its name, for the log
   */
  send(what: string, text: string): boolean {
    if (this.#socket.readyState !== OPEN) return false;
    this.#socket.send(text);
    this.#forgetOld();
    this.#words.push({ at: this.#host.clock.now(), what });
    this.#lastText = text;
    return true;
  }

  #forgetOld(): void {
    const now = this.#host.clock.now();
    this.#words = this.#words.filter(({ at }) => now - at < SERVED_AFTER_MS);
  }
}
