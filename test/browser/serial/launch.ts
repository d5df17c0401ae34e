import type { BrowserContext, Page } from 'playwright-core';
import { type BrowserOptions, launchBrowser, type TestBrowser } from '../chromium.ts';
import { PRODUCT, type SerialSurroundings, VENDOR } from './adapter.ts';
import { RealAdapters, whyNotReal } from './real-adapters.ts';
import { StandInAdapters } from './stand-in-adapters.ts';

/**
 * What the person in front of the browser's list of serial ports does: takes one of those listed, or the first that was
 * not taken before on this page, or closes it.
 */
export type PortChoice = number | 'another' | 'close';

/** A browser with two adapters, which are not plugged in yet. */
export interface SerialBrowser extends Pick<SerialSurroundings, 'adapters' | 'real'> {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What is done with the next list of ports. */
  choice: PortChoice;
  close(): Promise<void>;
}

/**
 * Launches a browser in which serial printers can be plugged in: Chromium's own serial code on pseudo-terminals where that
 * can be done, else a stand-in for it, which is said. The browser's list of ports cannot be driven by either, so that alone
 * is always the test's.
 *
 * @param origin whose pages have been granted every port
 * @param options of the browser; `standIn` (or `SERIAL=stand-in` in the environment) asks for the stand-in
 */
export async function launchWithAdapters(
  origin: string,
  { standIn: wished = false, ...options }: BrowserOptions & { readonly standIn?: boolean } = {},
): Promise<SerialBrowser> {
  const reason = wished || process.env.SERIAL === 'stand-in' ? 'that was asked for' : whyNotReal();
  if (reason === undefined) {
    const real = await RealAdapters.start(origin);
    const browser = await launchBrowser({ ...options, executable: real.executable });
    if (await findsAdapter(browser, real, origin)) return withChooser(browser, real);
    await browser.close();
    await real.close();
  }
  if (!wished)
    console.log(`Serial ports are stood in for: ${reason ?? 'Chromium did not find one that was laid out for it'}.`);
  const standIn = await StandInAdapters.start();
  const browser = await launchBrowser(options);
  await standIn.install(browser.context);
  return withChooser(browser, standIn);
}

/** Whether a page of the origin sees an adapter that is plugged in. */
async function findsAdapter(browser: TestBrowser, { adapters }: RealAdapters, origin: string): Promise<boolean> {
  const url = `${origin}/find-adapter`;
  await adapters[0].plug();
  await browser.page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await browser.page.goto(url);
  const found = await browser.page.evaluate(async () => {
    const { serial } = navigator as unknown as { serial?: { getPorts(): Promise<unknown[]> } };
    return (await serial?.getPorts())?.length === 1;
  });
  await browser.page.unroute(url);
  await adapters[0].unplug();
  return found;
}

async function withChooser(browser: TestBrowser, surroundings: SerialSurroundings): Promise<SerialBrowser> {
  const { context, page } = browser;
  const { adapters, real } = surroundings;
  const bench: SerialBrowser = {
    context,
    page,
    adapters,
    real,
    choice: 0,
    close: async () => {
      await browser.close();
      await surroundings.close();
    },
  };
  await context.exposeFunction('choosePort', () => bench.choice);
  await context.addInitScript(installChooser, { vendor: VENDOR, product: PRODUCT });
  return bench;
}

/** Runs in the page: the browser's list of ports, with somebody who takes one at once. */
function installChooser(usb: { vendor: number; product: number }): void {
  interface Filter {
    readonly usbVendorId?: number;
    readonly usbProductId?: number;
  }
  const { choosePort } = globalThis as unknown as { choosePort(): Promise<PortChoice> };
  const own = (navigator as unknown as { serial?: { getPorts(): Promise<unknown[]>; requestPort: unknown } }).serial;
  if (own === undefined) return;
  const taken = new Set<unknown>();
  own.requestPort = async (options: { filters?: readonly Filter[] } = {}): Promise<unknown> => {
    if (!navigator.userActivation.isActive) throw new DOMException('Must be handling a user gesture.', 'SecurityError');
    const fits = ({ usbVendorId = usb.vendor, usbProductId = usb.product }: Filter): boolean =>
      usbVendorId === usb.vendor && usbProductId === usb.product;
    const { filters = [] } = options;
    const choice = await choosePort();
    const ports = filters.length === 0 || filters.some(fits) ? await own.getPorts() : [];
    const port =
      choice === 'close' ? undefined : choice === 'another' ? ports.find((one) => !taken.has(one)) : ports[choice];
    if (port === undefined) throw new DOMException('No port selected by the user.', 'NotFoundError');
    taken.add(port);
    return port;
  };
}
