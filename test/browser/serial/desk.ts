import type { Locator, Page } from 'playwright-core';
import type { Bitmap } from '../../../src/imaging/bitmap.ts';
import type { Job } from '../../../src/jobs/job.ts';
import type { EscposPaper } from '../../paper/escpos-paper.ts';
import { readDeliveries } from '../paper.ts';
import { openAndClaim } from '../papertab-page.ts';
import { PreviewServer } from '../preview-server.ts';
import { PrinterOwner } from '../printer-owner.ts';
import { SiriusClient } from '../sirius-client.ts';
import { waitFor } from '../wait.ts';
import { launchWithAdapters, type SerialBrowser } from './launch.ts';
import { type SerialLineOptions, SerialPrinter } from './printer.ts';

/** A page with a claimed Little Printer, adapters beside it that printers can be plugged into, and a sender far away. */
export class SerialDesk {
  readonly browser: SerialBrowser;
  readonly owner: PrinterOwner;
  readonly client: SiriusClient;
  /** The device key that is sent to. */
  readonly key: string;
  readonly #server: PreviewServer;
  readonly #printers: (SerialPrinter | undefined)[] = [];

  private constructor(server: PreviewServer, browser: SerialBrowser, client: SiriusClient, key: string) {
    this.#server = server;
    this.browser = browser;
    this.client = client;
    this.key = key;
    this.owner = new PrinterOwner(browser.page);
  }

  static async open(): Promise<SerialDesk> {
    const server = await PreviewServer.start();
    const browser = await launchWithAdapters(server.origin);
    const client = new SiriusClient(server.origin);
    return new SerialDesk(server, browser, client, await openAndClaim(browser.page, server.url, client));
  }

  get page(): Page {
    return this.browser.page;
  }

  /** The place of the page that is shown, without what lies beside it. */
  get main(): Locator {
    return this.page.getByRole('main');
  }

  /** Plugs a printer into an adapter, in place of the one that was there. */
  async use(
    paper: EscposPaper,
    { adapter = 0, ...line }: SerialLineOptions & { adapter?: 0 | 1 } = {},
  ): Promise<SerialPrinter> {
    await this.#printers[adapter]?.unplug();
    const printer = new SerialPrinter(this.browser.adapters[adapter], paper, line);
    this.#printers[adapter] = printer;
    await printer.plug();
    return printer;
  }

  /** Sends pictures, each as a message of its own, and waits until the page has stored them all. Returns their jobs. */
  async send(...pictures: readonly Bitmap[]): Promise<Job[]> {
    const before = (await readDeliveries(this.page)).length;
    for (const picture of pictures) {
      const { status } = await this.client.send(this.key, 'set_delivery_and_print', [picture]);
      if (status !== 200) throw new Error(`A picture was refused with ${status}`);
    }
    return waitFor('the pictures to arrive', async () => {
      const jobs = (await readDeliveries(this.page)).slice(before);
      return jobs.length === pictures.length && jobs;
    });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#server.close();
  }
}
