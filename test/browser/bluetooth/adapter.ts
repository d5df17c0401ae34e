import type { Page } from 'playwright-core';
import type { DevtoolsSession } from '../devtools.ts';

/**
 * The Bluetooth adapter of Chromium's own emulation, which answers all that a page does through Chromium's own Bluetooth
 * code. To be switched on before a page asks for anything.
 */
export class EmulatedAdapter {
  readonly session: DevtoolsSession;
  #on = false;

  /** @param session of the whole browser: pages do not have these commands */
  constructor(session: DevtoolsSession) {
    this.session = session;
  }

  /** Plugs an adapter in, or changes the one that is there. */
  async set(state: 'powered-on' | 'powered-off' | 'absent'): Promise<void> {
    if (this.#on) await this.session.send('BluetoothEmulation.setSimulatedCentralState', { state });
    else await this.session.send('BluetoothEmulation.enable', { state, leSupported: true });
    this.#on = true;
  }
}

/**
 * Chromium takes the emulated adapter away with the last document that used Bluetooth, so it does not outlive a reload.
 * A second tab that has looked at it once keeps it.
 */
export async function keepAdapter(page: Page): Promise<void> {
  const keeper = await page.context().newPage();
  const url = new URL('/keeper', page.url()).href;
  await keeper.route(url, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await keeper.goto(url);
  await keeper.evaluate(async () => {
    const { bluetooth } = navigator as unknown as { bluetooth: { getAvailability(): Promise<boolean> } };
    await bluetooth.getAvailability();
  });
  await page.bringToFront();
}
