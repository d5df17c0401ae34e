import { describe, expect, it } from 'vitest';
import { ScriptedPrinter, toHex } from '../../../test/support/scripted-printer.ts';
import { createBitmap } from '../../imaging/bitmap.ts';
import type { PrinterSettings } from '../settings.ts';
import { createEscposDriver } from './escpos.ts';

const READY = { 1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12 };
const ASK_PAPER = '1d 72 01';

/** A receipt printer as a test wants it. */
class Receipt extends ScriptedPrinter {
  /** Its answers by the number of the question; what is absent is not answered. */
  statuses: Readonly<Record<number, number>>;
  /** How long it is at work before it answers in its turn; undefined when it never does. */
  doneInMs: number | undefined = 0;
  /** How long a question waits behind what was sent before it. */
  lateByMs = 0;
  #power = 1;

  constructor(statuses: Readonly<Record<number, number>> = READY) {
    super();
    this.statuses = statuses;
    this.onWrite((bytes) => {
      if (!this.isOn) return;
      const hex = toHex(bytes);
      if (hex.startsWith('10 04')) this.#answer(this.statuses[bytes[2]!], this.lateByMs);
      if (hex === ASK_PAPER) this.#answer(0x00, this.doneInMs);
    });
  }

  get isOn(): boolean {
    return this.#power % 2 === 1;
  }

  /** At its own switch: off, and what it was still to answer is forgotten; or on. */
  switch(): void {
    this.#power += 1;
  }

  #answer(byte: number | undefined, inMs: number | undefined): void {
    if (byte === undefined || inMs === undefined) return;
    const power = this.#power;
    const answer = (): void => {
      if (power === this.#power) this.say(byte);
    };
    if (inMs === 0) answer();
    else this.clock.after(inMs, answer);
  }
}

async function greet(printer: ScriptedPrinter, settings: Partial<PrinterSettings> = {}, brokenOff = false) {
  const driver = createEscposDriver();
  const talk = printer.talkTo(driver, settings);
  const { value: facts, ms } = await printer.settle(driver.greet(talk, { brokenOff }));
  const writes = printer.writes;
  const writtenAfter = printer.writtenAt.map((at) => at - printer.clock.now() + ms);
  printer.written.length = 0;
  printer.writtenAt.length = 0;
  return { driver, talk, facts, ms, writes, writtenAfter };
}

describe('greeting a receipt printer', () => {
  it('waits until it is back from the reset that opening may cause, resets it, and asks', async () => {
    const { facts, writes, writtenAfter } = await greet(new Receipt());
    expect(writes).toEqual(['1b 40', '10 04 01', '10 04 01']);
    expect(writtenAfter).toEqual([500, 500, 500]);
    expect(facts).toEqual({});
  });

  it('ends the band in which the connection broke before that', async () => {
    const { writes } = await greet(new Receipt(), {}, true);
    const zeros = writes.slice(0, -3).join(' ');
    expect(zeros).toBe('00 '.repeat(8 + 48 * 128).trim());
    // Then a reset, and a feed that parts the piece from what follows.
    expect(writes.slice(-3)).toEqual(['1b 40 1b 4a 60', '10 04 01', '10 04 01']);
  });

  it('ends that band also when it was longer or wider than it would be by what is set since', async () => {
    const zerosAfter = async (settings: Partial<PrinterSettings>, headWidth: number) => {
      const printer = new Receipt();
      const driver = createEscposDriver();
      await printer.settle(driver.greet(printer.talkTo(driver, settings), { brokenOff: true, headWidth }));
      return printer.written.slice(0, -3).reduce((sum, { length }) => sum + length, 0);
    };
    expect(await zerosAfter({ headWidth: 576, careful: true }, 576)).toBe(8 + 72 * 128);
    expect(await zerosAfter({ headWidth: 384 }, 576)).toBe(8 + 72 * 128);
    expect(await zerosAfter({ headWidth: 576 }, 384)).toBe(8 + 72 * 128);
  });

  it('is patient with an answer that waits behind those zeros', async () => {
    const printer = new Receipt();
    printer.lateByMs = 6_500;
    printer.clock.after(6_900, () => {
      printer.lateByMs = 0;
    });
    const { driver, talk, ms } = await greet(printer, { baudRate: 9600 }, true);
    expect(ms).toBe(7_000);
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: false });
  });

  it('never asks again where nothing is answered', async () => {
    const printer = new ScriptedPrinter();
    const { driver, talk, ms } = await greet(printer);
    expect(ms).toBe(1_000);
    expect(await driver.ask(talk)).toBeUndefined();
    expect(await driver.finish(talk, 60_000)).toBe('silent');
    expect(printer.writes).toEqual([]);
  });

  it('believes no noise of one that has answered nothing: it could not be asked whether that is cured', async () => {
    const printer = new ScriptedPrinter();
    const { driver, talk } = await greet(printer);
    printer.say(0x30, 0x20, 0x20, 0x20);
    await printer.clock.advance(0);
    expect(talk.line.condition).toEqual({});
    expect(await driver.ask(talk)).toBeUndefined();
  });

  it('believes one that has answered, and asks it whether that is cured', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.say(0x30, 0x20, 0x20, 0x20);
    await printer.clock.advance(0);
    expect(talk.line.condition.needs).toBe('printer-cover-open');
    await printer.settle(driver.ask(talk));
    expect(talk.line.condition.needs).toBeUndefined();
  });

  it('ends at once when it is no longer wanted', async () => {
    const printer = new ScriptedPrinter();
    const driver = createEscposDriver();
    const talk = printer.talkTo(driver);
    const ended = expect(driver.greet(talk, { brokenOff: true })).rejects.toBe('enough');
    await printer.clock.advance(200);
    talk.abort.abort('enough');
    await ended;
    expect(printer.writes).toEqual([]);
  });
});

describe('asking a receipt printer', () => {
  it('asks about the paper of one that is online, and nothing else', async () => {
    const printer = new Receipt({ ...READY, 1: 0x16, 4: 0x1e });
    const { driver, talk } = await greet(printer);
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: true });
    expect(printer.writes).toEqual(['10 04 01', '10 04 04']);
  });

  it('finds out why one is offline, and that it is cured', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.statuses = { 1: 0x1a, 2: 0x32, 3: 0x12, 4: 0x7e };
    const paperOut = { needs: 'printer-paper-out', paperLow: true };
    expect((await printer.settle(driver.ask(talk))).value).toEqual(paperOut);
    expect(printer.writes).toEqual(['10 04 01', '10 04 02', '10 04 03', '10 04 04']);
    expect(talk.line.condition).toEqual(paperOut);
    printer.statuses = READY;
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: false });
    expect(talk.line.condition).toEqual({ paperLow: false });
  });

  it('takes no answer that a picture has asked for as one to its own question', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.statuses = { 1: 0x1e, 2: 0x12, 3: 0x12, 4: 0x12 };
    // The drawer pin of a stray answer would read as an open cover, were it taken for the next answer.
    printer.lateByMs = 30;
    printer.clock.after(50, () => printer.say(0x1e));
    expect((await printer.settle(driver.ask(talk))).value).toBeUndefined();
    expect(talk.line.condition.needs).toBeUndefined();
  });

  it('waits for an answer behind what the computer still holds, as long as the line takes for it', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 9600 });
    printer.lateByMs = 4_200;
    printer.clock.after(4_100, () => {
      printer.lateByMs = 0;
    });
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: false });
    const fast = new Receipt();
    const second = await greet(fast, { baudRate: 115200 });
    fast.switch();
    const since = fast.clock.now();
    await fast.settle(second.driver.ask(second.talk));
    // It is not waited for longer than that before it is asked again.
    expect(fast.writes.slice(-3)).toEqual(['10 04 01', '10 04 01', '10 04 01']);
    expect(fast.writtenAt.at(-3)! - since).toBeLessThan(1_000);
  });

  it('asks again after an answer that failed to come, and leaves out that answer should it still come', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 115200 });
    printer.statuses = {};
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ needs: 'printer-stalled' });
    printer.say(0x1a);
    await printer.clock.advance(0);
    printer.statuses = READY;
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: false });
  });

  it('repeats a question of which an answer was lost, where it was answered before', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    await printer.settle(driver.ask(talk));
    printer.statuses = { 1: 0x12 };
    expect((await printer.settle(driver.ask(talk))).value).toEqual({});
    printer.statuses = { ...READY, 4: 0x7e };
    expect((await printer.settle(driver.ask(talk))).value).toMatchObject({ needs: 'printer-paper-out' });
  });

  it.each([
    ['why it is offline', { 1: 0x1a, 3: 0x12, 4: 0x12 }, 640, 0x36],
    ['its errors', { 1: 0x1a, 2: 0x12, 4: 0x12 }, 670, 0x72],
  ])('takes no late answer about %s for one to the question behind', async (_, statuses, at, late) => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.statuses = statuses;
    printer.lateByMs = 30;
    printer.clock.after(at, () => printer.say(late));
    expect((await printer.settle(driver.ask(talk))).value).toBeUndefined();
    expect(talk.line.condition.needs).toBeUndefined();
  });

  it('takes no late answer of its own status for one about its paper', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 115200 });
    printer.statuses = { ...READY, 4: 0x1e };
    printer.lateByMs = 880;
    printer.clock.after(850, () => {
      printer.lateByMs = 40;
    });
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: true });
  });

  it('takes nothing that a printer says at last, after it was silent, for an answer about its paper', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 115200 });
    printer.statuses = {};
    await printer.settle(driver.ask(talk));
    printer.statuses = { ...READY, 4: 0x1e };
    printer.lateByMs = 60;
    // To a question of before; the one to this question comes behind it.
    printer.clock.after(30, () => printer.say(0x12));
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: true });
  });

  it('does not repeat a question that the printer does not know', async () => {
    const printer = new Receipt({ 1: 0x12 });
    const { driver, talk } = await greet(printer);
    expect(await printer.settle(driver.ask(talk))).toEqual({ value: {}, ms: 500 });
    expect(await printer.settle(driver.ask(talk))).toEqual({ value: {}, ms: 0 });
    expect(printer.writes).toEqual(['10 04 01', '10 04 04', '10 04 01']);
  });
});

it('a receipt printer of which one byte was heard that may be noise is not waited for', async () => {
  const printer = new Receipt({});
  printer.clock.after(700, () => printer.say(0x12));
  const { driver, talk } = await greet(printer, { baudRate: 115200 });
  expect(await printer.settle(driver.ask(talk))).toMatchObject({ value: undefined });
  expect(talk.line.condition).toEqual({});
  expect(printer.writes).toEqual(['10 04 01']);
});

describe('a receipt printer that has answered before and is silent', () => {
  const STALLED = { needs: 'printer-stalled' };

  it('is waited for until it answers again', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 9600 });
    printer.switch();
    const silence = await printer.settle(driver.ask(talk));
    expect(silence.value).toEqual(STALLED);
    // Before anybody else takes it for one that takes no more.
    expect(silence.ms).toBeLessThan(15_000);
    expect(talk.line.condition).toEqual(STALLED);
    expect(printer.writes).toEqual(['10 04 01', ASK_PAPER, '10 04 01', '10 04 01', '10 04 01']);
    printer.written.length = 0;
    expect((await printer.settle(driver.ask(talk))).value).toEqual(STALLED);
    expect(printer.writes).toEqual(['10 04 01']);
    printer.switch();
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: false });
    expect(talk.line.condition).toEqual({ paperLow: false });
  });

  it('is waited for also when its port was opened anew meanwhile', async () => {
    const printer = new Receipt();
    printer.switch();
    const driver = createEscposDriver();
    const talk = printer.talkTo(driver, {});
    await printer.settle(driver.greet(talk, { brokenOff: false, spoke: true }));
    expect(talk.line.condition).toEqual(STALLED);
    expect((await printer.settle(driver.ask(talk))).value).toEqual(STALLED);
    printer.switch();
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: false });
    expect(talk.line.condition).toEqual({ paperLow: false });
    expect(driver.speaks).toBe(true);
  });

  it('is at work where it hears no question for seconds, and needs nothing', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 115200 });
    printer.statuses = {};
    printer.clock.after(5_000, () => {
      printer.statuses = READY;
    });
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: false });
    expect(talk.line.condition).toEqual({ paperLow: false });
  });

  it('needs nothing where only one answer was lost', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 9600 });
    printer.statuses = {};
    printer.clock.after(1_000, () => {
      printer.statuses = READY;
    });
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ paperLow: false });
    expect(talk.line.condition).toEqual({ paperLow: false });
  });

  it('has lost what it was sent when it was switched off meanwhile', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.switch();
    await printer.settle(driver.ask(talk));
    printer.switch();
    await printer.settle(driver.ask(talk));
    const { value, ms } = await printer.settle(driver.kept!(talk));
    expect(value).toBe(false);
    expect(ms).toBeLessThan(1_000);
  });

  it.each([
    ['has answered all the while, unheard', 0],
    ['is still at work on what came before', 12_000],
  ])('has lost nothing when it %s', async (_, doneInMs) => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 115200 });
    printer.statuses = {};
    printer.doneInMs = doneInMs;
    expect((await printer.settle(driver.ask(talk))).value).toEqual(STALLED);
    printer.statuses = READY;
    await printer.settle(driver.ask(talk));
    // Both are answered in their turn: together, when it is done.
    printer.doneInMs = doneInMs / 4;
    expect((await printer.settle(driver.kept!(talk))).value).toBe(true);
  });

  it('has lost what it was sent as far as can be told, where it says nothing of its paper', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.doneInMs = undefined;
    await printer.settle(driver.finish(talk, 5_000));
    printer.written.length = 0;
    expect(await driver.kept!(talk)).toBe(false);
    expect(printer.writes).toEqual([]);
  });

  it('is not measured by what was asked before the job', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.switch();
    await printer.settle(driver.ask(talk));
    printer.switch();
    await printer.settle(driver.ask(talk));
    [...driver.encode(createBitmap(384, 1), talk.settings)];
    printer.statuses = {};
    expect((await printer.settle(driver.ask(talk))).value).toEqual(STALLED);
    printer.statuses = READY;
    await printer.settle(driver.ask(talk));
    expect((await printer.settle(driver.kept!(talk))).value).toBe(true);
  });

  it('does not finish a job', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.doneInMs = 1_000;
    printer.clock.after(500, () => printer.switch());
    expect((await printer.settle(driver.finish(talk, 60_000))).value).toBe('silent');
    expect(talk.line.condition).toEqual(STALLED);
    printer.switch();
    await printer.settle(driver.ask(talk));
    expect((await printer.settle(driver.kept!(talk))).value).toBe(false);
  });

  it('is done when it says so of its paper alone', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 115200 });
    printer.statuses = {};
    printer.doneInMs = 3_000;
    expect((await printer.settle(driver.finish(talk, 60_000))).value).toBe('said');
    expect(talk.line.condition.needs).toBeUndefined();
  });
});

describe('finishing on a receipt printer', () => {
  it('ends when the printer answers in its turn', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.doneInMs = 1_500;
    expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'said', ms: 1_500 });
    expect(printer.writes).toEqual([ASK_PAPER, '10 04 01', '10 04 04']);
  });

  it('does not take its word for it that all is on paper: it may have gone on without any', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.doneInMs = 1_500;
    printer.clock.after(1_000, () => {
      printer.statuses = { ...READY, 4: 0x7e };
    });
    await printer.settle(driver.finish(talk, 60_000));
    expect(talk.line.condition.needs).toBe('printer-paper-out');
    printer.statuses = { 1: 0x12 };
    await printer.settle(driver.finish(talk, 60_000));
    expect(talk.line.condition.needs).toBeUndefined();
  });

  it('takes its word where it says nothing else any more', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer, { baudRate: 115200 });
    printer.doneInMs = 1_500;
    printer.clock.after(1_000, () => {
      printer.statuses = {};
    });
    const { value, ms } = await printer.settle(driver.finish(talk, 60_000));
    expect(value).toBe('said');
    expect(ms).toBeLessThan(3_000);
    expect(talk.line.condition.needs).toBeUndefined();
  });

  it('looks after it meanwhile, and hears the answer also while it does', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.doneInMs = 9_000;
    expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'said', ms: 9_000 });
    expect(printer.writes.filter((hex) => hex === ASK_PAPER)).toHaveLength(1);
    expect(printer.writes.filter((hex) => hex === '10 04 01')).toHaveLength(5);

    printer.doneInMs = 2_300;
    printer.lateByMs = 400;
    expect((await printer.settle(driver.finish(talk, 60_000))).value).toBe('said');
  });

  it('does not wait while the printer needs something, and finishes when it is cured', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.statuses = { 1: 0x1a, 2: 0x32, 3: 0x12, 4: 0x7e };
    printer.doneInMs = 20_000;
    const { value, ms } = await printer.settle(driver.finish(talk, 60_000));
    expect(value).toBe('silent');
    expect(ms).toBeLessThan(2_500);
    expect(talk.line.condition.needs).toBe('printer-paper-out');
    printer.statuses = READY;
    expect((await printer.settle(driver.finish(talk, 60_000))).value).toBe('said');
  });

  it('gives up in the end, and does not ask again with the next job', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.doneInMs = undefined;
    const { value, ms } = await printer.settle(driver.finish(talk, 5_000));
    expect(value).toBe('silent');
    expect(ms).toBeLessThanOrEqual(6_000);
    printer.written.length = 0;
    expect(await printer.settle(driver.finish(talk, 5_000))).toEqual({ value: 'silent', ms: 0 });
    expect(printer.writes).toEqual([]);
  });

  it('asks again with the next job where it has answered before, but not for ever', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    await printer.settle(driver.finish(talk, 5_000));
    printer.doneInMs = undefined;
    expect((await printer.settle(driver.finish(talk, 5_000))).value).toBe('silent');
    printer.doneInMs = 0;
    expect((await printer.settle(driver.finish(talk, 5_000))).value).toBe('said');
    printer.doneInMs = undefined;
    for (let job = 0; job < 2; job++) await printer.settle(driver.finish(talk, 5_000));
    expect(await printer.settle(driver.finish(talk, 5_000))).toEqual({ value: 'silent', ms: 0 });
  });

  it('leaves nobody behind who would take the answer of the next job', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    for (let job = 0; job < 3; job++) {
      printer.doneInMs = 500;
      expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'said', ms: 500 });
    }
    printer.statuses = { ...READY, 1: 0x1a, 2: 0x16 };
    printer.doneInMs = undefined;
    expect((await printer.settle(driver.finish(talk, 60_000))).value).toBe('silent');
    printer.statuses = READY;
    printer.doneInMs = 500;
    expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'said', ms: 500 });
  });

  it('ends at once when it is no longer wanted', async () => {
    const printer = new Receipt();
    const { driver, talk } = await greet(printer);
    printer.doneInMs = undefined;
    const finished = expect(driver.finish(talk, 60_000)).rejects.toBe('enough');
    await printer.clock.advance(5_500);
    talk.abort.abort('enough');
    await finished;
  });
});

it('leaves a job between two bands with a reset and a feed, and has no test page of its own', () => {
  const driver = createEscposDriver();
  const { settings } = new ScriptedPrinter().talkTo(driver);
  expect(toHex(driver.abandon(settings))).toBe('1b 40 1b 4a 60');
  expect(driver.testPage).toBeUndefined();
});
