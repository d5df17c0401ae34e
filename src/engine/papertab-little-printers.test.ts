import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeSocket } from '../../test/support/fake-socket.ts';
import { PapertabBench, picture } from '../../test/support/papertab-bench.ts';
import { invert } from '../imaging/bitmap.ts';
import { drawFace } from '../imaging/faces/draw-face.ts';
import { drawNotice } from '../imaging/faces/draw-notice.ts';
import { stack } from '../imaging/stack.ts';
import { openDatabase } from '../jobs/database.ts';
import { decodeBase64 } from '../sirius/base64.ts';
import type { Papertab } from './papertab.ts';

let bench: PapertabBench;
let papertab: Papertab;

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

/** Events of the bridge about one Little Printer, in order. */
function told(socket: FakeSocket, deviceAddress: string): string[] {
  return socket.sent.flatMap((sent) => {
    const payload = sent.json_payload as { name?: string; device_address?: string } | undefined;
    return payload?.device_address === deviceAddress ? [String(payload.name)] : [];
  });
}

async function printed(count: number): Promise<void> {
  await bench.until(async () =>
    expect((await bench.jobs()).filter(({ state }) => state === 'printed')).toHaveLength(count),
  );
}

const FACE = picture(8, 0x3c);
const PERSONALITY = [FACE, picture(9, 0x11), picture(10, 0x22), picture(11, 0x33)];
const QUIPS = [picture(12, 0x44), picture(13, 0x55), picture(14, 0x66)];

describe('the button', () => {
  it('brings what is held, the oldest first, with the face of the moment, and reports it', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    bench.deliver(socket, { command: 'set_delivery', id: 1, pictures: [picture(20)] });
    bench.deliver(socket, { command: 'set_delivery_no_face', id: 2, pictures: [picture(30)] });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(2));
    await papertab.configureLittlePrinter(deviceAddress, { face: 'pip' });

    const first = await papertab.pressButton(deviceAddress);
    await printed(1);
    const pip = drawFace('pip');
    expect(await papertab.picture(first.id)).toEqual(stack(picture(20), 24, pip));
    expect(first).toMatchObject({ height: 20 + 24 + pip.height, faceRows: 24 + pip.height, origin: { printId: 1 } });
    const second = await papertab.pressButton(deviceAddress);
    await printed(2);
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
    await printed(2);
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

  it('says that there is nothing to print, or brings a quip', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    const own = await papertab.pressButton(deviceAddress);
    expect(await papertab.picture(own.id)).toEqual(drawNotice('nothing-to-print'));
    await printed(1);
    await bench.until(() => expect(reports(socket)).toEqual([[0x10, 0]]));

    bench.deliver(socket, { command: 'set_personality', id: 5, pictures: PERSONALITY });
    bench.deliver(socket, { command: 'set_quip', id: 6, pictures: QUIPS });
    await bench.until(() => expect(bench.printer()).toMatchObject({ hasPersonality: true, quips: 3 }));
    const sent = await papertab.pressButton(deviceAddress);
    expect(await papertab.picture(sent.id)).toEqual(PERSONALITY[1]);
    bench.random = 0.5;
    const quip = await papertab.pressButton(deviceAddress);
    expect(await papertab.picture(quip.id)).toEqual(QUIPS[1]);
    await printed(3);
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
    await printed(2);
    const socket = bench.open();
    await bench.until(() => expect(socket.sent).not.toEqual([]));
    expect((await bench.jobs()).map(({ report }) => report)).toEqual(['none', 'none']);
    expect(reports(socket)).toEqual([]);
  });
});

describe('the face', () => {
  it('is that of the server once one has come, until the user picks another', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    bench.deliver(socket, { id: 1 });
    await printed(1);
    bench.deliver(socket, { command: 'set_personality', id: 2, pictures: PERSONALITY });
    bench.deliver(socket, { id: 3 });
    await printed(2);
    bench.deliver(socket, { command: 'set_delivery_and_print_no_face', id: 4 });
    await printed(3);
    await papertab.configureLittlePrinter(deviceAddress, { face: 'none' });
    bench.deliver(socket, { id: 5 });
    await printed(4);
    const jobs = (await bench.jobs()).reverse();
    expect(jobs.map(({ faceRows }) => faceRows)).toEqual([0, 32, 0, 0]);
    expect(await papertab.picture(jobs[1]!.id)).toEqual(stack(picture(), 24, FACE));
    expect(await papertab.face(deviceAddress)).toBeUndefined();
    expect(bench.printer()).toMatchObject({ face: 'none', hasPersonality: true });
  });

  it('stays as it is when the message above it is printed inverted', async () => {
    const { deviceAddress } = bench.printer();
    await papertab.configureLittlePrinter(deviceAddress, { face: 'pip' });
    bench.deliver(bench.open(), { id: 1 });
    await printed(1);
    const [job] = await bench.jobs();
    const again = await papertab.reprint(job!.id, { inverted: true });
    expect(await papertab.picture(again.id)).toEqual(stack(invert(picture()), 24, drawFace('pip')));
    expect(again.faceRows).toBe(job!.faceRows);
    expect(again.blackShare).toBeCloseTo(1 - job!.blackShare);
  });

  it('is left out below the longest messages', async () => {
    await papertab.configureLittlePrinter(bench.printer().deviceAddress, { face: 'pip' });
    bench.deliver(bench.open(), { id: 1, pictures: [picture(9_990)] });
    await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ height: 9_990, faceRows: 0 }]));
  });
});

describe('several Little Printers', () => {
  it('have identities of their own on one socket, and come and go on it', async () => {
    const socket = bench.open();
    const hall = await papertab.addLittlePrinter(' Hall ');
    expect(bench.state().littlePrinters.map(({ name }) => name)).toEqual(['Papertab', 'Hall']);
    expect(bench.printer(1).claimCode).not.toBe(bench.printer().claimCode);
    await bench.until(() => expect(told(socket, hall)).toContain('encryption_key_required'));
    bench.deliver(socket, { to: hall, id: 1 });
    await printed(1);
    expect((await bench.jobs())[0]?.origin).toMatchObject({ littlePrinter: hall });

    await papertab.forgetLittlePrinter(hall);
    await bench.until(() => expect(told(socket, hall).at(-1)).toBe('device_disconnect'));
    expect(bench.state()).toMatchObject({ littlePrinters: [{ name: 'Papertab' }], retired: [] });
    expect(bench.sockets).toHaveLength(1);
    bench.stop();
    papertab = await bench.start();
    expect(bench.state().littlePrinters).toHaveLength(1);
    // Its prints stay.
    expect(await bench.jobs()).toHaveLength(1);
  });

  it('are refused when the server could not tell their claims apart', async () => {
    const hall = { deviceAddress: '000d6f000273ce0b', secret: 'eb1ba696a0', name: 'Hall' };
    await papertab.importPrinter(hall);
    // The same hardware xor: two bytes that are combined in it have changed in the same bit.
    const twin = { deviceAddress: '000d6e000273ce0a', secret: 'eb1ba696a1' };
    await expect(papertab.importPrinter(twin)).rejects.toMatchObject({ code: 'device-xor', detail: 'Hall' });
    expect(bench.state().littlePrinters).toHaveLength(2);
    // In the place of its twin it may come.
    await papertab.importPrinter(twin, hall.deviceAddress);
    expect(bench.printer(1).deviceAddress).toBe(twin.deviceAddress);
    await expect(papertab.restoreLittlePrinter(hall.deviceAddress)).rejects.toMatchObject({ code: 'device-xor' });
  });

  it('are made anew by a reset, and the old one is kept until it is forgotten', async () => {
    const old = bench.printer();
    await papertab.configureLittlePrinter(old.deviceAddress, { name: 'Kitchen', face: 'pip' });
    const socket = bench.open();
    bench.deliver(socket, { command: 'set_delivery', id: 1 });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(1));
    const fresh = await papertab.resetLittlePrinter(old.deviceAddress);
    expect(bench.printer()).toMatchObject({ deviceAddress: fresh, name: 'Kitchen', face: 'pip', imported: false });
    expect(bench.state().retired).toMatchObject([{ deviceAddress: old.deviceAddress, claimCode: old.claimCode }]);
    // What was held for the old one is behind the button still.
    const held = await papertab.pressButton(fresh);
    expect(held.origin).toMatchObject({ littlePrinter: old.deviceAddress });

    bench.stop();
    papertab = await bench.start();
    expect(bench.state().retired).toMatchObject([{ deviceAddress: old.deviceAddress }]);
    await papertab.restoreLittlePrinter(old.deviceAddress);
    expect(bench.state().littlePrinters.map(({ claimCode }) => claimCode)).toContain(old.claimCode);
    await papertab.forgetLittlePrinter(old.deviceAddress);
    await papertab.forgetLittlePrinter(fresh);
    // A bridge without a printer is nothing.
    expect(bench.state()).toMatchObject({ littlePrinters: [{ name: 'Papertab' }], retired: [] });
    expect([old.deviceAddress, fresh]).not.toContain(bench.printer().deviceAddress);
  });

  it('keep their order when one of them is reset, replaced or taken back', async () => {
    const names = (): string[] => bench.state().littlePrinters.map(({ name }) => name);
    const first = bench.printer().deviceAddress;
    await papertab.configureLittlePrinter(first, { name: 'Kitchen' });
    await bench.clock.advance(1_000);
    const hall = await papertab.addLittlePrinter('Hall');
    await bench.clock.advance(1_000);
    const study = await papertab.addLittlePrinter('Study');
    await bench.clock.advance(1_000);

    const fresh = await papertab.resetLittlePrinter(first);
    expect(names()).toEqual(['Kitchen', 'Hall', 'Study']);
    expect(bench.printer()).toMatchObject({ deviceAddress: fresh, createdAt: bench.clock.now() });
    await bench.clock.advance(1_000);
    const brought = { deviceAddress: '000d6f000273ce0b', secret: 'eb1ba696a0' };
    await papertab.importPrinter({ ...brought, name: 'Brought' }, hall);
    expect(names()).toEqual(['Kitchen', 'Brought', 'Study']);
    await bench.clock.advance(1_000);
    const fresher = await papertab.resetLittlePrinter(fresh);
    expect(names()).toEqual(['Kitchen', 'Brought', 'Study']);

    await papertab.restoreLittlePrinter(first);
    await papertab.restoreLittlePrinter(hall);
    const inOrder = [first, fresher, hall, brought.deviceAddress, study];
    expect(bench.state().littlePrinters.map(({ deviceAddress }) => deviceAddress)).toEqual(inOrder);
    // One that is here already stays where it is when it is imported once more.
    await papertab.importPrinter({ ...brought, name: 'Again' });
    expect(names()).toEqual(['Kitchen', 'Kitchen', 'Hall', 'Again', 'Study']);
    bench.stop();
    papertab = await bench.start();
    expect(bench.state().littlePrinters.map(({ deviceAddress }) => deviceAddress)).toEqual(inOrder);
  });
});

describe('a backup that comes into a new browser', () => {
  let file: Uint8Array;
  let brought: string;

  beforeEach(async () => {
    await papertab.configureLittlePrinter(bench.printer().deviceAddress, { name: 'Kitchen' });
    brought = bench.printer().deviceAddress;
    file = await papertab.exportBackup({ history: true });
    bench.stop();
    bench = new PapertabBench();
    papertab = await bench.start();
  });

  /** Brings it in, and starts anew as that asks for. */
  async function bringIn(): Promise<string[]> {
    await papertab.importBackup(file);
    expect(bench.restarts).toBe(1);
    bench.stop();
    papertab = await bench.start();
    return bench.state().littlePrinters.map(({ deviceAddress }) => deviceAddress);
  }

  it('leaves out the one that was made there, which no server knows', async () => {
    bench.open();
    await bench.until(() => expect(bench.printer().claim).toBe('unclaimed'));
    await papertab.configure({ server: 'wss://other.example/api/v1/connection' });
    bench.open();
    await bench.until(() => expect(bench.printer().claim).toBe('unclaimed'));
    expect(await bringIn()).toEqual([brought]);
  });

  it('leaves out the one that was made there before any server could be asked', async () => {
    expect(await bringIn()).toEqual([brought]);
  });

  it('stands beside one that was claimed there, on whatever server, a moment before', async () => {
    const own = bench.printer().deviceAddress;
    const socket = bench.open();
    await bench.until(() => expect(told(socket, own)).toContain('encryption_key_required'));
    bench.isClaimed = true;
    await bench.until(() => expect(bench.printer().claim).toBe('key-mismatch'));
    await papertab.configure({ server: 'wss://other.example/api/v1/connection' });
    expect(bench.printer().claim).toBe('unknown');
    expect(new Set(await bringIn())).toEqual(new Set([brought, own]));
  });
});

describe('a Little Printer that tells senders when its paper is away', () => {
  const draft = { name: 'P2', model: 'paperang-p2', link: { transport: 'bluetooth', device: 'abc' } } as const;

  it('is offline while its paper printer is not connected, and online again', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    await bench.until(() => expect(told(socket, deviceAddress)).toContain('encryption_key_required'));
    const paper = await papertab.addPaperPrinter(draft);
    await bench.clock.advance(1_000);
    expect(told(socket, deviceAddress)).not.toContain('device_disconnect');
    await papertab.configureLittlePrinter(deviceAddress, { offlineWhenAway: true });
    await bench.until(() => expect(told(socket, deviceAddress).at(-1)).toBe('device_disconnect'));
    expect(bench.printer().toldOffline).toBe(true);
    const before = socket.sent.length;
    await bench.clock.advance(120_000);
    const since = socket.sent.slice(before).filter((sent) => JSON.stringify(sent).includes(deviceAddress));
    // Whatever is said of it must not bring it back.
    expect(since.every((sent) => JSON.stringify(sent).includes('device_disconnect'))).toBe(true);

    await papertab.usePaperPrinter(deviceAddress, 'screen');
    await bench.until(() => expect(told(socket, deviceAddress).at(-1)).not.toBe('device_disconnect'));
    expect(bench.printer().toldOffline).toBe(false);
    await papertab.usePaperPrinter(deviceAddress, paper);
    expect(bench.printer().toldOffline).toBe(true);
  });
});
