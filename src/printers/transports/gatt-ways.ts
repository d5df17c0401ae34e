import { PapertabError } from '../../errors.ts';
import { GATT_PROFILES, type GattProfile } from '../gatt-profiles.ts';
import type { Lane } from '../transport.ts';

/** The ways in and out that were found on a connected device. Dead with the connection that they were found over. */
export interface GattWays {
  readonly profile: GattProfile;
  readonly write: ReadonlyMap<Lane, BluetoothRemoteGATTCharacteristic>;
  /** In the order in which to subscribe. */
  readonly notify: readonly { readonly lane: Lane; readonly characteristic: BluetoothRemoteGATTCharacteristic }[];
  /** All that the device shows, each with its characteristics where they were asked for. */
  readonly services: ReadonlyMap<BluetoothRemoteGATTService, readonly BluetoothRemoteGATTCharacteristic[] | undefined>;
}

/**
 * Looks for the first profile of which the device has a data characteristic that can be written to. Asks one thing at a
 * time, and stops asking when given up.
 *
 * @throws PapertabError `printer-unsupported` with the services that the device shows
 * @throws whatever the browser says when the connection breaks, or the signal's reason
 */
export async function findGattWays(server: BluetoothRemoteGATTServer, signal: AbortSignal): Promise<GattWays> {
  const services = await primaryServices(server);
  const asked = new Map<BluetoothRemoteGATTService, readonly BluetoothRemoteGATTCharacteristic[] | undefined>(
    services.map((service) => [service, undefined]),
  );
  for (const profile of GATT_PROFILES) {
    signal.throwIfAborted();
    const service = services.find(({ uuid }) => uuid === profile.service);
    if (!service) continue;
    const characteristics = await service.getCharacteristics();
    asked.set(service, characteristics);
    const ways = waysOf(profile, characteristics);
    if (ways) return { ...ways, services: asked };
  }
  signal.throwIfAborted();
  throw new PapertabError('printer-unsupported', services.map(({ uuid }) => uuid).join(' '));
}

async function primaryServices(server: BluetoothRemoteGATTServer): Promise<BluetoothRemoteGATTService[]> {
  try {
    return await server.getPrimaryServices();
  } catch (thrown) {
    // So the browser says that there is none of those that it was asked to allow.
    if (thrown instanceof Error && thrown.name === 'NotFoundError') return [];
    throw thrown;
  }
}

function waysOf(
  profile: GattProfile,
  all: readonly BluetoothRemoteGATTCharacteristic[],
): Omit<GattWays, 'services'> | undefined {
  const write = new Map<Lane, BluetoothRemoteGATTCharacteristic>();
  for (const lane of ['data', 'control'] as const) {
    // The order is the profile's, not the device's.
    const usable = (profile.write[lane] ?? [])
      .map((wanted) => all.find(({ uuid }) => uuid === wanted))
      .find((found) => found?.properties.write || found?.properties.writeWithoutResponse);
    if (usable) write.set(lane, usable);
  }
  if (!write.has('data')) return undefined;
  const notify = profile.notify.flatMap(({ lane, characteristic: wanted }) => {
    const characteristic = all.find(
      ({ uuid, properties }) => uuid === wanted && (properties.notify || properties.indicate),
    );
    return characteristic ? [{ lane, characteristic }] : [];
  });
  return { profile, write, notify };
}
