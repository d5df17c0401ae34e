import { systemClock } from '../../clock.ts';
import { PapertabError, toPapertabError } from '../../errors.ts';
import type { LanguageName } from '../../printers/catalog.ts';
import type { PrinterSettings } from '../../printers/settings.ts';
import { openSerial, type SerialPortLike } from '../../printers/transports/serial.ts';

/** The user stands beside the printer and watches. */
const PATIENCE_MS = 10_000;
/** Some printers begin anew when their port is opened, and hear nothing for half a second. */
const BOOT_SECONDS = 0.5;
const BITS_A_BYTE = 10;

/** ESC @ (reset), ESC J 80 (feed 80 dots): a centimetre on most heads. */
const ESCPOS_FEED = [0x1b, 0x40, 0x1b, 0x4a, 80];
/** A feed frame of 280 units, about half a centimetre, in the key that every Paperang begins with. */
const PAPERANG_FEED = [0x02, 0x1a, 0x00, 0x02, 0x00, 0x18, 0x01, 0x6e, 0xfd, 0x3f, 0xb8, 0x03];

/**
 * Feeds a centimetre of paper out of the printer at a port, to show which one it is, and closes the port again.
 *
 * @throws PapertabError `printer-in-use`, `printer-away`, `printer-lost`; `printer-stalled` when it takes nothing
 */
export async function feedPort(
  port: SerialPortLike,
  language: LanguageName,
  { baudRate, flowControl }: Pick<PrinterSettings, 'baudRate' | 'flowControl'>,
): Promise<void> {
  // Somebody waits before the page, so it is in view: its timers can be relied on.
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const xonXoff = language === 'escpos';
    const transport = await openSerial(port, { baudRate, flowControl, xonXoff, clock: systemClock, signal });
    const onTimeout = (): void => transport.drop();
    signal.addEventListener('abort', onTimeout, { once: true });
    try {
      await transport.write(feedBytes(language, baudRate), { lane: 'data', confirm: false, signal });
    } finally {
      await transport.close();
      signal.removeEventListener('abort', onTimeout);
    }
  } catch (thrown) {
    if (signal.aborted) throw new PapertabError('printer-stalled', undefined, { cause: thrown });
    throw toPapertabError(thrown, 'printer-lost');
  }
}

function feedBytes(language: LanguageName, baudRate: number): Uint8Array<ArrayBuffer> {
  if (language === 'paperang') return Uint8Array.from([...PAPERANG_FEED, ...PAPERANG_FEED]);
  // Zeros, which such printers pass over, take as long on the line as one that begins anew.
  const boot = new Array<number>(Math.ceil((baudRate / BITS_A_BYTE) * BOOT_SECONDS)).fill(0);
  return Uint8Array.from([...boot, ...ESCPOS_FEED]);
}
