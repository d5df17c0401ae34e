import { describe, expect, it } from 'vitest';
import {
  greetPaperang as greet,
  P2,
  ScriptedPaperang as Paperang,
  without,
} from '../../../test/support/scripted-paperang.ts';
import { COMMAND } from '../languages/paperang/commands.ts';

describe('the condition of a Paperang', () => {
  it('is what it answers, or says by itself', async () => {
    const printer = new Paperang();
    const { driver, talk } = await greet(printer);
    printer.answers = { ...P2, [COMMAND.getStatus]: [0x15, 0, 0, 0] };
    const cover = { needs: 'printer-cover-open', busy: true, batteryLow: false };
    expect((await printer.settle(driver.ask(talk))).value).toEqual(cover);
    expect(talk.line.condition).toEqual(cover);
    printer.tell(COMMAND.getStatus + 1, [0]);
    await printer.clock.advance(0);
    expect(talk.line.condition).toEqual({ busy: false, batteryLow: false });
  });

  it('is unknown for a moment when one answer fails to come, and is asked for again', async () => {
    const printer = new Paperang();
    const { driver, talk } = await greet(printer);
    printer.answers = without(COMMAND.getStatus);
    expect(await printer.settle(driver.ask(talk))).toEqual({ value: undefined, ms: 500 });
    printer.answers = P2;
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ busy: false, batteryLow: false });
  });
});

describe('a Paperang that gave no answer when it was asked first', () => {
  it('is asked again once it has said that it needs something, which it may not do when that is cured', async () => {
    const printer = new Paperang({ answers: without(COMMAND.getStatus) });
    const { driver, talk } = await greet(printer);
    expect(await printer.settle(driver.ask(talk))).toEqual({ value: undefined, ms: 0 });
    // The answer to the question of the greeting, too late.
    printer.tell(COMMAND.getStatus + 1, [1]);
    await printer.clock.advance(0);
    expect(talk.line.condition.needs).toBe('printer-paper-out');
    printer.answers = P2;
    expect((await printer.settle(driver.ask(talk))).value).toEqual({ busy: false, batteryLow: false });
    expect(talk.line.condition.needs).toBeUndefined();
    // It does answer: the next need is found by asking.
    printer.answers = { ...P2, [COMMAND.getStatus]: [1] };
    expect((await printer.settle(driver.ask(talk))).value).toMatchObject({ needs: 'printer-paper-out' });
  });

  it('is not asked when it needs nothing, so that nothing waits for it', async () => {
    const printer = new Paperang({ answers: without(COMMAND.getStatus) });
    const { driver, talk } = await greet(printer);
    printer.tell(COMMAND.getStatus + 1, [1]);
    printer.tell(COMMAND.getStatus + 1, [0]);
    await printer.clock.advance(0);
    expect(await printer.settle(driver.ask(talk))).toEqual({ value: undefined, ms: 0 });
    expect(printer.writes).toEqual([]);
  });
});

describe('finishing on a Paperang', () => {
  it('waits until it is idle, asking about once a second', async () => {
    const printer = new Paperang({ answers: without(COMMAND.getStatus) });
    const { driver, talk } = await greet(printer);
    printer.answers = { ...P2, [COMMAND.getIdle]: [0] };
    printer.clock.after(2_900, () => {
      printer.answers = P2;
    });
    expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'said', ms: 3_000 });
    expect(printer.writtenAt.map((at) => at - printer.writtenAt[0]!)).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it('does not take it as done while its status says that it prints', async () => {
    const printer = new Paperang();
    const { driver, talk } = await greet(printer);
    printer.answers = { ...P2, [COMMAND.getStatus]: [4] };
    printer.clock.after(1_500, () => {
      printer.answers = P2;
    });
    expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'said', ms: 2_000 });
  });

  it('goes by the status alone where nothing else is said', async () => {
    const printer = new Paperang({ answers: { ...without(COMMAND.getIdle), [COMMAND.getStatus]: [4] } });
    const { driver, talk } = await greet(printer);
    printer.clock.after(6_200, () => {
      printer.answers = without(COMMAND.getIdle);
    });
    expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'said', ms: 6_500 });
  });

  it('gives up after three polls without an answer, and does not try again with the next job', async () => {
    const printer = new Paperang({ answers: without(COMMAND.getIdle, COMMAND.getStatus) });
    const { driver, talk } = await greet(printer);
    const { value, ms } = await printer.settle(driver.finish(talk, 60_000));
    expect(value).toBe('silent');
    expect(ms).toBeLessThanOrEqual(3_000);
    expect(printer.writes).toHaveLength(3);
    expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'silent', ms: 0 });
  });

  it('bears with polls that get lost', async () => {
    const printer = new Paperang({ answers: without(COMMAND.getStatus) });
    const { driver, talk } = await greet(printer);
    const busy = { ...P2, [COMMAND.getIdle]: [0] };
    const plan = [{}, {}, busy, {}, {}, busy, {}, {}, P2];
    printer.answers = {};
    plan.slice(1).forEach((answers, before) => {
      const second = before + 1;
      printer.clock.after(second * 1_000 - 100, () => {
        printer.answers = answers;
      });
    });
    expect((await printer.settle(driver.finish(talk, 60_000))).value).toBe('said');
    expect(printer.writes).toHaveLength(plan.length);
  });

  it('takes even one that speaks as done at last', async () => {
    const printer = new Paperang();
    const { driver, talk } = await greet(printer);
    printer.answers = { ...P2, [COMMAND.getIdle]: [0], [COMMAND.getStatus]: [4] };
    expect(await printer.settle(driver.finish(talk, 10_000))).toEqual({ value: 'silent', ms: 10_000 });
  });

  it('does not wait while it needs something, although it rests', async () => {
    const printer = new Paperang();
    const { driver, talk } = await greet(printer);
    printer.answers = { ...P2, [COMMAND.getStatus]: [1] };
    expect(await printer.settle(driver.finish(talk, 60_000))).toEqual({ value: 'silent', ms: 0 });
    expect(talk.line.condition.needs).toBe('printer-paper-out');
  });

  it('ends at once when it is no longer wanted', async () => {
    const printer = new Paperang();
    const { driver, talk } = await greet(printer);
    printer.answers = { ...P2, [COMMAND.getIdle]: [0] };
    const finished = expect(driver.finish(talk, 60_000)).rejects.toBe('enough');
    await printer.clock.advance(2_500);
    talk.abort.abort('enough');
    await finished;
  });
});
