import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeSocket } from '../../test/support/fake-socket.ts';
import { PapertabBench, picture, type RunningPapertab } from '../../test/support/papertab-bench.ts';
import { createBitmap, invert } from '../imaging/bitmap.ts';
import { drawFace } from '../imaging/faces/draw-face.ts';
import { drawNotice } from '../imaging/faces/draw-notice.ts';
import { stack } from '../imaging/stack.ts';
import { openDatabase } from '../jobs/database.ts';
import { decodeBase64 } from '../sirius/base64.ts';

let bench: PapertabBench;
let papertab: RunningPapertab;

beforeEach(async () => {
  bench = new PapertabBench();
  papertab = await bench.start();
});

afterEach(() => bench.stop());

/** What did_print said, in order: kind and print id. */
function reports(socket: FakeSocket): number[][] {
  return socket.sent.flatMap((sent) => {
    if (sent.type !== 'DeviceEvent') return [];
    const bytes = decodeBase64(sent.binary_payload as string);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return view.getUint16(0, true) === 2 ? [[view.getUint8(10), view.getUint32(11, true)]] : [];
  });
}

const FACE = picture(8, 0x3c);
const PERSONALITY = [FACE, picture(9, 0x11), picture(10, 0x22), picture(11, 0x33)];
const QUIPS = [picture(12, 0x44), picture(13, 0x55), picture(14, 0x66)];

describe('the user', () => {
  it('prints a note, again, and turned inside out', async () => {
    const note = await papertab.print(picture(), { source: 'note', title: 'hello' });
    await bench.until(async () => expect((await bench.jobs())[0]?.state).toBe('printed'));
    const again = await papertab.reprint(note.id, { inverted: false });
    const inverted = await papertab.reprint(note.id, { inverted: true });
    expect(again.origin).toEqual({ kind: 'local', source: 'reprint', of: note.id });
    expect(await papertab.picture(inverted.id)).toEqual(invert(picture()));
    await bench.until(async () => expect((await bench.jobs()).every(({ state }) => state === 'printed')).toBe(true));
    expect(bench.sockets[0]?.sent).toEqual([]);
  });

  it('has a message printed again where its Little Printer prints now, and a note where it came out', async () => {
    const kitchen = bench.printer().deviceAddress;
    const study = await papertab.addLittlePrinter('Study');
    const link = { transport: 'bluetooth', device: 'abc' } as const;
    const paper = await papertab.addPaperPrinter({ name: 'P2', model: 'paperang-p2', link });
    await papertab.usePaperPrinter(kitchen, 'screen');
    bench.deliver(bench.open(), { id: 1, to: study });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(1));
    const [message] = await bench.jobs();
    const note = await papertab.print(createBitmap(576, 40), { source: 'note', paperPrinter: paper });
    const again = async (id: number) => (await papertab.reprint(id, { inverted: false })).paperPrinter;
    expect([message?.paperPrinter, await again(message!.id), await again(note.id)]).toEqual([paper, paper, paper]);

    await papertab.usePaperPrinter(study, 'screen');
    // It is there still, but nobody prints on it any more.
    expect([await again(message!.id), await again(note.id)]).toEqual(['screen', 'screen']);
    await papertab.usePaperPrinter(kitchen, paper);
    expect([await again(message!.id), await again(note.id)]).toEqual(['screen', paper]);
    await papertab.forgetLittlePrinter(study);
    expect(await again(message!.id)).toBe(paper);
  });

  it('cannot print what no head can', async () => {
    const refused = { code: 'picture-size' };
    for (const bitmap of [createBitmap(100, 10), createBitmap(384, 10_001), { ...picture(), height: 41 }]) {
      await expect(papertab.print(bitmap, { source: 'note' })).rejects.toMatchObject(refused);
    }
  });

  it('cancels a job in the queue and in mid-print', async () => {
    const first = await papertab.print(picture(2_000), { source: 'note' });
    const second = await papertab.print(picture(2_000), { source: 'note' });
    await bench.until(() => expect(bench.events.some((event) => event.type === 'progress')).toBe(true));
    await papertab.cancel(second.id);
    await papertab.cancel(first.id);
    await bench.until(async () =>
      expect((await bench.jobs()).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']),
    );
    await expect(papertab.cancel(first.id)).rejects.toMatchObject({ code: 'job-state' });
    await papertab.remove(first.id);
    expect(bench.events).toContainEqual({ type: 'job-removed', id: first.id });
  });
});

describe('the button', () => {
  it('brings what is held, the oldest first, with the face of the moment, and reports it', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    bench.deliver(socket, { command: 'set_delivery', id: 1, pictures: [picture(20)] });
    bench.deliver(socket, { command: 'set_delivery_no_face', id: 2, pictures: [picture(30)] });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(2));
    await papertab.configureLittlePrinter(deviceAddress, { face: 'pip' });

    const first = await papertab.pressButton(deviceAddress);
    await bench.printed(1);
    const pip = drawFace('pip');
    expect(await papertab.picture(first.id)).toEqual(stack(picture(20), 24, pip));
    expect(first).toMatchObject({ height: 20 + 24 + pip.height, faceRows: 24 + pip.height, origin: { printId: 1 } });
    const second = await papertab.pressButton(deviceAddress);
    await bench.printed(2);
    expect(await papertab.picture(second.id)).toEqual(picture(30));
    await bench.until(() =>
      expect(reports(socket)).toEqual([
        [1, 1],
        [1, 2],
      ]),
    );
  });

  it('brings one after another when it is pressed twice at once', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    bench.deliver(socket, { command: 'set_delivery', id: 1, pictures: [picture(20)] });
    bench.deliver(socket, { command: 'set_delivery', id: 2, pictures: [picture(30)] });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(2));
    const pressed = await Promise.all([papertab.pressButton(deviceAddress), papertab.pressButton(deviceAddress)]);
    expect(pressed.map(({ height }) => height).sort()).toEqual([20, 30]);
    await bench.printed(2);
    expect(await bench.jobs()).toHaveLength(2);
  });

  it('is not kept from the next message by one whose picture is damaged', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    await papertab.configureLittlePrinter(deviceAddress, { face: 'pip' });
    bench.deliver(socket, { command: 'set_delivery', id: 1, pictures: [picture(20)] });
    bench.deliver(socket, { command: 'set_delivery', id: 2, pictures: [picture(30)] });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(2));
    const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
    await database.put('pictures', { width: 384, height: 20 }, (await bench.jobs()).at(-1)!.id);
    await papertab.pressButton(deviceAddress);
    await papertab.pressButton(deviceAddress);
    await bench.until(async () =>
      expect((await bench.jobs()).map(({ state }) => state)).toEqual(['printed', 'failed']),
    );
  });

  it('brings what was held to the paper that its Little Printer has now', async () => {
    const { deviceAddress } = bench.printer();
    const other = await papertab.addLittlePrinter('Hall');
    const socket = bench.open();
    bench.deliver(socket, { command: 'set_delivery', id: 1 });
    bench.deliver(socket, { command: 'set_delivery', id: 2, to: other });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(2));
    const link = { transport: 'bluetooth', device: 'abc' } as const;
    const paper = await papertab.addPaperPrinter({ name: 'P2', model: 'paperang-p2', link });
    await papertab.usePaperPrinter(other, 'screen');
    const jobs = (await bench.jobs()).reverse();
    expect(jobs.map(({ state, paperPrinter }) => [state, paperPrinter])).toEqual([
      ['held', paper],
      ['held', 'screen'],
    ]);
    expect((await papertab.pressButton(deviceAddress)).paperPrinter).toBe(paper);
  });

  it('brings, where it is the first, what was held for those that have left, in its turn and on its own paper', async () => {
    const { deviceAddress } = bench.printer();
    const other = await papertab.addLittlePrinter('Hall');
    const link = { transport: 'bluetooth', device: 'abc' } as const;
    const paper = await papertab.addPaperPrinter({ name: 'P2', model: 'paperang-p2', link });
    await papertab.usePaperPrinter(deviceAddress, 'screen');
    const socket = bench.open();
    bench.deliver(socket, { command: 'set_delivery', id: 1, to: other, pictures: [picture(20)] });
    await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ paperPrinter: paper }]));
    bench.deliver(socket, { command: 'set_delivery', id: 2, pictures: [picture(30)] });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(2));
    await papertab.forgetLittlePrinter(other);
    expect(await papertab.pressButton(deviceAddress)).toMatchObject({ height: 20, paperPrinter: 'screen' });
    expect(await papertab.pressButton(deviceAddress)).toMatchObject({ height: 30 });
    await bench.printed(2);
  });

  it('brings what stands on other paper than its Little Printer has, as after a backup, to its own', async () => {
    const hall = await papertab.addLittlePrinter('Hall');
    const link = { transport: 'bluetooth', device: 'abc' } as const;
    const paper = await papertab.addPaperPrinter({ name: 'P2', model: 'paperang-p2', link });
    await papertab.usePaperPrinter(hall, 'screen');
    bench.deliver(bench.open(), { command: 'set_delivery', id: 1, to: hall });
    await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ paperPrinter: 'screen' }]));
    papertab.stop();
    const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
    const kept = (await database.get('little-printers', hall)) as object;
    await database.put('little-printers', { ...kept, paperPrinter: paper }, hall);
    database.close();
    papertab = await bench.start();
    expect(await papertab.pressButton(hall)).toMatchObject({ origin: { printId: 1 }, paperPrinter: paper });
  });

  it('brings what waited for it before a reset, also while there are others', async () => {
    const first = bench.printer().deviceAddress;
    await bench.clock.advance(1_000);
    await papertab.addLittlePrinter('Hall');
    const socket = bench.open();
    bench.deliver(socket, { command: 'set_delivery', id: 1, pictures: [picture(20)] });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(1));
    const fresh = await papertab.resetLittlePrinter(first);
    expect(await papertab.pressButton(fresh)).toMatchObject({ height: 20, origin: { littlePrinter: first } });
  });

  it('says that there is nothing to print, or brings a quip', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    const own = await papertab.pressButton(deviceAddress);
    expect(await papertab.picture(own.id)).toEqual(drawNotice('nothing-to-print'));
    await bench.printed(1);
    await bench.until(() => expect(reports(socket)).toEqual([[0x10, 0]]));

    bench.deliver(socket, { command: 'set_personality', id: 5, pictures: PERSONALITY });
    bench.deliver(socket, { command: 'set_quip', id: 6, pictures: QUIPS });
    await bench.until(() => expect(bench.printer()).toMatchObject({ hasPersonality: true, quips: 3 }));
    const sent = await papertab.pressButton(deviceAddress);
    expect(await papertab.picture(sent.id)).toEqual(PERSONALITY[1]);
    bench.random = 0.5;
    const quip = await papertab.pressButton(deviceAddress);
    expect(await papertab.picture(quip.id)).toEqual(QUIPS[1]);
    await bench.printed(3);
    await bench.until(() =>
      expect(reports(socket)).toEqual([
        [0x10, 0],
        [0x10, 5],
        [0x11, 6],
      ]),
    );
  });

  it('says what it cannot see while it is not connected, and reports nothing of that', async () => {
    const { deviceAddress } = bench.printer();
    const bridge = await papertab.pressButton(deviceAddress);
    expect(bridge.origin).toMatchObject({ shows: 'cannot-see-bridge' });
    bench.isOnline = false;
    const internet = await papertab.pressButton(deviceAddress);
    expect(await papertab.picture(internet.id)).toEqual(drawNotice('cannot-see-internet'));
    await bench.printed(2);
    const socket = bench.open();
    await bench.until(() => expect(socket.sent).not.toEqual([]));
    expect((await bench.jobs()).map(({ report }) => report)).toEqual(['none', 'none']);
    expect(reports(socket)).toEqual([]);
  });
});

it('tells of a print the server that sent it, though another has been chosen since, once that is the server again', async () => {
  const { deviceAddress } = bench.printer();
  const first = bench.open();
  bench.deliver(first, { command: 'set_delivery', id: 5 });
  await bench.until(async () => expect(await bench.jobs()).toHaveLength(1));
  await papertab.configure({ server: 'wss://other.example/api/v1/connection' });
  const other = bench.open();
  await papertab.pressButton(deviceAddress);
  await bench.printed(1);
  bench.deliver(other, { id: 6 });
  await bench.printed(2);
  await bench.until(() => expect(reports(other)).toEqual([[1, 6]]));

  await papertab.configure({ server: first.address });
  const again = bench.open();
  await bench.until(() => expect(reports(again)).toEqual([[1, 5]]));
});
