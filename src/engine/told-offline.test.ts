import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PapertabBench, type RunningPapertab, told } from '../../test/support/papertab-bench.ts';

let bench: PapertabBench;
let papertab: RunningPapertab;

beforeEach(async () => {
  bench = new PapertabBench();
  papertab = await bench.start();
});

afterEach(() => bench.stop());

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
