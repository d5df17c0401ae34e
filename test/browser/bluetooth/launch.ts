import { type BrowserOptions, launchBrowser, type TestBrowser } from '../chromium.ts';
import { type DevtoolsSessions, openDevtools } from '../devtools.ts';
import { EmulatedAdapter } from './adapter.ts';
import { Chooser } from './chooser.ts';
import { recordCharacteristics } from './notifications.ts';

/** A browser with an emulated Bluetooth adapter, and nothing in its reach yet. */
export interface BluetoothBrowser extends TestBrowser {
  readonly sessions: DevtoolsSessions;
  readonly adapter: EmulatedAdapter;
  readonly chooser: Chooser;
}

/** Launches it. */
export async function launchWithBluetooth(options: BrowserOptions = {}): Promise<BluetoothBrowser> {
  const browser = await launchBrowser({ bluetooth: 'remembers', ...options });
  await browser.context.addInitScript(recordCharacteristics);
  const sessions = await openDevtools(browser.page);
  const adapter = new EmulatedAdapter(sessions.browser);
  await adapter.set('powered-on');
  const chooser = await Chooser.open(sessions.page);
  return { ...browser, sessions, adapter, chooser };
}
