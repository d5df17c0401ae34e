import { PAPERANG, PaperangPaper } from '../../paper/paperang-paper.ts';
import type { BrowserOptions } from '../chromium.ts';
import { Desk } from '../desk.ts';
import type { PreviewServer } from '../preview-server.ts';
import { PrinterOwner } from '../printer-owner.ts';
import { type BluetoothBrowser, launchWithBluetooth } from './launch.ts';
import { PaperangPeripheral, type PaperangUnit } from './paperang.ts';

/** What the usual Paperang is called, and where it is. */
export const PAPERANG_NAME = 'Paperang_P1';
const ADDRESS = '0A:00:00:00:00:01';

/** A Paperang that is to be had: the usual one, but for what is said. */
type Wanted = Partial<PaperangUnit> & { readonly name?: string; readonly address?: string };

/** A desk with an emulated Bluetooth adapter, Paperangs within its reach, and their owner. */
export class PaperangDesk extends Desk<BluetoothBrowser> {
  readonly owner: PrinterOwner;

  private constructor(server: PreviewServer, browser: BluetoothBrowser) {
    super(server, browser);
    this.owner = new PrinterOwner(browser.page);
  }

  /** Starts server and browser. The page is still to be opened, and no printer is in its reach yet. */
  static override async open(options: BrowserOptions = {}): Promise<PaperangDesk> {
    return new PaperangDesk(...(await Desk.start(() => launchWithBluetooth(options))));
  }

  /** Puts a Paperang within reach: a P1 that deals in credits, unless something else is said. */
  place({
    name = PAPERANG_NAME,
    address = ADDRESS,
    wayIn = 'ff00',
    paper = new PaperangPaper(PAPERANG.p1),
    ...more
  }: Wanted = {}): Promise<PaperangPeripheral> {
    const { adapter, sessions } = this.browser;
    return PaperangPeripheral.place(adapter, sessions, { name, address, wayIn, paper, ...more });
  }

  /** From now on this is what is taken from the browser's list. */
  pick(address: string = ADDRESS): void {
    this.browser.chooser.choice = { pick: address };
  }

  /** Puts a Paperang within reach, and its owner connects it, without a test page: messages come out of it from now on. */
  async connect({ name = PAPERANG_NAME, address = ADDRESS, ...unit }: Wanted = {}): Promise<PaperangPeripheral> {
    const placed = await this.place({ name, address, ...unit });
    this.pick(address);
    await this.owner.connectPaperang(name);
    return placed;
  }
}
