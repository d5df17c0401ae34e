import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { words } from '../../src/app/words.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { saysUnanswered } from './history-visitor.ts';
import { readDeliveries, readJobs, readStoredPicture } from './paper.ts';
import { openAndClaim, serverChip, waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { SiriusClient } from './sirius-client.ts';
import { type Step, stopEngineAt } from './stop-engine.ts';
import { waitFor } from './wait.ts';

const ROWS = 300;
/** Steps at which some of the print is on paper already, so that it begins again and is marked. */
const BEGUN: readonly Step[] = ['first row', 'middle row', 'last row'];

/** How a tab can end without being asked. */
export type End = 'reload' | 'crash' | 'kill';

/** A tab that is a claimed printer, and ends again and again. */
export class EndingTab {
  readonly #server: PreviewServer;
  readonly #client: SiriusClient;
  readonly #key: string;
  #browser: TestBrowser;
  #page: Page;
  #seed = 0;

  private constructor(server: PreviewServer, client: SiriusClient, browser: TestBrowser, key: string) {
    this.#server = server;
    this.#client = client;
    this.#browser = browser;
    this.#page = browser.page;
    this.#key = key;
  }

  static async open(): Promise<EndingTab> {
    const server = await PreviewServer.start();
    const client = new SiriusClient(server.origin);
    const browser = await launchBrowser();
    const key = await openAndClaim(browser.page, server.url, client);
    // What the page prints for a first visit is not what is to be stopped.
    await waitFor('the greeting', async () => (await readJobs(browser.page)).some(({ state }) => state === 'printed'));
    return new EndingTab(server, client, browser, key);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  /**
   * Sends a picture, ends the tab when it has come to a step, opens it again with what it has kept, and expects what is
   * promised: what was acknowledged is on paper once, what may have begun is marked, the sender is told, and of whom was not
   * told the history says so.
   */
  async checkEnd(end: End, step: Step): Promise<void> {
    const client = this.#client;
    const before = (await readDeliveries(this.#page)).length;
    const reports = (await client.reports()).length;
    const picture = makePicture(ROWS, ++this.#seed);
    const reached = await stopEngineAt(this.#page, step, ROWS);
    await client.send(this.#key, 'set_delivery_and_print', [picture]);
    await reached();
    const acknowledged = step !== 'received' && step !== 'stored';
    if (acknowledged) await client.waitForStatus('acknowledged');

    await this.#end(end);
    const page = this.#page;
    // The server may take the old connection for one that lives: only the page knows that it has a new one.
    await serverChip(page, words.chips.serverWords.claimed).waitFor();
    await waitFor('the printer to be online again', () => client.isOnline(this.#key));
    if (!acknowledged) expect((await client.messages())[0]?.status).not.toBe('acknowledged');
    if (step === 'received') {
      // Nobody was told that it arrived, and there is nothing of it.
      expect(await readDeliveries(page)).toHaveLength(before);
      return;
    }

    const jobs = await waitForDeliveries(page, before + 1);
    const job = jobs.at(-1)!;
    expect(job).toMatchObject({ state: 'printed', interruptions: BEGUN.includes(step) ? 1 : 0 });
    expect(await readStoredPicture(page, job.id)).toEqual(picture);
    // In the moment between the two nobody can know whether the acknowledgement went out.
    if (step !== 'acknowledged') {
      expect(job.answered).toBe(acknowledged);
      expect(await saysUnanswered(page, job.id), 'in the history').toBe(!acknowledged);
    }
    await waitFor('the report', async () => (await readDeliveries(page)).every(({ report }) => report === 'sent'));
    // At least once is promised; that the engine never got to send one makes it once.
    await waitFor('the report to arrive', async () => (await client.reports()).length > reports);
    expect(await client.reports()).toHaveLength(reports + 1);
  }

  /** Expects that a message is printed as if nothing had been. */
  async checkGoesOn(): Promise<void> {
    const before = (await readDeliveries(this.#page)).length;
    await this.#client.send(this.#key, 'set_delivery_and_print', [makePicture(40, ++this.#seed)]);
    await waitForDeliveries(this.#page, before + 1);
    await this.#client.waitForStatus('acknowledged');
    // A tab that ends before it knows that a report has arrived reports once more.
    await waitFor('the report', async () =>
      (await readDeliveries(this.#page)).every(({ report }) => report === 'sent'),
    );
  }

  /** Ends the tab, and opens it again. */
  async #end(end: End): Promise<void> {
    if (end === 'reload') {
      await this.#page.reload();
      return;
    }
    if (end === 'kill') {
      await this.#browser.kill();
      this.#browser = await launchBrowser({ profile: this.#browser.profile });
      this.#page = this.#browser.page;
    } else {
      const dead = this.#page;
      const session = await this.#browser.context.newCDPSession(dead);
      const crashed = dead.waitForEvent('crash');
      // It is never answered: whoever would answer is gone.
      session.send('Page.crash').catch(() => {});
      await crashed;
      this.#page = await this.#browser.context.newPage();
      await dead.close();
    }
    await this.#page.goto(this.#server.url);
  }
}
