import type { CDPSession, Page } from 'puppeteer-core';
import { Line } from '../soak/line.ts';
import { SenderLedger } from '../soak/sender-ledger.ts';
import { launchThrottled, type ThrottledBrowser } from './chromium.ts';
import { openAndClaim } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { PreviewServer } from './preview-server.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

/** Rows of each print: the screen's head is the slowest part, so they are few. */
const ROWS = 8;
/** So many are sent ahead of the paper. */
const AHEAD = 16;

/** What a page with its engine takes, after garbage collection. */
export interface Memory {
  /** Bytes of the heap, and of the buffers that it holds. */
  readonly page: number;
  readonly engine: number;
  readonly elements: number;
  /** Prints that have elements. */
  readonly pieces: number;
}

/** A page whose Little Printer prints on the screen, and somebody who never stops writing to it. */
export class BusyPage {
  readonly #server: PreviewServer;
  readonly #line: Line;
  readonly #ledger: SenderLedger;
  readonly #browser: ThrottledBrowser;
  readonly #client: SiriusClient;
  readonly #key: string;
  #sent = 0;

  private constructor(
    server: PreviewServer,
    line: Line,
    ledger: SenderLedger,
    browser: ThrottledBrowser,
    client: SiriusClient,
    key: string,
  ) {
    this.#server = server;
    this.#line = line;
    this.#ledger = ledger;
    this.#browser = browser;
    this.#client = client;
    this.#key = key;
  }

  static async open(): Promise<BusyPage> {
    const ledger = new SenderLedger();
    const server = await PreviewServer.start();
    const line = await Line.start(server.origin, ledger);
    const browser = await launchThrottled(300);
    await browser.page.setViewport({ width: 1280, height: 900 });
    const client = new SiriusClient(server.origin);
    const key = await openAndClaim(browser.page, `${line.origin}/`, client);
    return new BusyPage(server, line, ledger, browser, client, key);
  }

  /** Prints until so many messages are on paper since the beginning, and the server has been told of each. */
  async printUntil(count: number): Promise<void> {
    const { told } = this.#ledger;
    while (this.#sent < count) {
      const { status } = await this.#client.send(this.#key, 'set_delivery_and_print', [makePicture(ROWS, this.#sent)]);
      if (status !== 200) throw new Error(`A message was refused with ${status}`);
      this.#sent++;
      await waitFor('the paper to keep up', () => told.length > this.#sent - AHEAD);
    }
    await waitFor(`${count} prints`, () => told.length >= count, 60_000);
  }

  async measure(): Promise<Memory> {
    const { page } = this.#browser;
    const engine = page.workers().find((worker) => worker.url().startsWith('blob:'));
    if (engine === undefined) throw new Error('There is no engine');
    const counts = await page.evaluate(() => ({
      elements: document.querySelectorAll('*').length,
      pieces: document.querySelectorAll('[data-job]').length,
    }));
    return { page: await heapOfPage(page), engine: await heapOf(engine.client), ...counts };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#line.close();
    await this.#server.close();
  }
}

const READINGS = 6;

async function heapOfPage(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  try {
    return await heapOf(session);
  } finally {
    await session.detach();
  }
}

/** The least of several readings: what a busy machine has not come to yet is no part of what is kept. */
async function heapOf(session: CDPSession): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < READINGS; reading++) {
    // What a first collection sets free by finalizers, a second one takes.
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
    const usage: { usedSize: number; backingStorageSize?: number } = await session.send('Runtime.getHeapUsage');
    least = Math.min(least, usage.usedSize + (usage.backingStorageSize ?? 0));
    // A turn of its own tasks between two readings.
    await session.send('Runtime.evaluate', {
      expression: 'new Promise((next) => setTimeout(next, 200))',
      awaitPromise: true,
    });
  }
  return least;
}
