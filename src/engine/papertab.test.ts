import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeSocket } from '../../test/support/fake-socket.ts';
import { DEFAULT_SERVER, PapertabBench, picture } from '../../test/support/papertab-bench.ts';
import { PapertabError } from '../errors.ts';
import { createBitmap, invert } from '../imaging/bitmap.ts';
import { stack } from '../imaging/stack.ts';
import { openDatabase } from '../jobs/database.ts';
import { beginEpoch } from '../jobs/epoch.ts';
import type { Job } from '../jobs/job.ts';
import { JobStore } from '../jobs/job-store.ts';
import type { EngineEvent, EngineState, LittlePrinterView } from './api.ts';
import type { Papertab } from './papertab.ts';
import { Tenure } from './tenure.ts';

let bench: PapertabBench;
let clock: PapertabBench['clock'];
let sockets: FakeSocket[];
let events: EngineEvent[];
let papertab: Papertab | undefined;

beforeEach(() => {
  bench = new PapertabBench();
  ({ clock, sockets, events } = bench);
});

afterEach(() => bench.stop());

async function start(): Promise<Papertab> {
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

describe('a delivery', () => {
  it('is stored, then acknowledged, then printed, then reported', async () => {
    bench.isClaimed = true;
    await start();
    const socket = open();
    deliver(socket);
    await until(() => expect(socket.count('DeviceCommandResponse')).toBe(1));
    expect(await jobs()).toHaveLength(1);
    await until(() => expect(events.some((event) => event.type === 'job' && event.job.report === 'sent')).toBe(true));
    const order = events.flatMap((event) => (event.type === 'job' ? [`${event.job.state} ${event.job.report}`] : []));
    expect(order).toEqual(['waiting due', 'printing due', 'printed due', 'printed sent']);
    expect(state().paperPrinters).toMatchObject([{ state: 'ready' }]);
    const answered = socket.names().indexOf('DeviceCommandResponse');
    expect(socket.names().lastIndexOf('DeviceEvent')).toBeGreaterThan(answered);
    const [job] = await jobs();
    expect(await papertab!.picture(job!.id)).toEqual(picture());
  });

  it('stands as it stands when its acknowledgement took so long that another job has brought it to paper', async () => {
    await start();
    const socket = open();
    await until(() => expect(socket.sent).not.toEqual([]));
    let answer = (): void => {};
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const check = vi.spyOn(Tenure.prototype, 'check').mockReturnValue(slow);
    await clock.advance(5_000);
    deliver(socket);
    await until(async () => expect(await jobs()).toHaveLength(1));
    await papertab!.print(picture(), { source: 'note' });
    await until(async () => expect((await jobs()).map(({ state }) => state)).toEqual(['printed', 'printed']));
    check.mockRestore();
    answer();
    await until(() => expect(socket.count('DeviceCommandResponse')).toBe(1));
    await until(async () => expect((await jobs()).at(-1)).toMatchObject({ state: 'printed', answered: true }));
    const told = events.findLast((event) => event.type === 'job' && event.job.origin.kind === 'delivery');
    expect(told).toMatchObject({ job: { state: 'printed', answered: true } });
  });

  it('is reported on the next socket when the first is gone', async () => {
    bench.isClaimed = true;
    await start();
    deliver(open());
    await until(async () => expect(await jobs()).toHaveLength(1));
    sockets[0]?.end(false);
    await until(async () => expect((await jobs())[0]?.state).toBe('printed'));
    await until(() => expect(sockets).toHaveLength(2));
    const second = open();
    await until(async () => expect((await jobs())[0]?.report).toBe('sent'));
    expect(second.names()).toContain('DeviceEvent');
  });

  it('waits for the button when it is to be held', async () => {
    await start();
    deliver(open(), { command: 'set_delivery' });
    await until(async () => expect((await jobs())[0]?.state).toBe('held'));
    await papertab!.release((await jobs())[0]!.id);
    await until(async () => expect((await jobs())[0]?.state).toBe('printed'));
  });

  it('of a personality is kept, and prints its message only, with the face that came with it', async () => {
    await start();
    const socket = open();
    const four = [picture(8), picture(9), picture(10), picture(11)];
    deliver(socket, { command: 'set_personality', id: 1, pictures: four });
    deliver(socket, { command: 'set_quip', id: 2, pictures: four.slice(0, 3) });
    deliver(socket, { command: 'set_personality_with_message', id: 3, pictures: [...four, picture(50)] });
    await until(() => expect(socket.count('DeviceCommandResponse')).toBe(3));
    expect(socket.sent.filter(({ type }) => type === 'DeviceCommandResponse').map((sent) => sent.return_code)).toEqual([
      0, 0, 0,
    ]);
    const [job] = await jobs();
    expect(job).toMatchObject({ height: 50 + 24 + 8, faceRows: 24 + 8 });
    expect(await papertab!.picture(job!.id)).toEqual(stack(picture(50), 24, picture(8)));
    expect(printer()).toMatchObject({ face: 'server', hasPersonality: true, quips: 3 });
  });

  it('that cannot be kept is refused with the code for it', async () => {
    await start();
    const socket = open();
    deliver(socket, { to: 'ffffffffffffffff' });
    await until(() => expect(socket.sent.at(-1)).toMatchObject({ return_code: 0x01 }));
    socket.deliver({
      type: 'DeviceCommand',
      bridge_address: '0'.repeat(16),
      device_address: printer().deviceAddress,
      command_id: 8,
      timestamp: '0',
      binary_payload: 'AQAB',
    });
    await until(() => expect(socket.count('DeviceCommandResponse')).toBe(2));
    expect(socket.sent.at(-1)?.return_code).not.toBe(0);
    expect(await jobs()).toEqual([]);
  });

  it('is not acknowledged when the disk is full, and the user is told', async () => {
    await start();
    const socket = open();
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(full);
    deliver(socket);
    await until(() => expect(socket.sent.at(-1)).toMatchObject({ command_id: 7, return_code: 0x92 }));
    add.mockRestore();
    expect(events).toContainEqual({ type: 'trouble', error: expect.objectContaining({ code: 'storage-full' }) });
    expect(await jobs()).toEqual([]);
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

describe('the user', () => {
  it('prints a note, again, and turned inside out', async () => {
    await start();
    const note = await papertab!.print(picture(), { source: 'note', title: 'hello' });
    await until(async () => expect((await jobs())[0]?.state).toBe('printed'));
    const again = await papertab!.reprint(note.id, { inverted: false });
    const inverted = await papertab!.reprint(note.id, { inverted: true });
    expect(again.origin).toEqual({ kind: 'local', source: 'reprint', of: note.id });
    expect(await papertab!.picture(inverted.id)).toEqual(invert(picture()));
    await until(async () => expect((await jobs()).every(({ state }) => state === 'printed')).toBe(true));
    expect(sockets[0]?.sent).toEqual([]);
  });

  it('cannot print what no head can', async () => {
    await start();
    const refused = { code: 'picture-size' };
    for (const bitmap of [createBitmap(100, 10), createBitmap(384, 10_001), { ...picture(), height: 41 }]) {
      await expect(papertab!.print(bitmap, { source: 'note' })).rejects.toMatchObject(refused);
    }
  });

  it('cancels a job in the queue and in mid-print', async () => {
    await start();
    const first = await papertab!.print(picture(2_000), { source: 'note' });
    const second = await papertab!.print(picture(2_000), { source: 'note' });
    await until(() => expect(events.some((event) => event.type === 'progress')).toBe(true));
    await papertab!.cancel(second.id);
    await papertab!.cancel(first.id);
    await until(async () => expect((await jobs()).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']));
    await expect(papertab!.cancel(first.id)).rejects.toMatchObject({ code: 'job-state' });
    await papertab!.remove(first.id);
    expect(events).toContainEqual({ type: 'job-removed', id: first.id });
  });

  it('moves to another server, and stays there', async () => {
    await start();
    open();
    const server = 'wss://other.example/api/v1/connection';
    await papertab!.configure({ server });
    expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
    expect(sockets[1]?.address).toBe(server);
    await papertab!.configure({ keepAwake: true });
    expect(sockets).toHaveLength(2);
    papertab?.stop();
    await start();
    expect(state().settings).toMatchObject({ server, keepAwake: true });
  });

  it('gives the printer a name', async () => {
    await start();
    await papertab!.configureLittlePrinter(printer().deviceAddress, { name: '  Kitchen ' });
    expect(printer().name).toBe('Kitchen');
    await expect(papertab!.configureLittlePrinter('ffffffffffffffff', { name: 'x' })).rejects.toMatchObject({
      code: 'device-unknown',
    });
  });

  it('brings a printer from elsewhere, which takes the place of the present one for good', async () => {
    await start();
    open();
    const made = printer();
    const socket = sockets.at(-1)!;
    await until(() => expect(socket.sent).not.toEqual([]));
    await papertab!.importPrinter({ deviceAddress: '000d6f000273ce0b', secret: 'eb1ba696a0' }, made.deviceAddress);
    expect(printer()).toMatchObject({ claimCode: 'n5ry-p6x6-kth7-7hc4', imported: true });
    expect(state().retired).toMatchObject([{ deviceAddress: made.deviceAddress }]);
    // On the same socket: the others that are on it stay.
    await until(() => expect(JSON.stringify(socket.sent)).toContain('000d6f000273ce0b'));
    const left = socket.sent.findIndex((sent) => JSON.stringify(sent).includes('device_disconnect'));
    expect(socket.sent[left]).toMatchObject({ json_payload: { device_address: made.deviceAddress } });
    await clock.advance(60_000);
    expect(JSON.stringify(socket.sent.slice(left + 1))).not.toContain(made.deviceAddress);
    papertab?.stop();
    await start();
    expect(state().littlePrinters).toMatchObject([{ deviceAddress: '000d6f000273ce0b' }]);
  });

  it('saves the printer file of its printer', async () => {
    await start();
    const file = await papertab!.printerFile(printer().deviceAddress);
    expect(file.name).toBe(`${printer().deviceAddress}.printer`);
    expect(file.text).toContain(printer().claimCode);
  });
});

describe('a paper printer', () => {
  const draft = {
    name: ' My Paperang ',
    model: 'paperang-p2',
    link: { transport: 'bluetooth', device: 'abc' },
  } as const;

  it('is added, asked of the page, and takes over from the screen', async () => {
    const running = await start();
    const id = await running.addPaperPrinter(draft);
    expect(state().paperPrinters.map((paper) => [paper.id, paper.name, paper.headWidth, paper.state])).toEqual([
      [id, 'My Paperang', 576, 'connecting'],
      ['screen', '', 384, 'ready'],
    ]);
    expect(printer().paperPrinter).toBe(id);
    const reach = events.find((event) => event.type === 'reach');
    expect(reach).toMatchObject({ paperPrinter: id, link: draft.link });
  });

  it('is there again for the next engine, with its settings', async () => {
    const running = await start();
    const id = await running.addPaperPrinter({ ...draft, settings: { density: 95 } });
    await running.configurePaperPrinter(id, { name: 'Desk', settings: { extraFeed: 40 } });
    running.stop();
    events = [];
    await start();
    expect(state().paperPrinters[0]).toMatchObject({ id, name: 'Desk', settings: { density: 95, extraFeed: 40 } });
    expect(printer().paperPrinter).toBe(id);
  });

  it('is one and the same when its device is chosen again', async () => {
    const running = await start();
    const id = await running.addPaperPrinter({ ...draft, settings: { density: 95 } });
    expect(await running.addPaperPrinter({ ...draft, name: 'Again' })).toBe(id);
    expect(state().paperPrinters).toHaveLength(2);
    expect(state().paperPrinters[0]).toMatchObject({ name: 'My Paperang', settings: { density: 95 } });
  });

  it('cannot be set to what no printer has', async () => {
    const running = await start();
    const id = await running.addPaperPrinter(draft);
    for (const settings of [{ headWidth: 12 }, { density: 101 }, { baudRate: 1e9 }, { extraFeed: -1 }]) {
      await expect(running.configurePaperPrinter(id, { settings })).rejects.toMatchObject({ code: 'printer-setting' });
    }
    await expect(running.configurePaperPrinter('nobody', {})).rejects.toMatchObject({ code: 'printer-unknown' });
  });

  it('keeps its jobs while it is away, says so, and gives them to the screen when it is forgotten', async () => {
    const running = await start();
    const id = await running.addPaperPrinter(draft);
    const job = await running.print(createBitmap(576, 8), { source: 'note' });
    expect(job.paperPrinter).toBe(id);
    running.unreachable(id, { code: 'printer-tap' });
    await vi.waitFor(async () => expect((await running.jobs({ limit: 1 }))[0]?.error?.code).toBe('printer-tap'));
    expect(state().paperPrinters[0]).toMatchObject({ state: 'away', needs: { code: 'printer-tap' } });

    await running.forgetPaperPrinter(id);
    expect(events.some((event) => event.type === 'let-go' && event.paperPrinter === id)).toBe(true);
    expect(state().paperPrinters.map((paper) => paper.id)).toEqual(['screen']);
    expect(printer().paperPrinter).toBe('screen');
    await until(async () => {
      await clock.advance(1_000);
      expect((await running.jobs({ limit: 1 }))[0]).toMatchObject({ paperPrinter: 'screen', state: 'printed' });
    });
  });

  it('lets what waits for it move to the screen', async () => {
    const running = await start();
    const id = await running.addPaperPrinter(draft);
    await running.print(createBitmap(576, 8), { source: 'note' });
    running.unreachable(id, { code: 'printer-away' });
    await running.moveJobs(id, 'screen');
    expect(printer().paperPrinter).toBe(id);
    await until(async () => {
      await clock.advance(1_000);
      expect((await running.jobs({ limit: 1 }))[0]).toMatchObject({ paperPrinter: 'screen', state: 'printed' });
    });
  });

  it('leaves nothing behind that is stored for it in the moment in which it is forgotten', async () => {
    const running = await start();
    const id = await running.addPaperPrinter(draft);
    const note = running.print(createBitmap(576, 8), { source: 'note' });
    await running.forgetPaperPrinter(id);
    await note;
    await until(async () => {
      await clock.advance(1_000);
      expect((await running.jobs({ limit: 1 }))[0]).toMatchObject({ paperPrinter: 'screen', state: 'printed' });
    });
  });

  it('finds its jobs a new place when it is gone without a word', async () => {
    const running = await start();
    const id = await running.addPaperPrinter(draft);
    await running.print(createBitmap(576, 8), { source: 'note' });
    running.stop();
    const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
    await database.delete('paper-printers', id);
    database.close();
    const next = await start();
    expect(printer().paperPrinter).toBe('screen');
    await until(async () => {
      await clock.advance(1_000);
      expect((await next.jobs({ limit: 1 }))[0]).toMatchObject({ paperPrinter: 'screen', state: 'printed' });
    });
  });
});
