import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PapertabBench, type RunningPapertab } from '../../test/support/papertab-bench.ts';

let bench: PapertabBench;
let papertab: RunningPapertab;

beforeEach(async () => {
  bench = new PapertabBench();
  papertab = await bench.start();
});

afterEach(() => bench.stop());

describe('the user', () => {
  it('moves to another server, and stays there', async () => {
    bench.open();
    const server = 'wss://other.example/api/v1/connection';
    await papertab.configure({ server });
    expect(bench.sockets.map(({ closed }) => closed)).toEqual([true, false]);
    expect(bench.sockets[1]?.address).toBe(server);
    await papertab.configure({ keepAwake: true });
    expect(bench.sockets).toHaveLength(2);
    papertab.stop();
    papertab = await bench.start();
    expect(bench.state().settings).toMatchObject({ server, keepAwake: true });
  });
});
