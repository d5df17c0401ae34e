import { sleep } from '../../clock.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import type { Condition, PrinterFacts } from '../condition.ts';
import type { Aftermath, Conversation, Driver } from '../driver.ts';
import type { Chunk } from '../language.ts';
import { ASK_PAPER, askStatus, RESET, type StatusKind } from '../languages/escpos/commands.ts';
import { encodeEndOfBand, encodeEscposAbandon, encodeEscposJob } from '../languages/escpos/job.ts';
import { EscposReader, type EscposReply } from '../languages/escpos/reply-reader.ts';
import { conditionOfStatuses, isTroubled } from '../languages/escpos/statuses.ts';
import type { PrinterSettings } from '../settings.ts';

type Talk = Conversation<EscposReply>;

/** Opening a port resets some printers: so long they need to be back. */
const BOOT_MS = 500;
const ANSWER_MS = 500;
/** A question waits behind what the computer still holds of the bytes before it: about so many. */
const HELD_BYTES = 4_096;
/**
 * How often a printer that has answered before is asked again until it counts as switched off, and how long each time it
 * may take: it may be at work, and some hear nothing then.
 */
const TRIES = 3;
const BUSY_MS = 3_000;
/** How long one that was silent may still be at work on what it was sent before. */
const KEPT_MS = 10_000;
/** What is asked of a printer in trouble, and of any. */
const MORE: readonly StatusKind[] = [2, 3, 4];
const PAPER: readonly StatusKind[] = [4];
const SILENT: Condition = { needs: 'printer-stalled' };
/** After this much silence, nothing is on its way that answers an earlier question, or one that a picture contained. */
const QUIET_MS = 100;
/** How often a printer that is still at work is asked whether it is in trouble. */
const LOOK_EVERY_MS = 2_000;

/** Speaks ESC/POS over one connection. */
export function createEscposDriver(): Driver<EscposReply> {
  return new EscposDriver();
}

class EscposDriver implements Driver<EscposReply> {
  readonly reader = new EscposReader();
  /** The questions that it is not asked again: it left them unanswered, a status or the one about the paper. */
  readonly #unanswered = new Set<StatusKind | 'paper'>([1, 'paper']);
  /** Those that it has ever answered: of these, one answer was lost. */
  readonly #answered = new Set<StatusKind | 'paper'>();
  /** Whether it spoke in a connection before this one. */
  #spoke = false;

  get speaks(): boolean {
    return this.reader.speaks;
  }

  async greet(talk: Talk, { brokenOff, headWidth = 0, spoke = false }: Aftermath): Promise<PrinterFacts> {
    const { clock, settings, signal } = talk;
    await sleep(clock, BOOT_MS, signal);
    const rest = brokenOff ? encodeEndOfBand(Math.max(headWidth, settings.headWidth)) : new Uint8Array(0);
    await this.#send(talk, rest);
    // The piece that was broken off is torn off by itself: what follows begins on paper of its own.
    await this.#send(talk, brokenOff ? encodeEscposAbandon() : Uint8Array.from(RESET));
    const patience = ANSWER_MS + wireTime(rest.length, settings);
    if ((await this.#askStatus(1, talk, patience)) !== undefined) {
      this.#unanswered.clear();
      // What is heard once may be noise: only one that answers again is waited for when it falls silent.
      await this.#askStatus(1, talk, ANSWER_MS);
    } else if (spoke) {
      // A port is opened anew for many a reason, and a printer that is off behind it does not get mute by that.
      this.#spoke = true;
      this.#unanswered.clear();
      talk.line.note(SILENT);
    }
    return {};
  }

  encode(bitmap: Bitmap, settings: PrinterSettings): Generator<Chunk, void, undefined> {
    this.reader.forgetPapers();
    return encodeEscposJob(bitmap, settings);
  }

  /** One that has answered in this connection and does so no more is switched off: what it was sent would be lost. */
  async ask(talk: Talk): Promise<Condition | undefined> {
    if (this.#unanswered.has(1)) return undefined;
    const wasSilent = talk.line.condition.needs === SILENT.needs;
    const printer = await this.#askPrinter(talk);
    if (printer !== undefined) return this.#askMore(printer, talk, { late: wasSilent });
    const late = wasSilent ? undefined : await this.#askAgain(talk);
    if (late !== undefined) return this.#askMore(late, talk, { late: true });
    if (!this.speaks && !this.#spoke) return undefined;
    talk.line.note(SILENT);
    return SILENT;
  }

  async #askPrinter(talk: Talk): Promise<number | undefined> {
    return this.#askStatus(1, talk, ANSWER_MS + wireTime(HELD_BYTES, talk.settings));
  }

  /**
   * Asks what its own status leaves open.
   *
   * @param late whether the answer to an earlier question may be on its way
   */
  async #askMore(printer: number, talk: Talk, { late = false } = {}): Promise<Condition | undefined> {
    let mayCome = late || isTroubled(printer);
    for (const kind of isTroubled(printer) ? MORE : PAPER) {
      if (this.#unanswered.has(kind)) continue;
      // Answers are told apart by their order alone, so that one more than was asked for would turn into another's.
      if (mayCome) await talk.line.hear({ pick: () => undefined, withinMs: QUIET_MS, signal: talk.signal });
      mayCome = (await this.#askStatus(kind, talk, ANSWER_MS)) === undefined;
      if (mayCome && !this.#answered.has(kind)) this.#unanswered.add(kind);
    }
    return conditionOfStatuses(this.reader.statuses, { complete: true });
  }

  /** Also gives up when the printer needs something: it will not be done before that is cured. */
  async finish(talk: Talk, atMostMs: number): Promise<'said' | 'silent'> {
    const { clock, line, signal } = talk;
    if (this.#unanswered.has('paper')) return 'silent';
    const done = new AbortController();
    const untilDone = AbortSignal.any([signal, done.signal]);
    // Listened for all the time: the answer may come while something else is asked.
    let answered: boolean | undefined;
    const heard = line.hear({ pick: aboutPaper, withinMs: atMostMs, signal: untilDone }).then((answer) => {
      answered = answer === true;
    });
    heard.catch(() => {});
    try {
      this.reader.forgetPapers();
      await this.#askPaper(talk);
      for (;;) {
        await Promise.race([heard, sleep(clock, LOOK_EVERY_MS, untilDone)]);
        if (answered !== undefined) break;
        const condition = await this.ask(talk);
        if ((condition ?? line.condition).needs !== undefined) break;
      }
    } finally {
      done.abort();
    }
    // Each time it is waited for long: two answers in a row are not lost.
    if (answered === false && !this.#answered.delete('paper')) this.#unanswered.add('paper');
    if (!answered) return 'silent';
    this.#answered.add('paper');
    // What it has said of its paper, it has not said switched off.
    if (line.condition.needs === SILENT.needs) line.note({});
    // All is processed. Some go on without paper, though.
    const printer = await this.#askPrinter(talk);
    const condition = printer === undefined ? undefined : await this.#askMore(printer, talk);
    if (condition !== undefined) line.note(condition);
    return 'said';
  }

  /**
   * What is sent to a printer that is switched off is lost, and with it a question about the paper: it then answers one
   * more question, but not both.
   */
  async kept(talk: Talk): Promise<boolean> {
    const { line, signal } = talk;
    if (this.#unanswered.has('paper')) return false;
    if (this.reader.papersAsked === 0) return true;
    this.reader.expectPaper();
    const options = { pick: aboutPaper, signal };
    let heard = await line.ask(Uint8Array.from(ASK_PAPER), { ...options, withinMs: KEPT_MS });
    while (heard && this.reader.papersAsked > 0) heard = await line.hear({ ...options, withinMs: ANSWER_MS });
    return this.reader.papersAsked === 0;
  }

  abandon(): Uint8Array<ArrayBuffer> {
    return encodeEscposAbandon();
  }

  /** When a printer fell silent: it may have been at work, or one answer was lost. */
  async #askAgain(talk: Talk): Promise<number | undefined> {
    if (!this.speaks) return undefined;
    // Answered in its turn, and never where it is lost: that tells later whether the printer was switched off.
    if (!this.#unanswered.has('paper') && this.reader.papersAsked === 0) await this.#askPaper(talk);
    let answer: number | undefined;
    for (let tries = 0; answer === undefined && tries < TRIES; tries++)
      answer = await this.#askStatus(1, talk, BUSY_MS);
    return answer;
  }

  #askPaper(talk: Talk): Promise<void> {
    this.reader.expectPaper();
    return this.#send(talk, Uint8Array.from(ASK_PAPER));
  }

  async #askStatus(kind: StatusKind, { line, signal }: Talk, withinMs: number): Promise<number | undefined> {
    this.reader.expectStatus(kind);
    const answer = await line.ask(Uint8Array.from(askStatus(kind)), {
      pick: (reply) => (reply.kind === 'status' && reply.of === kind ? reply.byte : undefined),
      withinMs,
      signal,
    });
    if (answer === undefined) this.reader.forgetStatuses();
    else this.#answered.add(kind);
    return answer;
  }

  #send({ line, signal }: Talk, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return line.send(bytes, { lane: 'data', confirm: true, signal });
  }
}

function aboutPaper(reply: EscposReply): true | undefined {
  return reply.kind === 'paper' ? true : undefined;
}

/** Milliseconds that so many bytes take on a serial line, ten bits each. */
function wireTime(bytes: number, { baudRate }: PrinterSettings): number {
  return (bytes * 10_000) / baudRate;
}
