import { expect, it, vi } from 'vitest';
import { CATALOG } from '../printers/catalog.ts';
import { loadDriver, openSerialWith } from './printer-parts.ts';

it('says of a driver that cannot be loaded that a part is missing', async () => {
  vi.doMock('../printers/drivers/escpos.ts', () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  await expect(loadDriver(CATALOG['escpos-58'])).rejects.toMatchObject({ code: 'part-missing' });
  vi.doUnmock('../printers/drivers/escpos.ts');
});

it('opens serial ports once what that takes is there, though it was not at first', async () => {
  const link = { transport: 'serial' } as const;
  const open = openSerialWith(undefined, () => {});
  const wanted = [{ id: 'p', link, model: 'escpos-58' }, CATALOG['escpos-58'].defaults, true] as const;
  vi.doMock('./serial-ports.ts', () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  await expect(open(...wanted)).rejects.toMatchObject({ code: 'part-missing' });
  vi.doUnmock('./serial-ports.ts');
  await expect(open(...wanted)).rejects.toMatchObject({ code: 'device-api-missing' });
});
