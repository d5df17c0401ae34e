/**
 * Commands of the Paperang protocol whose frames run from 02 to 03, as the headers of the maker's own kits name them. A
 * printer answers a command that gets something with a frame of the next number.
 */
export const COMMAND = {
  /** Whole rows, the most significant bit leftmost, 1 = black. Gets no acknowledgement. */
  printData: 0x00,
  getVersion: 0x04,
  getSerialNumber: 0x0a,
  getStatus: 0x0c,
  getBattery: 0x10,
  /** Four bytes: the key for all later frames, exclusive-or the standard key. Acknowledged under the new key. */
  setKey: 0x18,
  /** One byte, 0 to 100. */
  setDensity: 0x19,
  /** Two bytes; ends a job. */
  feed: 0x1a,
  /** One byte, 0. */
  testPage: 0x1b,
  /** Two bytes: seconds, 0 for never. */
  setPowerOffTime: 0x1e,
  getPowerOffTime: 0x1f,
  /** One byte: 0 continuous, 1 labels. Hangs a D1. */
  setPaperType: 0x2c,
  getModelName: 0x30,
  getPrintedLines: 0x34,
  getIdle: 0x36,
} as const;

/** The key of frames that a printer begins with. */
export const STANDARD_KEY = 0x35769521;
/** The key that open tools register, which is known to work. */
export const SESSION_KEY = 0x06b8ef59;
/** Some units begin with none: their frames carry the common CRC-32. */
export const NO_KEY = 0;

/** About 5 mm: the maker's own value for these printers, which clears the tear bar. Its unit is not known for sure. */
export const FEED_AFTER_JOB = 280;
