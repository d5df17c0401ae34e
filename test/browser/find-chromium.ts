import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where Chrome and Chromium lie when they are not on the PATH, by `process.platform`. */
function usualPlaces(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') {
    return ['', env.HOME ?? ''].flatMap((home) => [
      `${home}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${home}/Applications/Chromium.app/Contents/MacOS/Chromium`,
    ]);
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    return roots.flatMap((root) => [
      join(root, 'Google/Chrome/Application/chrome.exe'),
      join(root, 'Chromium/Application/chrome.exe'),
    ]);
  }
  return ['/opt/google/chrome/chrome', '/snap/bin/chromium'];
}

/**
 * The Chrome or Chromium to test with: the one that the environment variable CHROMIUM names, else the first on the PATH,
 * else the first in the usual places; undefined where there is none.
 */
export function findChromium(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  if (env.CHROMIUM !== undefined && env.CHROMIUM !== '') return exists(env.CHROMIUM) ? env.CHROMIUM : undefined;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = platform === 'win32' ? [] : folders.flatMap((folder) => COMMANDS.map((name) => join(folder, name)));
  return [...onPath, ...usualPlaces(platform, env)].find((path) => exists(path));
}

/** One line for whoever has no browser to test with. */
export const HOW_TO_GET_CHROMIUM =
  'No Chrome or Chromium found. Install one (Debian, Ubuntu: apt install chromium; macOS: brew install --cask google-chrome; ' +
  'Windows: winget install Google.Chrome), or set CHROMIUM to its path.';
