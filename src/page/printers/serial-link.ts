import type { PrinterLink } from '../../engine/api.ts';

export type SerialLink = Extract<PrinterLink, { transport: 'serial' }>;

/** What the browser tells of a port, as it is stored. */
export function linkOf(port: Pick<SerialPort, 'getInfo'>): SerialLink {
  const { usbVendorId: vendor, usbProductId: product, bluetoothServiceClassId } = port.getInfo();
  return {
    transport: 'serial',
    ...(vendor === undefined ? {} : { vendor }),
    ...(product === undefined ? {} : { product }),
    ...(bluetoothServiceClassId === undefined ? {} : { serviceClass: String(bluetoothServiceClassId) }),
  };
}

/** Whether the browser tells the same of both. */
export function isEqual(a: SerialLink, b: SerialLink): boolean {
  return a.vendor === b.vendor && a.product === b.product && a.serviceClass === b.serviceClass;
}
