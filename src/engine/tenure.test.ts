import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { PapertabError } from '../errors.ts';
import { type Database, openDatabase } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import type { Transport, WriteOptions } from '../printers/transport.ts';
import { Tenure } from './tenure.ts';

let clock: FakeClock;
let database: Database;
let epoch: number;
let written: number[];

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  clock = new FakeClock();
  database = await openDatabase({ superseded: () => {}, terminated: () => {} });
  epoch = await beginEpoch(database);
  written = [];
});

function options(signal = new AbortController().signal): WriteOptions {
  return { lane: 'data', confirm: false, signal };
}

const bytes = (value: number): Uint8Array<ArrayBuffer> => Uint8Array.of(value);

function paper() {
  const close = vi.fn(async () => {});
  const transport: Transport = {
    limits: { chunkBytes: 512, confirm: false },
    write: async (given, { signal }) => {
      signal.throwIfAborted();
      written.push(given[0]!);
    },
    received: (async function* () {})(),
    lost: new Promise(() => {}),
    close,
  };
  return { transport, close };
}

/** Watches the reads of the database, which go through. */
function watchReads() {
  const get = database.get.bind(database);
  return vi.spyOn(database, 'get').mockImplementation((store, key) => get(store, key));
}

function guarded() {
  const tenure = new Tenure(database, epoch, clock);
  const { transport, close } = paper();
  return { tenure, transport: tenure.guard(transport), close };
}

describe('the tenure of an engine', () => {
  it('lasts until a newer epoch begins', async () => {
    const tenure = new Tenure(database, epoch, clock);
    await tenure.check();
    await beginEpoch(database);
    await expect(tenure.check()).rejects.toMatchObject({ code: 'engine-superseded' });
  });

  it('is not certain when the database does not say', async () => {
    const tenure = new Tenure(database, epoch, clock);
    database.close();
    await expect(tenure.check()).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

describe('a guarded transport', () => {
  it('reads once for a print that writes all the time', async () => {
    const { transport } = guarded();
    const read = watchReads();
    for (let i = 0; i < 50; i++) {
      await transport.write(bytes(i), options());
      clock.jump(10);
    }
    expect(written).toHaveLength(50);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('passes a write on at once while the proof is fresh', async () => {
    const { tenure, transport } = guarded();
    await tenure.check();
    void transport.write(bytes(1), options());
    expect(written).toEqual([1]);
  });

  it('prints nothing after it was frozen and another engine began', async () => {
    const { transport } = guarded();
    await transport.write(bytes(1), options());
    clock.jump(120_000);
    await beginEpoch(database);
    const writes = [2, 3].map((value) => transport.write(bytes(value), options()));
    for (const write of writes) await expect(write).rejects.toMatchObject({ code: 'engine-superseded' });
    await expect(transport.write(bytes(4), options())).rejects.toMatchObject({ code: 'engine-superseded' });
    expect(written).toEqual([1]);
  });

  it('goes on when it was frozen and nobody took over', async () => {
    const { transport } = guarded();
    await transport.write(bytes(1), options());
    clock.jump(120_000);
    await transport.write(bytes(2), options());
    expect(written).toEqual([1, 2]);
  });

  it('takes no proof that is as old as the freeze it was read before', async () => {
    const { transport } = guarded();
    const read = watchReads().mockImplementationOnce(async () => {
      // Frozen with the answer on its way; meanwhile another engine began.
      clock.jump(90_000);
      await beginEpoch(database);
      return epoch;
    });
    await expect(transport.write(bytes(1), options())).rejects.toMatchObject({ code: 'engine-superseded' });
    expect(read).toHaveBeenCalledTimes(2);
    expect(written).toEqual([]);
  });

  it('does not wait for ever on a slow disk', async () => {
    const { transport } = guarded();
    const read = vi.spyOn(database, 'get').mockImplementation(async () => {
      clock.jump(1_500);
      return epoch;
    });
    await transport.write(bytes(1), options());
    expect(written).toEqual([1]);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('asks again when the clock was set back', async () => {
    const { transport } = guarded();
    await transport.write(bytes(1), options());
    clock.jump(-3_600_000);
    await beginEpoch(database);
    await expect(transport.write(bytes(2), options())).rejects.toMatchObject({ code: 'engine-superseded' });
  });

  it('keeps the order of writes, and the bytes as they were', async () => {
    const { transport } = guarded();
    const reused = bytes(1);
    const first = transport.write(reused, options());
    reused[0] = 99;
    // The proof comes while these are asked for.
    const rest = Promise.all([2, 3, 4].map((value) => transport.write(bytes(value), options())));
    await first;
    const last = transport.write(bytes(5), options());
    await Promise.all([rest, last]);
    expect(written).toEqual([1, 2, 3, 4, 5]);
  });

  it('gives up with the signal while it waits for the proof', async () => {
    const { transport } = guarded();
    vi.spyOn(database, 'get').mockReturnValue(new Promise(() => {}));
    const cancel = new AbortController();
    const write = transport.write(bytes(1), options(cancel.signal));
    cancel.abort(new PapertabError('job-cancelled'));
    await expect(write).rejects.toMatchObject({ code: 'job-cancelled' });
    expect(written).toEqual([]);
  });

  it('lets the job begin again when the database does not say', async () => {
    const { transport } = guarded();
    database.close();
    await expect(transport.write(bytes(1), options())).rejects.toMatchObject({
      code: 'printer-write',
      detail: 'storage-failed',
    });
    expect(written).toEqual([]);
  });

  it('closes after the writes that still wait', async () => {
    const { transport, close } = guarded();
    close.mockImplementation(async () => {
      written.push(-1);
    });
    const write = transport.write(bytes(1), options());
    await transport.close();
    await write;
    expect(written).toEqual([1, -1]);
  });

  it('shows the limits as they are now', () => {
    const { transport: inner } = paper();
    const transport = new Tenure(database, epoch, clock).guard(inner);
    expect(transport.limits.chunkBytes).toBe(512);
    Object.assign(inner, { limits: { chunkBytes: 20, confirm: true } });
    expect(transport.limits).toEqual({ chunkBytes: 20, confirm: true });
  });
});
