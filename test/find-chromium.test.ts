import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChromium } from './browser/find-chromium.ts';

const having = (...paths: string[]) => paths.includes.bind(paths);

describe('findChromium', () => {
  it('takes the one that CHROMIUM names, and no other', () => {
    const env = { CHROMIUM: '/opt/mine/chrome', PATH: '/usr/bin' };
    expect(findChromium(env, 'linux', having('/opt/mine/chrome', '/usr/bin/chromium'))).toBe('/opt/mine/chrome');
    expect(findChromium(env, 'linux', having('/usr/bin/chromium'))).toBeUndefined();
  });

  it('looks on the PATH before the usual places', () => {
    const snap = '/snap/bin/chromium';
    expect(findChromium({ PATH: '/usr/bin' }, 'linux', having(snap, '/usr/bin/google-chrome'))).toBe(
      '/usr/bin/google-chrome',
    );
    expect(findChromium({ PATH: '/usr/bin' }, 'linux', having(snap))).toBe(snap);
  });

  it('knows where macOS and Windows keep it', () => {
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findChromium({}, 'darwin', having(mac))).toBe(mac);
    const windows = join('C:\\Programs', 'Google/Chrome/Application/chrome.exe');
    expect(findChromium({ PROGRAMFILES: 'C:\\Programs' }, 'win32', having(windows))).toBe(windows);
  });

  it('says so when there is none', () => {
    expect(findChromium({ PATH: '/usr/bin' }, 'linux', having())).toBeUndefined();
  });
});
