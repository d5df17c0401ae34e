/** More commands than any server has in flight at a time. */
const REMEMBERED = 512;

/**
 * The commands that one socket has brought and that were stored. The server never retransmits, but counts ids from the
 * start again after a restart: on one socket the same id with the same payload is the same command, with another
 * payload it is a new one; on another socket nothing is a repetition.
 */
export class CommandMemory {
  readonly #stored = new Set<string>();

  /** Whether the command of this name was stored before; see {@link nameCommand}. */
  knows(command: string): boolean {
    return this.#stored.has(command);
  }

  /** Remembers a command once it is stored; the oldest is forgotten when there are too many. */
  remember(command: string): void {
    this.#stored.add(command);
    if (this.#stored.size <= REMEMBERED) return;
    const oldest = this.#stored.values().next().value;
    if (oldest !== undefined) this.#stored.delete(oldest);
  }
}

/** What tells a command from all others on its socket. A payload can have millions of characters; this has not. */
export async function nameCommand(deviceAddress: string, commandId: number, payload: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(payload));
  return `${deviceAddress} ${commandId} ${String.fromCharCode(...new Uint8Array(bytes))}`;
}
