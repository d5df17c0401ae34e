import type { PaperPrinterView } from '../../engine/api.ts';
import type { ErrorCode } from '../../errors.ts';
import { errorWords } from '../error-words.ts';
import { printerWords } from './words.ts';

/** What is the matter with a paper printer, by how it is connected: only a cable can be unplugged. */
export function explanationOf({ link }: PaperPrinterView, code: ErrorCode): string {
  if (code !== 'printer-away') return errorWords[code].explanation;
  // A paired Bluetooth printer is a serial port too, but without a cable.
  const isWired = link.transport === 'serial' && link.serviceClass === undefined;
  return isWired ? printerWords.state.awayByCable : printerWords.state.awayByAir;
}
