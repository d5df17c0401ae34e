import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../test/support/scripted-printer.ts';
import { answerTo } from './answers.ts';
import { COMMAND, NO_KEY, SESSION_KEY, STANDARD_KEY } from './commands.ts';
import {
  encodeFeed,
  encodeFrame,
  encodeKeyRegistration,
  encodePowerOffTime,
  encodeQuestion,
  encodeTestPage,
} from './frames.ts';
import { encodeNewerQuestion } from './newer-protocol.ts';
import { PaperangReader } from './reply-reader.ts';

const density = (percent: number, key: number) => encodeFrame(COMMAND.setDensity, Uint8Array.of(percent), key);
const paper = (key: number) => encodeFrame(COMMAND.setPaperType, Uint8Array.of(0), key);

describe('frames, byte for byte', () => {
  it.each<[string, Uint8Array, string]>([
    ['test page', encodeTestPage(STANDARD_KEY), '02 1b 00 01 00 00 46 89 5e 9e 03'],
    ['battery', encodeQuestion(COMMAND.getBattery, STANDARD_KEY), '02 10 00 01 00 01 d0 b9 59 e9 03'],
    ['status', encodeQuestion(COMMAND.getStatus, STANDARD_KEY), '02 0c 00 01 00 01 d0 b9 59 e9 03'],
    ['serial number', encodeQuestion(COMMAND.getSerialNumber, STANDARD_KEY), '02 0a 00 01 00 01 d0 b9 59 e9 03'],
    ['version', encodeQuestion(COMMAND.getVersion, STANDARD_KEY), '02 04 00 01 00 01 d0 b9 59 e9 03'],
    ['lines', encodeQuestion(COMMAND.getPrintedLines, STANDARD_KEY), '02 34 00 01 00 01 d0 b9 59 e9 03'],
    ['idle', encodeQuestion(COMMAND.getIdle, STANDARD_KEY), '02 36 00 01 00 01 d0 b9 59 e9 03'],
    ['density 75', density(75, STANDARD_KEY), '02 19 00 01 00 4b 5e 11 50 7f 03'],
    ['density 95', density(95, STANDARD_KEY), '02 19 00 01 00 5f 23 c5 8a 65 03'],
    ['paper type 0', paper(STANDARD_KEY), '02 2c 00 01 00 00 46 89 5e 9e 03'],
    ['feed 280', encodeFeed(280, STANDARD_KEY), '02 1a 00 02 00 18 01 6e fd 3f b8 03'],
    ['feed 300', encodeFeed(300, STANDARD_KEY), '02 1a 00 02 00 2c 01 99 0e 15 03 03'],
    ['never off', encodePowerOffTime(0, STANDARD_KEY), '02 1e 00 02 00 00 00 a1 55 23 4d 03'],
    ['off when', encodeQuestion(COMMAND.getPowerOffTime, STANDARD_KEY), '02 1f 00 01 00 01 d0 b9 59 e9 03'],
    ['key 0x06b8ef59', encodeKeyRegistration(), '02 18 00 04 00 78 7a ce 33 2c 89 80 f0 03'],
    [
      'key 0',
      encodeFrame(COMMAND.setKey, fromHex('21 95 76 35'), STANDARD_KEY),
      '02 18 00 04 00 21 95 76 35 1c df 44 21 03',
    ],
    [
      'ten black rows',
      encodeFrame(COMMAND.printData, new Uint8Array(480).fill(0xff), STANDARD_KEY),
      `02 00 00 e0 01 ${'ff '.repeat(480)}dc e3 a9 0a 03`,
    ],
    ['battery, key', encodeQuestion(COMMAND.getBattery, SESSION_KEY), '02 10 00 01 00 01 a4 8e b4 b7 03'],
    ['density 75, key', density(75, SESSION_KEY), '02 19 00 01 00 4b 2a 26 bd 21 03'],
    ['paper type 0, key', paper(SESSION_KEY), '02 2c 00 01 00 00 32 be b3 c0 03'],
    ['feed 280, key', encodeFeed(280, SESSION_KEY), '02 1a 00 02 00 18 01 7c a5 09 ef 03'],
    ['battery, no key', encodeQuestion(COMMAND.getBattery, NO_KEY), '02 10 00 01 00 01 1b df 05 a5 03'],
    ['density 75, no key', density(75, NO_KEY), '02 19 00 01 00 4b 95 77 0c 33 03'],
    ['paper type 0, no key', paper(NO_KEY), '02 2c 00 01 00 00 8d ef 02 d2 03'],
    ['feed 280, no key', encodeFeed(280, NO_KEY), '02 1a 00 02 00 18 01 30 ba c5 b4 03'],
    [
      'a registration and a question that another program was seen to send',
      encodeFrame(COMMAND.setKey, fromHex('ee 98 a0 e9'), STANDARD_KEY, 1),
      '02 18 01 04 00 ee 98 a0 e9 79 4e b5 5f 03',
    ],
    [
      'the question after it',
      encodeFrame(COMMAND.getSerialNumber, Uint8Array.of(1), 0xdcd60dcf, 2),
      '02 0a 02 01 00 01 37 d6 02 ae 03',
    ],
    ['the newer protocol', encodeNewerQuestion(), 'a5 01 05 00 01 15 01 00 00 41 d2 35 19 5a'],
  ])('%s', (_what, frame, bytes) => expect(toHex(frame)).toBe(bytes.trim()));

  it('count their index modulo 256', () => {
    expect([0, 255, 256, 300].map((index) => encodeFrame(0, Uint8Array.of(0), 0, index)[2])).toEqual([0, 255, 0, 44]);
  });

  it('have no byte in the question of the newer protocol that could begin one of the older', () => {
    expect([...encodeNewerQuestion()]).not.toContain(2);
  });
});

describe('what a printer was seen to say', () => {
  const CAPTURED_KEY = 0xa4d1c46d;
  const reader = new PaperangReader([CAPTURED_KEY]);

  it('acknowledges a key under that key', () => {
    expect(reader.push(fromHex('02 18 00 01 00 00 ac 23 a5 e1 03'))).toEqual([
      { kind: 'frame', command: COMMAND.setKey, index: 0, payload: Uint8Array.of(0), key: CAPTURED_KEY },
    ]);
  });

  it('gives its version from the back', () => {
    const [reply] = reader.push(encodeFrame(COMMAND.getVersion + 1, Uint8Array.of(8, 1, 1), CAPTURED_KEY));
    expect(answerTo('version', reply!)).toBe('1.1.8');
  });
});
