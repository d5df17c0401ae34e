import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBitmap, invert } from '../../src/imaging/bitmap.ts';
import { bitmaps } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes, times, written } from './bytes.ts';
import { DENSITY, FEED, frame, IDLE, job, listen, noise, STATUS, VERSION, VERSION_KEY_0 } from './paperang-jobs.ts';
import { PAPERANG, PaperangPaper } from './paperang-paper.ts';
import { expectSameDots } from './same-dots.ts';

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
