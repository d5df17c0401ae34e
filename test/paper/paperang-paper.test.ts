import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bitmap, bytesPerRow, createBitmap, invert } from '../../src/imaging/bitmap.ts';
import { bitmaps } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes, times, written } from './bytes.ts';
import { MalformedStream } from './fault.ts';
import { buildFrame, STANDARD_KEY } from './paperang-frames.ts';
import { PAPERANG, type PaperangOptions, PaperangPaper } from './paperang-paper.ts';
import { expectSameDots } from './same-dots.ts';

const FEED = '02 1a 00 02 00 18 01 6e fd 3f b8 03';
const DENSITY = '02 19 00 01 00 4b 5e 11 50 7f 03';
const IDLE = '02 36 00 01 00 01 d0 b9 59 e9 03';
const STATUS = '02 0c 00 01 00 01 d0 b9 59 e9 03';
const VERSION = '02 04 00 01 00 01 d0 b9 59 e9 03';
const KEY_0 = '02 18 00 04 00 21 95 76 35 1c df 44 21 03';
const VERSION_KEY_0 = '02 04 00 01 00 01 1b df 05 a5 03';

const frame = (command: number, payload: Iterable<number>, key = STANDARD_KEY): Uint8Array =>
  buildFrame(command, 0, payload, key);

/** The rows of a picture in frames of `rows` rows, and the feed. */
function job(bitmap: Bitmap, rows = 10): Uint8Array<ArrayBuffer> {
  const step = rows * bytesPerRow(bitmap.width);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bitmap.data.length; at += step) frames.push(frame(0x00, bitmap.data.subarray(at, at + step)));
  return bytes(DENSITY, ...frames, FEED);
}

function noise(width: number, height: number): Bitmap {
  const bitmap = createBitmap(width, height);
  let state = 1;
  for (let i = 0; i < bitmap.data.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bitmap.data[i] = state >>> 16;
  }
  return bitmap;
}

/** What a stream comes to: what was wrong with it, drawn, done and answered. */
function outcome(stream: Uint8Array, options: PaperangOptions): string {
  const printer = new PaperangPaper(options);
  const replies: string[] = [];
  printer.onReply = (reply) => replies.push(written(reply));
  printer.receive(stream);
  let unrest = '';
  try {
    printer.checkAtRest();
  } catch (error) {
    unrest = String(error);
  }
  return JSON.stringify([unrest, printer.pictures.map(({ data }) => written(data)), printer.events, replies]);
}

/** The payloads of the status (0c) and idle (36) answers among what a printer says. */
function listen(printer: PaperangPaper): {
  status: number[];
  idle: number[];
  acknowledged: number[];
  pieces: number[];
} {
  const heard = { status: [] as number[], idle: [] as number[], acknowledged: [] as number[], pieces: [] as number[] };
  printer.onReply = (reply) => {
    heard.pieces.push(reply.length);
    if (reply[1] === 0x0d) heard.status.push(reply[5]!);
    else if (reply[1] === 0x37) heard.idle.push(reply[5]!);
    else if (reply[3] === 1) heard.acknowledged.push(reply[1]!);
  };
  return heard;
}

describe('a Paperang draws', () => {
  it.each([
    [PAPERANG.p1, 384],
    [PAPERANG.p2, 576],
  ])('each picture that a feed ends, whatever pieces its bytes come in (%o)', (options, width) => {
    fc.assert(
      fc.property(
        bitmaps({ width: fc.constant(width), height: fc.integer({ min: 1, max: 24 }) }),
        bitmaps({ width: fc.constant(width) }),
        fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 8 }),
        (first, second, sizes) => {
          const printer = new PaperangPaper(options);
          let rest = bytes(job(first, 7), job(second, 3));
          for (const size of sizes) {
            printer.receive(rest.subarray(0, size));
            rest = rest.slice(size);
          }
          printer.receive(rest);
          printer.checkAtRest();
          expect(printer.pictures).toHaveLength(2);
          expectSameDots(printer.pictures[0], first);
          expectSameDots(printer.pictures[1], second);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('nothing between a feed and the next row', () => {
    const printer = new PaperangPaper();
    printer.receive(bytes('02 1a 00 02 00 18 01 6e fd 3f b8 03', job(noise(384, 5)), FEED));
    printer.checkAtRest();
    expect(printer.pictures.map(({ height }) => height)).toEqual([5]);
    expect(printer.events.filter(({ kind }) => kind === 'feed')).toHaveLength(3);
  });
});

describe('a Paperang notices', () => {
  const picture = noise(64, 6);
  const options = { headWidth: 64 };
  const sound = bytes(job(picture, 2), IDLE);
  it('any bit of a job that is wrong', () => {
    const due = outcome(sound, options);
    // The third byte of a frame counts frames: no printer looks at it, but answers echo it.
    const counts: number[] = [];
    for (let at = 0; at < sound.length; at += 10 + sound[at + 3]! + 256 * sound[at + 4]!) counts.push(at + 2);
    const unnoticed = new Set<number>();
    for (let at = 0; at < sound.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const stream = sound.slice();
        stream[at]! ^= 1 << bit;
        if (outcome(stream, options) === due) unnoticed.add(at);
      }
    }
    expect([...unnoticed].filter((at) => !counts.includes(at))).toEqual([]);
  });

  it('where a job is cut off', () => {
    const end = sound.length - 11;
    for (let length = 0; length < end; length++) {
      const printer = new PaperangPaper(options);
      printer.receive(sound.subarray(0, length));
      expect(printer.pictures).toEqual([]);
      printer.check();
    }
    const printer = new PaperangPaper(options);
    printer.receive(sound.subarray(0, end - 20));
    expect(() => printer.checkAtRest()).toThrow(MalformedStream);
    expect(() => printer.checkAtRest()).toThrow('the stream ends in the middle of a command');
    printer.receive(sound.subarray(end - 20, end - 12));
    expect(() => printer.checkAtRest()).toThrow(/rows were drawn and not fed out/);
  });

  it.each([
    ['a wrong terminator', bytes('02 1a 00 02 00 18 01 6e fd 3f b8 04'), 'ends with 04 instead of 03'],
    ['another key', bytes(VERSION_KEY_0), 'command 04 has a checksum of another key'],
    ['a broken row', frame(0x00, times(47, 1)), '47 bytes are no whole number of rows of 48'],
    ['no row', frame(0x00, []), '0 bytes are no whole number of rows'],
    ['too long a frame', frame(0x00, times(2064, 0)), 'claims 2064 bytes, more than 2016'],
    ['compressed rows', frame(0x01, times(48, 0)), 'command 01 must never be sent'],
    ['firmware', frame(0x02, times(48, 0)), 'command 02 must never be sent'],
    ['the end of firmware', frame(0x03, [0]), 'command 03 must never be sent'],
    ['an unknown command', frame(0x50, [0]), 'there is no command 50'],
    ['a density out of range', frame(0x19, [101]), 'command 19 with a payload of 1 bytes: 65'],
    ['a paper type that does not exist', frame(0x2c, [2]), 'command 2c with a payload of 1 bytes: 02'],
    ['a feed of one byte', frame(0x1a, [0xd2]), 'a feed of 1 bytes'],
    ['a key of two bytes', frame(0x18, [1, 2]), 'command 18 with a payload of 2 bytes'],
    ['a question with another payload', frame(0x36, [0]), 'question 36 with a payload other than 01'],
    ['a question without', frame(0x36, []), 'question 36 with a payload other than 01'],
    ['bytes that are no frame', bytes('1b 40'), '1b begins no frame'],
  ])('%s, by its offset, and goes on with the next frame', (_, wrong, message) => {
    const printer = new PaperangPaper();
    printer.receive(bytes(DENSITY, wrong, job(noise(384, 3))));
    expect(() => printer.check()).toThrow(message);
    expect(printer.faults).toMatchObject([{ kind: 'malformed', offset: 11 }]);
    expect(printer.pictures).toHaveLength(1);
    expect(printer.key).toBe(STANDARD_KEY);
    expect(printer.density).toBe(75);
  });

  it('a frame in the middle of another, and finds its place again', () => {
    const printer = new PaperangPaper({ headWidth: 64 });
    const rows = frame(0x00, noise(64, 4).data);
    printer.receive(bytes(rows.subarray(0, 15), job(picture), job(picture), job(picture)));
    expect(printer.faults[0]).toMatchObject({ offset: 0 });
    expectSameDots(printer.pictures.at(-1), picture);
  });

  it('bytes that come while its buffer is full, from the first one lost', () => {
    const printer = new PaperangPaper({ bufferBytes: 600, rowsPerSecond: 150, clock: new FakeClock() });
    printer.receive(job(noise(384, 30)));
    // The density is taken at once. The first row leaves the buffer as the head begins it.
    const before = bytes(DENSITY).length;
    const first = before + 490;
    const occupied = 9 * 48;
    expect(printer.faults[0]).toMatchObject({ kind: 'overflow', offset: first + 600 - occupied });
    expect(() => printer.check()).toThrow('the receive buffer of 600 bytes is full');
  });
});

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

describe('kinds of Paperang', () => {
  it('with ordinary checksums leave a question under the standard key unanswered, and rows are a fault', () => {
    const printer = new PaperangPaper(PAPERANG.p2s);
    const heard = listen(printer);
    printer.receive(bytes(VERSION));
    expect(heard.pieces).toEqual([]);
    printer.receive(bytes(VERSION_KEY_0));
    expect(heard.acknowledged).toEqual([0x04]);
    printer.checkAtRest();
    printer.receive(frame(0x00, times(72, 0xff)));
    expect(printer.faults).toMatchObject([{ offset: 22 }]);
    expect(printer.rowsDrawn).toBe(0);
  });

  it('like the D1 keep some questions to themselves and hang on the paper type until they lose their power', () => {
    const printer = new PaperangPaper({ ...PAPERANG.d1, bufferBytes: 100 });
    const heard = listen(printer);
    printer.receive(bytes(STATUS, '02 30 00 01 00 01 d0 b9 59 e9 03'));
    expect(heard.pieces).toEqual([]);
    printer.receive(bytes('02 2c 00 01 00 00 46 89 5e 9e 03', VERSION));
    expect(printer.hung).toBe(true);
    expect(heard.pieces).toEqual([]);
    expect(printer.freeBytes).toBe(100 - 22);
    printer.disconnect();
    printer.receive(bytes(VERSION));
    expect(heard.pieces).toEqual([]);
    printer.powerOff();
    printer.powerOn();
    printer.receive(bytes(VERSION));
    expect(heard.acknowledged).toEqual([0x04]);
    printer.checkAtRest();
  });

  it('with the newer dialect alone keep silent at the older, and rows of it are a fault', () => {
    const printer = new PaperangPaper(PAPERANG.p1New);
    const heard = listen(printer);
    printer.receive(bytes(VERSION));
    printer.checkAtRest();
    printer.receive(frame(0x00, times(48, 0xff)));
    expect(heard.pieces).toEqual([]);
    expect(() => printer.check()).toThrow('malformed at byte 11: rows in the older dialect');
  });

  it('with the newer dialect and the older questions answer, and print nothing', () => {
    const printer = new PaperangPaper({ dialect: 'a5-answers-02' });
    const heard = listen(printer);
    printer.receive(bytes(VERSION, job(noise(384, 3))));
    expect(heard.acknowledged).toEqual([0x04]);
    expect(printer.rowsDrawn).toBe(0);
    expect(printer.events).toContainEqual({ kind: 'refused', command: 0x00 });
    printer.checkAtRest();
  });

  it('that refuse a command acknowledge it with an error', () => {
    const printer = new PaperangPaper({ refuses: { 25: 4 } });
    let said = '';
    printer.onReply = (reply) => {
      said = written(reply);
    };
    printer.receive(bytes(DENSITY));
    expect(said.slice(0, 17)).toBe('02 19 00 01 00 04');
  });

  it('that another host takes over say so', () => {
    const printer = new PaperangPaper();
    const said: string[] = [];
    printer.onReply = (reply) => said.push(written(reply));
    printer.takeOver();
    expect(said).toEqual(['02 2f 00 01 00 00 46 89 5e 9e 03']);
  });
});

describe('replies', () => {
  it.each([
    ['each by itself', 'single', [11, 11, 11, 11]],
    ['joined', 'joined', [44]],
    ['in pieces', { pieces: 17 }, [17, 17, 10]],
  ] as const)('come %s', (_, replies, sizes) => {
    const printer = new PaperangPaper({ replies });
    const heard = listen(printer);
    printer.receive(bytes(IDLE, IDLE));
    expect(heard.pieces).toEqual(sizes);
  });

  it('come after a while, and not over a connection that is gone', async () => {
    const clock = new FakeClock();
    const printer = new PaperangPaper({ replyDelayMs: 50, clock });
    const heard = listen(printer);
    printer.receive(bytes(IDLE));
    await clock.advance(49);
    expect(heard.pieces).toEqual([]);
    await clock.advance(1);
    expect(heard.pieces).toEqual([11, 11]);
    printer.receive(bytes(IDLE));
    printer.disconnect();
    await clock.advance(100);
    expect(heard.pieces).toEqual([11, 11]);
  });

  it('may have noise among them', () => {
    const printer = new PaperangPaper();
    const heard = listen(printer);
    printer.blurt(bytes('00 00 00 f7 01'));
    expect(heard.pieces).toEqual([5]);
  });

  it('may be answered in the same breath', () => {
    const printer = new PaperangPaper();
    let left = 3;
    printer.onReply = (reply) => {
      if (reply[1] === 0x36 && left-- > 0) printer.receive(bytes(IDLE));
    };
    printer.receive(bytes(IDLE, job(invert(createBitmap(384, 2)))));
    printer.checkAtRest();
    expect(printer.pictures).toHaveLength(1);
    expect(left).toBe(-1);
  });
});
