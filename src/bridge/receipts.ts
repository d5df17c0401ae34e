/** More requests than these, one behind the other without an answer, were met with silence: their answers never come. */
const MOST_SILENT = 8;
/** More than these about one Little Printer are never said in the half minute in which an answer would have come. */
const MOST_WATCHED = 100;

/**
 * A key request; or, in the place where it was said, what is to be done once the server has certainly taken something, or
 * if the socket ends before that.
 */
type Said = 'request' | { readonly taken: () => void } | { readonly doubted: () => void };

/**
 * Proof that the server has taken what is never answered. A socket that is dead, but does not know it yet, swallows
 * megabytes without a word; but the server works through a socket in order, so the answer to a key request proves
 * everything that was said before that request.
 */
export class Receipts {
  /** What was said about each Little Printer since its last answer, in order. */
  readonly #said = new Map<string, Said[]>();

  /** Something was said that `taken` waits for. */
  expect(deviceAddress: string, taken: () => void): void {
    this.#of(deviceAddress).push({ taken });
  }

  /**
   * Something was said that counts as taken all the while, and is not waited for; should the socket end without a proof of
   * it, `doubted` is called. Of too many the oldest are left to count as taken.
   */
  watch(deviceAddress: string, doubted: () => void): void {
    const said = this.#of(deviceAddress);
    said.push({ doubted });
    if (said.filter(isWatched).length > MOST_WATCHED) said.splice(said.findIndex(isWatched), 1);
  }

  /** Whether something waits for its proof. */
  isWaiting(deviceAddress: string): boolean {
    return this.#of(deviceAddress).some((said) => said !== 'request' && !isWatched(said));
  }

  /** A key was asked for. */
  requested(deviceAddress: string): void {
    const said = this.#of(deviceAddress);
    said.push('request');
    const first = said.findLastIndex((one) => one !== 'request') + 1;
    said.splice(first, Math.max(0, said.length - first - MOST_SILENT));
  }

  /** A key came: the oldest request is answered. */
  answered(deviceAddress: string): void {
    const said = this.#of(deviceAddress);
    const oldest = said.indexOf('request');
    for (const one of said.splice(0, oldest + 1)) if (one !== 'request' && !isWatched(one)) one.taken();
  }

  /**
   * There will be no proof: what was waited for has to do. What is watched is neither proven nor lost by that. It stays as it
   * is: a server that has been silent about the key may only be slow, and its answer is a proof still; and if the socket
   * ends without one, nobody knows. The requests stay with it, so that a late answer is not taken for one to a later request.
   */
  giveUp(deviceAddress: string): void {
    const said = this.#of(deviceAddress);
    const all = said.splice(0);
    if (all.some(isWatched)) said.push(...all.filter((one) => one === 'request' || isWatched(one)));
    for (const one of all) if (one !== 'request' && !isWatched(one)) one.taken();
  }

  /** The socket has ended: what is watched may be lost, and what was waited for never gets its proof. */
  end(): void {
    for (const said of this.#said.values()) {
      for (const one of said.splice(0)) if (isWatched(one)) one.doubted();
    }
  }

  #of(deviceAddress: string): Said[] {
    let said = this.#said.get(deviceAddress);
    if (said === undefined) {
      said = [];
      this.#said.set(deviceAddress, said);
    }
    return said;
  }
}

function isWatched(said: Said): said is Extract<Said, { doubted: unknown }> {
  return said !== 'request' && 'doubted' in said;
}
