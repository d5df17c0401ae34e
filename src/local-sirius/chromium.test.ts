import { expect, it } from 'vitest';
import { findChromium } from './chromium.ts';

const only =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path);

it('takes the browser that CHROMIUM names, or none when it is not there', () => {
  const environment = { CHROMIUM: '/opt/chrome' };
  expect(findChromium(environment, 'linux', only('/opt/chrome', '/usr/bin/chromium'))).toBe('/opt/chrome');
  expect(findChromium(environment, 'linux', only('/usr/bin/chromium'))).toBeUndefined();
});

it('looks in the usual places', () => {
  expect(findChromium({}, 'linux', only('/usr/bin/google-chrome'))).toBe('/usr/bin/google-chrome');
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(findChromium({ CHROMIUM: '' }, 'darwin', only(mac))).toBe(mac);
  expect(findChromium({}, 'linux', () => false)).toBeUndefined();
});

it('looks in the folders that Windows names', () => {
  const found = findChromium({ PROGRAMFILES: 'C:\\Programs' }, 'win32', (path) => path.endsWith('chrome.exe'));
  expect(found).toContain('C:\\Programs');
});
