import type { CDPSession, Page } from 'playwright-core';
import type { DevtoolsSession } from '../browser/devtools.ts';

/** Commands that a connection has to be given anew when it is another one. */
const KEPT = /\.(enable|addBinding)$/;

type Send = CDPSession['send'];
type Listen = CDPSession['on'];

/** The DevTools connection to a page that may give way to another page: whoever listens goes on listening. */
export class PageSession implements DevtoolsSession {
  #session: CDPSession | undefined;
  readonly #listeners: Parameters<Listen>[] = [];
  readonly #commands: Parameters<Send>[] = [];

  readonly send = ((...command: Parameters<Send>) => {
    if (KEPT.test(command[0])) this.#commands.push(command);
    if (this.#session === undefined) return Promise.reject(new Error('There is no page just now'));
    return this.#session.send(...command);
  }) as Send;

  readonly on = ((...listener: Parameters<Listen>) => {
    this.#listeners.push(listener);
    this.#session?.on(...listener);
    return this.#session;
  }) as Listen;

  /** Speaks with this page from now on. To be called before the page is opened. */
  async moveTo(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page);
    for (const listener of this.#listeners) session.on(...listener);
    for (const command of this.#commands) await session.send(...command);
    this.#session = session;
  }
}
