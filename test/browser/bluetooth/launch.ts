import type { BrowserContext, Page } from 'playwright-core';
import { type BrowserOptions, launchBrowser } from '../chromium.ts';
import { type DevtoolsSessions, openDevtools } from '../devtools.ts';
import { EmulatedAdapter } from './adapter.ts';
import { Chooser } from './chooser.ts';
import { recordCharacteristics } from './notifications.ts';

/** A browser with an emulated Bluetooth adapter, and nothing in its reach yet. */
export interface BluetoothBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly sessions: DevtoolsSessions;
  readonly adapter: EmulatedAdapter;
  readonly chooser: Chooser;
  close(): Promise<void>;
}

/** Launches it. */
export async function launchWithBluetooth(options: BrowserOptions = {}): Promise<BluetoothBrowser> {
  const browser = await launchBrowser({ bluetooth: 'remembers', ...options });
  const { context, page } = browser;
  await context.addInitScript(recordCharacteristics);
  const sessions = await openDevtools(page);
  const adapter = new EmulatedAdapter(sessions.browser);
  await adapter.set('powered-on');
  const chooser = await Chooser.open(sessions.page);
  return { context, page, sessions, adapter, chooser, close: () => browser.close() };
}
