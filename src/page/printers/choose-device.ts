import { PapertabError, toPapertabError } from '../../errors.ts';
import { bluetoothNamePrefixes, OPTIONAL_SERVICES } from '../../printers/gatt-profiles.ts';
import type { BluetoothLike, SerialLike } from './connector-world.ts';
import { isAvailable } from './support.ts';

/**
 * Shows the browser's list of Bluetooth devices. From a click.
 *
 * @param which those of known names, with one of this very name besides; or all
 * @throws PapertabError `chooser-cancelled`, `bluetooth-off`, `device-api-missing`, `device-api-blocked`
 */
export async function chooseDevice(
  bluetooth: BluetoothLike | undefined,
  which: { readonly known: true; readonly name?: string } | { readonly known: false },
): Promise<BluetoothDevice> {
  if (bluetooth === undefined) throw new PapertabError('device-api-missing', 'Bluetooth');
  const optionalServices = [...OPTIONAL_SERVICES];
  try {
    // Nothing may be awaited before this, or the click counts no more.
    return await bluetooth.requestDevice(
      which.known
        ? {
            filters: [
              ...bluetoothNamePrefixes().map((namePrefix) => ({ namePrefix })),
              ...(which.name ? [{ name: which.name }] : []),
            ],
            optionalServices,
          }
        : { acceptAllDevices: true, optionalServices },
    );
  } catch (thrown) {
    const error = whyNothingChosen(thrown);
    // An adapter that is off and an empty list that was closed are told alike by some browsers.
    if (error.code === 'chooser-cancelled' && !(await isAvailable(bluetooth))) {
      throw new PapertabError('bluetooth-off', error.detail, { cause: thrown });
    }
    throw error;
  }
}

/**
 * Shows the browser's list of serial ports; paired Bluetooth printers are in it too. From a click.
 *
 * @throws PapertabError `chooser-cancelled`, `device-api-missing`, `device-api-blocked`
 */
export async function choosePort(serial: SerialLike | undefined): Promise<SerialPort> {
  if (serial === undefined) throw new PapertabError('device-api-missing', 'Serial');
  try {
    return await serial.requestPort();
  } catch (thrown) {
    throw whyNothingChosen(thrown);
  }
}

/** One error's name stands for much: only its message tells closed by the user, switched off and forbidden apart. */
function whyNothingChosen(thrown: unknown): PapertabError {
  if (!(thrown instanceof Error) || thrown instanceof TypeError) return toPapertabError(thrown);
  if (thrown.name !== 'NotFoundError') return toPapertabError(thrown, 'device-api-blocked');
  if (/not available/i.test(thrown.message)) return toPapertabError(thrown, 'bluetooth-off');
  if (/disabled|denied|permission/i.test(thrown.message)) return toPapertabError(thrown, 'device-api-blocked');
  return toPapertabError(thrown, 'chooser-cancelled');
}
