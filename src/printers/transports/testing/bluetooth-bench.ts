import type { Lane } from '../../transport.ts';
import { type BluetoothTransport, openBluetooth } from '../bluetooth.ts';
import { FakeBluetoothDevice, type FakeServicePlan } from './fake-bluetooth.ts';

export const short = (hex: string): string => `0000${hex}-0000-1000-8000-00805f9b34fb`;
export const FF01 = short('ff01');
export const FF02 = short('ff02');
export const FF03 = short('ff03');
export const S8841 = '49535343-8841-43f4-a8d4-ecbe34729bb3';
export const S6DAA = '49535343-6daa-4d02-abf6-19569aca69fe';
export const S1E4D = '49535343-1e4d-4bd9-ba61-23c647249616';
export const WITHOUT = { writeWithoutResponse: true };
export const WITH = { write: true };
export const BOTH = { write: true, writeWithoutResponse: true };
export const NOTIFY = { notify: true };

/** The service with credits, of which FF02 is written to. */
export function ff00(write: Partial<BluetoothCharacteristicProperties> = WITHOUT): FakeServicePlan {
  return {
    uuid: short('ff00'),
    characteristics: [
      { uuid: FF01, properties: NOTIFY },
      { uuid: FF02, properties: write },
      { uuid: FF03, properties: NOTIFY },
    ],
  };
}

/** The service of a serial line through the air: what can be done with 8841 and with 6DAA. */
export function issc(
  first: Partial<BluetoothCharacteristicProperties>,
  second: Partial<BluetoothCharacteristicProperties> = {},
) {
  return {
    uuid: '49535343-fe7d-4ae5-8fa9-9fafd205e455',
    characteristics: [
      { uuid: S6DAA, properties: second },
      { uuid: S8841, properties: first },
      { uuid: S1E4D, properties: NOTIFY },
    ],
  };
}

export const never = new AbortController().signal;
export const bytes = (length: number, first = 0): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (first + i) & 0xff);
/** How a write fails that the printer refuses. */
export const broken = (): DOMException =>
  new DOMException('GATT operation failed for unknown reason.', 'NotSupportedError');

/** Writes, and tells how it ended. */
export function write(
  transport: BluetoothTransport,
  what: Uint8Array<ArrayBuffer>,
  signal = never,
  lane: Lane = 'data',
) {
  let ended: unknown;
  const done = transport.write(what, { lane, confirm: false, signal });
  done.then(
    () => (ended = 'written'),
    (reason) => (ended = reason),
  );
  return { done, ended: () => ended };
}

/** A printer with these services, connected. */
export async function connect(...services: FakeServicePlan[]) {
  const device = new FakeBluetoothDevice(services);
  return { device, transport: await openBluetooth(device.real, never) };
}

export const sizes = (device: FakeBluetoothDevice): number[] => device.writes.map((one) => one.bytes.length);
