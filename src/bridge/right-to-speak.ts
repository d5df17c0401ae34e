import type { Clock } from '../clock.ts';
import { PapertabError, toPapertabError } from '../errors.ts';

/** Nobody takes the place of an engine that has answered within this time; an older answer has to be had again. */
const GOOD_FOR_MS = 4_000;
/** So often it is asked when every answer takes longer than it is good for. */
const MOST_QUESTIONS = 3;
/** A question that is not answered by then never is: databases have been seen to lose one. */
const PATIENCE_MS = 30_000;

interface Speech {
  readonly words: () => void;
  readonly unsaid: (why: PapertabError) => void;
}

/**
 * Whether this bridge may say anything: while it was frozen or asleep, another engine may have taken its place, and a
 * word on the old socket would draw the messages back to it. So it is asked before every word, unless it was a moment
 * ago.
 */
export class RightToSpeak {
  readonly #clock: Clock;
  readonly #isOurs: () => Promise<boolean>;
  #grantedAt = Number.NEGATIVE_INFINITY;
  #waiting: Speech[] = [];
  #isAsking = false;
  #lost = false;

  constructor(clock: Clock, isOurs: () => Promise<boolean>) {
    this.#clock = clock;
    this.#isOurs = isOurs;
  }

  /** Whether words can go out now. */
  get isGranted(): boolean {
    const age = this.#clock.now() - this.#grantedAt;
    // Clocks are set back, too.
    return !this.#lost && age >= 0 && age < GOOD_FOR_MS;
  }

  /**
   * Speaks at once where that is granted, else in its turn once it is.
   *
   * @param unsaid called instead when the right is lost (`engine-superseded`), or nobody knows (`storage-failed`); that
   * is told after a minute and a half at the latest
   */
  speak(words: () => void, unsaid: (why: PapertabError) => void = () => {}): void {
    if (this.isGranted && !this.#isAsking) words();
    else if (this.#lost) unsaid(lostRight());
    else {
      this.#waiting.push({ words, unsaid });
      if (!this.#isAsking) void this.#ask();
    }
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    let why: PapertabError | undefined;
    try {
      // An answer that was frozen on its way here is an old one; but a disk may be that slow at all times.
      for (let asked = 0; asked < MOST_QUESTIONS && !this.#lost && (asked === 0 || !this.isGranted); asked++) {
        const at = this.#clock.now();
        this.#lost = !(await this.#answer());
        this.#grantedAt = at;
      }
      if (this.#lost) why = lostRight();
    } catch (thrown) {
      // Nobody knows: what was to be said is not, and the next word asks again.
      why = toPapertabError(thrown, 'storage-failed');
    }
    this.#isAsking = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { words, unsaid } of waiting) {
      if (why === undefined) words();
      else unsaid(why);
    }
  }

  /** Rejects when no answer comes: one that is lost must not silence the bridge for ever. */
  #answer(): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const giveUp = this.#clock.after(PATIENCE_MS, () => reject(new PapertabError('storage-failed', 'silent')));
      void this.#isOurs().then(resolve, reject).then(giveUp);
    });
  }
}

function lostRight(): PapertabError {
  return new PapertabError('engine-superseded');
}
