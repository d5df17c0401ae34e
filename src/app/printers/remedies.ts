import type { PaperPrinterView } from '../../engine/api.ts';
import type { ErrorCode } from '../../errors.ts';
import type { Setting } from '../../printers/settings.ts';
import { isAway } from '../status.ts';

/** What can be wrong with a test page. */
export const TEST_OUTCOMES = ['nothing', 'blank', 'pale', 'streaks', 'slanted', 'garbage', 'part'] as const;
export type TestOutcome = (typeof TEST_OUTCOMES)[number];

/** The settings that are worth trying, in that order; those that the printer does not have are left out by whoever asks. */
export const SETTINGS_TO_TRY: Readonly<Record<TestOutcome, readonly Setting[]>> = {
  nothing: ['baudRate', 'flowControl'],
  blank: ['density'],
  pale: ['density'],
  streaks: ['careful'],
  slanted: ['headWidth'],
  garbage: ['baudRate', 'careful'],
  part: ['careful'],
};

/** Why a paper printer will not print, whatever is done about it. */
const HOPELESS: readonly ErrorCode[] = ['printer-language', 'printer-unsupported'];

/** Whether a paper printer answers, but can never be printed on as things are: all that is left is to do without it. */
export function neverPrints(printer: PaperPrinterView): boolean {
  return isAway(printer) && printer.needs !== undefined && HOPELESS.includes(printer.needs.code);
}

/** What a person can do on this page about a paper printer that does not print. */
export type Remedy =
  /** Try now: to connect, or to print what was cut short too often. */
  | 'retry'
  /** Let the browser ask once more. */
  | 'tap'
  /** Say which of several equal adapters it is. */
  | 'which'
  /** Begin the page anew: a part of it is missing. */
  | 'reload'
  /** What is to be done is done at the printer. */
  | 'none';

/** The first thing to offer for a paper printer that does not print. */
export function remedyFor(printer: PaperPrinterView): Remedy {
  if (printer.needs?.code === 'part-missing') return 'reload';
  if (!isAway(printer)) return printer.needs?.code === 'printer-unsteady' ? 'retry' : 'none';
  switch (printer.needs?.code) {
    case 'printer-tap':
      return 'tap';
    case 'printer-which':
      return 'which';
    case 'printer-language':
    case 'device-api-missing':
      return 'none';
    default:
      return 'retry';
  }
}
