import type { BrowserContext, Page } from 'playwright-core';
import { type BrowserOptions, launchBrowser, type TestBrowser } from './chromium.ts';
import { openAndClaim } from './papertab-page.ts';
import { PreviewServer } from './preview-server.ts';
import { SiriusClient } from './sirius-client.ts';

/** What a desk needs of its browser, with whatever stands around that. */
type DeskBrowser = Pick<TestBrowser, 'context' | 'page' | 'close'>;

interface Proxy {
  close(): Promise<void>;
}

/**
 * What most tests sit down at: a server of its own, a browser whose page is to be a Little Printer there, and a sender far
 * away. Desks with more on them are made of it.
 */
export class Desk<Browser extends DeskBrowser = DeskBrowser> {
  readonly server: PreviewServer;
  readonly browser: Browser;
  readonly client: SiriusClient;
  /** The device key that is sent to, once the printer is claimed. */
  key = '';
  readonly #proxies: Proxy[] = [];

  protected constructor(server: PreviewServer, browser: Browser) {
    this.server = server;
    this.browser = browser;
    this.client = new SiriusClient(server.origin);
  }

  /** Starts server and browser. The page is still to be opened. */
  static async open(options: BrowserOptions = {}): Promise<Desk> {
    return new Desk(...(await Desk.start(() => launchBrowser(options))));
  }

  /** Starts a server, and the browser that is used with it; where there is none, no server stays behind. */
  protected static async start<B>(launch: (origin: string) => Promise<B>): Promise<[PreviewServer, B]> {
    const server = await PreviewServer.start();
    try {
      return [server, await launch(server.origin)];
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  get context(): BrowserContext {
    return this.browser.context;
  }

  get page(): Page {
    return this.browser.page;
  }

  /** Opens the page, claims its printer from outside, and waits until the server has it online. */
  async claim(url = this.server.url): Promise<void> {
    this.key = await openAndClaim(this.page, url, this.client);
  }

  /** Starts what stands before the server; it ends with the desk. What goes through it is for the test to say. */
  async putBefore<P extends Proxy>(start: (origin: string) => Promise<P>): Promise<P> {
    const proxy = await start(this.server.origin);
    this.#proxies.push(proxy);
    return proxy;
  }

  /** Ends all of it: the browser, what stands before the server, the server. */
  async close(): Promise<void> {
    await this.browser.close();
    for (const proxy of this.#proxies) await proxy.close();
    await this.server.close();
  }
}
