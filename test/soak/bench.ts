import type { BrowserContext, Page } from 'playwright-core';
import type { PaperPrinterRecord } from '../../src/engine/records.ts';
import { EmulatedAdapter, keepAdapter } from '../browser/bluetooth/adapter.ts';
import { Chooser } from '../browser/bluetooth/chooser.ts';
import { recordCharacteristics } from '../browser/bluetooth/notifications.ts';
import { PaperangPeripheral } from '../browser/bluetooth/paperang.ts';
import type { DevtoolsSession } from '../browser/devtools.ts';
import { readKept, readLittlePrinters } from '../browser/kept.ts';
import { openPapertab } from '../browser/papertab-page.ts';
import { PreviewServer } from '../browser/preview-server.ts';
import { PrinterOwner } from '../browser/printer-owner.ts';
import { launchWithAdapters, type SerialBrowser } from '../browser/serial/launch.ts';
import { SerialPrinter } from '../browser/serial/printer.ts';
import { SiriusClient } from '../browser/sirius-client.ts';
import { waitFor } from '../browser/wait.ts';
import { EscposPaper } from '../paper/escpos-paper.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { callEngine, holdEngine, TELL_PROGRESS } from './engine-hand.ts';
import { Line } from './line.ts';
import { PageSession } from './page-session.ts';
import { type Progress, ScreenLedger } from './screen-ledger.ts';
import { SenderLedger } from './sender-ledger.ts';

const NAME = 'Paperang_P1';
const ADDRESS = '0A:00:00:00:00:01';

/** A Little Printer, its device key, and the paper printer that it prints on. */
export interface Desk {
  readonly name: 'screen' | 'bluetooth' | 'serial';
  readonly littlePrinter: string;
  readonly key: string;
  readonly paperPrinter: string;
}

/**
 * One bridge with three Little Printers: one prints on a Paperang by Bluetooth, one on a receipt printer at a serial line,
 * one on the screen; local-sirius, a sender, and between the two a line that can be broken.
 */
export class Bench {
  readonly ledger: SenderLedger;
  readonly server: PreviewServer;
  readonly line: Line;
  readonly client: SiriusClient;
  readonly paperang: PaperangPeripheral;
  readonly receipts: SerialPrinter;
  /** What comes out on the page's own paper. */
  readonly screen: ScreenLedger;
  desks: readonly Desk[] = [];
  page: Page;
  readonly #browser: SerialBrowser;
  readonly #browserSession: DevtoolsSession;
  readonly #pageSession: PageSession;

  private constructor(parts: {
    ledger: SenderLedger;
    server: PreviewServer;
    line: Line;
    browser: SerialBrowser;
    browserSession: DevtoolsSession;
    pageSession: PageSession;
    paperang: PaperangPeripheral;
    receipts: SerialPrinter;
    screen: ScreenLedger;
  }) {
    this.ledger = parts.ledger;
    this.server = parts.server;
    this.line = parts.line;
    this.paperang = parts.paperang;
    this.receipts = parts.receipts;
    this.screen = parts.screen;
    this.client = new SiriusClient(parts.server.origin);
    this.page = parts.browser.page;
    this.#browser = parts.browser;
    this.#browserSession = parts.browserSession;
    this.#pageSession = parts.pageSession;
  }

  static async open(): Promise<Bench> {
    const ledger = new SenderLedger();
    const server = await PreviewServer.start();
    const line = await Line.start(server.origin, ledger);
    const browser = await launchWithAdapters(line.origin, { bluetooth: 'remembers' });
    await browser.context.addInitScript(recordCharacteristics);
    const screen = new ScreenLedger();
    await browser.context.exposeFunction(TELL_PROGRESS, (progress: Progress) => screen.note(progress));
    await browser.context.addInitScript(holdEngine, TELL_PROGRESS);
    const whole = browser.context.browser();
    if (whole === null) throw new Error('The context belongs to no browser');
    const browserSession: DevtoolsSession = await whole.newBrowserCDPSession();
    const pageSession = new PageSession();
    await pageSession.moveTo(browser.page);
    const sessions = { browser: browserSession, page: pageSession };
    const adapter = new EmulatedAdapter(browserSession);
    await adapter.set('powered-on');
    await Chooser.open(pageSession, { pick: ADDRESS });
    const paperang = await PaperangPeripheral.place(adapter, sessions, {
      name: NAME,
      address: ADDRESS,
      wayIn: 'ff00',
      paper: new PaperangPaper(PAPERANG.p1),
    });
    const receipts = new SerialPrinter(browser.adapters[0], new EscposPaper({ cutter: false }));
    await receipts.plug();
    const bench = new Bench({ ledger, server, line, browser, browserSession, pageSession, paperang, receipts, screen });
    await bench.#furnish();
    return bench;
  }

  get context(): BrowserContext {
    return this.#browser.context;
  }

  /** Whether it is Chromium's own serial code that runs. */
  get serialIsReal(): boolean {
    return this.#browser.real;
  }

  /** Waits until senders find all Little Printers online. */
  async waitUntilOnline(timeoutMs = 60_000): Promise<void> {
    await waitFor(
      'all Little Printers to be online',
      async () => {
        const online = await Promise.all(this.desks.map(({ key }) => this.client.isOnline(key).catch(() => false)));
        return online.every(Boolean);
      },
      timeoutMs,
    );
  }

  /** Loads the page anew. */
  async reload(): Promise<void> {
    const reloaded = this.page.reload({ waitUntil: 'commit' });
    await reloaded;
    // The emulation keeps a link that its page has left.
    await this.paperang.loseLink();
  }

  /** The page's process dies, and somebody opens the page again in a new tab. */
  async crash(): Promise<void> {
    const { page } = this;
    const crashed = page.waitForEvent('crash');
    this.#pageSession.send('Page.crash').catch(() => undefined);
    await crashed;
    await this.paperang.loseLink();
    await this.#open(await this.context.newPage());
    await page.close();
  }

  /** Another tab is opened and becomes the printer: because it asks to, or because the first is closed. */
  async move(how: 'asked' | 'left'): Promise<void> {
    const { page } = this;
    const other = await this.context.newPage();
    await this.#open(other);
    await other.waitForFunction(() => 'heldEngine' in globalThis);
    if (how === 'asked') await callEngine(other, 'takeOver');
    await page.close();
    await this.paperang.loseLink();
  }

  /** Ends the engine in its worker, and leaves the page. Returns whether there was one. */
  async killEngine(): Promise<boolean> {
    const engine = this.page.workers().find((worker) => worker.url().startsWith('blob:'));
    await engine?.evaluate(() => self.close()).catch(() => undefined);
    return engine !== undefined;
  }

  /** The page's processes stop, all at once, until `thaw`. */
  async freeze(): Promise<() => void> {
    const { processInfo } = await this.#browserSession.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
      for (const id of renderers) {
        try {
          process.kill(id, name);
        } catch {
          // It has ended by itself.
        }
      }
    };
    signal('SIGSTOP');
    return () => signal('SIGCONT');
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.line.close();
    await this.server.close();
  }

  async #open(page: Page): Promise<void> {
    await this.#pageSession.moveTo(page);
    this.page = page;
    await page.goto(`${this.line.origin}/`, { waitUntil: 'commit' });
  }

  /** Connects the printers, makes the Little Printers, and claims them. */
  async #furnish(): Promise<void> {
    const { page, client } = this;
    await openPapertab(page, `${this.line.origin}/`);
    const owner = new PrinterOwner(page);
    await owner.connectPaperang(NAME);
    await keepAdapter(page);
    await owner.connectSerial('escpos-58');
    const papers = [...(await readKept<PaperPrinterRecord>(page, 'paper-printers')).values()];
    const byTransport = (transport: string): string => papers.find(({ link }) => link.transport === transport)!.id;
    const paperOf = { bluetooth: byTransport('bluetooth'), serial: byTransport('serial'), screen: 'screen' };
    await callEngine(page, 'addLittlePrinter', 'bluetooth');
    await callEngine(page, 'addLittlePrinter', 'serial');
    const kept = [...(await readLittlePrinters(page)).values()].sort((one, other) => one.createdAt - other.createdAt);
    // The page shows the paper of the first of them.
    const names = ['screen', 'bluetooth', 'serial'] as const;
    const desks: Desk[] = [];
    for (const [i, name] of names.entries()) {
      const { deviceAddress, claimCode } = kept[i]!;
      await callEngine(page, 'usePaperPrinter', deviceAddress, paperOf[name]);
      const key = await client.claim(claimCode, name);
      desks.push({ name, littlePrinter: deviceAddress, key, paperPrinter: paperOf[name] });
    }
    this.desks = desks;
    await page.evaluate(() => {
      location.hash = '#/';
    });
    await this.waitUntilOnline();
  }

  /** Presses the button of a Little Printer. */
  async press({ littlePrinter }: Desk): Promise<void> {
    await callEngine(this.page, 'pressButton', littlePrinter);
  }
}
