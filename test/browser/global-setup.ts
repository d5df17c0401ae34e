import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/source-files.ts';
import { requireChromium } from './find-chromium.ts';

/** Builds what the browser tests test, once, unless whoever runs them has just built it. */
export function setup(): void {
  requireChromium();
  if (process.env.PAPERTAB_BUILT === '1') return;
  execFileSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
    // Vitest sets it to "test", and a build made so is another one.
    env: { ...process.env, NODE_ENV: 'production' },
  });
}
