import { FlowControl, type FlowControlOptions } from '../../paper/flow-control.ts';
import type { PaperangPaper } from '../../paper/paperang-paper.ts';
import type { DevtoolsSessions } from '../devtools.ts';
import type { EmulatedAdapter } from './adapter.ts';
import { type GattProperties, type GattTable, shortUuid } from './gatt.ts';
import { type Answer, EmulatedPeripheral, type Write } from './peripheral.ts';

const FF00 = {
  service: shortUuid(0xff00),
  replies: shortUuid(0xff01),
  write: shortUuid(0xff02),
  flow: shortUuid(0xff03),
};
const ISSC = {
  service: '49535343-fe7d-4ae5-8fa9-9fafd205e455',
  write: '49535343-8841-43f4-a8d4-ecbe34729bb3',
  otherWrite: '49535343-6daa-4d02-abf6-19569aca69fe',
  replies: '49535343-1e4d-4bd9-ba61-23c647249616',
};

const NAMES = new Map([
  [FF00.write, 'ff02'],
  [ISSC.write, '8841'],
  [ISSC.otherWrite, '6daa'],
] as const);

const UNCONFIRMED: GattProperties = { writeWithoutResponse: true };
const CONFIRMED: GattProperties = { write: true };
const EITHER: GattProperties = { ...UNCONFIRMED, ...CONFIRMED };
const NOTIFY: GattProperties = { notify: true };

const ff00: GattTable = {
  [FF00.service]: { [FF00.replies]: NOTIFY, [FF00.write]: UNCONFIRMED, [FF00.flow]: NOTIFY },
};
const issc = (write: GattProperties, otherWrite: GattProperties = {}): GattTable => ({
  [ISSC.service]: { [ISSC.write]: write, [ISSC.otherWrite]: otherWrite, [ISSC.replies]: NOTIFY },
});

/** Ways in that Paperangs have, by what the page finds when it looks. */
const WAYS_IN = {
  ff00,
  both: { ...issc(EITHER), ...ff00 },
  issc: issc(EITHER, UNCONFIRMED),
  'issc, always confirmed': issc(CONFIRMED),
  'issc, never confirmed': issc(UNCONFIRMED),
  'issc, by 6daa': issc({ read: true }, EITHER),
  /** Of another make altogether. */
  foreign: { [shortUuid(0xffe0)]: { [shortUuid(0xffe1)]: { ...EITHER, ...NOTIFY } } },
} satisfies Record<string, GattTable>;

type WayIn = keyof typeof WAYS_IN;

/** What a Paperang is: how it is reached and what prints in it. */
export interface PaperangUnit {
  readonly wayIn: WayIn;
  readonly paper: PaperangPaper;
  /** Of a way in that deals in credits. */
  readonly flow?: FlowControlOptions;
}

const USUAL_FLOW: FlowControlOptions = { mtu: 182, window: 8 };

/** An emulated Paperang that a page can find and connect over Bluetooth. */
export class PaperangPeripheral {
  readonly peripheral: EmulatedPeripheral;
  /** Sees every write before the printer does, and says what becomes of it. */
  onWrite: (write: Write) => Answer = () => 'take';
  /** What was written since the page was connected last: to what, how long, and whether confirmed. */
  writes: { readonly to: 'ff02' | '8841' | '6daa' | 'other'; readonly bytes: number; readonly confirm: boolean }[] = [];
  /** Whether what it grants stays unsaid: the page then has nothing to write with. */
  withholdsCredits = false;
  /** Writes that the page may still make, as far as it has been told. */
  #known = 0;
  #linked = false;
  #wayIn!: WayIn;
  #paper!: PaperangPaper;
  #flow!: FlowControl;

  private constructor(peripheral: EmulatedPeripheral, unit: PaperangUnit) {
    this.peripheral = peripheral;
    this.#become(unit);
    peripheral.onLetGo = () => this.#unlink();
    peripheral.onConnect = () => {
      this.#linked = true;
      this.writes = [];
    };
    peripheral.onSubscribe = (characteristic) => {
      if (characteristic === FF00.flow) this.#flow.subscribed();
    };
    peripheral.onWrite = (write) => this.#take(write);
  }

  static async place(
    adapter: EmulatedAdapter,
    sessions: DevtoolsSessions,
    { name, address, ...unit }: PaperangUnit & { readonly name: string; readonly address: string },
  ): Promise<PaperangPeripheral> {
    const options = { name, address, services: WAYS_IN[unit.wayIn] };
    return new PaperangPeripheral(await EmulatedPeripheral.place(adapter, sessions, options), unit);
  }

  get wayIn(): WayIn {
    return this.#wayIn;
  }

  /** Whether the page waits for something that does not come: for a write or a connection to be answered, or for credit. */
  get hangs(): boolean {
    return this.peripheral.hangs || (this.withholdsCredits && this.#known === 0);
  }

  get paper(): PaperangPaper {
    return this.#paper;
  }

  /** Goes out of reach for a moment, with its power on. */
  async loseLink(): Promise<void> {
    this.#unlink();
    await this.peripheral.loseLink();
  }

  /** Goes out of reach, and is another unit under the same name and address when it comes back. */
  async replace(unit: PaperangUnit): Promise<void> {
    await this.loseLink();
    this.#become(unit);
  }

  #unlink(): void {
    if (!this.#linked) return;
    this.#linked = false;
    this.#known = 0;
    this.withholdsCredits = false;
    this.#paper.disconnect();
    this.#flow.disconnected();
  }

  #become({ wayIn, paper, flow }: PaperangUnit): void {
    this.#wayIn = wayIn;
    this.peripheral.services = WAYS_IN[wayIn];
    const replies = wayIn === 'ff00' || wayIn === 'both' ? FF00.replies : ISSC.replies;
    this.#paper = paper;
    paper.onReply = (bytes) => this.peripheral.notify(replies, bytes);
    this.#flow = new FlowControl(paper, flow ?? USUAL_FLOW);
    this.#flow.onNotify = (bytes) => {
      if (this.withholdsCredits) return;
      if (bytes[0] === 0x01) this.#known += bytes[1]!;
      this.peripheral.notify(FF00.flow, bytes);
    };
  }

  #take(write: Write): Answer {
    const { characteristic, bytes, confirm } = write;
    this.writes.push({ to: NAMES.get(characteristic) ?? 'other', bytes: bytes.length, confirm });
    const answer = this.onWrite(write);
    // The link may have broken over this very write.
    if (answer !== 'take' || !this.#linked) return answer;
    this.#known -= 1;
    if (characteristic === FF00.write) this.#flow.write(bytes);
    else this.#paper.receive(bytes);
    return answer;
  }
}
