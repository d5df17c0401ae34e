import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARIES } from './targets/canaries.ts';
import { buildWorker, fuzz } from './watch.ts';

const KINDS: Readonly<Record<string, string>> = { 'caught-allocation': 'allocation', waiting: 'hang' };

let worker: Awaited<ReturnType<typeof buildWorker>>;
beforeAll(async () => {
  worker = await buildWorker();
}, 60_000);
afterAll(() => worker?.remove());

describe('a target that does wrong', () => {
  it.each(CANARIES)('is found out: $name', async ({ name }) => {
    const fault = name.replace('canary-', '');
    const kind = KINDS[fault] ?? fault;
    const limits = { hangMs: kind === 'hang' ? 1_000 : 20_000, heapMb: 64 };
    const { findings } = await fuzz(worker.file, name, { seed: 1, first: 0, inputs: 700, ms: 30_000 }, limits);
    expect(findings.map((finding) => finding.kind)).toContain(kind);
    for (const { input } of findings) expect((input as Uint8Array)[0]).toBe(1);
  });
});
