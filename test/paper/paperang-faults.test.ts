import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../support/fake-clock.ts';
import { bytes, times } from './bytes.ts';
import { MalformedStream } from './fault.ts';
import { STANDARD_KEY } from './paperang-frames.ts';
import { DENSITY, frame, IDLE, job, noise, outcome, VERSION_KEY_0 } from './paperang-jobs.ts';
import { PaperangPaper } from './paperang-paper.ts';
import { expectSameDots } from './same-dots.ts';

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

  it('its way out of any noise, and keeps none of it in its buffer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x02, 0x03, 0xa5, 0x01, 0x5a, 0x00, 0x30, 0xff), { maxLength: 80 }),
        (noisy) => {
          const printer = new PaperangPaper({ headWidth: 64, bufferBytes: 8192 });
          printer.receive(Uint8Array.from(noisy));
          // Longer than any frame that the noise may have begun.
          printer.receive(times(2100, 0));
          expect(printer.freeBytes).toBe(8192);
          printer.receive(job(picture));
          expectSameDots(printer.pictures.at(-1), picture);
        },
      ),
    );
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
