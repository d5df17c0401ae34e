import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type ErrorCode, PapertabError } from '../errors.ts';
import type { PrinterFacts } from '../printers/condition.ts';
import type { Aftermath, Driver } from '../printers/driver.ts';
import type { Received, Transport } from '../printers/transport.ts';
import { PaperStation } from './paper-station.ts';
import type { PaperPrinterRecord } from './records.ts';

class FakeTransport implements Transport {
  readonly limits = { chunkBytes: 1_000, confirm: true };
  readonly received: AsyncIterable<Received> = { async *[Symbol.asyncIterator]() {} };
  closed = false;
  lose: (error: PapertabError) => void = () => {};
  readonly lost = new Promise<PapertabError>((resolve) => {
    this.lose = resolve;
  });
  async write(): Promise<void> {}
  async close(): Promise<void> {
    this.closed = true;
  }
}

const RECORD: PaperPrinterRecord = {
  id: 'p',
  name: 'Paperang',
  model: 'paperang-p1',
  link: { transport: 'bluetooth', device: 'd' },
  settings: {},
  createdAt: 0,
};
const SERIAL: PaperPrinterRecord = { ...RECORD, model: 'escpos-58', link: { transport: 'serial' } };

let clock: FakeClock;
/** What opening gives: a transport, a refusal, or nothing, when the page has to. */
let opens: () => Promise<Transport | undefined>;
let attempts: number[];
let asked: number;
let greet: (signal: AbortSignal, after: Aftermath) => Promise<PrinterFacts>;
let learned: PrinterFacts[];
let changes: number;
/** What it was told to keep of a job that broke off. */
let brokeOff: (number | undefined)[];
let speaks: boolean;

beforeEach(() => {
  clock = new FakeClock();
  opens = async () => new FakeTransport();
  attempts = [];
  asked = 0;
  greet = async () => ({ version: '1.2.3' });
  learned = [];
  changes = 0;
  brokeOff = [];
  speaks = false;
});

function station(record = SERIAL): PaperStation {
  const driver: Driver = {
    reader: { push: () => [], conditionOf: () => undefined },
    get speaks() {
      return speaks;
    },
    greet: ({ signal }, after) => greet(signal, after),
    *encode() {},
    ask: async () => undefined,
    finish: async () => 'said',
    abandon: () => new Uint8Array(0),
  };
  const begun = clock.now();
  return new PaperStation(
    record,
    {
      clock,
      loadDriver: async () => driver,
      open: () => {
        attempts.push(clock.now() - begun);
        return opens();
      },
      askPage: () => {
        asked += 1;
      },
      guard: (transport) => transport,
      log: () => {},
    },
    {
      changed: () => (changes += 1),
      learned: (facts) => learned.push(facts),
      brokeOff: (headWidth) => brokeOff.push(headWidth),
    },
    { brokenOff: undefined },
  );
}

const refuse = (code: ErrorCode) => async (): Promise<never> => {
  throw new PapertabError(code);
};

describe('a paper station', () => {
  it('connects and greets, and is ready with what the printer told', async () => {
    const paper = station();
    paper.reach();
    expect(paper.connecting).toBe(true);
    expect(paper.away).toBeUndefined();
    await clock.advance(0);
    expect(paper.connected?.settings.headWidth).toBe(384);
    expect(paper.connecting).toBe(false);
    expect(learned).toEqual([{ version: '1.2.3' }]);
    expect(changes).toBeGreaterThan(0);
  });

  it('knows how fast its line is where that is a serial one', async () => {
    const wired = station();
    const radio = station(RECORD);
    for (const paper of [wired, radio]) paper.reach();
    await clock.advance(0);
    expect(wired.connected?.bytesPerSecond).toBe(960);
    expect(radio.connected?.bytesPerSecond).toBeUndefined();
    const over = station({ ...RECORD, link: { transport: 'serial' } });
    over.reach();
    await clock.advance(0);
    expect(over.connected?.bytesPerSecond, 'a port without a rate to set').toBeUndefined();
    expect(radio.connected?.silentAfterMs).toBe(60_000);
  });

  it('tries again with growing pauses, for as long as it takes', async () => {
    opens = refuse('printer-away');
    const paper = station();
    paper.reach();
    await clock.advance(120_000);
    expect(attempts.slice(0, 7)).toEqual([0, 1_000, 3_000, 7_000, 15_000, 30_000, 60_000]);
    expect(paper.away).toEqual({ code: 'printer-away' });
    opens = async () => new FakeTransport();
    await clock.advance(30_000);
    expect(paper.connected).toBeDefined();
    expect(paper.away).toBeUndefined();
  });

  it.each(['printer-tap', 'printer-which', 'printer-unsupported', 'device-api-missing'] as const)(
    'does not try again by itself after %s, only when it is told to',
    async (code) => {
      opens = refuse(code);
      const paper = station();
      paper.reach();
      await clock.advance(600_000);
      expect(attempts).toHaveLength(1);
      expect(paper.away).toEqual({ code });
      paper.reach();
      await clock.advance(0);
      expect(attempts).toHaveLength(2);
    },
  );

  it('asks the page where only that can connect, and takes what it brings', async () => {
    opens = async () => undefined;
    const paper = station(RECORD);
    paper.reach();
    await clock.advance(5_000);
    expect(asked).toBe(1);
    expect(paper.connecting).toBe(true);
    paper.attach(new FakeTransport());
    await clock.advance(0);
    expect(paper.connected).toBeDefined();
    await clock.advance(600_000);
    expect(asked).toBe(1);
  });

  it('hears from the page why it cannot, and asks again after a pause', async () => {
    opens = async () => undefined;
    const paper = station(RECORD);
    paper.reach();
    await clock.advance(0);
    paper.unreachable({ code: 'printer-away', detail: 'out of range' });
    expect(paper.away).toEqual({ code: 'printer-away', detail: 'out of range' });
    await clock.advance(1_000);
    expect(asked).toBe(2);
  });

  it('believes the page also when it says late why it cannot', async () => {
    opens = async () => undefined;
    const paper = station(RECORD);
    paper.reach();
    await clock.advance(40_500);
    expect(paper.away).toEqual({ code: 'printer-away', detail: 'no answer' });
    paper.unreachable({ code: 'printer-unsupported' });
    expect(paper.away).toEqual({ code: 'printer-unsupported' });
    await clock.advance(600_000);
    expect(asked).toBe(1);
  });

  it('leaves a connected printer alone, whatever an earlier attempt says late', async () => {
    const paper = station();
    paper.reach();
    await clock.advance(0);
    paper.unreachable({ code: 'printer-tap' });
    expect(paper.connected).toBeDefined();
    expect(paper.away).toBeUndefined();
  });

  it('does not wait for ever for a page that does not answer', async () => {
    opens = async () => undefined;
    const paper = station(RECORD);
    paper.reach();
    await clock.advance(41_000);
    expect(asked).toBe(2);
    expect(paper.away?.code).toBe('printer-away');
  });

  it('is away when the link is lost, and connects anew', async () => {
    const first = new FakeTransport();
    opens = async () => first;
    const paper = station();
    paper.reach();
    await clock.advance(0);
    opens = async () => new FakeTransport();
    first.lose(new PapertabError('printer-lost'));
    await clock.advance(0);
    expect(paper.connected).toBeUndefined();
    expect(paper.away).toEqual({ code: 'printer-away', detail: 'printer-lost' });
    expect(first.closed).toBe(true);
    await clock.advance(1_000);
    expect(paper.connected).toBeDefined();
  });

  it('tells the driver when the last link was lost inside a job, and only then', async () => {
    const told: boolean[] = [];
    greet = async (_signal, { brokenOff }) => {
      told.push(brokenOff);
      return {};
    };
    const paper = station();
    paper.reach();
    await clock.advance(0);
    paper.drop(new PapertabError('printer-silent'), paper.connected!);
    await clock.advance(1_000);
    paper.reconnect();
    await clock.advance(0);
    expect(told).toEqual([false, true, false]);
  });

  it('does not tell it so of a link that was lost before the first byte of a job', async () => {
    const told: boolean[] = [];
    greet = async (_signal, { brokenOff }) => {
      told.push(brokenOff);
      return {};
    };
    const paper = station();
    paper.reach();
    await clock.advance(0);
    paper.drop(new PapertabError('printer-lost'), paper.connected!, { begun: false });
    expect(paper.connected).toBeUndefined();
    await clock.advance(1_000);
    expect(told).toEqual([false, false]);
    expect(brokeOff).toEqual([]);
  });

  it('tells it how wide that job was, whatever is set since, and has it kept until the printer is greeted', async () => {
    const paper = station();
    paper.reach();
    await clock.advance(0);
    const { connected } = paper;
    paper.drop(new PapertabError('printer-silent'), { ...connected!, settings: { ...paper.settings, headWidth: 576 } });
    expect(brokeOff).toEqual([576]);
    greet = refuse('printer-away');
    await clock.advance(1_000);
    expect(brokeOff).toEqual([576]);
    let told: Aftermath | undefined;
    greet = async (_signal, after) => {
      told = after;
      return {};
    };
    await clock.advance(2_000);
    expect(told).toEqual({ brokenOff: true, headWidth: 576, spoke: false });
    expect(brokeOff).toEqual([576, undefined]);
  });

  it('tells it whether the printer ever spoke: silent after that, it is switched off', async () => {
    const paper = station();
    const told: (boolean | undefined)[] = [];
    greet = async (_signal, { spoke }) => {
      told.push(spoke);
      speaks = told.length === 1;
      return {};
    };
    paper.reach();
    for (let connection = 1; connection <= 3; connection++) {
      await clock.advance(1_000);
      paper.drop(new PapertabError('printer-silent'), paper.connected!, { begun: false });
    }
    expect(told).toEqual([false, true, true]);
  });

  it('tells that of no printer that was plugged in since: it may be another', async () => {
    const paper = station();
    const told: (boolean | undefined)[] = [];
    const transport = new FakeTransport();
    opens = async () => (told.length === 0 ? transport : new FakeTransport());
    speaks = true;
    greet = async (_signal, { spoke }) => {
      told.push(spoke);
      return {};
    };
    paper.reach();
    await clock.advance(0);
    transport.lose(new PapertabError('printer-lost'));
    await clock.advance(1_000);
    expect(told).toEqual([false, false]);
  });

  it('leaves a newer connection alone when an old one is dropped', async () => {
    const paper = station();
    paper.reach();
    await clock.advance(0);
    const old = paper.connected!;
    paper.reconnect();
    await clock.advance(0);
    paper.drop(new PapertabError('printer-lost'), old);
    expect(paper.connected).toBeDefined();
  });

  it('gives up a greeting that takes too long, and lets the transport go', async () => {
    const transport = new FakeTransport();
    opens = async () => transport;
    greet = (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    const paper = station(RECORD);
    paper.reach();
    await clock.advance(20_000);
    expect(transport.closed).toBe(true);
    expect(paper.away?.code).toBe('printer-away');
  });

  it('leaves a greeting the time that a band of white takes on a slow line', async () => {
    // 832 dots, 128 rows, at 4,800 bits a second: 28 s out, and as long until an answer can be back.
    greet = (signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        clock.after(57_000, () => resolve({}));
      });
    const paper = station({ ...SERIAL, settings: { baudRate: 4_800 } });
    paper.reach();
    await clock.advance(58_000);
    expect(paper.connected).toBeDefined();
  });

  it.each(['printer-language', 'printer-unsupported'] as const)(
    'says that a printer cannot be printed on, and leaves it alone: %s',
    async (code) => {
      greet = refuse(code);
      const paper = station();
      paper.reach();
      await clock.advance(600_000);
      expect(paper.away).toEqual({ code });
      expect(attempts).toHaveLength(1);
    },
  );

  it('takes new settings at once, and asks to be connected anew only for those of the line', async () => {
    const paper = station();
    paper.reach();
    await clock.advance(0);
    expect(paper.change({ ...SERIAL, settings: { headWidth: 576 } })).toBe(false);
    expect(paper.connected?.settings.headWidth).toBe(576);
    expect(paper.change({ ...SERIAL, settings: { headWidth: 576, baudRate: 19_200 } })).toBe(true);
  });

  it('takes what was set while it was being greeted', async () => {
    let done: (facts: PrinterFacts) => void = () => {};
    greet = () => new Promise((resolve) => (done = resolve));
    const paper = station();
    paper.reach();
    await clock.advance(0);
    paper.change({ ...SERIAL, settings: { headWidth: 576 } });
    done({});
    await clock.advance(0);
    expect(paper.connected?.settings.headWidth).toBe(576);
  });

  it('is over when it is stopped, whatever comes late', async () => {
    let arrive: (transport: Transport) => void = () => {};
    opens = () => new Promise((resolve) => (arrive = resolve));
    const paper = station();
    paper.reach();
    await clock.advance(0);
    paper.stop();
    const late = new FakeTransport();
    arrive(late);
    await clock.advance(600_000);
    expect(late.closed).toBe(true);
    expect(paper.connected).toBeUndefined();
    expect(attempts).toHaveLength(1);
    const attached = new FakeTransport();
    paper.attach(attached);
    expect(attached.closed).toBe(true);
  });
});
