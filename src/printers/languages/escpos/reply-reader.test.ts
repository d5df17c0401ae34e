import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../condition.ts';
import type { StatusKind } from './commands.ts';
import { EscposReader, type EscposReply } from './reply-reader.ts';
import { conditionOfStatuses } from './statuses.ts';

function push(reader: EscposReader, ...bytes: number[]): EscposReply[] {
  return reader.push(Uint8Array.from(bytes));
}

function asked(...kinds: StatusKind[]): EscposReader {
  const reader = new EscposReader();
  for (const kind of kinds) reader.expectStatus(kind);
  return reader;
}

describe('the replies of an ESC/POS printer', () => {
  it('answer the questions in order', () => {
    const reader = asked(1, 2, 4);
    expect(push(reader, 0x1a, 0x32, 0x7e)).toEqual([
      { kind: 'status', of: 1, byte: 0x1a, statuses: { 1: 0x1a } },
      { kind: 'status', of: 2, byte: 0x32, statuses: { 1: 0x1a, 2: 0x32 } },
      { kind: 'status', of: 4, byte: 0x7e, statuses: { 1: 0x1a, 2: 0x32, 4: 0x7e } },
    ]);
    expect(reader.statuses).toEqual({ 1: 0x1a, 2: 0x32, 4: 0x7e });
  });

  it('begin anew with the question to the printer itself', () => {
    const reader = asked(1, 4, 1);
    expect(push(reader, 0x1a, 0x7e)).toHaveLength(2);
    expect(push(reader, 0x12)).toMatchObject([{ statuses: { 1: 0x12 } }]);
  });

  it('are left out where nobody asked, or asks no longer', () => {
    const reader = new EscposReader();
    expect(push(reader, 0x12, 0x1e, 0x00, 0x0c, 0x11, 0x13, 0xff, 0x41)).toEqual([]);
    reader.expectStatus(1);
    reader.forgetStatuses();
    expect(push(reader, 0x12)).toEqual([]);
    reader.expectStatus(1);
    expect(push(reader, 0x12)).toHaveLength(1);
    expect(push(reader, 0x12)).toEqual([]);
  });

  it('say once that all is processed, when that was asked', () => {
    const reader = new EscposReader();
    expect(push(reader, 0x00)).toEqual([]);
    reader.expectPaper();
    expect(push(reader, 0xff, 0x80, 0x12)).toEqual([]);
    expect(push(reader, 0x03, 0x00)).toEqual([{ kind: 'paper' }]);
  });

  it('say so as often as it was asked, unless nobody waits for it any longer', () => {
    const reader = new EscposReader();
    reader.expectPaper();
    reader.expectPaper();
    expect(push(reader, 0x00)).toHaveLength(1);
    expect(reader.papersAsked).toBe(1);
    expect(push(reader, 0x00, 0x00)).toHaveLength(1);
    reader.expectPaper();
    reader.forgetPapers();
    expect(reader.papersAsked).toBe(0);
    expect(push(reader, 0x00)).toEqual([]);
  });

  it('may be four bytes of its own accord, in any pieces', () => {
    const change = { kind: 'change', bytes: [0x18, 0x00, 0x0f, 0x00] };
    const reader = new EscposReader();
    reader.expectPaper();
    expect(push(reader, ...change.bytes, 0x00)).toEqual([change, { kind: 'paper' }]);
    expect(change.bytes.flatMap((byte) => push(reader, byte))).toEqual([change]);
  });

  it('are not swallowed by what only looked like four bytes', () => {
    const reader = asked(1);
    reader.expectPaper();
    expect(push(reader, 0x10, 0x00, 0x12)).toMatchObject([{ kind: 'paper' }, { kind: 'status', of: 1 }]);
    expect(push(reader, 0x10, 0x10, 0x00, 0x00, 0x00)).toMatchObject([{ kind: 'change' }]);
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), (pieces) => {
        const reader = asked(1, 2, 3, 4);
        reader.expectPaper();
        const replies = pieces.flatMap((piece) => reader.push(piece));
        for (const reply of replies) reader.conditionOf(reply);
        expect(replies.filter(({ kind }) => kind === 'status').length).toBeLessThanOrEqual(4);
        expect(replies.filter(({ kind }) => kind === 'paper').length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the condition', () => {
  it.each<[string, Parameters<typeof conditionOfStatuses>[0], Condition | undefined]>([
    ['ready', { 1: 0x12, 4: 0x12 }, { paperLow: false }],
    ['ready, its drawer pin high', { 1: 0x16, 4: 0x12 }, { paperLow: false }],
    ['ready, asked for no more', { 1: 0x12 }, {}],
    ['ready, paper near its end', { 1: 0x12, 4: 0x1e }, { paperLow: true }],
    ['one of two sensors', { 1: 0x12, 4: 0x16 }, { paperLow: false }],
    ['out of paper', { 1: 0x1a, 2: 0x32, 4: 0x7e }, { needs: 'printer-paper-out', paperLow: true }],
    ['out of paper, said by the sensor alone', { 1: 0x1a, 4: 0x72 }, { needs: 'printer-paper-out', paperLow: false }],
    ['out of paper, yet online', { 1: 0x12, 4: 0x72 }, { needs: 'printer-paper-out', paperLow: false }],
    ['cover open, and so no paper seen', { 1: 0x1a, 2: 0x36 }, { needs: 'printer-cover-open' }],
    ['cutter', { 1: 0x1a, 2: 0x52, 3: 0x1a }, { needs: 'printer-fault' }],
    ['unrecoverable', { 1: 0x1a, 2: 0x52, 3: 0x32 }, { needs: 'printer-fault' }],
    ['hot', { 1: 0x1a, 2: 0x52, 3: 0x52 }, { needs: 'printer-too-hot' }],
    ['hot and the cutter', { 1: 0x1a, 2: 0x52, 3: 0x5a }, { needs: 'printer-fault' }],
    ['an error that it does not name', { 1: 0x1a, 2: 0x52, 3: 0x12 }, { needs: 'printer-fault' }],
    ['an error of which it says no more', { 1: 0x32, 2: 0x52 }, { needs: 'printer-fault' }],
    ['offline, nobody knows why', { 1: 0x1a, 2: 0x12, 3: 0x12, 4: 0x12 }, undefined],
    ['a pressed button', { 1: 0x5a, 2: 0x1a }, undefined],
    ['nothing said', {}, undefined],
  ])('%s', (_what, statuses, condition) => {
    expect(conditionOfStatuses(statuses, { complete: true })).toEqual(condition);
  });

  it('is not taken for a fault before the error is named', () => {
    const reader = asked(1, 2, 3, 4);
    const conditions = push(reader, 0x1a, 0x52, 0x52, 0x12).map((reply) => reader.conditionOf(reply));
    const hot = { needs: 'printer-too-hot' };
    expect(conditions).toEqual([undefined, undefined, hot, { ...hot, paperLow: false }]);
  });

  it('is said by four bytes at once too', () => {
    const reader = asked(1, 1);
    push(reader, 0x12, 0x12);
    const conditionOf = (...bytes: number[]) => push(reader, ...bytes).map((reply) => reader.conditionOf(reply))[0];
    expect(conditionOf(0x10, 0, 0, 0)).toEqual({ paperLow: false });
    expect(conditionOf(0x38, 0, 0x0c, 0)).toEqual({ needs: 'printer-cover-open', paperLow: false });
    expect(conditionOf(0x18, 0, 0x0f, 0)).toEqual({ needs: 'printer-paper-out', paperLow: true });
    expect(conditionOf(0x18, 0x08, 0, 0)).toEqual({ needs: 'printer-fault', paperLow: false });
    expect(conditionOf(0x18, 0x20, 0, 0)).toEqual({ needs: 'printer-fault', paperLow: false });
    expect(conditionOf(0x18, 0x40, 0, 0)).toEqual({ needs: 'printer-too-hot', paperLow: false });
    expect(conditionOf(0x10, 0, 0x03, 0)).toEqual({ paperLow: true });
  });

  it('is not said by four bytes of noise, where no more is answered than noise would', () => {
    const reader = asked(1);
    for (const before of [[], [0x12], [0x12]]) {
      push(reader, ...before);
      const [noise] = push(reader, 0x30, 0x20, 0x20, 0x20);
      expect(noise?.kind).toBe('change');
      expect(reader.conditionOf(noise!)).toBeUndefined();
    }
  });

  it('is not in the answer that all is processed', () => {
    expect(new EscposReader().conditionOf({ kind: 'paper' })).toBeUndefined();
  });
});
