import { describe, expect, it } from 'vitest';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes } from './bytes.ts';
import { STANDARD_KEY } from './paperang-frames.ts';
import {
  DENSITY,
  FEED,
  frame,
  IDLE,
  job,
  KEY_0,
  listen,
  noise,
  STATUS,
  VERSION,
  VERSION_KEY_0,
} from './paperang-jobs.ts';
import { PaperangPaper } from './paperang-paper.ts';
import { expectSameDots } from './same-dots.ts';

describe('a Paperang in time', () => {
  const rows = bytes(DENSITY, frame(0x00, noise(384, 10).data));

  it('draws as fast as its head, and gives the room back as it does', async () => {
    const clock = new FakeClock();
    const printer = new PaperangPaper({ bufferBytes: 1000, rowsPerSecond: 100, clock });
    let freed = 0;
    printer.onFreed = () => {
      freed += 1;
    };
    printer.receive(rows);
    expect(printer.rowsDrawn).toBe(1);
    expect(printer.freeBytes).toBe(1000 - 9 * 48);
    await clock.advance(45);
    expect(printer.rowsDrawn).toBe(5);
    expect(printer.freeBytes).toBe(1000 - 5 * 48);
    expect(freed).toBe(5);
    await clock.advance(50);
    expect(printer.rowsDrawn).toBe(10);
    expect(printer.busy).toBe(true);
    await clock.advance(5);
    expect(printer.busy).toBe(false);
    expect(printer.freeBytes).toBe(1000);
  });

  it('makes up for a clock that is late', () => {
    let now = 0;
    const due: (() => void)[] = [];
    const clock = {
      now: () => now,
      after: (_: number, task: () => void) => {
        due.push(task);
        return () => undefined;
      },
    };
    const printer = new PaperangPaper({ rowsPerSecond: 100, clock });
    printer.receive(rows);
    now = 52;
    due.shift()!();
    expect(printer.rowsDrawn).toBe(6);
  });

  it('answers while its head is at work, and is idle only some time after', async () => {
    const clock = new FakeClock();
    const printer = new PaperangPaper({ rowsPerSecond: 100, idleDelayMs: 2000, clock });
    const heard = listen(printer);
    printer.receive(bytes(IDLE, rows, FEED, IDLE, STATUS));
    expect(heard).toMatchObject({ idle: [1, 0], status: [0x04] });
    // Ten rows and five millimetres.
    await clock.advance(100 + 400 + 1990);
    printer.receive(bytes(IDLE));
    expect(printer.pictures).toHaveLength(1);
    await clock.advance(20);
    printer.receive(bytes(IDLE, STATUS));
    expect(heard).toMatchObject({ idle: [1, 0, 0, 1], status: [0x04, 0] });
  });

  it('acknowledges a feed when it takes it, or when it has come to it', async () => {
    const clock = new FakeClock();
    const early = new PaperangPaper({ rowsPerSecond: 100, clock });
    const late = new PaperangPaper({ rowsPerSecond: 100, clock, acksFeed: 'fed' });
    const [first, second] = [listen(early), listen(late)];
    early.receive(bytes(rows, FEED));
    late.receive(bytes(rows, FEED));
    expect(first.acknowledged).toEqual([0x19, 0x1a]);
    expect(second.acknowledged).toEqual([0x19]);
    await clock.advance(100);
    expect(second.acknowledged).toEqual([0x19, 0x1a]);
  });

  it('tells who waits for something as soon as it is so', async () => {
    const clock = new FakeClock();
    const printer = new PaperangPaper({ rowsPerSecond: 100, clock });
    let drawn = -1;
    const waiting = printer
      .until(() => printer.rowsDrawn === 4)
      .then(() => {
        drawn = printer.rowsDrawn;
      });
    printer.receive(rows);
    await clock.advance(100);
    await waiting;
    expect(drawn).toBe(4);
    await printer.until(() => true);
  });
});

describe('a Paperang in trouble', () => {
  it('stops at the row, says why, fills up, and goes on where it was when that is put right', async () => {
    const clock = new FakeClock();
    const printer = new PaperangPaper({ rowsPerSecond: 100, bufferBytes: 4096, clock });
    const heard = listen(printer);
    const picture = noise(384, 40);
    printer.atRow(7, () => printer.suffer('paper-out'));
    printer.receive(job(picture));
    await clock.advance(5000);
    expect(printer.rowsDrawn).toBe(7);
    expect(printer.freeBytes).toBe(4096 - 33 * 48 - 12);
    printer.receive(bytes(STATUS, IDLE));
    expect(heard).toMatchObject({ status: [0x05], idle: [0] });
    printer.cure('paper-out');
    await clock.advance(5000);
    printer.checkAtRest();
    expectSameDots(printer.pictures[0], picture);
    printer.receive(bytes(STATUS));
    expect(heard.status.at(-1)).toBe(0);
  });

  it.each([
    ['paper-out', 0x01, true],
    ['too-hot', 0x02, true],
    ['busy', 0x04, false],
    ['battery-low', 0x08, false],
    ['cover-open', 0x11, true],
    ['battery-empty', 0x20, true],
  ] as const)('says of %s %s', (trouble, status, stops) => {
    const printer = new PaperangPaper();
    const heard = listen(printer);
    printer.suffer(trouble);
    printer.receive(bytes(STATUS));
    expect(heard.status).toEqual([status]);
    printer.receive(job(noise(384, 2)));
    expect(printer.rowsDrawn).toBe(stops ? 0 : 2);
    printer.cure();
    expect(printer.pictures).toHaveLength(1);
    expect(printer.events.filter(({ kind }) => kind === 'trouble' || kind === 'cured')).toEqual([
      { kind: 'trouble', trouble },
      { kind: 'cured', trouble },
    ]);
  });

  it('says a change of its status unasked where it is of that kind', async () => {
    const clock = new FakeClock();
    const printer = new PaperangPaper({
      rowsPerSecond: 100,
      idleDelayMs: 300,
      pushesStatus: true,
      statusBytes: 4,
      clock,
    });
    const heard = listen(printer);
    printer.receive(job(noise(384, 10)));
    printer.suffer('too-hot');
    printer.cure();
    expect(heard.status).toEqual([0x04, 0x06, 0x04]);
    await clock.advance(1000);
    expect(heard.status).toEqual([0x04, 0x06, 0x04, 0x00]);
    printer.pushStatus();
    expect(heard.status).toHaveLength(5);
  });
});

describe('a Paperang that loses', () => {
  const picture = noise(384, 20);

  it('its connection prints what it has, tears that off, and wants the first key again', async () => {
    const clock = new FakeClock();
    const printer = new PaperangPaper({ rowsPerSecond: 100, clock });
    printer.receive(bytes(KEY_0, frame(0x00, picture.data.subarray(0, 480), 0), frame(0x00, [], 0).subarray(0, 4)));
    printer.disconnect();
    expect(printer.key).toBe(STANDARD_KEY);
    printer.receive(bytes(VERSION, job(picture)));
    await clock.advance(3000);
    printer.checkAtRest();
    expect(printer.torn.map(({ height }) => height)).toEqual([10]);
    expectSameDots(printer.pictures[0], picture);
  });

  it('its connection at an exact byte takes none of those that came with it', () => {
    const printer = new PaperangPaper();
    const stream = job(picture);
    printer.atByte(520, () => printer.disconnect());
    printer.receive(stream);
    expect(printer.received).toBe(520);
    expect(printer.torn.map(({ height }) => height)).toEqual([10]);
    printer.receive(stream);
    printer.checkAtRest();
    expectSameDots(printer.pictures[0], picture);
  });

  it('its connection and keeps its key, takes the standard key for a try and answers nothing', () => {
    const printer = new PaperangPaper({ forgetsKey: false });
    const heard = listen(printer);
    printer.receive(bytes(KEY_0));
    printer.disconnect();
    printer.receive(bytes(VERSION));
    expect(heard.acknowledged).toEqual([0x18]);
    printer.receive(bytes(VERSION_KEY_0));
    expect(heard.acknowledged).toEqual([0x18, 0x04]);
    printer.check();
    expect(printer.events.at(-1)).toEqual({ kind: 'probe', command: 0x04 });
  });

  it('its power loses its buffer, half a frame, its key and its settings, and takes no byte until it is back', async () => {
    const clock = new FakeClock();
    const printer = new PaperangPaper({ rowsPerSecond: 100, bufferBytes: 4000, clock });
    printer.receive(
      bytes(KEY_0, frame(0x19, [95], 0), frame(0x00, picture.data, 0), frame(0x00, [], 0).subarray(0, 4)),
    );
    await clock.advance(45);
    printer.powerOff();
    await clock.advance(1000);
    expect(printer.rowsDrawn).toBe(5);
    expect(printer.torn.map(({ height }) => height)).toEqual([5]);
    const before = printer.received;
    printer.receive(bytes(VERSION));
    expect(printer.received).toBe(before);
    printer.powerOn();
    expect(printer.freeBytes).toBe(4000);
    expect(printer.key).toBe(STANDARD_KEY);
    expect(printer.density).toBe(75);
    printer.receive(job(picture));
    await clock.advance(3000);
    printer.checkAtRest();
    expectSameDots(printer.pictures[0], picture);
  });

  it('its acknowledgements obeys all the same', () => {
    const printer = new PaperangPaper({ lostAcks: [0x1e], powerOffSeconds: 3600 });
    const heard = listen(printer);
    printer.receive(bytes('02 1e 00 02 00 00 00 a1 55 23 4d 03', DENSITY));
    printer.checkAtRest();
    expect(heard.acknowledged).toEqual([0x19]);
    expect(printer.powerOffSeconds).toBe(0);
  });
});
