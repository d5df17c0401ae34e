import type { DevtoolsSession } from '../devtools.ts';

/** What the person in front of the browser's list of devices does: takes one by its address, closes it, or waits. */
export type Choice = { readonly pick: string } | 'close' | 'wait';

/** The browser's own list of Bluetooth devices, and a person's hand on it. */
export class Chooser {
  /** What is done with the next list. */
  choice: Choice;
  /** How many lists were shown. */
  shown = 0;
  readonly #session: DevtoolsSession;
  readonly #seen = new Set<string>();
  readonly #answered = new Set<string>();

  private constructor(session: DevtoolsSession, choice: Choice) {
    this.#session = session;
    this.choice = choice;
  }

  /** @param session of the page that shows the list */
  static async open(session: DevtoolsSession, choice: Choice = 'wait'): Promise<Chooser> {
    const chooser = new Chooser(session, choice);
    session.on('DeviceAccess.deviceRequestPrompted', ({ id, devices }) => {
      void chooser.#answer(
        id,
        devices.map((device) => device.id),
      );
    });
    await session.send('DeviceAccess.enable');
    return chooser;
  }

  async #answer(id: string, devices: readonly string[]): Promise<void> {
    if (!this.#seen.has(id)) this.shown++;
    this.#seen.add(id);
    // The same list is announced again whenever it changes, and a second answer to it would bring the browser down.
    if (this.choice === 'wait' || this.#answered.has(id)) return;
    if (this.choice === 'close') {
      this.#answered.add(id);
      await this.#session.send('DeviceAccess.cancelPrompt', { id });
      return;
    }
    const { pick } = this.choice;
    if (!devices.includes(pick)) return;
    this.#answered.add(id);
    await this.#session.send('DeviceAccess.selectPrompt', { id, deviceId: pick });
  }
}
