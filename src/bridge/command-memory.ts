/** More commands than any server has in flight at a time. */
const REMEMBERED = 512;

/**
 * The commands that one socket has brought and that were stored. The server never retransmits, but counts ids from the
 * start again after a restart: on one socket the same id with the same payload is the same command, with another
 * payload it is a new one; on another socket nothing is a repetition.
 */
export class CommandMemory {
  readonly #digests = new Map<string, string>();

  /** Whether this very command was stored before. */
  async knows(deviceAddress: string, commandId: number, payload: string): Promise<boolean> {
    const known = this.#digests.get(`${deviceAddress} ${commandId}`);
    return known !== undefined && known === (await digest(payload));
  }

  /** Remembers a command once it is stored; the oldest is forgotten when there are too many. */
  async remember(deviceAddress: string, commandId: number, payload: string): Promise<void> {
    const key = `${deviceAddress} ${commandId}`;
    const value = await digest(payload);
    this.#digests.delete(key);
    this.#digests.set(key, value);
    if (this.#digests.size <= REMEMBERED) return;
    const oldest = this.#digests.keys().next().value;
    if (oldest !== undefined) this.#digests.delete(oldest);
  }
}

/** A payload can have millions of characters; what identifies it need not. */
async function digest(payload: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(payload));
  return String.fromCharCode(...new Uint8Array(bytes));
}
