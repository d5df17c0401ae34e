/** A service of a Bluetooth device as it is shown to people. */
export interface GattService {
  readonly uuid: string;
  readonly characteristics: readonly {
    readonly uuid: string;
    /** What can be done with it, in the browser's own words: `notify`, `writeWithoutResponse` and so on. */
    readonly properties: readonly string[];
  }[];
}

const PROPERTIES = [
  'broadcast',
  'read',
  'writeWithoutResponse',
  'write',
  'notify',
  'indicate',
  'authenticatedSignedWrites',
  'reliableWrite',
  'writableAuxiliaries',
] as const satisfies readonly (keyof BluetoothCharacteristicProperties)[];

/** A service in words. */
export function describeService(
  { uuid }: BluetoothRemoteGATTService,
  characteristics: readonly BluetoothRemoteGATTCharacteristic[],
): GattService {
  return {
    uuid,
    characteristics: characteristics.map((one) => ({
      uuid: one.uuid,
      properties: PROPERTIES.filter((property) => one.properties[property]),
    })),
  };
}

/**
 * The characteristics of a service; none where the browser finds none.
 *
 * @throws whatever the browser says when the connection breaks
 */
export async function characteristicsOf(
  service: BluetoothRemoteGATTService,
): Promise<readonly BluetoothRemoteGATTCharacteristic[]> {
  try {
    return await service.getCharacteristics();
  } catch (thrown) {
    // So the browser says that there is none.
    if (thrown instanceof Error && thrown.name === 'NotFoundError') return [];
    throw thrown;
  }
}
