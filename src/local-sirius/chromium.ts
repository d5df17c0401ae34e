import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LINUX = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** The Chromium of this computer: the one that `CHROMIUM` names, else the first in the usual places. */
export function findChromium(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const named = environment.CHROMIUM;
  if (named !== undefined && named !== '') return exists(named) ? named : undefined;
  return usualPlaces(environment, platform).find(exists);
}

function usualPlaces(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  switch (platform) {
    case 'darwin':
      return MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
    case 'win32':
      return [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => WINDOWS.map((program) => join(folder, program)));
    default:
      return ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) =>
        LINUX.map((program) => `${folder}/${program}`),
      );
  }
}
