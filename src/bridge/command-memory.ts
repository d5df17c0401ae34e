/** More commands than any server has in flight at a time. */
const REMEMBERED = 512;

/**
 * The commands that one socket has brought and that were stored. The server never retransmits, but counts ids from the
 * start again after a restart: on one socket the same id with the same payload is the same command, with another
 * payload it is a new one; on another socket nothing is a repetition.
 */
export class CommandMemory {
  readonly #stored = new Set<string>();

  /** Whether this very command was stored before. */
  async knows(deviceAddress: string, commandId: number, payload: string): Promise<boolean> {
    return this.#stored.has(await identify(deviceAddress, commandId, payload));
  }

  /** Remembers a command once it is stored; the oldest is forgotten when there are too many. */
  async remember(deviceAddress: string, commandId: number, payload: string): Promise<void> {
    this.#stored.add(await identify(deviceAddress, commandId, payload));
    if (this.#stored.size <= REMEMBERED) return;
    const oldest = this.#stored.values().next().value;
    if (oldest !== undefined) this.#stored.delete(oldest);
  }
}

/** A payload can have millions of characters; what identifies it need not. */
async function identify(deviceAddress: string, commandId: number, payload: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(payload));
  return `${deviceAddress} ${commandId} ${String.fromCharCode(...new Uint8Array(bytes))}`;
}
