import { sleep } from '../../clock.ts';
import { PapertabError } from '../../errors.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import type { Condition, PrinterFacts } from '../condition.ts';
import type { Aftermath, Conversation, Driver } from '../driver.ts';
import type { Chunk } from '../language.ts';
import { type Answer, answerTo, commandOf, isAcknowledgement, type Question } from '../languages/paperang/answers.ts';
import { COMMAND, FEED_AFTER_JOB, NO_KEY, SESSION_KEY, STANDARD_KEY } from '../languages/paperang/commands.ts';
import {
  encodeFeed,
  encodeKeyRegistration,
  encodePowerOffTime,
  encodeQuestion,
  encodeTestPage,
} from '../languages/paperang/frames.ts';
import { encodePaperangJob } from '../languages/paperang/job.ts';
import { encodeNewerQuestion, isNewerResponse, NEWER_PROTOCOL } from '../languages/paperang/newer-protocol.ts';
import { PaperangReader, type PaperangReply } from '../languages/paperang/reply-reader.ts';
import type { PrinterSettings } from '../settings.ts';

export interface PaperangOptions {
  /**
   * Whether the printer is known to be a P1 or P2, which take the command for the type of paper. Where this is not said,
   * the printer's own name for its model decides; a printer that says it is another model is believed either way.
   */
  readonly takesPaperType?: boolean;
}

type Talk = Conversation<PaperangReply>;

/** How long the first questions may take: the printer may just be waking. */
const PROBE_MS = 1_000;
const ANSWER_MS = 500;
/** A printer that leaves so many questions in a row unanswered is not asked more of the optional ones. */
const ENOUGH_SILENCE = 2;
const POLL_EVERY_MS = 1_000;
/** So many polls without an answer: it does not say when it is done. */
const SILENT_POLLS = 3;
/** The P1 and P2 and their kin, by their own names. */
const TAKES_PAPER_TYPE = /(^|[^a-z0-9])p[12](?![0-9])/i;
/** Those of which the maker says that their head is of another width, by their own names: rows as for a P1 come out slanted. */
const OTHER_HEAD = /(^|[ _])(p3( ?pro)?|c1s?|c5|t1)([ _]|$)/i;
/** More bytes than the longest frame that this driver sends. */
const LONGEST_FRAME = 1_018;

/** Speaks the older Paperang protocol over one connection. */
export function createPaperangDriver(options: PaperangOptions = {}): Driver<PaperangReply> {
  return new PaperangDriver(options);
}

class PaperangDriver implements Driver<PaperangReply> {
  readonly reader = new PaperangReader();
  readonly testPage = (): Uint8Array<ArrayBuffer> => encodeTestPage(this.#key);
  readonly #options: PaperangOptions;
  #key = STANDARD_KEY;
  #modelName: string | undefined;
  /** Whether it has ever answered when asked for its status, and whether it says when it is done. */
  #answersStatus = false;
  #saysIdle = false;
  /** Optional questions in a row that stayed unanswered. */
  #silence = 0;

  constructor(options: PaperangOptions) {
    this.#options = options;
  }

  async greet(talk: Talk, { brokenOff }: Aftermath): Promise<PrinterFacts> {
    const facts = await this.#getToKnow(talk, brokenOff);
    // The piece that was broken off is torn off by itself: what follows begins on paper of its own.
    if (brokenOff) await this.#send(talk, encodeFeed(FEED_AFTER_JOB, this.#key));
    return facts;
  }

  encode(bitmap: Bitmap, settings: PrinterSettings): Generator<Chunk, void, undefined> {
    const paperType =
      this.#modelName === undefined ? this.#options.takesPaperType === true : TAKES_PAPER_TYPE.test(this.#modelName);
    return encodePaperangJob(bitmap, settings, { key: this.#key, paperType });
  }

  async ask(talk: Talk): Promise<Condition | undefined> {
    // Where it does not answer, it may still tell by itself: the line hears that. But what it needs it may have said too
    // late, as an answer, and then says nothing when that is cured.
    if (!this.#answersStatus && talk.line.condition.needs === undefined) return undefined;
    const condition = await this.#ask('status', talk, ANSWER_MS);
    if (condition !== undefined) this.#answersStatus = true;
    return condition;
  }

  /** Also gives up when the printer needs something: it will not be done before that is cured. */
  async finish(talk: Talk, atMostMs: number): Promise<'said' | 'silent'> {
    const { clock, line, signal } = talk;
    const end = clock.now() + atMostMs;
    let unanswered = 0;
    while ((this.#saysIdle || this.#answersStatus) && clock.now() < end) {
      const next = clock.now() + POLL_EVERY_MS;
      const idle = this.#saysIdle ? await this.#ask('idle', talk, ANSWER_MS) : undefined;
      const condition = await this.ask(talk);
      if ((condition ?? line.condition).needs !== undefined) return 'silent';
      const rests = condition?.busy === undefined ? undefined : !condition.busy;
      if (idle !== undefined || rests !== undefined) {
        unanswered = 0;
        if (idle !== false && rests !== false) return 'said';
      } else if (++unanswered === SILENT_POLLS) {
        this.#saysIdle = false;
        break;
      }
      await sleep(clock, Math.max(0, next - clock.now()), signal);
    }
    return 'silent';
  }

  abandon(): Uint8Array<ArrayBuffer> {
    return encodeFeed(FEED_AFTER_JOB, this.#key);
  }

  async #getToKnow(talk: Talk, brokenOff: boolean): Promise<PrinterFacts> {
    const first = await this.#meet(talk, brokenOff);
    if (first === undefined) {
      // Nothing comes back, which is no reason not to print. It is asked nothing more, so that nothing waits.
      if (!talk.settings.keepAwake) return {};
      await this.#send(talk, encodePowerOffTime(0, this.#key));
      return { keptAwake: false };
    }
    this.#key = first.key === STANDARD_KEY ? await this.#registerKey(talk) : first.key;
    this.#saysIdle = true;
    const facts: { -readonly [K in keyof PrinterFacts]: PrinterFacts[K] } = {};
    if (first.version !== undefined) facts.version = first.version;
    if (talk.settings.keepAwake) facts.keptAwake = await this.#keepAwake(talk);
    // The first of the questions about itself, since the silent are not asked on and on: its head has to be right before
    // the first dot. No two of these are next to each other that some model is known to leave unanswered.
    this.#modelName = await this.#askSoftly('modelName', talk);
    if (this.#modelName !== undefined) {
      if (OTHER_HEAD.test(this.#modelName)) throw new PapertabError('printer-unsupported', this.#modelName);
      facts.modelName = this.#modelName;
    }
    const battery = await this.#askSoftly('battery', talk);
    if (battery !== undefined) facts.battery = battery;
    this.#answersStatus = (await this.#askSoftly('status', talk)) !== undefined;
    const serialNumber = await this.#askSoftly('serialNumber', talk);
    if (serialNumber !== undefined) facts.serialNumber = serialNumber;
    return facts;
  }

  /**
   * Finds out which key the printer's frames begin with: the standard one, none, or that of a connection before this one.
   * Undefined when it does not answer at all.
   *
   * @throws PapertabError `printer-language` when it answers to the newer protocol alone
   */
  async #meet(talk: Talk, brokenOff: boolean): Promise<Meeting | undefined> {
    let met = await this.#probe(encodeQuestion(COMMAND.getVersion, STANDARD_KEY), talk);
    if (met === undefined && brokenOff) {
      // It may still wait for the rest of a frame: that rest is made of questions, the last of which it then hears.
      met = await this.#probe(repeated(encodeQuestion(COMMAND.getVersion, STANDARD_KEY), LONGEST_FRAME), talk);
    }
    for (const key of [NO_KEY, SESSION_KEY]) met ??= await this.#probe(encodeQuestion(COMMAND.getVersion, key), talk);
    met ??= await this.#probe(encodeNewerQuestion(), talk);
    if (met === 'newer') throw new PapertabError('printer-language', NEWER_PROTOCOL);
    return met;
  }

  /** Sends a question and takes whatever answer shows what the printer speaks, also a late one to another question. */
  async #probe(question: Uint8Array<ArrayBuffer>, { line, signal }: Talk): Promise<Meeting | 'newer' | undefined> {
    const pick = (reply: PaperangReply): Meeting | 'newer' | undefined => {
      if (isNewer(reply)) return 'newer';
      if (reply.kind !== 'frame' || reply.command !== COMMAND.getVersion + 1) return undefined;
      return { key: reply.key, version: answerTo('version', reply) };
    };
    return line.ask(question, { pick, withinMs: PROBE_MS, signal });
  }

  /**
   * Registers a key for this connection. Returns the one that the printer then goes by.
   *
   * @throws PapertabError `printer-language` when it takes no key and answers to the newer protocol: such printers answer
   *   questions of the older one, and print nothing
   */
  async #registerKey(talk: Talk): Promise<number> {
    const acknowledged = await talk.line.ask(encodeKeyRegistration(), {
      pick: (reply) =>
        reply.kind === 'frame' && reply.key === SESSION_KEY && isAcknowledgement(COMMAND.setKey, reply)
          ? true
          : undefined,
      withinMs: PROBE_MS,
      signal: talk.signal,
    });
    if (acknowledged) return SESSION_KEY;
    for (const key of [SESSION_KEY, STANDARD_KEY]) {
      const answer = await talk.line.ask(encodeQuestion(COMMAND.getVersion, key), {
        pick: (reply) =>
          reply.kind === 'frame' && reply.key === key && reply.command === COMMAND.getVersion + 1 ? true : undefined,
        withinMs: PROBE_MS,
        signal: talk.signal,
      });
      if (answer === undefined) continue;
      if (key === STANDARD_KEY) await this.#refuseNewer(talk);
      return key;
    }
    // It has fallen silent. One that had not taken the key would most likely have answered to the old one.
    return SESSION_KEY;
  }

  async #refuseNewer({ line, signal }: Talk): Promise<void> {
    const pick = (reply: PaperangReply): true | undefined => (isNewer(reply) ? true : undefined);
    const newer = await line.ask(encodeNewerQuestion(), { pick, withinMs: PROBE_MS, signal });
    if (newer) throw new PapertabError('printer-language', NEWER_PROTOCOL);
  }

  /** Returns whether the printer says that it will not switch itself off: its acknowledgement alone is known to get lost. */
  async #keepAwake(talk: Talk): Promise<boolean> {
    await this.#send(talk, encodePowerOffTime(0, this.#key));
    return (await this.#askSoftly('powerOffTime', talk)) === 0;
  }

  /** Asks what need not be answered, unless the printer has been silent too often. */
  async #askSoftly<Q extends Question>(question: Q, talk: Talk): Promise<Answer<Q> | undefined> {
    if (this.#silence >= ENOUGH_SILENCE) return undefined;
    const answer = await this.#ask(question, talk, ANSWER_MS);
    this.#silence = answer === undefined ? this.#silence + 1 : 0;
    return answer;
  }

  #ask<Q extends Question>(question: Q, { line, signal }: Talk, withinMs: number): Promise<Answer<Q> | undefined> {
    const pick = (reply: PaperangReply): Answer<Q> | undefined => answerTo(question, reply);
    return line.ask(encodeQuestion(commandOf(question), this.#key), { pick, withinMs, signal });
  }

  #send({ line, signal }: Talk, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return line.send(bytes, { lane: 'data', confirm: true, signal });
  }
}

/** Whether a reply is an answer in the newer protocol. */
function isNewer(reply: PaperangReply): boolean {
  return reply.kind === 'newer' && isNewerResponse(reply.payload);
}

/** What the first answer of a printer shows. */
interface Meeting {
  readonly key: number;
  readonly version: string | undefined;
}

/** `bytes` again and again, until there are at least `length` and one whole more. */
function repeated(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const times = Math.ceil(length / bytes.length) + 1;
  const all = new Uint8Array(times * bytes.length);
  for (let i = 0; i < times; i++) all.set(bytes, i * bytes.length);
  return all;
}
