import type { Random } from './random.ts';
import { changeCharacter } from './texts.ts';

/** A valid structured value to begin with, and the ways to all that is in it. */
export interface ValueSeed {
  readonly value: unknown;
  readonly paths: readonly (readonly string[])[];
}

/** What a database, a damaged disk or a curious user may put in the place of a value. Everything here can be cloned. */
const OTHER_VALUES: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -0, 1, -1, 1.5, 2, 7, 8, 63, 64, 255, 4095, 4096, 4097, 10_000, 10_001, 65_536],
  ...[2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE, 10n],
  ...['', ' ', '0', 'x', '\0', '\ud800', '__proto__', 'constructor', 'toString', '000d6f000273ce0b', 'x'.repeat(81)],
  ...['delivery', 'local', 'button', 'printed', 'waiting', 'screen', 'bluetooth', 'deflate-raw', 'x'.repeat(10_000)],
  ...[[], {}, [[]], [null], [undefined], { length: 2 ** 32 - 1 }, { kind: 'local' }, { code: 1 }],
  ...[new Uint8Array(0), new Uint8Array(3), new Uint16Array(8), new ArrayBuffer(8), new Float64Array(1)],
  ...[new Date(0), new Date(Number.NaN), new Map([['a', 1]]), new Set([1]), /x/, new Error('x'), new Blob(['x'])],
];

const OTHER_NAMES: readonly string[] = ['__proto__', 'constructor', 'length', 'toString', 'kind', 'x', '', '0'];

export function valueSeed(value: unknown): ValueSeed {
  const paths: string[][] = [];
  collect(value, [], paths);
  return { value, paths };
}

function collect(value: unknown, path: readonly string[], paths: string[][]): void {
  paths.push([...path]);
  if (!isPlain(value)) return;
  for (const [name, child] of Object.entries(value)) collect(child, [...path, name], paths);
}

/** The seed's value, changed at none, one or two places; what is not changed is shared with the seed. */
export function mutateValue(seed: ValueSeed, random: Random): unknown {
  let value = seed.value;
  for (let mutations = random.mutations(); mutations > 0; mutations--) {
    // The whole is replaced less often than what is in it.
    const path = random.once(24) ? [] : random.pick(seed.paths);
    value = changeAt(value, path, 0, random);
  }
  return value;
}

function changeAt(value: unknown, path: readonly string[], depth: number, random: Random): unknown {
  const name = path[depth];
  // A mutation before this one may have taken the way away.
  if (name === undefined || !isPlain(value)) return depth === 0 && path.length > 0 ? value : other(value, random);
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  if (depth < path.length - 1) {
    if (Object.hasOwn(copy, name)) copy[name] = changeAt(copy[name], path, depth + 1, random);
    return copy;
  }
  switch (random.below(8)) {
    case 0:
      delete copy[name];
      break;
    case 1:
      put(copy, random.pick(OTHER_NAMES), random.pick(OTHER_VALUES));
      break;
    case 2:
      put(copy, name, copy[random.pick(Object.keys(copy))]);
      break;
    default:
      put(copy, name, other(copy[name], random));
  }
  return copy;
}

/** Also under names to which plain assignment has a meaning of its own. */
function put(object: object, name: string, value: unknown): void {
  if (Array.isArray(object) && name === 'length') return;
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function other(value: unknown, random: Random): unknown {
  if (random.once(2)) return random.pick(OTHER_VALUES);
  if (typeof value === 'number') return value + random.pick([1, -1, 0.5, 384, -384, 65_536, -value, value]);
  if (typeof value === 'string') return changeCharacter(value, random);
  if (typeof value === 'boolean') return !value;
  return random.pick(OTHER_VALUES);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}
