import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PapertabBench, picture, type RunningPapertab } from '../../test/support/papertab-bench.ts';
import { stack } from '../imaging/stack.ts';
import { JobStore } from '../jobs/job-store.ts';
import { Tenure } from './tenure.ts';

let bench: PapertabBench;
let papertab: RunningPapertab;

beforeEach(async () => {
  bench = new PapertabBench();
  papertab = await bench.start();
});

afterEach(() => bench.stop());

describe('a delivery', () => {
  it('is stored, then acknowledged, then printed, then reported', async () => {
    bench.isClaimed = true;
    const socket = bench.open();
    bench.deliver(socket);
    await bench.until(() => expect(socket.count('DeviceCommandResponse')).toBe(1));
    expect(await bench.jobs()).toHaveLength(1);
    await bench.until(() =>
      expect(bench.events.some((event) => event.type === 'job' && event.job.report === 'sent')).toBe(true),
    );
    const order = bench.events.flatMap((event) =>
      event.type === 'job' ? [`${event.job.state} ${event.job.report}`] : [],
    );
    expect(order).toEqual(['waiting due', 'printing due', 'printed due', 'printed sent']);
    expect(bench.state().paperPrinters).toMatchObject([{ state: 'ready' }]);
    const answered = socket.names().indexOf('DeviceCommandResponse');
    expect(socket.names().lastIndexOf('DeviceEvent')).toBeGreaterThan(answered);
    const [job] = await bench.jobs();
    expect(await papertab.picture(job!.id)).toEqual(picture());
  });

  it('stands as it stands when its acknowledgement took so long that another job has brought it to paper', async () => {
    const socket = bench.open();
    await bench.until(() => expect(socket.sent).not.toEqual([]));
    let answer = (): void => {};
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const check = vi.spyOn(Tenure.prototype, 'check').mockReturnValue(slow);
    await bench.clock.advance(5_000);
    bench.deliver(socket);
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(1));
    await papertab.print(picture(), { source: 'note' });
    await bench.until(async () =>
      expect((await bench.jobs()).map(({ state }) => state)).toEqual(['printed', 'printed']),
    );
    check.mockRestore();
    answer();
    await bench.until(() => expect(socket.count('DeviceCommandResponse')).toBe(1));
    await bench.until(async () =>
      expect((await bench.jobs()).at(-1)).toMatchObject({ state: 'printed', answered: true }),
    );
    const told = bench.events.findLast((event) => event.type === 'job' && event.job.origin.kind === 'delivery');
    expect(told).toMatchObject({ job: { state: 'printed', answered: true } });
  });

  it.each([
    ['printed', 'set_delivery_and_print'],
    ['held', 'set_delivery'],
  ] as const)(
    'counts as unanswered, when it is %s, once its socket ends without proof of the answer',
    async (state, command) => {
      const socket = bench.open();
      bench.deliver(socket, { command });
      await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ state, answered: true }]));
      socket.end(false);
      await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ state, answered: false }]));
      const told = bench.events.findLast((event) => event.type === 'job');
      expect(told).toMatchObject({ job: { state, answered: false } });
      expect(bench.events.some((event) => event.type === 'trouble')).toBe(false);
    },
  );

  it('counts as answered once its report is taken, however its socket ends', async () => {
    bench.isClaimed = true;
    const socket = bench.open();
    bench.deliver(socket);
    await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ report: 'sent' }]));
    socket.end(false);
    await bench.until(() => expect(bench.sockets).toHaveLength(2));
    expect(await bench.jobs()).toMatchObject([{ state: 'printed', answered: true }]);
  });

  it('stays as it is when the engine itself ends before there was proof of the answer', async () => {
    bench.deliver(bench.open());
    await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ state: 'printed', answered: true }]));
    const change = vi.spyOn(JobStore.prototype, 'change');
    papertab.stop();
    await bench.clock.advance(100);
    await bench.start();
    expect(change).not.toHaveBeenCalled();
    change.mockRestore();
    expect(await bench.jobs()).toMatchObject([{ state: 'printed', answered: true }]);
  });

  it('is left as it is by an engine that was superseded, when its socket ends', async () => {
    const socket = bench.open();
    bench.deliver(socket);
    await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ state: 'printed', answered: true }]));
    await bench.start();
    const change = vi.spyOn(JobStore.prototype, 'change');
    socket.end(false);
    await bench.until(() => expect(change).toHaveBeenCalledWith(1, expect.anything(), { answered: false }));
    await expect(change.mock.results[0]?.value).rejects.toMatchObject({ code: 'engine-superseded' });
    change.mockRestore();
    papertab.stop();
    expect(await bench.jobs()).toMatchObject([{ state: 'printed', answered: true }]);
  });

  it('is reported on the next socket when the first is gone', async () => {
    bench.isClaimed = true;
    bench.deliver(bench.open());
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(1));
    bench.sockets[0]?.end(false);
    await bench.until(async () => expect((await bench.jobs())[0]?.state).toBe('printed'));
    await bench.until(() => expect(bench.sockets).toHaveLength(2));
    const second = bench.open();
    await bench.until(async () => expect((await bench.jobs())[0]?.report).toBe('sent'));
    expect(second.names()).toContain('DeviceEvent');
  });

  it('waits for the button when it is to be held', async () => {
    bench.deliver(bench.open(), { command: 'set_delivery' });
    await bench.until(async () => expect((await bench.jobs())[0]?.state).toBe('held'));
    await papertab.release((await bench.jobs())[0]!.id);
    await bench.until(async () => expect((await bench.jobs())[0]?.state).toBe('printed'));
  });

  it('of a personality is kept, and prints its message only, with the face that came with it', async () => {
    const socket = bench.open();
    const four = [picture(8), picture(9), picture(10), picture(11)];
    bench.deliver(socket, { command: 'set_personality', id: 1, pictures: four });
    bench.deliver(socket, { command: 'set_quip', id: 2, pictures: four.slice(0, 3) });
    bench.deliver(socket, { command: 'set_personality_with_message', id: 3, pictures: [...four, picture(50)] });
    await bench.until(() => expect(socket.count('DeviceCommandResponse')).toBe(3));
    expect(socket.sent.filter(({ type }) => type === 'DeviceCommandResponse').map((sent) => sent.return_code)).toEqual([
      0, 0, 0,
    ]);
    const [job] = await bench.jobs();
    expect(job).toMatchObject({ height: 50 + 24 + 8, faceRows: 24 + 8 });
    expect(await papertab.picture(job!.id)).toEqual(stack(picture(50), 24, picture(8)));
    expect(bench.printer()).toMatchObject({ face: 'server', hasPersonality: true, quips: 3 });
  });

  it('that cannot be kept is refused with the code for it', async () => {
    const socket = bench.open();
    bench.deliver(socket, { to: 'ffffffffffffffff' });
    await bench.until(() => expect(socket.sent.at(-1)).toMatchObject({ return_code: 0x01 }));
    socket.deliver({
      type: 'DeviceCommand',
      bridge_address: '0'.repeat(16),
      device_address: bench.printer().deviceAddress,
      command_id: 8,
      timestamp: '0',
      binary_payload: 'AQAB',
    });
    await bench.until(() => expect(socket.count('DeviceCommandResponse')).toBe(2));
    expect(socket.sent.at(-1)?.return_code).not.toBe(0);
    expect(await bench.jobs()).toEqual([]);
  });

  it('is not acknowledged when the disk is full, and the user is told', async () => {
    const socket = bench.open();
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(full);
    bench.deliver(socket);
    await bench.until(() => expect(socket.sent.at(-1)).toMatchObject({ command_id: 7, return_code: 0x92 }));
    add.mockRestore();
    expect(bench.events).toContainEqual({ type: 'trouble', error: expect.objectContaining({ code: 'storage-full' }) });
    expect(await bench.jobs()).toEqual([]);
  });
});
