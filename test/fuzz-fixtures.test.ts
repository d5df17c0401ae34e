import { describe, expect, it } from 'vitest';
import { countAllocations } from './fuzz/allocations.ts';
import { readFixtures } from './fuzz/fixtures.ts';
import { Random } from './fuzz/random.ts';
import { tryInput } from './fuzz/run-inputs.ts';
import { TARGETS, targetNamed } from './fuzz/targets.ts';

/** What must hold of an input, as the fuzzer has it; how long it took depends on the machine and is left out. */
async function faultOf(target: string, input: unknown): Promise<string | undefined> {
  const stop = countAllocations();
  try {
    const { finding } = await tryInput(targetNamed(target), input);
    return finding?.kind === 'slow' ? undefined : finding?.what;
  } finally {
    stop();
  }
}

describe('inputs that were a fault once, or might be one', () => {
  it.each(readFixtures())('$target: $name', async ({ target, input }) => {
    expect(await faultOf(target, input)).toBeUndefined();
  });
});

describe('what the fuzzer generates', () => {
  it.each(TARGETS)('for $name follows from seed and index alone, and is not always the same', ({ generate }) => {
    const inputs = Array.from({ length: 20 }, (_, i) => JSON.stringify(generate(new Random(5, i))));
    expect(inputs).toEqual(Array.from({ length: 20 }, (_, i) => JSON.stringify(generate(new Random(5, i)))));
    expect(new Set(inputs).size).toBeGreaterThan(5);
  });
});
