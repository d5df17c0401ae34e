import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PapertabBench, type RunningPapertab, told } from '../../test/support/papertab-bench.ts';

let bench: PapertabBench;
let papertab: RunningPapertab;

beforeEach(async () => {
  bench = new PapertabBench();
  papertab = await bench.start();
});

afterEach(() => bench.stop());

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
