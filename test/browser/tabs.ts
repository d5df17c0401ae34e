import type { Page, Worker } from 'playwright-core';
import { moveWords } from '../../src/app/controls/move-words.ts';
import { holdEngine } from '../soak/engine-hand.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { type DevtoolsSession, openDevtools } from './devtools.ts';
import { openAndClaim } from './papertab-page.ts';
import { PreviewServer } from './preview-server.ts';
import { RecordingProxy } from './recording-proxy.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

interface ProcessInfo {
  readonly type: string;
  readonly id: number;
}

/** A page that says nothing for so long stands still. */
const SILENT_MS = 4_000;

/** Several tabs of one browser, the first of which is a claimed printer. */
export class Tabs {
  readonly proxy: RecordingProxy;
  readonly client: SiriusClient;
  readonly first: Page;
  readonly #server: PreviewServer;
  readonly #browser: TestBrowser;
  /** Processes that stand still. */
  readonly #frozen = new Set<number>();
  #devtools: DevtoolsSession | undefined;
  /** The printer's device key. */
  key = '';

  private constructor(server: PreviewServer, proxy: RecordingProxy, browser: TestBrowser) {
    this.#server = server;
    this.proxy = proxy;
    this.#browser = browser;
    this.client = new SiriusClient(proxy.origin);
    this.first = browser.page;
  }

  static async open(): Promise<Tabs> {
    const server = await PreviewServer.start();
    const proxy = await RecordingProxy.start(server.origin);
    const tabs = new Tabs(server, proxy, await launchBrowser());
    await tabs.#browser.context.addInitScript(holdEngine);
    tabs.key = await openAndClaim(tabs.first, proxy.origin, tabs.client);
    return tabs;
  }

  /** Opens another tab, which shows the printer of the first. */
  async another(): Promise<Page> {
    const page = await this.#browser.context.newPage();
    await page.goto(this.proxy.origin);
    await looksOn(page);
    return page;
  }

  async close(): Promise<void> {
    for (const id of this.#frozen) this.thaw(id);
    await this.#browser.close();
    await this.proxy.close();
    await this.#server.close();
  }

  /** The process that a tab runs in: that without which it says nothing. */
  processOf(page: Page): Promise<number> {
    return waitFor(
      'the process of a tab',
      async () => {
        const needed: number[] = [];
        for (const id of await this.#renderers()) {
          this.freeze(id);
          if (!(await answers(page))) needed.push(id);
          this.thaw(id);
        }
        // A busy machine may be as silent.
        return needed.length === 1 ? needed[0] : undefined;
      },
      60_000,
    );
  }

  /** Stops a process where it is, with the page and the workers in it: as far as they know, no time passes. */
  freeze(id: number): void {
    process.kill(id, 'SIGSTOP');
    this.#frozen.add(id);
  }

  thaw(id: number): void {
    this.#frozen.delete(id);
    process.kill(id, 'SIGCONT');
  }

  /** Waits until the server has the printer online. */
  async online(timeoutMs?: number): Promise<void> {
    await waitFor('the printer to be online', () => this.client.isOnline(this.key), timeoutMs);
  }

  /**
   * Waits until the server has the printer online by a new socket, and no other is left: what it says before that may be
   * about a tab that is not the printer any more.
   *
   * @param sockets how many were ever opened by then, at least
   */
  async onlineAnew(sockets: number): Promise<void> {
    await waitFor('the new socket alone', () => this.proxy.opened.length >= sockets && this.proxy.connections === 1);
    await this.online();
  }

  async #renderers(): Promise<number[]> {
    this.#devtools ??= (await openDevtools(this.first)).browser;
    const { processInfo } = (await this.#devtools.send('SystemInfo.getProcessInfo')) as {
      processInfo: readonly ProcessInfo[];
    };
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }
}

/** Whether a page answers at once. */
async function answers(page: Page): Promise<boolean> {
  let isAnswered = false;
  const answer = page
    .evaluate(() => true)
    .then(() => {
      isAnswered = true;
    });
  await waitFor('an answer', () => isAnswered, SILENT_MS).catch(() => {});
  // The question is answered later, or the tab is closed.
  answer.catch(() => {});
  return isAnswered;
}

/** Waits until a tab shows the printer of another one. */
export async function looksOn(page: Page): Promise<void> {
  await page.getByText(moveWords.banner).first().waitFor();
}

/** Waits until the printer runs in a tab. */
export async function isPrinter(page: Page): Promise<void> {
  await waitFor('the printer to run in this tab', () => runsIn(page), 30_000);
}

/** Whether the printer runs in a tab, as its page shows it. */
export async function runsIn(page: Page): Promise<boolean> {
  const shown = await page.evaluate(() => document.querySelector('.claim-code, [data-job]') !== null);
  return shown && !(await page.getByRole('button', { name: moveWords.move }).isVisible()) && !(await isMoving(page));
}

/** Whether a tab has asked for the printer, and waits for it. */
export function isMoving(page: Page): Promise<boolean> {
  return page.getByRole('button', { name: moveWords.moving }).isVisible();
}

/** Presses "Move the printer here". */
export async function moveTo(page: Page): Promise<void> {
  await page.getByRole('button', { name: moveWords.move }).first().click();
}

/** The engine's worker of a tab. */
export function engineOf(page: Page): Worker {
  const engine = page.workers().find((worker) => worker.url().startsWith('blob:'));
  if (engine === undefined) throw new Error('This tab has no engine');
  return engine;
}

/** The epoch that is stored: it rises with every engine that begins. */
export async function readEpoch(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('papertab');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('meta').objectStore('meta').get('epoch');
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            database.close();
            resolve(reading.result as number);
          };
        };
      }),
  );
}
