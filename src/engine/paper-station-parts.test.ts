import { expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { PapertabError } from '../errors.ts';
import type { Driver } from '../printers/driver.ts';
import { screenDriver } from '../printers/drivers/screen.ts';
import { ScreenTransport } from '../printers/transports/screen.ts';
import { PaperStation } from './paper-station.ts';

it('a printer whose language cannot be loaded says so, and is connected once it can', async () => {
  const clock = new FakeClock();
  let load = async (): Promise<Driver> => {
    throw new PapertabError('part-missing', 'TypeError: Failed to fetch dynamically imported module');
  };
  const station = new PaperStation(
    { id: 'p', name: '', model: 'escpos-58', link: { transport: 'serial' }, settings: {}, createdAt: 0 },
    {
      clock,
      loadDriver: () => load(),
      open: async () => new ScreenTransport(clock, { bytesPerRow: 48, rowsPerSecond: 400 }),
      askPage: () => {},
      guard: (transport) => transport,
      log: () => {},
    },
    { changed: () => {}, learned: () => {}, brokeOff: () => {} },
    { brokenOff: undefined },
  );
  station.reach();
  await clock.advance(100);
  expect(station.away).toMatchObject({ code: 'part-missing' });
  load = async () => screenDriver;
  await clock.advance(5_000);
  expect(station.connected).toBeDefined();
  station.stop();
});
