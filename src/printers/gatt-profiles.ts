import { CATALOG, type ModelId, modelOf } from './catalog.ts';
import type { Lane } from './transport.ts';

/** A way in that printers have over Bluetooth: which characteristics of which service carry what. */
export interface GattProfile {
  readonly name: string;
  readonly service: string;
  /** What to write to, by lane: the first that the device has and lets be written to. */
  readonly write: Readonly<Partial<Record<Lane, readonly string[]>>>;
  /** What notifies, by lane. Subscribed to in this order. */
  readonly notify: readonly { readonly lane: Lane; readonly characteristic: string }[];
  /**
   * Whether the notifications of the control lane deal in credits: `01 n` grants n more writes, `02 lo hi` says how many
   * bytes a write may have.
   */
  readonly credits: boolean;
}

/** A 16-bit number of the Bluetooth registry, written out. */
const short = (hex: string): string => `0000${hex}-0000-1000-8000-00805f9b34fb`;

/**
 * Of Paperang (its maker's own app writes to it) and kin, with flow control. The control lane comes first: the first
 * credits are granted right after it is subscribed to, and must not be missed.
 */
const FF00: GattProfile = {
  name: 'ff00',
  service: short('ff00'),
  write: { data: [short('ff02')] },
  notify: [
    { lane: 'control', characteristic: short('ff03') },
    { lane: 'data', characteristic: short('ff01') },
  ],
  credits: true,
};

/**
 * A serial line through the air, made by ISSC. Its maker says to write to 8841; some Paperang P1 are said to print by
 * way of 6DAA instead.
 */
const ISSC: GattProfile = {
  name: 'issc',
  service: '49535343-fe7d-4ae5-8fa9-9fafd205e455',
  write: { data: ['49535343-8841-43f4-a8d4-ecbe34729bb3', '49535343-6daa-4d02-abf6-19569aca69fe'] },
  notify: [{ lane: 'data', characteristic: '49535343-1e4d-4bd9-ba61-23c647249616' }],
  credits: false,
};

/**
 * The profiles, the one to be taken first in front. A device that has both gets FF00: only there does the printer say how
 * much it can take, and pictures sent without minding that come out blank or cut.
 */
export const GATT_PROFILES: readonly GattProfile[] = [FF00, ISSC];

/** Other services that cheap printers have: asked for so that what is found can be told when none of the profiles is. */
const OTHER_SERVICES = [
  short('18f0'),
  'e7810a71-73ae-499d-8c15-faa9aef0c3f2',
  short('ffe0'),
  short('fff0'),
  short('ae30'),
  short('fee7'),
];

/** What the browser is asked to allow: a service that is not named here stays invisible until the device is chosen anew. */
export const OPTIONAL_SERVICES: readonly string[] = [...GATT_PROFILES.map(({ service }) => service), ...OTHER_SERVICES];

/**
 * What the names of known Bluetooth printers begin with. Not filtered by service: FF00 is not always advertised. None is
 * the beginning of another.
 */
export function bluetoothNamePrefixes(): string[] {
  const models = (Object.keys(CATALOG) as ModelId[]).map(modelOf);
  const all = models.flatMap(({ transports, namePrefixes }) => (transports.includes('bluetooth') ? namePrefixes : []));
  return [...new Set(all)].filter((prefix) => !all.some((other) => other !== prefix && prefix.startsWith(other)));
}
