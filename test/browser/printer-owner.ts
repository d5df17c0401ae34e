import type { Locator, Page } from 'playwright-core';
import { printerWords } from '../../src/app/printers/words.ts';
import { settingsWords } from '../../src/app/settings/words.ts';
import { words } from '../../src/app/words.ts';
import type { ModelId } from '../../src/printers/catalog.ts';

const say = printerWords.connect;

/** Somebody who has a printer for paper and follows what the page says. */
export class PrinterOwner {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Goes to the settings of the printers. */
  async openSettings(): Promise<void> {
    await this.#page.evaluate(() => {
      location.hash = '#/settings/printers';
    });
    await this.#page.getByRole('heading', { name: printerWords.settings.heading, exact: true }).waitFor();
  }

  /** Opens the sheet that connects a printer. */
  async openConnect(): Promise<void> {
    await this.openSettings();
    const { main } = this;
    const [connect, another] = [words.cards.connect.open, printerWords.actions.another].map((name) =>
      main.getByRole('button', { name, exact: true }),
    );
    await connect!.or(another!).click();
    await this.sheet.getByRole('heading', { name: say.kind.ask }).waitFor();
  }

  /** Opens the browser's own list, of the printers of one kind. */
  async openList(kind: 'paperang' | 'serial' | 'all'): Promise<void> {
    await this.openConnect();
    await this.sheet.getByRole('button').filter({ hasText: say.kind[kind].note }).click();
    await this.press(say.before[kind].open);
  }

  /** Connects the Paperang that is chosen in the browser's list. */
  async connectPaperang(name: string): Promise<void> {
    await this.openList('paperang');
    await this.finishConnecting(name);
  }

  /** Connects the receipt printer that is chosen in the browser's list. */
  async connectSerial(model: ModelId): Promise<void> {
    await this.openList('serial');
    await this.sheet.getByRole('radio', { name: words.models[model] }).check();
    await this.press(say.model.use);
    await this.finishConnecting(words.models[model]);
  }

  /** Waits until a printer is connected, and has no test page printed. */
  async finishConnecting(name: string): Promise<void> {
    await this.sheet.getByRole('heading', { name: say.connecting.ready(name) }).waitFor();
    await this.press(say.connecting.skip);
    await this.finish();
  }

  /** Leaves the sheet that has connected a printer. */
  async finish(): Promise<void> {
    await this.press(words.app.done);
  }

  /** Closes the sheet that is open. */
  async close(): Promise<void> {
    await this.press(words.app.close);
    await this.sheet.waitFor({ state: 'detached' });
  }

  /** Forgets the only printer, in the settings. */
  async forget(): Promise<void> {
    await this.openSettings();
    const { main } = this;
    await main.getByRole('button', { name: new RegExp(`^${printerWords.settings.forget}\\b`) }).click();
    await main.getByRole('button', { name: printerWords.settings.forgetYes, exact: true }).click();
    await main.getByText(printerWords.settings.onlyScreen).waitFor();
  }

  /** Lets messages come out on one of several paper printers, in the settings. */
  async printOn(name: string): Promise<void> {
    await this.main.getByLabel(settingsWords.littlePrinters.paper, { exact: true }).selectOption({ label: name });
  }

  /** Presses a button of the sheet that is open. */
  async press(name: string): Promise<void> {
    await this.sheet.getByRole('button', { name, exact: true }).click();
  }

  /** The place that is shown, without what lies beside it. */
  get main(): Locator {
    return this.#page.getByRole('main');
  }

  /** The sheet that is open. */
  get sheet(): Locator {
    return this.#page.getByRole('dialog');
  }
}
