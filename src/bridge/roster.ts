import type { ClaimState } from './status.ts';

/** A Little Printer, as far as the bridge needs to know it. */
export interface BridgePrinter {
  readonly deviceAddress: string;
  /** Base64 of its 16 bytes. */
  readonly linkKey: string;
}

/** The Little Printers on a bridge: which of them the server is to see, and what is known of their claims on it. */
export class Roster {
  readonly #claimChanged: (deviceAddress: string, claim: ClaimState) => void;
  readonly #printers = new Map<string, BridgePrinter>();
  /** Those that the server is not to see, on the bridge or to come. */
  readonly #offline = new Set<string>();
  readonly #claims = new Map<string, ClaimState>();
  /** Printers whose silence means a dead socket: those that the present server has sent a key for. */
  readonly #answered = new Set<string>();

  /** @param claimChanged called whenever something else is known of a claim */
  constructor(claimChanged: (deviceAddress: string, claim: ClaimState) => void) {
    this.#claimChanged = claimChanged;
  }

  /** Puts a Little Printer on, online unless {@link setOnline} has said otherwise. */
  add(printer: BridgePrinter): void {
    this.#printers.set(printer.deviceAddress, printer);
  }

  /** Takes a Little Printer off, and forgets everything about it. */
  remove(deviceAddress: string): void {
    this.#printers.delete(deviceAddress);
    this.#offline.delete(deviceAddress);
    this.#claims.delete(deviceAddress);
    this.#answered.delete(deviceAddress);
  }

  /** Whether this Little Printer is on the bridge, online or not. */
  has(deviceAddress: string): boolean {
    return this.#printers.has(deviceAddress);
  }

  /**
   * Lets the server see a Little Printer, as it does unless told otherwise, or not.
   *
   * @returns whether that is another thing than before for one that is on the bridge
   */
  setOnline(deviceAddress: string, online: boolean): boolean {
    if (online !== this.#offline.has(deviceAddress)) return false;
    if (online) this.#offline.delete(deviceAddress);
    else this.#offline.add(deviceAddress);
    return this.has(deviceAddress);
  }

  /** Whether this Little Printer is on the bridge and the server is to see it. */
  isOnline(deviceAddress: string): boolean {
    return this.has(deviceAddress) && !this.#offline.has(deviceAddress);
  }

  /** Device addresses of those that the server is to see. */
  get online(): readonly string[] {
    return [...this.#printers.keys()].filter((deviceAddress) => this.isOnline(deviceAddress));
  }

  /** The others. */
  get offline(): readonly string[] {
    return [...this.#offline].filter((deviceAddress) => this.has(deviceAddress));
  }

  /** Those online whose key requests the present server answers for certain. */
  get claimed(): readonly string[] {
    return this.online.filter((deviceAddress) => this.#answered.has(deviceAddress));
  }

  /** What is known of a claim on the present server. */
  claimOf(deviceAddress: string): ClaimState {
    return this.#claims.get(deviceAddress) ?? 'unknown';
  }

  /** The server sent this key, base64, for one that is on the bridge. */
  keyCame(deviceAddress: string, linkKey: string): void {
    this.#answered.add(deviceAddress);
    const own = this.#printers.get(deviceAddress)?.linkKey;
    this.#setClaim(deviceAddress, linkKey === own ? 'claimed' : 'key-mismatch');
  }

  /** The server stays silent about one. */
  keyMissing(deviceAddress: string): void {
    this.#answered.delete(deviceAddress);
    this.#setClaim(deviceAddress, 'unclaimed');
  }

  /** The server stays silent about all that it has sent keys for and is asked about; of those offline nothing is known. */
  keysMissing(): void {
    for (const deviceAddress of this.claimed) this.keyMissing(deviceAddress);
  }

  /** The server is another one, of which nothing is known. */
  forgetClaims(): void {
    this.#answered.clear();
    for (const deviceAddress of this.#printers.keys()) this.#setClaim(deviceAddress, 'unknown');
  }

  #setClaim(deviceAddress: string, claim: ClaimState): void {
    if (!this.has(deviceAddress) || this.claimOf(deviceAddress) === claim) return;
    this.#claims.set(deviceAddress, claim);
    this.#claimChanged(deviceAddress, claim);
  }
}
