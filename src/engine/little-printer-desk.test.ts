import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PapertabBench, type RunningPapertab, told } from '../../test/support/papertab-bench.ts';

let bench: PapertabBench;
let papertab: RunningPapertab;

beforeEach(async () => {
  bench = new PapertabBench();
  papertab = await bench.start();
});

afterEach(() => bench.stop());

describe('the user', () => {
  it('gives the printer a name', async () => {
    await papertab.configureLittlePrinter(bench.printer().deviceAddress, { name: '  Kitchen ' });
    expect(bench.printer().name).toBe('Kitchen');
    await expect(papertab.configureLittlePrinter('ffffffffffffffff', { name: 'x' })).rejects.toMatchObject({
      code: 'device-unknown',
    });
  });

  it('brings a printer from elsewhere, which takes the place of the present one for good', async () => {
    bench.open();
    const made = bench.printer();
    const socket = bench.sockets.at(-1)!;
    await bench.until(() => expect(socket.sent).not.toEqual([]));
    await papertab.importPrinter({ deviceAddress: '000d6f000273ce0b', secret: 'eb1ba696a0' }, made.deviceAddress);
    expect(bench.printer()).toMatchObject({ claimCode: 'n5ry-p6x6-kth7-7hc4', imported: true });
    expect(bench.state().retired).toMatchObject([{ deviceAddress: made.deviceAddress }]);
    // On the same socket: the others that are on it stay.
    await bench.until(() => expect(JSON.stringify(socket.sent)).toContain('000d6f000273ce0b'));
    const left = socket.sent.findIndex((sent) => JSON.stringify(sent).includes('device_disconnect'));
    expect(socket.sent[left]).toMatchObject({ json_payload: { device_address: made.deviceAddress } });
    await bench.clock.advance(60_000);
    expect(JSON.stringify(socket.sent.slice(left + 1))).not.toContain(made.deviceAddress);
    papertab.stop();
    papertab = await bench.start();
    expect(bench.state().littlePrinters).toMatchObject([{ deviceAddress: '000d6f000273ce0b' }]);
  });

  it('saves the printer file of its printer', async () => {
    const file = await papertab.printerFile(bench.printer().deviceAddress);
    expect(file.name).toBe(`${bench.printer().deviceAddress}.printer`);
    expect(file.text).toContain(bench.printer().claimCode);
    await expect(papertab.printerFile('ffffffffffffffff')).rejects.toMatchObject({ code: 'device-unknown' });
  });

  it('saves the printer file of one that was put aside, which may be the last of it', async () => {
    const old = bench.printer();
    await papertab.resetLittlePrinter(old.deviceAddress);
    const file = await papertab.printerFile(old.deviceAddress);
    expect(file.name).toBe(`${old.deviceAddress}.printer`);
    expect(file.text).toContain(old.claimCode);
    await papertab.forgetLittlePrinter(old.deviceAddress);
    await expect(papertab.printerFile(old.deviceAddress)).rejects.toMatchObject({ code: 'device-unknown' });
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
    await bench.printed(1);
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
