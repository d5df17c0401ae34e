import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, answerTo, commandOf, isAcknowledgement, type Question } from './answers.ts';
import { COMMAND, STANDARD_KEY } from './commands.ts';
import { PaperangReader, type PaperangReply } from './reply-reader.ts';

function frame(command: number, payload: readonly number[]): PaperangReply {
  return { kind: 'frame', command, index: 0, key: STANDARD_KEY, payload: Uint8Array.from(payload) };
}

function answer<Q extends Question>(question: Q, ...payload: number[]): Answer<Q> | undefined {
  return answerTo(question, frame(commandOf(question) + 1, payload));
}

function text(value: string): number[] {
  return Array.from(value, (char) => char.charCodeAt(0));
}

describe('answers', () => {
  it('read as what was asked', () => {
    expect(answer('version', 8, 1, 1)).toBe('1.1.8');
    expect(answer('serialNumber', ...text('P2B0212345'))).toBe('P2B0212345');
    expect(answer('modelName', ...text('P2'))).toBe('P2');
    expect(answer('battery', 87)).toBe(87);
    expect(answer('powerOffTime', 0x10, 0x0e)).toBe(3600);
    expect(answer('powerOffTime', 0, 0)).toBe(0);
    expect(answer('printedLines', 0xff, 0xff, 0xff, 0xff)).toBe(0xffff_ffff);
    expect(answer('idle', 0)).toBe(false);
    expect(answer('idle', 1)).toBe(true);
  });

  it('are none where the reply is to something else, or reads as nothing', () => {
    expect(answerTo('version', frame(COMMAND.getVersion, [0]))).toBeUndefined();
    expect(answerTo('version', frame(COMMAND.getBattery + 1, [50]))).toBeUndefined();
    expect(answerTo('version', { kind: 'newer', payload: Uint8Array.of(1) })).toBeUndefined();
    expect(answer('version', 1, 2, 3, 4, 5)).toBeUndefined();
    expect(answer('battery', 255)).toBeUndefined();
    expect(answer('modelName', 0, 0)).toBeUndefined();
  });

  it('give text without what is not text, and not without an end', () => {
    expect(answer('serialNumber', 0, ...text(' P2\n B '), 0xe4, 0)).toBe('P2 B');
    expect(answer('serialNumber', ...text('x'.repeat(1000)))).toHaveLength(64);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 1024 }), (bytes) => {
        expect(answer('modelName', ...bytes) ?? 'x').toMatch(/^[\x20-\x7e]{1,64}$/);
      }),
    );
  });

  it('are told from acknowledgements', () => {
    expect(isAcknowledgement(COMMAND.setKey, frame(COMMAND.setKey, [0]))).toBe(true);
    expect(isAcknowledgement(COMMAND.setKey, frame(COMMAND.setKey, [3]))).toBe(false);
    expect(isAcknowledgement(COMMAND.setKey, frame(COMMAND.feed, [0]))).toBe(false);
    expect(isAcknowledgement(COMMAND.getStatus + 1, frame(COMMAND.getStatus + 1, [0, 0]))).toBe(false);
  });
});

describe('the status', () => {
  const READY = { busy: false, batteryLow: false };

  it.each<[number, object]>([
    [0x00, READY],
    [0x01, { ...READY, needs: 'printer-paper-out' }],
    [0x02, { ...READY, needs: 'printer-too-hot' }],
    [0x04, { ...READY, busy: true }],
    [0x08, { ...READY, batteryLow: true }],
    [0x10, { ...READY, needs: 'printer-cover-open' }],
    [0x20, { ...READY, batteryLow: true, needs: 'printer-battery-empty' }],
    // With the cover open, whether there is paper is not known.
    [0x11, { ...READY, needs: 'printer-cover-open' }],
    [0x33, { ...READY, batteryLow: true, needs: 'printer-cover-open' }],
    [0x23, { ...READY, batteryLow: true, needs: 'printer-paper-out' }],
    [0x22, { ...READY, batteryLow: true, needs: 'printer-battery-empty' }],
    [0xc6, { ...READY, busy: true, needs: 'printer-too-hot' }],
  ])('0x%s', (bits, condition) => {
    const reader = new PaperangReader();
    for (const payload of [[bits], [bits, 0], [bits, 0xff, 0, 0]]) {
      expect(reader.conditionOf(frame(0x0d, payload))).toEqual(condition);
    }
  });

  it('is in no other reply', () => {
    const reader = new PaperangReader();
    expect(reader.conditionOf(frame(COMMAND.getIdle + 1, [0]))).toBeUndefined();
    expect(reader.conditionOf(frame(COMMAND.getStatus, [0]))).toBeUndefined();
    expect(reader.conditionOf({ kind: 'newer', payload: Uint8Array.of(0x0d) })).toBeUndefined();
  });
});
