import { describe, expect, it } from 'vitest';
import { bluetoothNamePrefixes, GATT_PROFILES, OPTIONAL_SERVICES } from './gatt-profiles.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('what is known of Bluetooth printers', () => {
  it('is written as the browser writes it', () => {
    const uuids = GATT_PROFILES.flatMap(({ service, write, notify }) => [
      service,
      ...Object.values(write).flat(),
      ...notify.map(({ characteristic }) => characteristic),
    ]);
    expect([...uuids, ...OPTIONAL_SERVICES].filter((uuid) => !UUID.test(uuid))).toEqual([]);
  });

  it('asks for every service that is used', () => {
    expect(OPTIONAL_SERVICES).toEqual(expect.arrayContaining(GATT_PROFILES.map(({ service }) => service)));
    expect(new Set(OPTIONAL_SERVICES).size).toBe(OPTIONAL_SERVICES.length);
  });

  it('subscribes to what grants credits before anything else', () => {
    for (const { credits, notify } of GATT_PROFILES) if (credits) expect(notify[0]?.lane).toBe('control');
  });

  it('filters by names, each said once', () => {
    expect(bluetoothNamePrefixes()).toEqual(['Paperang', 'MiaoMiaoJi']);
  });
});
