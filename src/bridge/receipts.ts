/** More requests than these, one behind the other without an answer, were met with silence: their answers never come. */
const MOST_SILENT = 8;

/** A key request, or what is to be done once the server has taken what was said in its place. */
type Said = 'request' | (() => void);

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
    this.#of(deviceAddress).push(taken);
  }

  /** Whether something waits for its proof. */
  isWaiting(deviceAddress: string): boolean {
    return this.#of(deviceAddress).some((said) => said !== 'request');
  }

  /** A key was asked for. */
  requested(deviceAddress: string): void {
    const said = this.#of(deviceAddress);
    said.push('request');
    const silent = said.findIndex((one) => one !== 'request');
    if ((silent < 0 ? said.length : silent) > MOST_SILENT) said.shift();
  }

  /** A key came: the oldest request is answered. */
  answered(deviceAddress: string): void {
    const said = this.#of(deviceAddress);
    const oldest = said.indexOf('request');
    for (const one of said.splice(0, oldest + 1)) if (one !== 'request') one();
  }

  /** There will be no proof: what was said has to do. */
  giveUp(deviceAddress: string): void {
    const said = this.#of(deviceAddress);
    for (const one of said.splice(0)) if (one !== 'request') one();
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
