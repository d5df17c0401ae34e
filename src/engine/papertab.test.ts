import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeSocket } from '../../test/support/fake-socket.ts';
import { loseFiles } from '../../test/support/lost-file.ts';
import { DEFAULT_SERVER, PapertabBench, picture, type RunningPapertab } from '../../test/support/papertab-bench.ts';
import { PapertabError } from '../errors.ts';
import { openDatabase } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import type { Job } from '../jobs/job.ts';
import { JobStore } from '../jobs/job-store.ts';
import type { EngineEvent, EngineState, LittlePrinterView } from './api.ts';

let bench: PapertabBench;
let clock: PapertabBench['clock'];
let sockets: FakeSocket[];
let events: EngineEvent[];
let papertab: RunningPapertab | undefined;

beforeEach(() => {
  bench = new PapertabBench();
  ({ clock, sockets, events } = bench);
});

afterEach(() => bench.stop());

async function start(): Promise<RunningPapertab> {
  papertab = await bench.start();
  return papertab;
}

const state = (): EngineState => bench.state();
const printer = (): LittlePrinterView => bench.printer();
const open = (): FakeSocket => bench.open();
const deliver: PapertabBench['deliver'] = (...delivery) => bench.deliver(...delivery);
const until: PapertabBench['until'] = (assertion) => bench.until(assertion);
const jobs = (): Promise<Job[]> => bench.jobs();

describe('the first visit', () => {
  it('makes a Little Printer that is the same ever after', async () => {
    await start();
    const made = printer();
    expect(state()).toMatchObject({ phase: 'running', returning: false, settings: { server: DEFAULT_SERVER } });
    expect(made).toMatchObject({ claim: 'unknown', imported: false, paperPrinter: 'screen' });
    papertab?.stop();
    await start();
    expect(printer()).toEqual(made);
    expect(state().returning).toBe(true);
  });

  it('connects to the default server as the same bridge each time', async () => {
    await start();
    const first = open();
    await until(() => expect(first.sent).not.toEqual([]));
    papertab?.stop();
    await start();
    const second = open();
    await until(() => expect(second.sent).not.toEqual([]));
    expect(sockets.map(({ address }) => address)).toEqual([DEFAULT_SERVER, DEFAULT_SERVER]);
    expect(second.sent[0]?.bridge_address).toBe(first.sent[0]?.bridge_address);
    expect(first.sent[0]?.bridge_address).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('an engine that cannot begin', () => {
  it('leaves nothing behind that goes on, and is missed for as long as it does not run', async () => {
    await start();
    papertab?.stop();
    const from = clock.now();
    const recover = vi.spyOn(JobStore.prototype, 'recover').mockRejectedValueOnce(new PapertabError('storage-failed'));
    await expect(start()).rejects.toMatchObject({ code: 'storage-failed' });
    recover.mockRestore();
    await clock.advance(600_000);
    await start();
    expect(state().absence).toEqual({ from, to: clock.now(), how: 'closed' });
  });
});

describe('an engine that dies in mid-print', () => {
  it('leaves a job that starts again and says so', async () => {
    await start();
    deliver(open(), { pictures: [picture(2_000)] });
    await until(() => expect(events.some((event) => event.type === 'progress')).toBe(true));
    papertab?.stop();
    await start();
    await until(async () => expect((await jobs())[0]).toMatchObject({ interruptions: 1 }));
    await until(async () => expect((await jobs())[0]).toMatchObject({ state: 'printed', interruptions: 1 }));
  });

  it('is followed by one that runs on a full disk as well, so that the user can make room', async () => {
    await start();
    deliver(open(), { pictures: [picture(2_000)] });
    await until(() => expect(events.some((event) => event.type === 'progress')).toBe(true));
    papertab?.stop();
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await start();
    put.mockRestore();
    expect(state().phase).toBe('running');
    expect(events).toContainEqual({ type: 'trouble', error: expect.objectContaining({ code: 'storage-full' }) });
    // Taken up once there is room.
    papertab?.stop();
    await start();
    await until(async () => expect((await jobs())[0]).toMatchObject({ state: 'printed', interruptions: 1 }));
  });

  it('prints and stores nothing any more once another has begun', async () => {
    await start();
    const socket = open();
    await beginEpoch(await openDatabase({ superseded: () => {}, terminated: () => {} }));
    deliver(socket);
    await until(() => expect(events).toContainEqual({ type: 'trouble', error: { code: 'engine-superseded' } }));
    // Its words would draw the messages of the other one to its old socket.
    expect(socket.count('DeviceCommandResponse')).toBe(0);
  });
});

describe('values whose files are gone', () => {
  const PERSONALITY = [picture(8), picture(9), picture(10), picture(11)];

  it('cost what they held alone: the engine begins, and prints without the face that is lost', async () => {
    await start();
    const { deviceAddress } = printer();
    deliver(open(), { command: 'set_personality', id: 5, pictures: PERSONALITY });
    await until(() => expect(printer()).toMatchObject({ hasPersonality: true, face: 'server' }));
    papertab?.stop();
    const lost = loseFiles({ personalities: deviceAddress });
    await start();
    expect(printer()).toMatchObject({ hasPersonality: false });
    const socket = open();
    deliver(socket, { id: 6, pictures: [picture(20)] });
    await until(async () => expect((await jobs())[0]).toMatchObject({ state: 'printed', height: 20 }));

    // What the server sends anew takes the place of what is lost.
    deliver(socket, { command: 'set_personality', id: 7, pictures: PERSONALITY });
    await until(() => expect(socket.count('DeviceCommandResponse')).toBe(2));
    lost.mockRestore();
    papertab?.stop();
    await start();
    expect(printer()).toMatchObject({ hasPersonality: true });
  });

  it('do not keep what is behind them in the queue', async () => {
    await start();
    const printing = await papertab!.print(picture(4_000), { source: 'note' });
    const waiting = await papertab!.print(picture(20), { source: 'note' });
    const behind = await papertab!.print(picture(30), { source: 'note' });
    loseFiles({ pictures: waiting.id });
    await papertab!.cancel(printing.id);
    await until(async () =>
      expect((await jobs()).map(({ id, state }) => [id, state])).toEqual([
        [behind.id, 'printed'],
        [waiting.id, 'failed'],
        [printing.id, 'cancelled'],
      ]),
    );
    vi.restoreAllMocks();
  });
});

it('gives up with a database that does not answer any more, and says why', async () => {
  await start();
  const socket = open();
  await until(() => expect(socket.sent).not.toEqual([]));
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(() => new IDBRequest());
  await clock.advance(50_000);
  expect(bench.givenUp).toBe(0);
  await clock.advance(30_000);
  vi.restoreAllMocks();
  expect(bench.givenUp).toBeGreaterThan(0);
  expect(events).toContainEqual({ type: 'trouble', error: { code: 'storage-failed', detail: 'silent' } });
});
