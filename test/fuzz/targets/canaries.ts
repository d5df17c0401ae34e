import { PapertabError } from '../../../src/errors.ts';
import { must, type Target, target } from '../target.ts';

/** Of the numbers in two bytes, those at which it does wrong: about one input in four hundred. */
const WRONG_BELOW = 700;

/** A target that does wrong at one input, to see that it is noticed. */
function canary(name: string, wrong: () => unknown, more: Partial<Target> = {}): Target {
  return {
    ...target<Uint8Array, unknown>({
      name: `canary-${name}`,
      codes: ['payload-invalid'],
      generate: (random) => Uint8Array.of(random.below(4), random.next(), random.next()),
      feed: ([first, second = 0, third = 0]) => (first === 1 && second * 256 + third < WRONG_BELOW ? wrong() : 0),
      mostBytes: () => 1_000,
    }),
    ...more,
  };
}

/** Claims four billion bytes, as a short frame might. */
function claim(): Uint8Array {
  return new Uint8Array(0xffff_ffff);
}

function burn(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

export const CANARIES: readonly Target[] = [
  canary('thrown', () => (undefined as unknown as { length: number }).length),
  canary('code', () => {
    throw new PapertabError('unexpected');
  }),
  canary('property', () => 1, { check: (_input, result) => must(result === 0, 'nothing but zero') }),
  canary('allocation', claim),
  canary('caught-allocation', () => {
    try {
      return claim();
    } catch {
      throw new PapertabError('payload-invalid');
    }
  }),
  canary('unhandled', () => void Promise.reject(new Error('nobody hears'))),
  canary('slow', () => burn(80)),
  canary('hang', () => {
    for (;;);
  }),
  canary('waiting', () => new Promise(() => {})),
  canary('died', () => {
    const heap: number[][] = [];
    for (;;) heap.push(new Array<number>(100_000).fill(heap.length + 0.5));
  }),
];
