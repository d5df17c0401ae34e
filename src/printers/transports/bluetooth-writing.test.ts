import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quiet, until } from '../../../test/support/until.ts';
import { PapertabError } from '../../errors.ts';
import {
  BOTH,
  broken,
  bytes,
  connect,
  FF02,
  FF03,
  ff00,
  issc,
  never,
  sizes,
  WITH,
  write,
} from './testing/bluetooth-bench.ts';

describe('credits', () => {
  it('are waited for, then taken one by one; and each write is as large as the printer says', async () => {
    const { device, transport } = await connect(ff00());
    expect(transport.limits.flow).toEqual({ kind: 'credits-awaited' });
    const { ended } = write(transport, bytes(450));
    await quiet();
    expect(device.writes).toEqual([]);
    device.say(FF03, 2, 170, 0);
    device.say(FF03, 1, 2);
    expect(transport.limits).toEqual({ chunkBytes: 170, confirm: false, flow: { kind: 'held-back' } });
    await quiet();
    expect([sizes(device), ended()]).toEqual([[170, 170], undefined]);
    device.say(FF03, 1, 1);
    await until(() => ended() === 'written');
    expect(device.printed).toEqual([...bytes(450)]);
    expect(device.writes.every(({ uuid, response }) => uuid === FF02 && !response)).toBe(true);
  });

  it('are never overdrawn, however they dribble in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 20, max: 300 }),
        async (grants, size) => {
          const { device, transport } = await connect(ff00(BOTH));
          device.say(FF03, 2, size & 0xff, size >> 8);
          const sent = bytes(2_000);
          for (const part of [0, 500, 1_000, 1_500]) {
            write(transport, sent.slice(part, part + 500)).done.catch(() => {});
          }
          let granted = 0;
          for (const grant of grants) {
            device.say(FF03, 1, grant);
            granted += grant;
            await quiet();
            expect(device.writes.length).toBeLessThanOrEqual(granted);
          }
          expect(device.printed).toEqual([...sent.slice(0, device.printed.length)]);
          expect(Math.max(0, ...sizes(device))).toBeLessThanOrEqual(Math.min(size, 182));
          expect(device.overlaps).toBe(0);
          transport.drop();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('come late: what is written then is what was given, whatever became of it meanwhile', async () => {
    const { device, transport } = await connect(ff00());
    const given = bytes(3);
    const { done } = write(transport, given);
    given.fill(9);
    device.say(FF03, 1, 1);
    await done;
    expect(device.printed).toEqual([0, 1, 2]);
  });

  it('may be said together, in one notification', async () => {
    const { device, transport } = await connect(ff00());
    device.say(FF03, 2, 100, 0, 1, 1, 1, 2);
    await write(transport, bytes(300)).done;
    expect(sizes(device)).toEqual([100, 100, 100]);
  });

  it.each([
    [0, 100],
    [1, 1],
    [20, 20],
    [182, 182],
    [183, 182],
    [1_000, 182],
  ])('of writes of %i bytes are used for writes of %i', async (said, used) => {
    const { device, transport } = await connect(ff00());
    device.say(FF03, 2, said & 0xff, said >> 8);
    device.say(FF03, 1, 255);
    expect(transport.limits.chunkBytes).toBe(used);
    await write(transport, bytes(200)).done;
    expect(Math.max(...sizes(device))).toBe(used);
  });

  it('that never come are done without when the engine says so: confirmed where that can be', async () => {
    const { device, transport } = await connect(ff00(BOTH));
    const told: unknown[] = [];
    transport.watchLimits((limits) => told.push(limits));
    const { done } = write(transport, bytes(150));
    transport.writeWithoutCredits();
    await done;
    expect(told).toEqual([{ chunkBytes: 100, confirm: true, flow: { kind: 'held-back' } }]);
    expect(device.writes.map(({ response }) => response)).toEqual([true, true]);
  });

  it('that never come are done without, at the engine’s pace, where nothing can be confirmed', async () => {
    const { transport } = await connect(ff00());
    transport.writeWithoutCredits();
    expect(transport.limits.flow).toEqual({ kind: 'paced', bytes: 100, pauseMs: 20 });
  });

  it('that come after all are kept to from then on', async () => {
    const { device, transport } = await connect(ff00());
    transport.writeWithoutCredits();
    await write(transport, bytes(10)).done;
    device.say(FF03, 1, 1);
    expect(transport.limits.flow).toEqual({ kind: 'held-back' });
    await write(transport, bytes(10)).done;
    const { ended } = write(transport, bytes(10));
    await quiet();
    expect(ended()).toBeUndefined();
    device.say(FF03, 1, 1);
    await until(() => ended() === 'written');
  });

  it('can be waited for in vain: a write that is given up is dropped, and the next one takes its turn', async () => {
    const { device, transport } = await connect(ff00());
    device.say(FF03, 1, 1);
    const patience = new AbortController();
    const given = write(transport, bytes(250), patience.signal);
    const next = write(transport, bytes(5, 200));
    await until(() => device.writes.length === 1);
    await quiet();
    const why = new PapertabError('printer-stalled');
    patience.abort(why);
    await expect(given.done).rejects.toBe(why);
    device.say(FF03, 1, 4);
    await next.done;
    expect(device.printed).toEqual([...bytes(100), ...bytes(5, 200)]);
  });
});

describe('writing without credits', () => {
  it('confirms every write where the printer can', async () => {
    const { device, transport } = await connect(issc(BOTH));
    expect(transport.limits).toEqual({ chunkBytes: 100, confirm: true, flow: { kind: 'held-back' } });
    await Promise.all([write(transport, bytes(101)).done, write(transport, bytes(2, 50)).done]);
    expect(sizes(device)).toEqual([100, 1, 2]);
    expect(device.writes.every(({ response }) => response)).toBe(true);
    expect(device.overlaps).toBe(0);
  });

  it('writes less at once where the first write is refused', async () => {
    const { device, transport } = await connect(issc(BOTH));
    device.onWrite = (one) => (one.bytes.length > 20 ? broken() : undefined);
    await write(transport, bytes(50)).done;
    expect(device.printed).toEqual([...bytes(50)]);
    expect(transport.limits).toEqual({ chunkBytes: 20, confirm: true, flow: { kind: 'held-back' } });
  });

  it('writes unconfirmed and slowly where even that is refused', async () => {
    const { device, transport } = await connect(issc(BOTH));
    device.onWrite = (one) => (one.response ? broken() : undefined);
    await write(transport, bytes(30)).done;
    expect(device.printed).toEqual([...bytes(30)]);
    expect(transport.limits).toEqual({
      chunkBytes: 20,
      confirm: false,
      flow: { kind: 'paced', bytes: 20, pauseMs: 20 },
    });
  });

  it('fails when nothing is left to try, and lets the printer go', async () => {
    const { device, transport } = await connect(issc(BOTH));
    device.onWrite = broken;
    const next = write(transport, bytes(1));
    await expect(next.done).rejects.toMatchObject({
      code: 'printer-write',
      detail: 'NotSupportedError: GATT operation failed for unknown reason.',
    });
    expect(await transport.lost).toMatchObject({ code: 'printer-write' });
    expect(device.gatt.connected).toBe(false);
  });

  it('takes a refusal in mid-job for what it is: nothing after the gap is written', async () => {
    const { device, transport } = await connect(issc(WITH));
    await write(transport, bytes(10)).done;
    device.onWrite = (one) => (one.bytes.length > 20 ? broken() : undefined);
    const gap = write(transport, bytes(50, 1));
    const after = write(transport, bytes(50, 2));
    await expect(gap.done).rejects.toMatchObject({ code: 'printer-write' });
    await expect(after.done).rejects.toMatchObject({ code: 'printer-write' });
    expect(device.printed).toEqual([...bytes(10)]);
  });

  it('with credits, too, tries a smaller write first, and no credit is lost by it', async () => {
    const { device, transport } = await connect(ff00());
    device.onWrite = (one) => (one.bytes.length > 20 ? broken() : undefined);
    device.say(FF03, 1, 2);
    await write(transport, bytes(40)).done;
    expect(sizes(device)).toEqual([20, 20]);
    expect(transport.limits).toEqual({ chunkBytes: 20, confirm: false, flow: { kind: 'held-back' } });
  });

  it('has no lane that the printer has not', async () => {
    const { transport } = await connect(issc(WITH));
    await expect(write(transport, bytes(1), never, 'control').done).rejects.toMatchObject({ code: 'printer-write' });
  });
});
