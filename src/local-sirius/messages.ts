import { randomUUID } from 'node:crypto';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { CommandName } from '../sirius/commands.ts';
import { MAX_MESSAGES, type SentMessage, type StateStore } from './state.ts';

/** After it, the sender of a message without an answer is told "Timed out". */
const ANSWER_MS = 60_000;
/** Pictures are kept in memory only, the newest up to this many bytes. */
const MAX_PICTURE_BYTES = 32_000_000;

/** Commands that bring one message, which comes out at once or waits for the button; the others bring none. */
const PRINTED_AT_ONCE: readonly string[] = [
  'set_delivery_and_print',
  'set_delivery_and_print_no_face',
  'set_personality_with_message',
] satisfies CommandName[];
const PRINTED_BY_BUTTON: readonly string[] = ['set_delivery', 'set_delivery_no_face'] satisfies CommandName[];

/** What the sender of a message is told about it. */
export type MessageStatus = 'sent' | 'acknowledged' | 'problem' | 'timed-out' | 'failed-offline';

/** What was sent, to whom, and what became of it. */
export class Messages {
  readonly #store: StateStore;
  readonly #now: () => number;
  readonly #pictures = new Map<string, readonly Bitmap[]>();

  constructor(store: StateStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** The newest first. */
  get all(): readonly SentMessage[] {
    return this.#store.state.messages;
  }

  static newId(): string {
    return randomUUID();
  }

  add(message: Omit<SentMessage, 'sizes' | 'sentAt' | 'returnCode'>, pictures: readonly Bitmap[]): SentMessage {
    const sizes = pictures.map(({ width, height }) => ({ width, height }));
    const added: SentMessage = { ...message, sizes, sentAt: this.#now() };
    const { messages } = this.#store.state;
    messages.unshift(added);
    for (const { id } of messages.splice(MAX_MESSAGES)) this.#pictures.delete(id);
    this.#keepPictures(added.id, pictures);
    this.#store.saveSoon();
    return added;
  }

  /** Records a bridge's answer, however late it comes. */
  answer(id: string, returnCode: number): void {
    const message = this.all.find((candidate) => candidate.id === id);
    if (message === undefined) return;
    message.returnCode = returnCode;
    this.#store.saveSoon();
  }

  /**
   * Records that a bridge has told of a print on paper. Its report may come on a later socket than the command, even after
   * a restart, from which on ids are given again: of several messages with that id the oldest is meant that the printer
   * has and has not told of, for they are printed in order. One behind which another has come out was cancelled, most
   * likely, and comes after those; one that waits for the button comes last.
   *
   * @param printer its device key
   */
  printed(printer: string, commandId: number): void {
    const possible = this.all.filter(
      (message) =>
        message.printer === printer &&
        message.commandId === commandId &&
        message.returnCode === 0 &&
        message.printedAt === undefined,
    );
    const atOnce = possible.filter(({ command = '' }) => PRINTED_AT_ONCE.includes(command));
    const lastOut = this.all.findIndex(
      ({ printer: of, command = '', printedAt }) =>
        of === printer && printedAt !== undefined && PRINTED_AT_ONCE.includes(command),
    );
    const message =
      atOnce.findLast((one) => lastOut < 0 || this.all.indexOf(one) < lastOut) ??
      atOnce[0] ??
      possible.findLast(({ command = '' }) => PRINTED_BY_BUTTON.includes(command));
    if (message === undefined) return;
    message.printedAt = this.#now();
    this.#store.saveSoon();
  }

  status(message: SentMessage): MessageStatus {
    if (message.outcome === 'failed-offline') return 'failed-offline';
    if (message.returnCode !== undefined) return message.returnCode === 0 ? 'acknowledged' : 'problem';
    return this.#now() - message.sentAt >= ANSWER_MS ? 'timed-out' : 'sent';
  }

  /** One of a message's upright pictures; `undefined` for no such picture, or one from before a restart. */
  picture(id: string, index: number): Bitmap | undefined {
    return this.#pictures.get(id)?.[index];
  }

  #keepPictures(id: string, pictures: readonly Bitmap[]): void {
    this.#pictures.set(id, pictures);
    let bytes = 0;
    for (const [kept, bitmaps] of [...this.#pictures].reverse()) {
      bytes += bitmaps.reduce((sum, { data }) => sum + data.length, 0);
      if (bytes > MAX_PICTURE_BYTES && kept !== id) this.#pictures.delete(kept);
    }
  }
}
