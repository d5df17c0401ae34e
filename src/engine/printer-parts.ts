import { systemClock } from '../clock.ts';
import { partMissing } from '../errors.ts';
import type { PrinterModel } from '../printers/catalog.ts';
import type { Driver } from '../printers/driver.ts';
import { screenDriver } from '../printers/drivers/screen.ts';
import type { Transport } from '../printers/transport.ts';
import type { PipeLimits } from '../printers/transports/pipe-messages.ts';
import type { SerialPorts } from './serial-ports.ts';

/** What only some printers need, loaded when such a printer is connected. Rejects with `part-missing`. */
export async function loadDriver({ language }: PrinterModel): Promise<Driver> {
  switch (language) {
    case 'paperang':
      return (await import('../printers/drivers/paperang.ts').catch(partMissing)).createPaperangDriver();
    case 'escpos':
      return (await import('../printers/drivers/escpos.ts').catch(partMissing)).createEscposDriver();
    case 'screen':
      return screenDriver;
  }
}

/** The engine's end of a pipe that the page has opened to a printer. Rejects with `part-missing`. */
export async function openPipe(port: MessagePort, limits: PipeLimits): Promise<Transport> {
  const { PipeTransport } = await import('../printers/transports/pipe.ts').catch(partMissing);
  return new PipeTransport(port, limits, systemClock);
}

/**
 * Opens serial ports; nothing is listened for before the first is asked for.
 *
 * @param onPlugged told when a port is plugged in that may be opened
 */
export function openSerialWith(serial: Serial | undefined, onPlugged: () => void): SerialPorts['open'] {
  let loading: Promise<SerialPorts> | undefined;
  return async (...wanted) => {
    loading ??= import('./serial-ports.ts').then(
      ({ SerialPorts }) => new SerialPorts(serial, systemClock, onPlugged),
      (thrown) => {
        // What could not be loaded now may be there the next time it is asked for.
        loading = undefined;
        return partMissing(thrown);
      },
    );
    return (await loading).open(...wanted);
  };
}
