import type { Locator } from 'playwright-core';
import type { Bitmap } from '../../../src/imaging/bitmap.ts';
import type { Job } from '../../../src/jobs/job.ts';
import type { EscposPaper } from '../../paper/escpos-paper.ts';
import { Desk } from '../desk.ts';
import { readDeliveries } from '../paper.ts';
import type { PreviewServer } from '../preview-server.ts';
import { PrinterOwner } from '../printer-owner.ts';
import { waitFor } from '../wait.ts';
import { launchWithAdapters, type SerialBrowser } from './launch.ts';
import { type SerialLineOptions, SerialPrinter } from './printer.ts';

/** A desk with adapters beside the page that printers can be plugged into, and the printers' owner. */
export class SerialDesk extends Desk<SerialBrowser> {
  readonly owner: PrinterOwner;
  readonly #printers: (SerialPrinter | undefined)[] = [];

  private constructor(server: PreviewServer, browser: SerialBrowser) {
    super(server, browser);
    this.owner = new PrinterOwner(browser.page);
  }

  /** Starts server and browser. The page is still to be opened, and no printer is plugged in yet. */
  static override async open(): Promise<SerialDesk> {
    return new SerialDesk(...(await Desk.start(launchWithAdapters)));
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
}
