import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { Condition } from './condition.ts';
import { PrinterLine } from './printer-line.ts';
import type { Transport } from './transport.ts';
import { ReceivedQueue } from './transports/received-queue.ts';

/** A transport that takes a write when it is told to, and a printer whose replies are single bytes. */
function line() {
  const clock = new FakeClock();
  const received = new ReceivedQueue();
  let take = (): void => {};
  const transport: Transport = {
    limits: { chunkBytes: 100, confirm: false },
    received,
    lost: new Promise(() => {}),
    write: () =>
      new Promise((resolve) => {
        take = resolve;
      }),
    close: async () => {},
  };
  const reader = {
    push: (bytes: Uint8Array): number[] => [...bytes],
    conditionOf: (): Condition | undefined => undefined,
  };
  const printer = new PrinterLine(transport, reader, clock, () => {});
  return {
    clock,
    take: () => take(),
    say: (byte: number) => received.push({ lane: 'data', bytes: Uint8Array.of(byte) }),
    ask: () =>
      printer.ask(Uint8Array.of(1), {
        pick: (reply) => (reply === 7 ? 'seven' : undefined),
        withinMs: 500,
        signal: new AbortController().signal,
      }),
  };
}

describe('a question to a printer', () => {
  it('has its time for an answer once it is sent, however long that took', async () => {
    const { ask, clock, take, say } = line();
    const answer = ask();
    await clock.advance(2_000);
    take();
    await clock.advance(400);
    say(7);
    expect(await answer).toBe('seven');
  });

  it('is given up when no answer comes in time', async () => {
    const { ask, clock, take, say } = line();
    const answer = ask();
    take();
    say(8);
    await clock.advance(600);
    expect(await answer).toBeUndefined();
  });

  it('may be answered before it is reported as sent', async () => {
    const { ask, clock, take, say } = line();
    const answer = ask();
    say(7);
    await clock.advance(2_000);
    take();
    expect(await answer).toBe('seven');
  });
});
