import { describe, expect, it } from 'vitest';
import { type Ditherer, OURS, PEERS, type SharedKernel } from './ditherers.ts';
import { createRandom } from './pictures.ts';
import { median, time } from './timing.ts';

/** Ours has to be at least so many times as fast as the fastest other, and so near to a flat tone in points. */
const LIMITS = { ratio: 4, toneError: 0.1 };
const WARM_UPS = 3;
const ROUNDS = 15;

const ALL: readonly Ditherer[] = [OURS, ...PEERS];
const KERNELS: readonly SharedKernel[] = ['floyd-steinberg', 'atkinson'];
const SIZES = [
  [384, 2000],
  [2048, 1536],
] as const;

/** A slope from dark to light with a quarter of noise. */
function slope(width: number, height: number): Uint8Array {
  const random = createRandom(4);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const along = ((i % width) / width + i / width / height) / 2;
    return 255 * (0.75 * along + 0.25 * random());
  });
}

interface Row {
  readonly kernel: SharedKernel;
  readonly size: string;
  /** Millions of dots a second, in the order of {@link ALL}. */
  readonly speeds: readonly number[];
  /** How many times as fast as the fastest other ours is. */
  readonly ratio: number;
}

/** All of them in turns, so that a busy moment of the machine hits each. */
function measure(kernel: SharedKernel, width: number, height: number): Row {
  const gray = slope(width, height);
  const runs = ALL.map((ditherer) => ditherer.prepare(kernel, gray, width, height).run);
  const times = ALL.map((): number[] => []);
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    runs.forEach((run, i) => {
      const taken = time(run, 1);
      if (round >= 0) times[i]!.push(taken);
    });
  }
  const speeds = times.map((taken) => (width * height) / 1000 / median(taken));
  return { kernel, size: `${width}x${height}`, speeds, ratio: speeds[0]! / Math.max(...speeds.slice(1)) };
}

/** Percentage points by which the share of black is off, on average over flat greys from 8 to 248. */
function toneError(ditherer: Ditherer, kernel: SharedKernel): number {
  const errors = Array.from({ length: 31 }, (_, i) => {
    const grey = 8 * (i + 1);
    const { run, black } = ditherer.prepare(kernel, new Uint8Array(384 * 384).fill(grey), 384, 384);
    run();
    return 100 * Math.abs(black() - (255 - grey) / 255);
  });
  return errors.reduce((sum, error) => sum + error) / errors.length;
}

describe('dithering greys to black and white', () => {
  const rows = KERNELS.flatMap((kernel) => SIZES.map(([width, height]) => measure(kernel, width, height)));
  const tones = KERNELS.map((kernel) => ({ kernel, errors: ALL.map((ditherer) => toneError(ditherer, kernel)) }));

  const column = (text: string) => text.padStart(22);
  const start = (kernel: string, size = '') => kernel.padEnd(17) + size.padEnd(11);
  console.log(
    [
      `millions of dots a second, medians of ${ROUNDS} rounds; limit: ${LIMITS.ratio} times the fastest other`,
      `${start('kernel', 'size')}${ALL.map(({ name }) => column(name)).join('')}${column('ratio')}`,
      ...rows.map(({ kernel, size, speeds, ratio }) => {
        return `${start(kernel, size)}${[...speeds, ratio].map((value) => column(value.toFixed(1))).join('')}`;
      }),
      `mean tone error in points; limit for floyd-steinberg: ${LIMITS.toneError}`,
      ...tones.map(
        ({ kernel, errors }) => `${start(kernel)}${errors.map((value) => column(value.toFixed(2))).join('')}`,
      ),
    ].join('\n'),
  );

  it.each(rows)('$kernel, $size: in time', ({ ratio }) => {
    expect(ratio, 'times the fastest other').toBeGreaterThanOrEqual(LIMITS.ratio);
  });

  it('floyd-steinberg keeps its tone', () => {
    expect(tones[0]!.errors[0]).toBeLessThan(LIMITS.toneError);
  });
});
