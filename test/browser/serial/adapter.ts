/** USB ids that receipt printers and their adapters have. */
export const VENDOR = 0x0416;
export const PRODUCT = 0x5011;

/** A USB-to-serial adapter with a printer behind it; all are of the same make. */
export interface SerialAdapter {
  readonly plugged: boolean;
  /** Takes bytes that the page has sent and the printer's side of the line has been told to take. */
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Lets so many more bytes through to the printer; what is not let through waits on its way, and the page with it. */
  allow(bytes: number): void;
  /**
   * Whether it takes nothing from the page, not even what a system takes before a line does. To be begun only while the
   * page sends nothing.
   */
  hold(held: boolean): void;
  /** Sends bytes to the page. */
  send(bytes: Uint8Array): void;
  /** Plugs it in, as a new device: nothing is allowed through yet. */
  plug(): Promise<void>;
  /** Pulls it out; what is on its way is lost. */
  unplug(): Promise<void>;
}

/** What a browser needs to be launched with, to have a test's adapters. */
export interface SerialSurroundings {
  /** Whether it is Chromium's own serial code that runs, and not a stand-in for it. */
  readonly real: boolean;
  /** Two equal adapters, neither of them plugged in. */
  readonly adapters: readonly [SerialAdapter, SerialAdapter];
  close(): Promise<void>;
}
