import { crc32 as systemCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBitmap, invert } from '../../src/imaging/bitmap.ts';
import { bytes, times, written } from './bytes.ts';
import { crc32 } from './crc.ts';
import type { PaperangOptions } from './paperang-options.ts';
import { PaperangPaper } from './paperang-paper.ts';
import { expectSameDots } from './same-dots.ts';

/** A printer and all that it said, in the order in which it said it. */
function listening(options: PaperangOptions = {}): { printer: PaperangPaper; said: () => string } {
  const printer = new PaperangPaper(options);
  const replies: number[] = [];
  printer.onReply = (reply) => replies.push(...reply);
  return { printer, said: () => written(replies.splice(0)) };
}

const KEY_06B8EF59 = '02 18 00 04 00 78 7a ce 33 2c 89 80 f0 03';
const KEY_0 = '02 18 00 04 00 21 95 76 35 1c df 44 21 03';

describe('the checksum', () => {
  it('is the ordinary CRC-32 begun with a seed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 0xffffffff }), (payload, seed) => {
        expect(crc32(payload, seed)).toBe(systemCrc32(payload, seed));
      }),
    );
  });
});

describe('the worked bytes of the older dialect', () => {
  it.each([
    ['test page', '02 1b 00 01 00 00 46 89 5e 9e 03', { kind: 'test-page' }],
    ['density 75', '02 19 00 01 00 4b 5e 11 50 7f 03', { kind: 'density', value: 75 }],
    ['density 95', '02 19 00 01 00 5f 23 c5 8a 65 03', { kind: 'density', value: 95 }],
    ['continuous paper', '02 2c 00 01 00 00 46 89 5e 9e 03', { kind: 'paper-type', value: 0 }],
    ['feed 280', '02 1a 00 02 00 18 01 6e fd 3f b8 03', { kind: 'feed', value: 280 }],
    ['feed 300', '02 1a 00 02 00 2c 01 99 0e 15 03 03', { kind: 'feed', value: 300 }],
    ['never off', '02 1e 00 02 00 00 00 a1 55 23 4d 03', { kind: 'power-off-time', value: 0 }],
    ['key 06b8ef59', KEY_06B8EF59, { kind: 'key', value: 0x06b8ef59 }],
    ['key 0', KEY_0, { kind: 'key', value: 0 }],
  ])('mean: %s', (_, sent, event) => {
    const { printer, said } = listening();
    printer.receive(bytes(sent));
    printer.checkAtRest();
    expect(printer.events).toEqual([event]);
    // Its own code, one byte, 0.
    expect(said().slice(0, 17)).toBe(`02 ${sent.slice(3, 5)} 00 01 00 00`);
  });

  it.each([
    ['feed 280', '02 1a 00 02 00 18 01 7c a5 09 ef 03', { kind: 'feed', value: 280 }],
    ['density 75', '02 19 00 01 00 4b 2a 26 bd 21 03', { kind: 'density', value: 75 }],
    ['continuous paper', '02 2c 00 01 00 00 32 be b3 c0 03', { kind: 'paper-type', value: 0 }],
  ])('mean the same under key 06b8ef59: %s', (_, sent, event) => {
    const { printer } = listening();
    printer.receive(bytes(KEY_06B8EF59, sent));
    printer.checkAtRest();
    expect(printer.events[1]).toEqual(event);
  });

  it('ask under key 06b8ef59', () => {
    const { printer, said } = listening({ battery: 1 });
    printer.receive(bytes(KEY_06B8EF59));
    said();
    printer.receive(bytes('02 10 00 01 00 01 a4 8e b4 b7 03'));
    printer.checkAtRest();
    expect(said()).toBe('02 11 00 01 00 01 a4 8e b4 b7 03 02 10 00 01 00 00 32 be b3 c0 03');
  });

  it.each([
    ['registered', {}, [KEY_0]],
    ['as it comes', { startSeed: 0 }, []],
  ] as const)('mean the same with the ordinary CRC-32, %s', (_, options, first) => {
    const { printer, said } = listening({ ...options, battery: 1 });
    printer.receive(bytes(...first));
    said();
    printer.receive(
      bytes('02 19 00 01 00 4b 95 77 0c 33 03 02 2c 00 01 00 00 8d ef 02 d2 03 02 1a 00 02 00 18 01 30 ba c5 b4 03'),
    );
    said();
    printer.receive(bytes('02 10 00 01 00 01 1b df 05 a5 03'));
    printer.checkAtRest();
    expect(printer.events.slice(-3)).toEqual([
      { kind: 'density', value: 75 },
      { kind: 'paper-type', value: 0 },
      { kind: 'feed', value: 280 },
    ]);
    // A battery at 1 % has the payload of the question; the acknowledgement that of a paper type of 0.
    expect(said()).toBe('02 11 00 01 00 01 1b df 05 a5 03 02 10 00 01 00 00 8d ef 02 d2 03');
  });

  it('draw ten black rows', () => {
    const { printer } = listening();
    printer.receive(bytes('02 00 00 e0 01', times(480, 0xff), 'dc e3 a9 0a 03', '02 1a 00 02 00 18 01 6e fd 3f b8 03'));
    printer.checkAtRest();
    expect(printer.pictures).toHaveLength(1);
    expectSameDots(printer.pictures[0], invert(createBitmap(384, 10)));
  });

  it('ask, and are answered by the command one higher, then acknowledged', () => {
    const tail = '00 01 00 01 d0 b9 59 e9 03';
    const ack = '00 01 00 00 46 89 5e 9e 03';
    const { printer, said } = listening({ version: '1.1.8', serial: 'P2B02', battery: 1, modelName: 'P2' });
    const ask = (command: string): string => {
      printer.receive(bytes(`02 ${command} ${tail}`));
      return said();
    };
    expect(ask('10')).toBe(`02 11 ${tail} 02 10 ${ack}`);
    expect(ask('36')).toBe(`02 37 ${tail} 02 36 ${ack}`);
    expect(ask('04').slice(0, 23)).toBe('02 05 00 03 00 08 01 01');
    expect(ask('0a').slice(0, 29)).toBe(`02 0b 00 05 00 ${written([0x50, 0x32, 0x42, 0x30, 0x32])}`);
    expect(ask('0c').slice(0, 20)).toBe('02 0d 00 02 00 00 00');
    expect(ask('1f').slice(0, 20)).toBe('02 20 00 02 00 10 0e');
    expect(ask('30').slice(0, 20)).toBe('02 31 00 02 00 50 32');
    expect(ask('34').slice(0, 26)).toBe('02 35 00 04 00 00 00 00 00');
    printer.checkAtRest();
    expect(printer.events).toEqual([]);
  });
});

describe('what was seen on the air', () => {
  it('a key whose acknowledgement is the first frame under it', () => {
    const { printer, said } = listening();
    printer.receive(bytes('02 18 00 04 00 4c 51 a7 91 f1 5d 36 37 03'));
    expect(printer.key).toBe(0xa4d1c46d);
    expect(said()).toBe('02 18 00 01 00 00 ac 23 a5 e1 03');
    printer.receive(bytes('02 0a 01 01 00 01 3a 13 a2 96 03'));
    printer.checkAtRest();
    expect(said()).toMatch(/^02 0b 01 .* 02 0a 01 01 00 00 ac 23 a5 e1 03$/);
  });

  it('frames that are counted, and answered under the same count', () => {
    const { printer, said } = listening();
    printer.receive(bytes('02 18 01 04 00 ee 98 a0 e9 79 4e b5 5f 03 02 0a 02 01 00 01 37 d6 02 ae 03'));
    printer.checkAtRest();
    expect(printer.key).toBe(0xdcd60dcf);
    expect(said()).toMatch(/^02 18 01 01 00 00 (.. ){4}03 02 0b 02 .* 02 0a 02 01 00 00 (.. ){4}03$/);
  });

  it('a test page without payload or checksum, which comes out all the same', () => {
    const { printer } = listening();
    printer.receive(bytes('02 1b 00 00 00 00 00 00 00 03'));
    expect(printer.events).toEqual([{ kind: 'test-page' }]);
    expect(() => printer.check()).toThrow('malformed at byte 0: command 1b has a checksum of another key');
  });

  it('the greeting with a challenge, that says nothing to a unit of the older dialect', () => {
    const greeting = bytes(
      'a5 01 18 00 01 17 01 13 00 01 10 00 33 53 64 58 4e 33 62 59 32 71 54 6d 6f 6a 7a 7a 10 cb e4 77 5a',
    );
    const old = listening();
    old.printer.receive(greeting);
    old.printer.checkAtRest();
    expect(old.said()).toBe('');
    expect(old.printer.events).toEqual([{ kind: 'foreign', command: 0x0117 }]);
    const young = listening({ dialect: 'a5' });
    young.printer.receive(greeting);
    young.printer.checkAtRest();
    expect(young.said()).toMatch(/^a5 01 08 00 01 17 02 03 00 01 00 00 (.. ){4}5a$/);
  });
});

describe('the worked bytes of the newer dialect', () => {
  const serial = 'a5 01 05 00 01 02 01 00 00 67 bd fb d4 5a';

  it('tell the serial number of a unit that speaks it', () => {
    const { printer, said } = listening({ dialect: 'a5', serial: 'ABC' });
    printer.receive(bytes(serial));
    printer.checkAtRest();
    expect(said()).toMatch(/^a5 01 0b 00 01 02 02 06 00 01 03 00 41 42 43 (.. ){4}5a$/);
  });

  it.each([
    ['start', 'a5 01 05 00 05 19 01 00 00 39 cb 63 a6 5a'],
    ['end', 'a5 01 05 00 05 1a 01 00 00 d7 64 d6 b4 5a'],
    ['finish', 'a5 01 07 00 05 22 01 02 00 00 00 fb 1d 5f 87 5a'],
    ['feed 100', 'a5 01 07 00 05 16 01 02 00 64 00 e3 f6 25 19 5a'],
    ['density 75', 'a5 01 06 00 05 11 01 01 00 4b a0 bd 1d 5d 5a'],
  ])('are rejected where they would print: %s', (_, sent) => {
    const { printer, said } = listening({ dialect: 'a5' });
    printer.receive(bytes(sent));
    printer.checkAtRest();
    expect(said()).toMatch(new RegExp(`^a5 01 08 00 ${sent.slice(12, 17)} 02 03 00 02 00 00 (.. ){4}5a$`));
  });

  it('are foreign to a unit of the older dialect, which takes questions for a try and commands for a fault', () => {
    const { printer, said } = listening();
    printer.receive(bytes(serial));
    printer.check();
    printer.receive(bytes('a5 01 05 00 05 19 01 00 00 39 cb 63 a6 5a'));
    expect(said()).toBe('');
    expect(() => printer.check()).toThrow('malformed at byte 14: a command of the newer dialect');
  });
});
