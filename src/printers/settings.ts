import { PapertabError } from '../errors.ts';

/** What can be set for one paper printer. Each model uses those that its language has; see `SETTABLE` in the catalogue. */
export interface PrinterSettings {
  /** Dots across its head: a multiple of 8, 64 to 1,248. */
  readonly headWidth: number;
  /** How dark it prints: 0 to 100. */
  readonly density: number;
  /** White rows to feed after a print, beyond what the language feeds to clear the tear bar: 0 to 800. */
  readonly extraFeed: number;
  /** White rows between a message and the face below it: 0 to 400. */
  readonly faceGap: number;
  readonly paper: 'continuous' | 'label';
  /** Whether the printer is asked never to switch itself off. */
  readonly keepAwake: boolean;
  /** Bits a second on a serial line. */
  readonly baudRate: number;
  /** Of a serial line. ESC/POS printers hold back by XON and XOFF as well, whatever is set here. */
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

const CHECKS: { readonly [S in Setting]: (value: PrinterSettings[S]) => boolean } = {
  headWidth: (dots) => isWithin(dots, 64, 1_248) && dots % 8 === 0,
  density: (percent) => isWithin(percent, 0, 100),
  extraFeed: (rows) => isWithin(rows, 0, 800),
  faceGap: (rows) => isWithin(rows, 0, 400),
  paper: (paper) => paper === 'continuous' || paper === 'label',
  keepAwake: (wish) => typeof wish === 'boolean',
  baudRate: (rate) => isWithin(rate, 300, 4_000_000),
  flowControl: (kind) => kind === 'none' || kind === 'hardware',
  cut: (cut) => cut === 'none' || cut === 'partial' || cut === 'full',
  careful: (wish) => typeof wish === 'boolean',
};

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/**
 * The settings in `wanted` that are known and in range.
 *
 * @throws PapertabError `printer-setting` with the name of the first that is not, unless `lenient`: then it is left out
 */
export function checkSettings(
  wanted: Readonly<Record<string, unknown>>,
  { lenient }: { readonly lenient: boolean },
): Partial<PrinterSettings> {
  const good: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const check = Object.hasOwn(CHECKS, name) ? (CHECKS[name as Setting] as (value: unknown) => boolean) : undefined;
    if (check?.(value)) good[name] = value;
    else if (!lenient) throw new PapertabError('printer-setting', name);
  }
  return good as Partial<PrinterSettings>;
}
