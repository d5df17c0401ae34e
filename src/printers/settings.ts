/** What can be set for one paper printer. Each model uses those that its language has; see `SETTABLE` in the catalogue. */
export interface PrinterSettings {
  /** Dots across its head: a multiple of 8, 64 to 1,248. */
  readonly headWidth: number;
  /** How dark it prints: 0 to 100. */
  readonly density: number;
  /** White rows to feed after a print, beyond what the language feeds to clear the tear bar: 0 to 800. */
  readonly extraFeed: number;
  readonly paper: 'continuous' | 'label';
  /** Whether the printer is asked never to switch itself off. */
  readonly keepAwake: boolean;
  /** Bits a second on a serial line. */
  readonly baudRate: number;
  /** Of a serial line. XON and XOFF are obeyed either way. */
  readonly flowControl: 'none' | 'hardware';
  readonly cut: 'none' | 'partial' | 'full';
  /** Short bands and a slow pace, for printers with a small memory. */
  readonly careful: boolean;
}

/** A setting's name. */
export type Setting = keyof PrinterSettings;

/** The baud rates that receipt printers are set to. */
export const BAUD_RATES = [4800, 9600, 19200, 38400, 57600, 115200] as const;

/** Widths of heads that are sold, in dots. */
export const HEAD_WIDTHS = [384, 400, 432, 504, 512, 576, 640, 832] as const;
