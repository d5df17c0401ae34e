import { type Clock, every } from '../clock.ts';

/** How often a worker is asked whether it is there. */
const PING_MS = 10_000;
/** A tick that is so much off says that the page itself ran but seldom: its silence does not count. */
const OFF_MS = 3_000;
/** One that is as much off says that it did not run, or that the clock was set: the count begins anew. */
const STOOD_MS = 20_000;
/** So many questions in a row without an answer, and the worker hangs. */
const MOST_UNANSWERED = 3;

/**
 * Watches whether a worker answers. A page that is throttled, frozen or asleep cannot tell a worker that hangs from an
 * answer that it has not read yet: only ticks that come on time count.
 *
 * @param ping resolves when the worker answers; the first answer may take as long as loading does
 * @param onSilent called once, when the worker is not to be expected to answer any more
 * @returns ends the watch
 */
export function watchAnswers(ping: () => Promise<unknown>, clock: Clock, onSilent: () => void): () => void {
  let ended = false;
  let stop = (): void => {
    ended = true;
  };
  void ping().then(
    () => {
      if (!ended) stop = watch();
    },
    () => {},
  );
  return () => stop();

  function watch(): () => void {
    let unanswered = 0;
    let lastTick = clock.now();
    const ask = (): void => {
      unanswered++;
      void ping().then(
        () => {
          unanswered = 0;
        },
        () => {},
      );
    };
    const end = every(clock, PING_MS, () => {
      const off = Math.abs(clock.now() - lastTick - PING_MS);
      lastTick = clock.now();
      if (off > STOOD_MS) unanswered = 0;
      else if (off > OFF_MS) return;
      if (unanswered < MOST_UNANSWERED) {
        ask();
        return;
      }
      end();
      onSilent();
    });
    ask();
    return end;
  }
}
