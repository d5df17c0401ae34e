import type { ConnectorSupport, Support } from './connector.ts';
import type { ConnectorWorld } from './connector-world.ts';

type Surroundings = Pick<ConnectorWorld, 'bluetooth' | 'serial' | 'isSecureContext' | 'userAgent' | 'isBrave'>;

/**
 * What this browser can do for printers. Browsers show neither interface to a page that came over plain http: there, only
 * the browser's name says that it has them.
 */
export async function findSupport(world: Surroundings): Promise<ConnectorSupport> {
  const { bluetooth, serial, isSecureContext, userAgent, isBrave } = world;
  const isChromium = /\bChrom(e|ium)\//.test(userAgent);
  const without: Support = !isSecureContext && isChromium ? 'insecure' : 'missing';
  const found = {
    bluetooth: bluetooth === undefined ? without : (await isAvailable(bluetooth)) ? 'ready' : 'off',
    serial: serial === undefined ? without : 'ready',
  } as const;
  if (isBrave && (found.bluetooth === 'missing' || found.serial === 'missing')) return { ...found, hint: 'brave' };
  // Chromium on Linux hides Web Bluetooth behind a flag; on Android, which calls itself Linux too, it does not.
  const isLinux = /\bLinux\b/.test(userAgent) && !/\bAndroid\b/.test(userAgent);
  return isLinux && isChromium && found.bluetooth === 'missing' ? { ...found, hint: 'linux' } : found;
}

/** Whether there is a Bluetooth adapter that is on, as far as the browser says; some do not say before they are asked. */
export async function isAvailable(bluetooth: Pick<Bluetooth, 'getAvailability'>): Promise<boolean> {
  try {
    return await bluetooth.getAvailability();
  } catch {
    return true;
  }
}
