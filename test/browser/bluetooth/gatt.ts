/** What a characteristic lets a browser do. */
export interface GattProperties {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly writeWithoutResponse?: boolean;
  readonly notify?: boolean;
}

/** The services that a peripheral has: by their UUIDs, each with its characteristics by theirs. */
export type GattTable = Readonly<Record<string, Readonly<Record<string, GattProperties>>>>;

/** A UUID in full from the 16 bits that stand for it. */
export function shortUuid(bits: number): string {
  return `0000${bits.toString(16).padStart(4, '0')}-0000-1000-8000-00805f9b34fb`;
}

/** The descriptor with which a browser subscribes to notifications. */
export const SUBSCRIPTION_DESCRIPTOR = shortUuid(0x2902);
