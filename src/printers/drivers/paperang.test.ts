import { describe, expect, it } from 'vitest';
import {
  greetPaperang as greet,
  P2,
  ScriptedPaperang as Paperang,
  text,
  without,
} from '../../../test/support/scripted-paperang.ts';
import { fromHex, ScriptedPrinter, toHex } from '../../../test/support/scripted-printer.ts';
import { createBitmap } from '../../imaging/bitmap.ts';
import { COMMAND, NO_KEY, SESSION_KEY, STANDARD_KEY } from '../languages/paperang/commands.ts';
import { encodeFrame } from '../languages/paperang/frames.ts';
import { PaperangReader } from '../languages/paperang/reply-reader.ts';
import type { PrinterSettings } from '../settings.ts';
import { createPaperangDriver } from './paperang.ts';

/** The newer protocol's answer to the question for its version. */
function newerReply(): number[] {
  const payload = fromHex('01 15 02 04 00 01 01 00 03');
  const checksum = encodeFrame(0, payload, STANDARD_KEY).slice(-5, -1);
  return [0xa5, 0x01, payload.length, 0, ...payload, ...checksum, 0x5a];
}

/** The commands of the job that the driver would send, and the key that their frames carry. */
function jobOf(driver: ReturnType<typeof createPaperangDriver>, talk: { settings: PrinterSettings }) {
  const reader = new PaperangReader();
  return [...driver.encode(createBitmap(384, 30), talk.settings)]
    .flatMap(({ bytes }) => reader.push(bytes))
    .map((reply) => (reply.kind === 'frame' ? [reply.command, reply.key] : []));
}

const job = (key: number, { paperType }: { paperType: boolean }) =>
  [0x19, ...(paperType ? [0x2c] : []), 0, 0, 0x1a].map((command) => [command, key]);

describe('greeting a Paperang', () => {
  it('registers a key and learns what it is', async () => {
    const printer = new Paperang();
    const { driver, talk, facts, ms } = await greet(printer);
    expect(facts).toEqual({ version: '1.1.8', serialNumber: 'P2B02', battery: 87, modelName: 'P2' });
    expect(printer.understood).toEqual([0x04, 0x18, 0x30, 0x10, 0x0c, 0x0a]);
    expect(jobOf(driver, talk)).toEqual(job(SESSION_KEY, { paperType: true }));
    expect(ms).toBe(0);
  });

  it.each([1, 2, 7, 11, 13, 20])('hears answers that come %i bytes at a time', async (pieces) => {
    const { facts } = await greet(new Paperang({ pieces }));
    expect(facts).toEqual({ version: '1.1.8', serialNumber: 'P2B02', battery: 87, modelName: 'P2' });
  });

  it('hears answers among bytes that are none', async () => {
    const printer = new Paperang();
    printer.say(...fromHex('00 00 00 f7 01'), ...fromHex('02 0d 00 40 00 01'));
    expect((await greet(printer)).facts.version).toBe('1.1.8');
  });

  it('leaves a printer without a key as it is', async () => {
    const printer = new Paperang({ key: NO_KEY });
    const { driver, talk, facts } = await greet(printer);
    expect(facts.serialNumber).toBe('P2B02');
    expect(printer.understood).not.toContain(COMMAND.setKey);
    expect(jobOf(driver, talk)).toEqual(job(NO_KEY, { paperType: true }));
  });

  it('finds one that still has the key of the connection before', async () => {
    const { driver, talk, facts } = await greet(new Paperang({ key: SESSION_KEY }));
    expect(facts.version).toBe('1.1.8');
    expect(jobOf(driver, talk)).toEqual(job(SESSION_KEY, { paperType: true }));
  });

  it('asks under both keys when the registration is not acknowledged, and keeps what answers', async () => {
    const deaf = new Paperang({ takesKey: false });
    const first = await greet(deaf);
    expect(jobOf(first.driver, first.talk)).toEqual(job(STANDARD_KEY, { paperType: true }));
    expect(first.facts.battery).toBe(87);

    const mute = new Paperang({ acknowledges: false });
    const second = await greet(mute);
    expect(jobOf(second.driver, second.talk)).toEqual(job(SESSION_KEY, { paperType: true }));
    expect(second.facts.battery).toBe(87);
  });

  it('goes by the new key when the printer falls silent on it', async () => {
    const printer = new Paperang();
    printer.onWrite((bytes) => {
      if (bytes[1] === COMMAND.getVersion && printer.written.length === 1) printer.tell(5, [8, 1, 1]);
    });
    const { driver, talk, facts } = await greet(printer);
    expect(facts).toEqual({ version: '1.1.8' });
    expect(jobOf(driver, talk)).toEqual(job(SESSION_KEY, { paperType: false }));
  });

  it('prints under the standard key on one that never answers, and asks it nothing more', async () => {
    const printer = new ScriptedPrinter();
    const { driver, talk, facts, ms } = await greet(printer);
    expect(facts).toEqual({});
    expect(ms).toBeLessThanOrEqual(4_000);
    expect(jobOf(driver, talk)).toEqual(job(STANDARD_KEY, { paperType: false }));
    expect(await driver.ask(talk)).toBeUndefined();
    expect(await driver.finish(talk, 60_000)).toBe('silent');
    expect(printer.writes).toEqual([]);
  });

  it('takes a late answer for what it is, not for one to what was asked last', async () => {
    const printer = new ScriptedPrinter();
    printer.onWrite(() => {
      if (printer.written.length > 1) return;
      printer.clock.after(1_500, () => printer.say(...encodeFrame(5, Uint8Array.of(8, 1, 1), STANDARD_KEY)));
    });
    const driver = createPaperangDriver();
    const greeting = driver.greet(printer.talkTo(driver), { brokenOff: false });
    expect((await printer.settle(greeting)).value.version).toBe('1.1.8');
    // The second question was under no key; yet it is the standard one that goes on.
    expect(printer.writes.slice(0, 3)).toEqual([
      '02 04 00 01 00 01 d0 b9 59 e9 03',
      '02 04 00 01 00 01 1b df 05 a5 03',
      '02 18 00 04 00 78 7a ce 33 2c 89 80 f0 03',
    ]);
  });

  it('names the newer protocol when that is all the printer answers to', async () => {
    const printer = new ScriptedPrinter();
    printer.onWrite((bytes) => {
      if (bytes[0] === 0xa5) printer.say(...newerReply());
    });
    await expect(greet(printer)).rejects.toMatchObject({ code: 'printer-language', detail: 'A5' });
  });

  it('names it too when the printer answers questions of the older one, but takes no key', async () => {
    const printer = new ScriptedPrinter();
    printer.onWrite((bytes) => {
      const version = encodeFrame(5, Uint8Array.of(18, 3, 1), STANDARD_KEY);
      if (toHex(bytes) === '02 04 00 01 00 01 d0 b9 59 e9 03') printer.say(...version);
      if (bytes[0] === 0xa5) printer.say(...newerReply());
    });
    await expect(greet(printer)).rejects.toMatchObject({ code: 'printer-language', detail: 'A5' });
  });

  it('is not misled by a line that gives back what it is sent', async () => {
    const printer = new ScriptedPrinter();
    printer.onWrite((bytes) => printer.say(...bytes));
    const { facts, driver, talk } = await greet(printer);
    expect(facts).toEqual({});
    expect(jobOf(driver, talk)).toEqual(job(STANDARD_KEY, { paperType: false }));
  });

  it.each([1, 500, 1_013])('brings one to listen that still waits for %i bytes of a frame', async (rest) => {
    const printer = new ScriptedPrinter();
    let owed = rest;
    let heard: number[] = [];
    printer.onWrite((bytes) => {
      heard = [...heard, ...bytes.subarray(owed)];
      owed -= Math.min(owed, bytes.length);
      // It finds no frame in the middle of a question, only from the start of one.
      const question = heard.findIndex((_, i) => heard[i] === 2 && heard[i + 1] === COMMAND.getVersion);
      if (question >= 0 && heard.length >= question + 11) {
        heard = [];
        printer.say(...encodeFrame(5, Uint8Array.of(8, 1, 1), STANDARD_KEY));
      }
    });
    const driver = createPaperangDriver();
    const greeting = driver.greet(printer.talkTo(driver), { brokenOff: true });
    expect((await printer.settle(greeting)).value.version).toBe('1.1.8');
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('is fed once when a piece of a job hangs out of it: %s', async (brokenOff, feeds) => {
    const printer = new Paperang();
    const driver = createPaperangDriver();
    await printer.settle(driver.greet(printer.talkTo(driver), { brokenOff }));
    expect(printer.understood.filter((command) => command === COMMAND.feed)).toHaveLength(feeds);
  });

  it('ends at once when it is no longer wanted', async () => {
    const printer = new ScriptedPrinter();
    const driver = createPaperangDriver();
    const talk = printer.talkTo(driver);
    const greeting = driver.greet(talk, { brokenOff: false });
    const ended = expect(greeting).rejects.toBe('enough');
    await printer.clock.advance(1_200);
    talk.abort.abort('enough');
    await ended;
  });
});

describe('what a Paperang leaves unanswered', () => {
  it('is not asked on and on', async () => {
    const printer = new Paperang({ answers: { [COMMAND.getVersion]: [8, 1, 1] } });
    const { facts, ms } = await greet(printer);
    expect(facts).toEqual({ version: '1.1.8' });
    expect(printer.understood).toEqual([0x04, 0x18, 0x30, 0x10]);
    expect(ms).toBeLessThanOrEqual(1_000);
  });

  it('does not end the questions where it is a single one', async () => {
    const printer = new Paperang({ answers: without(COMMAND.getSerialNumber, COMMAND.getModelName) });
    const { facts, driver, talk } = await greet(printer);
    expect(facts).toEqual({ version: '1.1.8', battery: 87 });
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ busy: false, batteryLow: false });
  });

  it('does not keep it from saying which head it has, and how it stands', async () => {
    const printer = new Paperang({ answers: without(COMMAND.getSerialNumber, COMMAND.getBattery) });
    const { facts, driver, talk } = await greet(printer);
    expect(facts).toEqual({ version: '1.1.8', modelName: 'P2' });
    expect(await driver.ask(talk)).toEqual({ busy: false, batteryLow: false });
  });

  it('makes a D1, which gets no type of paper, for it hangs on that', async () => {
    const d1 = () => new Paperang({ answers: without(COMMAND.getModelName, COMMAND.getStatus) });
    const { facts, driver, talk } = await greet(d1());
    expect(facts).toEqual({ version: '1.1.8', serialNumber: 'P2B02', battery: 87 });
    expect(jobOf(driver, talk)).toEqual(job(SESSION_KEY, { paperType: false }));
    expect(await driver.ask(talk)).toBeUndefined();
    expect(talk.line.condition).toEqual({});

    const chosen = await greet(d1(), {}, { takesPaperType: true });
    expect(jobOf(chosen.driver, chosen.talk)).toEqual(job(SESSION_KEY, { paperType: true }));
  });

  it.each([
    ['P1', true],
    ['P2S', true],
    ['Paperang_P2', true],
    ['D1', false],
    ['P20', false],
    ['MiaoMiaoJi', false],
    ['S1', false],
  ])('of models that say %s, whether they get the type of paper: %s', async (name, paperType) => {
    const printer = new Paperang({ answers: { ...P2, [COMMAND.getModelName]: text(name) } });
    const { driver, talk } = await greet(printer, {}, { takesPaperType: true });
    expect(jobOf(driver, talk)).toEqual(job(SESSION_KEY, { paperType }));
  });
});

describe('a Paperang with a head of another width', () => {
  it.each(['P3', 'P3 Pro', 'C1', 'C1S', 'C5', 'T1', 'Paperang_C1_EVA'])(
    'is refused by the name that it gives itself, %s: rows of another width come out slanted',
    async (name) => {
      const printer = new Paperang({ answers: { ...P2, [COMMAND.getModelName]: text(name) } });
      await expect(greet(printer)).rejects.toMatchObject({ code: 'printer-unsupported', detail: name });
    },
  );
});

describe('keeping a Paperang awake', () => {
  it('is believed when it reads back as such', async () => {
    const printer = new Paperang();
    expect((await greet(printer, { keepAwake: true })).facts.keptAwake).toBe(true);
    expect(printer.understood).toContain(COMMAND.setPowerOffTime);
    const stubborn = new Paperang({ answers: { ...P2, [COMMAND.getPowerOffTime]: [0x10, 0x0e] } });
    expect((await greet(stubborn, { keepAwake: true })).facts.keptAwake).toBe(false);
    const mute = new Paperang({ answers: without(COMMAND.getPowerOffTime) });
    expect((await greet(mute, { keepAwake: true })).facts.keptAwake).toBe(false);
  });

  it('is tried, but not believed, where nothing is answered', async () => {
    const printer = new ScriptedPrinter();
    const driver = createPaperangDriver();
    const talk = printer.talkTo(driver, { keepAwake: true });
    expect((await printer.settle(driver.greet(talk, { brokenOff: false }))).value).toEqual({ keptAwake: false });
    expect(printer.writes.at(-1)).toBe('02 1e 00 02 00 00 00 a1 55 23 4d 03');
  });

  it('is left alone where it was not asked for', async () => {
    const printer = new Paperang();
    expect((await greet(printer)).facts).not.toHaveProperty('keptAwake');
    expect(printer.understood).not.toContain(COMMAND.setPowerOffTime);
  });
});

describe('what else a Paperang is sent', () => {
  it('is a feed for a job that was given up, and its own test page, under the key in use', async () => {
    const { driver, talk } = await greet(new Paperang({ key: NO_KEY }));
    expect(toHex(driver.abandon(talk.settings))).toBe('02 1a 00 02 00 18 01 30 ba c5 b4 03');
    expect(toHex(driver.testPage!())).toBe('02 1b 00 01 00 00 8d ef 02 d2 03');
    expect(toHex(createPaperangDriver().testPage!())).toBe('02 1b 00 01 00 00 46 89 5e 9e 03');
  });
});
