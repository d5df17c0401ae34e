import { findChromium } from '../../src/local-sirius/chromium.ts';

/** One line for whoever has no browser to test with. */
const HOW_TO_GET_CHROMIUM =
  'No Chrome or Chromium found. Install one (Debian, Ubuntu: apt install chromium; macOS: brew install --cask ' +
  'google-chrome; Windows: winget install Google.Chrome), or set CHROMIUM to its path.';

/**
 * The path of the Chrome or Chromium to test with: the same that local-sirius draws with.
 *
 * @throws Error that says in one line how to get one
 */
export function requireChromium(): string {
  const found = findChromium();
  if (found === undefined) throw new Error(HOW_TO_GET_CHROMIUM);
  return found;
}
